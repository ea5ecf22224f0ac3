package dev.fovea.backend.cpu.work;

import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.op.Axes;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/// Sums and means over axes, in an order that depends on the shape alone. Adjacent axes are one: leading
/// axes give column sums; axes after others give sums within independent rows; all else walks rows.
final class ReductionWork {
    private ReductionWork() {}

    static Work of(Loops loops, Axes axes, boolean mean, Shape shape, Operand x, Operand y) {
        List<Integer> list = axes.list();
        if (list.isEmpty()) {
            return RangeWork.of(shape, (from, to) -> System.arraycopy(
                    x.array, x.offset + from, y.array, y.offset + from, to - from));
        }
        int first = list.getFirst();
        int end = list.getLast() + 1;
        if (end - first > list.size()) {
            return new Scattered(loops, shape, axes, mean, Strides.reduce(shape, axes), x, y);
        }
        int inner = RowsWork.from(shape, end);
        if (first == 0) {
            return new ColumnWork(loops, new Pieces(shape, inner), x, y, mean);
        }
        return within(loops, RowsWork.before(shape, first), RowsWork.from(shape, first) / inner, inner, mean, x, y);
    }

    /// `y[row, j] = Σ over i of x[row, i, j]`.
    private static Work within(
            Loops loops, Shape rows, int extent, int inner, boolean mean, Operand x, Operand y) {
        float factor = mean ? 1f / extent : 1;
        return RowsWork.of("sums in rows", rows, extent * inner, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int source = x.offset + row * extent * inner;
                int at = y.offset + row * inner;
                if (inner == 1) {
                    double sum = RowSums.sum(x.array, source, extent);
                    y.array[at] = (float) (mean ? sum / extent : sum);
                } else {
                    loops.columnSums(x.array, source, extent, inner, y.array, at);
                    if (mean) {
                        loops.scale(y.array, at, factor, y.array, at, inner);
                    }
                }
            }
        });
    }

    /// Axes with others between them: in one part, row by row of the last axis.
    private record Scattered(
            Loops loops, Shape shape, Axes axes, boolean mean, Strides strides, Operand x, Operand y)
            implements Work {
        @Override
        public String kernel(int n) {
            return "scattered sums";
        }

        @Override
        public int parts(int phase, int n) {
            return 1;
        }

        @Override
        public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
            int length = shape.dim(-1);
            int rows = Math.toIntExact(shape.size(n) / length);
            int count = Math.toIntExact(axes.count(shape, n));
            int outputs = rows * length / count;
            boolean lastStays = !axes.contains(shape.rank() - 1);
            Arrays.fill(y.array, y.offset, y.offset + outputs, 0f);
            for (int row = 0; row < rows; row++) {
                int source = x.offset + row * length;
                int at = y.offset + strides.at(row * length);
                if (lastStays) {
                    loops.add(y.array, at, x.array, source, y.array, at, length);
                } else {
                    y.array[at] += (float) RowSums.sum(x.array, source, length);
                }
            }
            if (mean) {
                loops.scale(y.array, y.offset, 1f / count, y.array, y.offset, outputs);
            }
        }
    }
}
