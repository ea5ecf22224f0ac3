package dev.fovea.backend.cpu.work;

import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.tensor.Shape;

/// Batch normalisation, channel by channel over rows × c: statistics, output, gradients. Statistics are
/// 2 × c: means, then variances.
final class BatchNormalizationWork {
    private static final int SCRATCH = 3;

    private BatchNormalizationWork() {}

    /// Means and variances. Each piece gives its own mean and sum of squares about it while it lies in
    /// the cache; these are combined exactly: Σ(x − mean)² = Σ over pieces of s + rows · (own mean − mean)²
    /// (Chan, Golub and LeVeque, 1979).
    record Statistics(Loops loops, Pieces pieces, Operand x, Operand y) implements Work {
        @Override
        public long sharedFloats(int capacity) {
            return 2L * pieces.count(capacity) * pieces.channels();
        }

        @Override
        public long scratchFloats() {
            return (long) SCRATCH * WideRows.columns(pieces.channels());
        }

        @Override
        public int phases() {
            return 2;
        }

        @Override
        public String kernel(int n) {
            return "batch statistics";
        }

        @Override
        public int parts(int phase, int n) {
            return phase == 0 ? pieces.count(n) : 1;
        }

        @Override
        public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
            if (phase == 0) {
                piece(part, n, shared, scratch);
            } else {
                combine(n, shared);
            }
        }

        private void piece(int part, int n, Operand shared, Operand scratch) {
            int c = pieces.channels();
            int rows = pieces.length(part, n);
            int mean = shared.offset + 2 * part * c;
            int from = x.offset + pieces.at(part);
            WideRows.columnSums(loops, x.array, from, rows, c, shared.array, mean, scratch);
            loops.scale(shared.array, mean, 1f / rows, shared.array, mean, c);
            WideRows.centredSquares(
                    loops, x.array, from, shared.array, mean, rows, c, shared.array, mean + c, scratch);
        }

        private void combine(int n, Operand shared) {
            int c = pieces.channels();
            int count = pieces.count(n);
            double rows = pieces.rows(n);
            for (int j = 0; j < c; j++) {
                double sum = 0;
                for (int piece = 0; piece < count; piece++) {
                    sum += (double) shared.array[shared.offset + 2 * piece * c + j] * pieces.length(piece, n);
                }
                double mean = sum / rows;
                double squares = 0;
                for (int piece = 0; piece < count; piece++) {
                    int at = shared.offset + 2 * piece * c + j;
                    double apart = shared.array[at] - mean;
                    squares += shared.array[at + c] + pieces.length(piece, n) * apart * apart;
                }
                y.array[y.offset + j] = (float) mean;
                y.array[y.offset + c + j] = (float) (squares / rows);
            }
        }
    }

    /// y = γ · (x − mean) / √(variance + ε) + β.
    static Work output(
            Loops loops, float epsilon, Shape shape, Operand x, Operand gamma, Operand beta, Operand statistics,
            Operand y) {
        int c = shape.dim(-1);
        int wide = WideRows.columns(c);
        Shape pixels = RowsWork.before(shape, shape.rank() - 1);
        return RowsWork.of("batch norm", pixels, c, c + 3L * wide, (from, to, scratch) -> {
            float[] s = scratch.array;
            int mean = scratch.offset + c;
            int scale = mean + wide;
            int shift = scale + wide;
            scales(epsilon, c, gamma, statistics, scratch);
            WideRows.repeat(statistics.array, statistics.offset, c, s, mean);
            WideRows.repeat(s, scratch.offset, c, s, scale);
            WideRows.repeat(beta.array, beta.offset, c, s, shift);
            int rows = (to - from) / WideRows.rows(c);
            loops.normalise(
                    x.array, x.offset + from * c, s, mean, s, scale, s, shift, y.array, y.offset + from * c, rows,
                    wide);
            int rest = from + rows * WideRows.rows(c);
            loops.normalise(
                    x.array, x.offset + rest * c, s, mean, s, scale, s, shift, y.array, y.offset + rest * c, to - rest,
                    c);
        });
    }

    /// scratch = γ / √(variance + ε).
    private static void scales(float epsilon, int c, Operand gamma, Operand statistics, Operand scratch) {
        for (int j = 0; j < c; j++) {
            float variance = statistics.array[statistics.offset + c + j];
            scratch.array[scratch.offset + j] =
                    (float) (gamma.array[gamma.offset + j] / Math.sqrt((double) variance + epsilon));
        }
    }

    /// Row 0: Σ dy · x̂; row 1: Σ dy.
    record ParameterGradient(
            Loops loops, Pieces pieces, float epsilon, Operand x, Operand dy, Operand statistics, Operand y)
            implements Work {
        @Override
        public long sharedFloats(int capacity) {
            return 2L * pieces.count(capacity) * pieces.channels();
        }

        @Override
        public long scratchFloats() {
            return (long) SCRATCH * WideRows.columns(pieces.channels());
        }

        @Override
        public int phases() {
            return 2;
        }

        @Override
        public String kernel(int n) {
            return "batch norm";
        }

        @Override
        public int parts(int phase, int n) {
            return phase == 0 ? pieces.count(n) : 1;
        }

        @Override
        public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
            int c = pieces.channels();
            if (phase == 0) {
                WideRows.centredProducts(
                        loops, x.array, x.offset + pieces.at(part), statistics.array, statistics.offset, dy.array,
                        dy.offset + pieces.at(part), pieces.length(part, n), c, shared.array,
                        shared.offset + 2 * part * c, scratch);
                return;
            }
            loops.columnSums(shared.array, shared.offset, pieces.count(n), 2 * c, y.array, y.offset);
            for (int j = 0; j < c; j++) {
                float variance = statistics.array[statistics.offset + c + j];
                y.array[y.offset + j] = (float) (y.array[y.offset + j] / Math.sqrt((double) variance + epsilon));
            }
        }
    }

    /// dx = γ / √(variance + ε) · (dy − dβ / count − x̂ · dγ / count), or its first term alone.
    ///
    /// @param training whether the statistics are those of x
    /// @param sums dγ, then dβ
    record InputGradient(
            Loops loops, Pieces pieces, float epsilon, boolean training, Operand x, Operand dy, Operand gamma,
            Operand statistics, Operand sums, Operand dx)
            implements Work {
        @Override
        public long scratchFloats() {
            return 3L * pieces.channels() + 4L * WideRows.columns(pieces.channels());
        }

        @Override
        public String kernel(int n) {
            return "batch norm";
        }

        @Override
        public int parts(int phase, int n) {
            return pieces.count(n);
        }

        @Override
        public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
            int c = pieces.channels();
            int at = pieces.at(part);
            int rows = pieces.length(part, n);
            scales(epsilon, c, gamma, statistics, scratch);
            if (training) {
                slopes(n, scratch);
                gradient(at, rows, scratch);
            } else {
                loops.multiplyRow(
                        dy.array, dy.offset + at, scratch.array, scratch.offset, dx.array, dx.offset + at, rows, c);
            }
        }

        /// After γ / √(variance + ε), scratch gets the rows dβ / count and dγ / count / √(variance + ε).
        private void slopes(int n, Operand scratch) {
            int c = pieces.channels();
            for (int j = 0; j < c; j++) {
                double variance = statistics.array[statistics.offset + c + j];
                double slope = sums.array[sums.offset + j] / Math.sqrt(variance + epsilon) / pieces.rows(n);
                scratch.array[scratch.offset + c + j] = sums.array[sums.offset + c + j] / pieces.rows(n);
                scratch.array[scratch.offset + 2 * c + j] = (float) slope;
            }
        }

        private void gradient(int at, int rows, Operand scratch) {
            int c = pieces.channels();
            int wide = WideRows.columns(c);
            float[] s = scratch.array;
            int mean = scratch.offset + 3 * c;
            int coefficients = mean + wide;
            WideRows.repeat(statistics.array, statistics.offset, c, s, mean);
            for (int i = 0; i < 3; i++) {
                WideRows.repeat(s, scratch.offset + i * c, c, s, coefficients + i * wide);
            }
            int wideRows = rows / WideRows.rows(c);
            loops.normaliseGradient(
                    x.array, x.offset + at, s, mean, dy.array, dy.offset + at, s, coefficients, dx.array,
                    dx.offset + at, wideRows, wide);
            int done = wideRows * WideRows.rows(c);
            int rest = at + done * c;
            loops.normaliseGradient(
                    x.array, x.offset + rest, s, mean, dy.array, dy.offset + rest, s, scratch.offset, dx.array,
                    dx.offset + rest, rows - done, c);
        }
    }

    /// The new running averages; the variance is divided by count − 1, and kept as it is when count is 1.
    ///
    /// @param x the shape of what the statistics were taken of
    record Running(float momentum, Shape x, Operand running, Operand statistics, Operand y) implements Work {
        @Override
        public String kernel(int n) {
            return "batch norm";
        }

        @Override
        public int parts(int phase, int n) {
            return 1;
        }

        @Override
        public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
            int c = x.dim(-1);
            double count = (double) x.size(n) / c;
            double unbiased = count > 1 ? count / (count - 1) : 1;
            for (int j = 0; j < 2 * c; j++) {
                double batch = statistics.array[statistics.offset + j] * (j < c ? 1 : unbiased);
                double old = running.array[running.offset + j];
                y.array[y.offset + j] = (float) (old + momentum * (batch - old));
            }
        }
    }
}
