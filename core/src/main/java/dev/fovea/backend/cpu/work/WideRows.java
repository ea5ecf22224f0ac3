package dev.fovea.backend.cpu.work;

import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.Operand;

/// Sums over rows with few columns would leave lanes empty: so 16 rows are taken for one wide row, and
/// its 16 parts are added at the end. How rows are taken together depends on the number of columns alone.
final class WideRows {
    private static final int ROWS = 16;
    private static final int NARROW = 32;

    private WideRows() {}

    /// How many rows of c columns make one wide row.
    static int rows(int c) {
        return c < NARROW ? ROWS : 1;
    }

    /// Columns of a wide row.
    static int columns(int c) {
        return rows(c) * c;
    }

    /// Writes a row of c as often as a wide row needs it.
    static void repeat(float[] row, int from, int c, float[] to, int at) {
        for (int i = 0; i < rows(c); i++) {
            System.arraycopy(row, from, to, at + i * c, c);
        }
    }

    /// `out[j] = Σ over rows of x[row, j]`; the scratch holds a wide row.
    static void columnSums(Loops loops, float[] x, int xo, int rows, int c, float[] out, int oo, Operand scratch) {
        if (c == 1) {
            out[oo] = (float) RowSums.sum(x, xo, rows);
            return;
        }
        if (rows(c) == 1) {
            loops.columnSums(x, xo, rows, c, out, oo);
            return;
        }
        int wide = rows / rows(c);
        loops.columnSums(x, xo, wide, columns(c), scratch.array, scratch.offset);
        loops.columnSums(scratch.array, scratch.offset, rows(c), c, out, oo);
        for (int row = wide * rows(c); row < rows; row++) {
            loops.add(out, oo, x, xo + row * c, out, oo, c);
        }
    }

    /// See [Loops#centredSquares]; the scratch holds two wide rows.
    static void centredSquares(
            Loops loops, float[] x, int xo, float[] m, int mo, int rows, int c, float[] out, int oo, Operand scratch) {
        if (rows(c) == 1) {
            loops.centredSquares(x, xo, m, mo, rows, c, out, oo);
            return;
        }
        int wide = rows / rows(c);
        int sums = scratch.offset + columns(c);
        repeat(m, mo, c, scratch.array, scratch.offset);
        loops.centredSquares(x, xo, scratch.array, scratch.offset, wide, columns(c), scratch.array, sums);
        loops.columnSums(scratch.array, sums, rows(c), c, out, oo);
        int done = wide * rows(c);
        loops.centredSquares(x, xo + done * c, m, mo, rows - done, c, scratch.array, sums);
        loops.add(out, oo, scratch.array, sums, out, oo, c);
    }

    /// See [Loops#centredProducts]; the scratch holds three wide rows.
    static void centredProducts(
            Loops loops, float[] x, int xo, float[] m, int mo, float[] dy, int dyo, int rows, int c, float[] out,
            int oo, Operand scratch) {
        if (rows(c) == 1) {
            loops.centredProducts(x, xo, m, mo, dy, dyo, rows, c, out, oo);
            return;
        }
        int wide = rows / rows(c);
        int sums = scratch.offset + columns(c);
        repeat(m, mo, c, scratch.array, scratch.offset);
        loops.centredProducts(
                x, xo, scratch.array, scratch.offset, dy, dyo, wide, columns(c), scratch.array, sums);
        loops.columnSums(scratch.array, sums, rows(c), c, out, oo);
        loops.columnSums(scratch.array, sums + columns(c), rows(c), c, out, oo + c);
        int done = wide * rows(c);
        loops.centredProducts(x, xo + done * c, m, mo, dy, dyo + done * c, rows - done, c, scratch.array, sums);
        loops.add(out, oo, scratch.array, sums, out, oo, 2 * c);
    }
}
