package dev.fovea.backend.cpu.work;

import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;

/// `y[j]` = Σ or mean over all rows of `x[row, j]`: each piece is summed in order, then the pieces in order.
/// A single column is summed in double.
record ColumnWork(Loops loops, Pieces pieces, Operand x, Operand y, boolean mean) implements Work {
    @Override
    public long sharedFloats(int capacity) {
        return (long) pieces.count(capacity) * pieces.channels();
    }

    @Override
    public long scratchFloats() {
        return WideRows.rows(pieces.channels()) == 1 ? 0 : WideRows.columns(pieces.channels());
    }

    @Override
    public int phases() {
        return 2;
    }

    @Override
    public String kernel(int n) {
        return "column sums";
    }

    @Override
    public int parts(int phase, int n) {
        return phase == 0 ? pieces.count(n) : 1;
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        int c = pieces.channels();
        if (phase == 0) {
            WideRows.columnSums(
                    loops, x.array, x.offset + pieces.at(part), pieces.length(part, n), c, shared.array,
                    shared.offset + part * c, scratch);
            return;
        }
        WideRows.columnSums(
                loops, shared.array, shared.offset, pieces.count(n), c, y.array, y.offset, scratch);
        if (mean) {
            loops.scale(y.array, y.offset, 1f / pieces.rows(n), y.array, y.offset, c);
        }
    }
}
