package dev.fovea.backend.cpu.work;

import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;

/// Softmax cross-entropy from logits, sample by sample, and its gradient. Sums are taken in order, in double.
final class CrossEntropyWork {
    private static final int ROWS = 32;

    private CrossEntropyWork() {}

    private static int end(int part, int n) {
        return Math.min(n, (part + 1) * ROWS);
    }

    /// @param classes k; `labels` are class indices, or with `soft` probabilities n × k
    record Loss(Loops loops, int classes, float smoothing, boolean soft, Operand x, Operand labels, Operand y)
            implements Work {
        @Override
        public long scratchFloats() {
            return ROWS * classes;
        }

        @Override
        public String kernel(int n) {
            return "cross-entropy";
        }

        @Override
        public int parts(int phase, int n) {
            return Math.ceilDiv(n, ROWS);
        }

        @Override
        public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
            int from = part * ROWS;
            SoftmaxWork.powers(loops, classes, x, from, scratch.array, scratch.offset, end(part, n) - from);
            for (int row = from; row < end(part, n); row++) {
                double sum = RowSums.sum(scratch.array, scratch.offset + (row - from) * classes, classes);
                int at = x.offset + row * classes;
                double normaliser = RowSums.maximum(x.array, at, classes) + StrictMath.log(sum);
                y.array[y.offset + row] = (float) (soft ? softLoss(row, at, normaliser) : loss(row, at, normaliser));
            }
        }

        /// Σ t · (normaliser − x); a target of 0 counts for nothing, even where x is −∞.
        private double softLoss(int row, int at, double normaliser) {
            double loss = 0;
            for (int k = 0; k < classes; k++) {
                double target = (1 - smoothing) * (double) labels.array[labels.offset + row * classes + k]
                        + (double) smoothing / classes;
                if (target != 0) {
                    loss += target * (normaliser - x.array[at + k]);
                }
            }
            return loss;
        }

        private double loss(int row, int at, double normaliser) {
            double loss = (1 - smoothing) * (normaliser - x.array[at + label(labels, row, classes)]);
            if (smoothing == 0) {
                return loss;
            }
            double mean = RowSums.sum(x.array, at, classes) / classes;
            return loss + smoothing * (normaliser - mean);
        }
    }

    record Gradient(
            Loops loops, int classes, float smoothing, boolean soft, Operand x, Operand labels, Operand dy, Operand dx)
            implements Work {
        @Override
        public String kernel(int n) {
            return "cross-entropy";
        }

        @Override
        public int parts(int phase, int n) {
            return Math.ceilDiv(n, ROWS);
        }

        @Override
        public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
            int from = part * ROWS;
            SoftmaxWork.powers(loops, classes, x, from, dx.array, dx.offset + from * classes, end(part, n) - from);
            for (int row = from; row < end(part, n); row++) {
                int at = dx.offset + row * classes;
                double sum = RowSums.sum(dx.array, at, classes);
                if (soft) {
                    softGradient(row, at, sum);
                } else {
                    gradient(row, at, sum);
                }
            }
        }

        private void softGradient(int row, int at, double sum) {
            int label = labels.offset + row * classes;
            double even = (double) smoothing / classes;
            double weight = (1 - smoothing) * RowSums.sum(labels.array, label, classes) + smoothing;
            float upstream = dy.array[dy.offset + row];
            for (int k = 0; k < classes; k++) {
                double target = (1 - smoothing) * (double) labels.array[label + k] + even;
                dx.array[at + k] = (float) (dx.array[at + k] * weight / sum - target) * upstream;
            }
        }

        private void gradient(int row, int at, double sum) {
            int label = label(labels, row, classes);
            double even = (double) smoothing / classes;
            float upstream = dy.array[dy.offset + row];
            double own = dx.array[at + label] / sum - (1 - smoothing) - even;
            for (int k = 0; k < classes; k++) {
                dx.array[at + k] = (float) (dx.array[at + k] / sum - even) * upstream;
            }
            dx.array[at + label] = (float) own * upstream;
        }
    }

    private static int label(Operand labels, int row, int classes) {
        float label = labels.array[labels.offset + row];
        if (!(label >= 0 && label < classes)) {
            throw new IllegalArgumentException(
                    "labels must be from 0 to " + (classes - 1) + ": got " + label + " for sample " + row);
        }
        return (int) label;
    }
}
