package dev.fovea.backend.cpu.vector.tile;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Which tile fits: the one that wastes least of the matrix it is laid on; among equals the one that
/// measured fastest. Families go by the number of vector registers.
public final class Tiles {
    private static final SwitchedTile[] ROWS = Lanes.MANY_REGISTERS
            ? rows(new Tile6x4(), new Tile8x3(), new Tile14x2(), new Tile12x1())
            : rows(new Tile6x2(), new Tile12x1());

    private static final SwitchedTile[] COLUMNS = Lanes.MANY_REGISTERS
            ? columns(new Tile8x3(), new Tile6x4(), new Tile14x2(), new Tile12x1())
            : columns(new Tile4x2(), new Tile12x1());

    private static final SwitchedTile LOW_ROWS =
            SwitchedTile.rows(Lanes.MANY_REGISTERS ? new Tile4x4() : new Tile4x2());

    private Tiles() {}

    private static SwitchedTile[] rows(Tile... tiles) {
        SwitchedTile[] all = new SwitchedTile[tiles.length];
        Arrays.setAll(all, i -> SwitchedTile.rows(tiles[i]));
        return all;
    }

    private static SwitchedTile[] columns(Tile... tiles) {
        SwitchedTile[] all = new SwitchedTile[tiles.length];
        Arrays.setAll(all, i -> SwitchedTile.columns(tiles[i]));
        return all;
    }

    /// The tile for many rows that lie along the sum.
    public static SwitchedTile manyRows(int width) {
        return fittest(ROWS, null, 1 << 10, width).large();
    }

    /// The tiles for rows that lie along the sum.
    public static Cover rows(int height, int width) {
        return fittest(ROWS, LOW_ROWS, height, width);
    }

    /// The tile for rows that lie side by side at each step of the sum.
    public static SwitchedTile columns(int height, int width) {
        return fittest(COLUMNS, null, height, width).large();
    }

    private static Cover fittest(SwitchedTile[] family, @Nullable SwitchedTile low, int height, int width) {
        Cover best = Cover.of(family[0], null, height);
        double least = Double.MAX_VALUE;
        for (SwitchedTile tile : family) {
            boolean mixes = low != null && low.width() == tile.width();
            Cover cover = Cover.of(tile, mixes ? low : null, height);
            double cost = cover.cost() * Math.ceilDiv(width, tile.width()) * tile.width();
            if (cost < least) {
                least = cost;
                best = cover;
            }
        }
        return best;
    }

    /// Time of a multiply-add as measured, relative to the large tiles; a guess for [Tile4x4], of which a product has
    /// two at most.
    static double slowness(Tile tile) {
        return switch (tile) {
            case Tile6x4 _, Tile8x3 _, Tile6x2 _, Tile4x2 _ -> 1;
            case Tile4x4 _ -> 1.05;
            case Tile14x2 _ -> 1.03;
            case Tile12x1 _ -> 1.25;
            case SmallTile _ -> 4;
        };
    }
}
