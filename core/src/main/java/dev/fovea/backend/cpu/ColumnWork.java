package dev.fovea.backend.cpu;

import dev.fovea.tensor.Shape;

/// y[j] = Σ or mean over all rows of x[row, j]. The rows are cut into at most [#PARTS] pieces by the
/// shape alone; each piece is summed in order, then the pieces in order.
record ColumnWork(Loops loops, Shape shape, Operand x, Operand y, boolean mean) implements Work {
    private static final int PARTS = 16;
    private static final int LEAST = 1 << 13;

    private int columns() {
        return shape.dim(-1);
    }

    private int rows(int n) {
        return Math.toIntExact(shape.size(n) / columns());
    }

    private int pieces(int n) {
        return Math.clamp(shape.size(n) / LEAST, 1, Math.min(PARTS, rows(n)));
    }

    @Override
    public long sharedFloats(int capacity) {
        return (long) PARTS * columns();
    }

    @Override
    public int phases() {
        return 2;
    }

    @Override
    public int parts(int phase, int n) {
        return phase == 0 ? pieces(n) : 1;
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        int c = columns();
        if (phase == 0) {
            int from = (int) ((long) rows(n) * part / pieces(n));
            int to = (int) ((long) rows(n) * (part + 1) / pieces(n));
            loops.columnSums(x.array, x.offset + from * c, to - from, c, shared.array, shared.offset + part * c);
        } else {
            loops.columnSums(shared.array, shared.offset, pieces(n), c, y.array, y.offset);
            if (mean) {
                loops.scale(y.array, y.offset, 1f / rows(n), y.array, y.offset, c);
            }
        }
    }
}
