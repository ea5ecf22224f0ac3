package dev.fovea.backend.cpu;

import dev.fovea.op.Axes;
import dev.fovea.tensor.Shape;
import java.util.Arrays;

/// Sums and means over axes, and their opposite, in an order that depends on the shape alone.
final class ReductionWork {
    private ReductionWork() {}

    static Work of(Loops loops, Axes axes, boolean mean, Shape shape, Operand x, Operand y) {
        if (axes.equals(Axes.allButLast(shape)) && shape.rank() > 1) {
            return new ColumnWork(loops, shape, x, y, mean);
        }
        return new General(shape, axes, mean, Strides.reduce(shape, axes), x, y);
    }

    /// Any axes: in one part, in the order of x, summed in double.
    private record General(Shape shape, Axes axes, boolean mean, Strides strides, Operand x, Operand y)
            implements Work {
        @Override
        public long sharedFloats(int capacity) {
            return 0;
        }

        @Override
        public int parts(int phase, int n) {
            return 1;
        }

        @Override
        public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
            int size = Math.toIntExact(shape.size(n));
            long count = axes.count(shape, n);
            int outputs = (int) (size / count);
            if (outputs == 1) {
                double sum = 0;
                for (int i = 0; i < size; i++) {
                    sum += x.array[x.offset + i];
                }
                y.array[y.offset] = (float) (mean ? sum / count : sum);
                return;
            }
            Arrays.fill(y.array, y.offset, y.offset + outputs, 0f);
            for (int i = 0; i < size; i++) {
                y.array[y.offset + strides.at(i)] += x.array[x.offset + i];
            }
            if (mean) {
                for (int i = 0; i < outputs; i++) {
                    y.array[y.offset + i] /= count;
                }
            }
        }
    }

    /// y = x repeated along axes, divided by their count for the gradient of a mean.
    static Work expand(Shape target, Axes axes, boolean mean, Operand x, Operand y) {
        Strides strides = Strides.reduce(target, axes);
        return new Expanded(target, axes, mean, strides, x, y);
    }

    private record Expanded(Shape target, Axes axes, boolean mean, Strides strides, Operand x, Operand y)
            implements Work {
        private static final int CHUNK = 1 << 14;

        @Override
        public int parts(int phase, int n) {
            return Math.toIntExact(Math.ceilDiv(target.size(n), CHUNK));
        }

        @Override
        public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
            float factor = mean ? 1f / axes.count(target, n) : 1;
            int to = (int) Math.min(target.size(n), (part + 1L) * CHUNK);
            for (int i = part * CHUNK; i < to; i++) {
                y.array[y.offset + i] = x.array[x.offset + strides.at(i)] * factor;
            }
        }
    }
}
