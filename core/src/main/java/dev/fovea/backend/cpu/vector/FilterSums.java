package dev.fovea.backend.cpu.vector;

import dev.fovea.backend.cpu.vector.tile.SwitchedTile;
import dev.fovea.backend.cpu.vector.tile.Tile;

/// What all filter gradients share: the batch is cut into chunks, each with sums of its own in shared memory, and
/// tiles add products of columns to these. How many chunks there are depends on shape and batch alone.
final class FilterSums {
    private static final int WANTED_PARTS = 24;
    private static final long MOST_SHARED = 1L << 23;

    private FilterSums() {}

    /// Chunks of a batch.
    ///
    /// @param units that the batch has: no chunk cuts one
    /// @param disjoint parts of a chunk that can run side by side
    /// @param floats of the sums of a chunk
    static int chunks(int units, int disjoint, long floats) {
        long most = Math.max(1, MOST_SHARED / floats);
        return (int) Math.min(Math.min(Math.ceilDiv(WANTED_PARTS, disjoint), units), most);
    }

    /// The first unit of a chunk; of the chunk after the last, how many units there are.
    static int firstUnit(int units, int chunk, int chunks) {
        return (int) ((long) units * chunk / chunks);
    }

    /// sums += leftᵀ · right over `length` steps, by tiles: rows and `width` up to whole ones, rows of sums touch.
    ///
    /// @param fresh whether sums start with zeros: those of a tile's width at `zeros` in left
    static void add(
            SwitchedTile tile, int length, int rows, int width, float[] left, int leftOff, int leftStep,
            float[] right, int rightOff, int rightStep, boolean fresh, int zeros, float[] sums, int sumsOff) {
        Tile ready = tile.ready();
        for (int column = 0; column < width; column += tile.width()) {
            for (int row = 0; row < rows; row += tile.rows()) {
                int at = sumsOff + row * width + column;
                ready.columns(length, left, leftOff + row, leftStep, right, rightOff + column, rightStep,
                        fresh ? left : sums, fresh ? zeros : at, fresh ? 0 : width, sums, at, width);
            }
        }
    }
}
