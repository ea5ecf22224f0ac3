package dev.fovea.backend.cpu.vector;

import java.util.Arrays;

/// Which tile fits: the one that wastes least of the matrix it is laid on; among equals the one that
/// measured fastest. Families go by the number of vector registers.
final class Tiles {
    private static final RehearsedTile[] ROWS = Lanes.MANY_REGISTERS
            ? rows(new Tile6x4(), new Tile8x3(), new Tile14x2(), new Tile12x1())
            : rows(new Tile6x2(), new Tile12x1());

    private static final RehearsedTile[] COLUMNS = Lanes.MANY_REGISTERS
            ? columns(new Tile8x3(), new Tile6x4(), new Tile14x2(), new Tile12x1())
            : columns(new Tile4x2(), new Tile12x1());

    private Tiles() {}

    private static RehearsedTile[] rows(Tile... tiles) {
        RehearsedTile[] all = new RehearsedTile[tiles.length];
        Arrays.setAll(all, i -> RehearsedTile.rows(tiles[i]));
        return all;
    }

    private static RehearsedTile[] columns(Tile... tiles) {
        RehearsedTile[] all = new RehearsedTile[tiles.length];
        Arrays.setAll(all, i -> RehearsedTile.columns(tiles[i]));
        return all;
    }

    /// The tile for rows that lie along the sum.
    static RehearsedTile rows(int height, int width) {
        return fittest(ROWS, height, width);
    }

    /// The tile for rows that lie side by side at each step of the sum.
    static RehearsedTile columns(int height, int width) {
        return fittest(COLUMNS, height, width);
    }

    private static RehearsedTile fittest(RehearsedTile[] family, int height, int width) {
        RehearsedTile best = family[0];
        double least = Double.MAX_VALUE;
        for (RehearsedTile tile : family) {
            double covered = (double) Math.ceilDiv(height, tile.rows()) * tile.rows()
                    * Math.ceilDiv(width, tile.width()) * tile.width();
            double cost = covered * slowness(tile.tile());
            if (cost < least) {
                least = cost;
                best = tile;
            }
        }
        return best;
    }

    /// Time of a multiply-add as measured, relative to the large tiles.
    private static double slowness(Tile tile) {
        return switch (tile) {
            case Tile6x4 _, Tile8x3 _, Tile6x2 _, Tile4x2 _ -> 1;
            case Tile14x2 _ -> 1.03;
            case Tile12x1 _ -> 1.25;
            case SmallTile _ -> 4;
        };
    }
}
