package dev.fovea.backend.cpu;

/// y[j] = Σ or mean over all rows of x[row, j]: each piece is summed in order, then the pieces in order.
///
/// Few columns would leave lanes empty, so then 16 rows are taken for one wide row, and its 16 parts are
/// added at the end of the piece. A single column is summed in double.
record ColumnWork(Loops loops, Pieces pieces, Operand x, Operand y, boolean mean) implements Work {
    private static final int WIDE = 16;
    private static final int NARROW = 32;

    @Override
    public long sharedFloats(int capacity) {
        return (long) pieces.count(capacity) * pieces.channels();
    }

    @Override
    public int scratchFloats() {
        return pieces.channels() < NARROW ? WIDE * pieces.channels() : 0;
    }

    @Override
    public int phases() {
        return 2;
    }

    @Override
    public int parts(int phase, int n) {
        return phase == 0 ? pieces.count(n) : 1;
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        int c = pieces.channels();
        if (phase == 0) {
            piece(x.offset + pieces.at(part), pieces.length(part, n), shared, shared.offset + part * c, scratch);
            return;
        }
        sums(loops, shared.array, shared.offset, pieces.count(n), c, y);
        if (mean) {
            loops.scale(y.array, y.offset, 1f / pieces.rows(n), y.array, y.offset, c);
        }
    }

    private static void sums(Loops loops, float[] x, int xo, int rows, int c, Operand y) {
        if (c == 1) {
            y.array[y.offset] = (float) RowSums.sum(x, xo, rows);
        } else {
            loops.columnSums(x, xo, rows, c, y.array, y.offset);
        }
    }

    private void piece(int from, int rows, Operand shared, int out, Operand scratch) {
        int c = pieces.channels();
        if (c == 1) {
            shared.array[out] = (float) RowSums.sum(x.array, from, rows);
        } else if (c >= NARROW) {
            loops.columnSums(x.array, from, rows, c, shared.array, out);
        } else {
            int wide = rows / WIDE;
            loops.columnSums(x.array, from, wide, WIDE * c, scratch.array, scratch.offset);
            loops.columnSums(scratch.array, scratch.offset, WIDE, c, shared.array, out);
            for (int row = wide * WIDE; row < rows; row++) {
                loops.add(shared.array, out, x.array, from + row * c, shared.array, out, c);
            }
        }
    }
}
