package dev.fovea.backend.cpu;

/// Softmax cross-entropy from logits, sample by sample, and its gradient. Sums are taken in order, in double.
final class CrossEntropyWork {
    private static final int ROWS = 32;

    private CrossEntropyWork() {}

    /// @param classes k; `labels` are class indices, or with `soft` probabilities n × k
    record Loss(int classes, float smoothing, boolean soft, Operand x, Operand labels, Operand y) implements Work {
        @Override
        public int parts(int phase, int n) {
            return Math.ceilDiv(n, ROWS);
        }

        @Override
        public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
            for (int row = part * ROWS; row < Math.min(n, (part + 1) * ROWS); row++) {
                y.array[y.offset + row] = (float) loss(row);
            }
        }

        private double loss(int row) {
            int at = x.offset + row * classes;
            double normaliser = logSumExp(x.array, at, classes);
            double loss = 0;
            for (int k = 0; k < classes; k++) {
                double target = target(labels, soft, smoothing, classes, row, k);
                if (target != 0) {
                    loss += target * (normaliser - x.array[at + k]);
                }
            }
            return loss;
        }
    }

    record Gradient(int classes, float smoothing, boolean soft, Operand x, Operand labels, Operand dy, Operand dx)
            implements Work {
        @Override
        public int parts(int phase, int n) {
            return Math.ceilDiv(n, ROWS);
        }

        @Override
        public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
            for (int row = part * ROWS; row < Math.min(n, (part + 1) * ROWS); row++) {
                gradient(row);
            }
        }

        private void gradient(int row) {
            int at = row * classes;
            double normaliser = logSumExp(x.array, x.offset + at, classes);
            double weight = 0;
            for (int k = 0; k < classes; k++) {
                weight += target(labels, soft, smoothing, classes, row, k);
            }
            float upstream = dy.array[dy.offset + row];
            for (int k = 0; k < classes; k++) {
                double probability = StrictMath.exp(x.array[x.offset + at + k] - normaliser);
                double target = target(labels, soft, smoothing, classes, row, k);
                dx.array[dx.offset + at + k] = (float) (probability * weight - target) * upstream;
            }
        }
    }

    private static double target(Operand labels, boolean soft, float smoothing, int classes, int row, int k) {
        double target = soft
                ? labels.array[labels.offset + row * classes + k]
                : (int) labels.array[labels.offset + row] == k ? 1 : 0;
        return (1 - smoothing) * target + (double) smoothing / classes;
    }

    /// ln Σ eˣ of `n` logits, without overflow.
    static double logSumExp(float[] x, int xo, int n) {
        float greatest = Float.NEGATIVE_INFINITY;
        for (int k = 0; k < n; k++) {
            greatest = Math.max(greatest, x[xo + k]);
        }
        double sum = 0;
        for (int k = 0; k < n; k++) {
            sum += StrictMath.exp(x[xo + k] - greatest);
        }
        return greatest + StrictMath.log(sum);
    }
}
