package dev.fovea.backend.cpu.work;

import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.op.LocalResponseNormalization;
import dev.fovea.tensor.Shape;
import java.util.Arrays;

/// Local response normalisation, pixel by pixel. A pixel's squares lie in scratch between two rows of
/// `radius` zeros, so that the sum over neighbours needs no border. A radius beyond the channels sees no more of them:
/// more zeros would change no sum.
final class LocalResponseWork {
    /// Sums of more neighbours are put together from those of blocks: each channel costs the same then.
    private static final int MOST_RADIUS = 64;

    private LocalResponseWork() {}

    /// A pixel's channels between their zeros, and what is summed of them.
    ///
    /// @param radius as many as there are channels at most
    private record Row(Loops loops, int c, int radius) {
        static Row of(Loops loops, LocalResponseNormalization op, int channels) {
            return new Row(loops, channels, Math.min(op.radius(), channels));
        }

        int width() {
            return c + 2 * radius;
        }

        private boolean byBlocks() {
            return radius > MOST_RADIUS;
        }

        /// How many floats the row takes, with `more` rows of channels and the sums of blocks.
        long floats(int more) {
            long width = c + 2L * radius;
            return width + (long) more * c + (byBlocks() ? 2 * width : 0);
        }

        /// The sums of the neighbours of each channel of the row at `from`, to `to`.
        ///
        /// @param spare where the sums of blocks have room
        void sums(float[] s, int from, int to, int spare) {
            if (byBlocks()) {
                blockSums(s, from, to, spare);
            } else {
                loops.neighbourSums(s, from, 2 * radius + 1, s, to, c);
            }
        }

        /// Each window lies in two blocks as long as itself: it is the end of one, summed from behind, and the start of
        /// the next.
        private void blockSums(float[] s, int from, int to, int spare) {
            int window = 2 * radius + 1;
            int ends = spare + width();
            for (int i = 0; i < width(); i++) {
                s[spare + i] = i % window == 0 ? s[from + i] : s[spare + i - 1] + s[from + i];
            }
            for (int i = width() - 1; i >= 0; i--) {
                boolean last = i == width() - 1 || (i + 1) % window == 0;
                s[ends + i] = last ? s[from + i] : s[ends + i + 1] + s[from + i];
            }
            for (int i = 0; i < c; i++) {
                float start = s[spare + i + window - 1];
                s[to + i] = i % window == 0 ? start : s[ends + i] + start;
            }
        }
    }

    static Work output(Loops loops, LocalResponseNormalization op, Shape shape, Operand x, Operand y) {
        int c = shape.dim(-1);
        Row row = Row.of(loops, op, c);
        Shape rows = RowsWork.before(shape, shape.rank() - 1);
        return RowsWork.of("local response", rows, c, row.floats(1), (from, to, scratch) -> {
            float[] s = scratch.array;
            int strength = scratch.offset + row.width();
            Arrays.fill(s, scratch.offset, strength, 0f);
            for (int pixel = from; pixel < to; pixel++) {
                int at = x.offset + pixel * c;
                strength(loops, op, row, x.array, at, scratch, strength, strength + c);
                raise(op.beta(), s, strength, c);
                loops.multiply(x.array, at, s, strength, y.array, y.offset + pixel * c, c);
            }
        });
    }

    /// s = bias + α · Σ x² of the neighbours, into scratch at `so`.
    private static void strength(
            Loops loops, LocalResponseNormalization op, Row row, float[] x, int xOff, Operand scratch, int sOff,
            int spare) {
        float[] s = scratch.array;
        int c = row.c();
        loops.multiply(x, xOff, x, xOff, s, scratch.offset + row.radius(), c);
        row.sums(s, scratch.offset, sOff, spare);
        loops.scale(s, sOff, op.alpha(), s, sOff, c);
        loops.shift(s, sOff, op.bias(), s, sOff, c);
    }

    /// s = s^−β; ¾, the published β, by square roots.
    private static void raise(float beta, float[] s, int sOff, int n) {
        if (beta == 0.75f) {
            for (int i = sOff; i < sOff + n; i++) {
                float root = (float) Math.sqrt(s[i]);
                s[i] = 1 / (root * (float) Math.sqrt(root));
            }
        } else {
            for (int i = sOff; i < sOff + n; i++) {
                s[i] = (float) StrictMath.pow(s[i], -beta);
            }
        }
    }

    /// dx = dy · p − 2αβ · x · Σ of dy · x · p / s over neighbours, with p = s^−β.
    static Work gradient(
            Loops loops, LocalResponseNormalization op, Shape shape, Operand x, Operand dy, Operand dx) {
        int c = shape.dim(-1);
        Row row = Row.of(loops, op, c);
        float factor = 2 * op.alpha() * op.beta();
        Shape rows = RowsWork.before(shape, shape.rank() - 1);
        return RowsWork.of("local response", rows, c, row.floats(2), (from, to, scratch) -> {
            float[] s = scratch.array;
            int middle = scratch.offset + row.radius();
            int strength = scratch.offset + row.width();
            int power = strength + c;
            int spare = power + c;
            Arrays.fill(s, scratch.offset, strength, 0f);
            for (int pixel = from; pixel < to; pixel++) {
                int at = x.offset + pixel * c;
                int upstream = dy.offset + pixel * c;
                int target = dx.offset + pixel * c;
                strength(loops, op, row, x.array, at, scratch, strength, spare);
                System.arraycopy(s, strength, s, power, c);
                raise(op.beta(), s, power, c);
                for (int j = 0; j < c; j++) {
                    s[middle + j] = dy.array[upstream + j] * x.array[at + j] * (s[power + j] / s[strength + j]);
                }
                row.sums(s, scratch.offset, strength, spare);
                for (int j = 0; j < c; j++) {
                    dx.array[target + j] =
                            dy.array[upstream + j] * s[power + j] - factor * x.array[at + j] * s[strength + j];
                }
            }
        });
    }
}
