package dev.fovea.backend.cpu;

import dev.fovea.op.LocalResponseNormalization;
import dev.fovea.tensor.Shape;
import java.util.Arrays;

/// Local response normalisation, pixel by pixel. A pixel's squares lie in scratch between two rows of
/// `radius` zeros, so that the sum over neighbours needs no border.
final class LocalResponseWork {
    private LocalResponseWork() {}

    static Work output(Loops loops, LocalResponseNormalization op, Shape shape, Operand x, Operand y) {
        int c = shape.dim(-1);
        int width = c + 2 * op.radius();
        return new RowsWork(RowsWork.before(shape, shape.rank() - 1), c, width + c, (from, to, scratch) -> {
            float[] s = scratch.array;
            int strength = scratch.offset + width;
            Arrays.fill(s, scratch.offset, strength, 0f);
            for (int row = from; row < to; row++) {
                int at = x.offset + row * c;
                strength(loops, op, c, x.array, at, scratch, strength);
                raise(op.beta(), s, strength, c);
                loops.multiply(x.array, at, s, strength, y.array, y.offset + row * c, c);
            }
        });
    }

    /// s = bias + α · Σ x² of the neighbours, into scratch at `so`.
    private static void strength(
            Loops loops, LocalResponseNormalization op, int c, float[] x, int xo, Operand scratch, int so) {
        float[] s = scratch.array;
        loops.multiply(x, xo, x, xo, s, scratch.offset + op.radius(), c);
        loops.neighbourSums(s, scratch.offset, 2 * op.radius() + 1, s, so, c);
        loops.scale(s, so, op.alpha(), s, so, c);
        loops.shift(s, so, op.bias(), s, so, c);
    }

    /// s = s^−β; ¾, the published β, by square roots.
    private static void raise(float beta, float[] s, int so, int n) {
        if (beta == 0.75f) {
            for (int i = so; i < so + n; i++) {
                float root = (float) Math.sqrt(s[i]);
                s[i] = 1 / (root * (float) Math.sqrt(root));
            }
        } else {
            for (int i = so; i < so + n; i++) {
                s[i] = (float) StrictMath.pow(s[i], -beta);
            }
        }
    }

    /// dx = dy · p − 2αβ · x · Σ of dy · x · p / s over neighbours, with p = s^−β.
    static Work gradient(
            Loops loops, LocalResponseNormalization op, Shape shape, Operand x, Operand dy, Operand dx) {
        int c = shape.dim(-1);
        int width = c + 2 * op.radius();
        float factor = 2 * op.alpha() * op.beta();
        return new RowsWork(RowsWork.before(shape, shape.rank() - 1), c, width + 2 * c, (from, to, scratch) -> {
            float[] s = scratch.array;
            int middle = scratch.offset + op.radius();
            int strength = scratch.offset + width;
            int power = strength + c;
            Arrays.fill(s, scratch.offset, strength, 0f);
            for (int row = from; row < to; row++) {
                int at = x.offset + row * c;
                int upstream = dy.offset + row * c;
                int target = dx.offset + row * c;
                strength(loops, op, c, x.array, at, scratch, strength);
                System.arraycopy(s, strength, s, power, c);
                raise(op.beta(), s, power, c);
                for (int j = 0; j < c; j++) {
                    s[middle + j] = dy.array[upstream + j] * x.array[at + j] * (s[power + j] / s[strength + j]);
                }
                loops.neighbourSums(s, scratch.offset, 2 * op.radius() + 1, s, strength, c);
                for (int j = 0; j < c; j++) {
                    dx.array[target + j] =
                            dy.array[upstream + j] * s[power + j] - factor * x.array[at + j] * s[strength + j];
                }
            }
        });
    }
}
