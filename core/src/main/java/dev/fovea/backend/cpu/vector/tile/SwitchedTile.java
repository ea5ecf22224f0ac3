package dev.fovea.backend.cpu.vector.tile;

/// A tile that is not used before it is compiled: until then a [SmallTile] of its size takes its place.
public final class SwitchedTile {
    private final Tile tile;
    private final Tile small;
    private final WarmUp warmUp;

    private SwitchedTile(Tile tile, WarmUp warmUp) {
        this.tile = tile;
        this.small = new SmallTile(tile.rows(), tile.vectors());
        this.warmUp = warmUp;
    }

    /// For [Tile#rows].
    public static SwitchedTile rows(Tile tile) {
        return new SwitchedTile(tile, new TileWarmUp(tile) {
            @Override
            void call(float[] floats, int b, int s) {
                tile.rows(TURNS, floats, 0, at, 0, floats, b, floats, s, width, floats, s, width);
            }
        });
    }

    /// For [Tile#columns].
    public static SwitchedTile columns(Tile tile) {
        return new SwitchedTile(tile, new TileWarmUp(tile) {
            @Override
            void call(float[] floats, int b, int s) {
                tile.columns(TURNS, floats, 0, rows, floats, b, width, floats, s, width, floats, s, width);
            }
        });
    }

    /// What a work is laid out for; to compute with [#ready].
    public Tile tile() {
        return tile;
    }

    public int rows() {
        return tile.rows();
    }

    public int width() {
        return tile.width();
    }

    /// Rows × vectors, as in `14×2`.
    public String size() {
        return tile.rows() + "×" + tile.vectors();
    }

    /// What to compute with now.
    public Tile ready() {
        return warmUp.isOver() ? tile : small;
    }

    /// Sums of a tile over some turns.
    private abstract static class TileWarmUp extends WarmUp {
        final int rows;
        final int width;
        final int[] at;
        private final int operations;
        private float[] floats = new float[0];

        TileWarmUp(Tile tile) {
            super(false);
            rows = tile.rows();
            width = tile.width();
            at = new int[rows];
            operations = TURNS * (tile.rows() * tile.vectors() + tile.rows() + tile.vectors());
        }

        abstract void call(float[] floats, int b, int s);

        @Override
        protected final int call() {
            int b = TURNS * rows;
            int s = b + TURNS * width;
            if (floats.length == 0) {
                floats = new float[s + rows * width];
            }
            call(floats, b, s);
            return operations;
        }
    }
}
