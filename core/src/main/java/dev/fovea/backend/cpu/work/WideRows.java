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
    static void columnSums(
            Loops loops, float[] x, int xOff, int rows, int c, float[] out, int outOff, Operand scratch) {
        if (c == 1) {
            out[outOff] = (float) RowSums.sum(x, xOff, rows);
            return;
        }
        if (rows(c) == 1) {
            loops.columnSums(x, xOff, rows, c, out, outOff);
            return;
        }
        int wide = rows / rows(c);
        loops.columnSums(x, xOff, wide, columns(c), scratch.array, scratch.offset);
        loops.columnSums(scratch.array, scratch.offset, rows(c), c, out, outOff);
        for (int row = wide * rows(c); row < rows; row++) {
            loops.add(out, outOff, x, xOff + row * c, out, outOff, c);
        }
    }

    /// See [Loops#centredSquares]; the scratch holds two wide rows.
    static void centredSquares(
            Loops loops, float[] x, int xOff, float[] m, int mOff, int rows, int c, float[] out, int outOff,
            Operand scratch) {
        if (rows(c) == 1) {
            loops.centredSquares(x, xOff, m, mOff, rows, c, out, outOff);
            return;
        }
        int wide = rows / rows(c);
        int sums = scratch.offset + columns(c);
        repeat(m, mOff, c, scratch.array, scratch.offset);
        loops.centredSquares(x, xOff, scratch.array, scratch.offset, wide, columns(c), scratch.array, sums);
        loops.columnSums(scratch.array, sums, rows(c), c, out, outOff);
        int done = wide * rows(c);
        loops.centredSquares(x, xOff + done * c, m, mOff, rows - done, c, scratch.array, sums);
        loops.add(out, outOff, scratch.array, sums, out, outOff, c);
    }

    /// See [Loops#centredProducts]; the scratch holds three wide rows.
    static void centredProducts(
            Loops loops, float[] x, int xOff, float[] m, int mOff, float[] dy, int dyOff, int rows, int c,
            float[] out, int outOff, Operand scratch) {
        if (rows(c) == 1) {
            loops.centredProducts(x, xOff, m, mOff, dy, dyOff, rows, c, out, outOff);
            return;
        }
        int wide = rows / rows(c);
        int sums = scratch.offset + columns(c);
        repeat(m, mOff, c, scratch.array, scratch.offset);
        loops.centredProducts(
                x, xOff, scratch.array, scratch.offset, dy, dyOff, wide, columns(c), scratch.array, sums);
        loops.columnSums(scratch.array, sums, rows(c), c, out, outOff);
        loops.columnSums(scratch.array, sums + columns(c), rows(c), c, out, outOff + c);
        int done = wide * rows(c);
        loops.centredProducts(x, xOff + done * c, m, mOff, dy, dyOff + done * c, rows - done, c, scratch.array, sums);
        loops.add(out, outOff, scratch.array, sums, out, outOff, 2 * c);
    }
}
