package dev.fovea.backend.cpu.vector.tile;

import org.jspecify.annotations.Nullable;

/// How tiles cover the rows of a matrix: large ones, then up to two low ones where those come out closer to the last
/// row. 50 rows are seven tiles of six and two of four; nine of six would compute four rows for nothing.
public record Cover(SwitchedTile large, SwitchedTile low, int larges, int lows) {
    private static final int MOST_LOWS = 2;

    /// @param low null for large tiles alone
    public static Cover of(SwitchedTile large, @Nullable SwitchedTile low, int height) {
        Cover best = new Cover(large, large, Math.ceilDiv(height, large.rows()), 0);
        for (int lows = 1; low != null && lows <= MOST_LOWS; lows++) {
            int left = Math.max(0, height - lows * low.rows());
            Cover cover = new Cover(large, low, Math.ceilDiv(left, large.rows()), lows);
            best = cover.cost() < best.cost() ? cover : best;
        }
        return best;
    }

    public int tiles() {
        return larges + lows;
    }

    /// Of the tiles that it takes, as in `6×4` or `6×4, 4×4`.
    public String sizes() {
        String largeSize = larges == 0 ? "" : large.size();
        return largeSize + (larges == 0 || lows == 0 ? "" : ", ") + (lows == 0 ? "" : low.size());
    }

    /// The first row of a tile; of the tile after the last one, how many rows all cover.
    public int top(int tile) {
        int ofLarge = Math.min(tile, larges);
        return ofLarge * large.rows() + (tile - ofLarge) * low.rows();
    }

    /// The number of the tile that covers a row; of the row after the last, how many tiles there are.
    public int tile(int row) {
        int lowRow = row - larges * large.rows();
        return lowRow < 0 ? row / large.rows() : larges + lowRow / low.rows();
    }

    /// Time for a tile's width: one is that of a row of the large tiles that are fastest.
    double cost() {
        return larges * large.rows() * Tiles.slowness(large.tile()) + lows * low.rows() * Tiles.slowness(low.tile());
    }
}
