package dev.fovea.backend.cpu.work;

import dev.fovea.backend.cpu.kernel.Curve;
import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.tensor.Shape;

/// Softmax and its logarithm along the last axis, and their gradients.
final class SoftmaxWork {
    private SoftmaxWork() {}

    private static Work rows(Shape shape, RowsWork.Loop loop) {
        return RowsWork.of("softmax", RowsWork.before(shape, shape.rank() - 1), shape.dim(-1), loop);
    }

    /// y = exp(x − max) / Σ.
    static Work output(Loops loops, Shape shape, Operand x, Operand y) {
        int c = shape.dim(-1);
        return rows(shape, (from, to, scratch) -> {
            powers(loops, c, x, from, y.array, y.offset + from * c, to - from);
            for (int row = from; row < to; row++) {
                int at = y.offset + row * c;
                loops.scale(y.array, at, (float) (1 / RowSums.sum(y.array, at, c)), y.array, at, c);
            }
        });
    }

    /// y = exp(x − max) for `rows` rows from row `from`, into an array.
    static void powers(Loops loops, int c, Operand x, int from, float[] y, int yOff, int rows) {
        for (int row = 0; row < rows; row++) {
            int at = x.offset + (from + row) * c;
            loops.shift(x.array, at, -RowSums.maximum(x.array, at, c), y, yOff + row * c, c);
        }
        loops.curve(Curve.EXP, 0, y, yOff, y, yOff, rows * c);
    }

    /// y = x − max − ln Σ exp(x − max).
    static Work logarithm(Loops loops, Shape shape, Operand x, Operand y) {
        int c = shape.dim(-1);
        return RowsWork.of("softmax", RowsWork.before(shape, shape.rank() - 1), c, c, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                powers(loops, c, x, row, scratch.array, scratch.offset, 1);
                int at = x.offset + row * c;
                float greatest = RowSums.maximum(x.array, at, c);
                double normaliser = StrictMath.log(RowSums.sum(scratch.array, scratch.offset, c));
                for (int k = 0; k < c; k++) {
                    y.array[y.offset + row * c + k] = (float) ((double) x.array[at + k] - greatest - normaliser);
                }
            }
        });
    }

    /// dx = y · (dy − Σ y · dy).
    static Work gradient(Shape shape, Operand y, Operand dy, Operand dx) {
        int c = shape.dim(-1);
        return rows(shape, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int at = row * c;
                float sum = (float) RowSums.products(y.array, y.offset + at, dy.array, dy.offset + at, c);
                for (int k = 0; k < c; k++) {
                    dx.array[dx.offset + at + k] =
                            y.array[y.offset + at + k] * (dy.array[dy.offset + at + k] - sum);
                }
            }
        });
    }

    /// dx = dy − eʸ · Σ dy.
    static Work logarithmGradient(Loops loops, Shape shape, Operand y, Operand dy, Operand dx) {
        int c = shape.dim(-1);
        return rows(shape, (from, to, scratch) -> {
            loops.curve(Curve.EXP, 0, y.array, y.offset + from * c, dx.array, dx.offset + from * c, (to - from) * c);
            for (int row = from; row < to; row++) {
                int at = row * c;
                float sum = (float) RowSums.sum(dy.array, dy.offset + at, c);
                for (int k = 0; k < c; k++) {
                    dx.array[dx.offset + at + k] =
                            dy.array[dy.offset + at + k] - dx.array[dx.offset + at + k] * sum;
                }
            }
        });
    }
}
