package dev.fovea.backend.cpu.vector;

/// Which tile fits: the one that wastes least of the matrix it is laid on; among equals the one that
/// measured fastest. Families go by the number of vector registers.
final class Tiles {
    private static final Tile[] ROWS = Lanes.MANY_REGISTERS
            ? new Tile[] {new Tile6x4(), new Tile8x3(), new Tile14x2(), new Tile12x1()}
            : new Tile[] {new Tile6x2(), new Tile12x1()};

    private static final Tile[] COLUMNS = Lanes.MANY_REGISTERS
            ? new Tile[] {new Tile8x3(), new Tile6x4(), new Tile14x2(), new Tile12x1()}
            : new Tile[] {new Tile4x2(), new Tile12x1()};

    private Tiles() {}

    /// The tile for rows that lie along the sum.
    static Tile rows(int height, int width) {
        return fittest(ROWS, height, width);
    }

    /// The tile for rows that lie side by side at each step of the sum.
    static Tile columns(int height, int width) {
        return fittest(COLUMNS, height, width);
    }

    private static Tile fittest(Tile[] family, int height, int width) {
        Tile best = family[0];
        double least = Double.MAX_VALUE;
        for (Tile tile : family) {
            double covered = (double) Math.ceilDiv(height, tile.rows()) * tile.rows()
                    * Math.ceilDiv(width, tile.width()) * tile.width();
            double cost = covered * slowness(tile);
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
        };
    }
}
