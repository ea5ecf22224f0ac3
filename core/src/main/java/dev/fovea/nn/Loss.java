package dev.fovea.nn;

import dev.fovea.op.Log;
import dev.fovea.op.Mean;
import dev.fovea.op.MeanSquaredError;
import dev.fovea.op.Node;
import dev.fovea.op.Relu;
import dev.fovea.op.Softmax;
import dev.fovea.op.SoftmaxCrossEntropy;
import dev.fovea.tensor.Shape;

/// What training makes small: a scalar, the mean over the batch.
public interface Loss {
    /// The loss of a network's output given labels of [#labels].
    Node build(Node output, Node labels);

    /// The shape of the labels for an output: one number for each sample, or one for each value.
    Shape labels(Shape output);

    /// Whether it applies softmax itself, so that a network which ends in softmax must not be trained with it.
    default boolean takesLogits() {
        return false;
    }

    /// Softmax cross-entropy on logits, labels as class indices; on label rows with `crossEntropy().soft()`.
    static CrossEntropy crossEntropy() {
        return new CrossEntropy(0);
    }

    /// Cross-entropy as written out by hand, with probabilities clipped so that no logarithm is infinite. See
    /// [ClippedCrossEntropy].
    ///
    /// @param least the smallest probability, such as 1e−11
    static Loss clippedCrossEntropy(double least) {
        return new ClippedCrossEntropy((float) least);
    }

    /// Mean squared error, labels as values of the output's shape.
    static Loss meanSquaredError() {
        return new Squares();
    }

    private static void requireLogits(Node output) {
        OutputKind kind = OutputKind.of(output);
        if (kind != OutputKind.LOGITS) {
            throw new IllegalArgumentException("cross-entropy takes logits and applies softmax itself: leave the"
                    + " network's last " + (kind == OutputKind.PROBABILITIES ? "softmax" : "sigmoid") + " out");
        }
    }

    /// Mean over the batch of `−ln softmax(output)[label]`.
    ///
    /// @param smoothing ε, see [SoftmaxCrossEntropy]
    record CrossEntropy(float smoothing) implements Loss {
        /// With label smoothing.
        public CrossEntropy smoothing(double smoothing) {
            return new CrossEntropy((float) smoothing);
        }

        /// On label rows, one-hot or soft, as mixed images have them.
        public SoftCrossEntropy soft() {
            return new SoftCrossEntropy(smoothing);
        }

        @Override
        public Node build(Node output, Node labels) {
            requireLogits(output);
            return Mean.over(0).on(new SoftmaxCrossEntropy(smoothing).on(output, labels));
        }

        @Override
        public boolean takesLogits() {
            return true;
        }

        @Override
        public Shape labels(Shape output) {
            return Shape.of(Shape.N);
        }
    }

    /// Mean over the batch of `−Σ over k of t[k] · ln softmax(output)[k]`, labels as rows of probabilities t.
    ///
    /// @param smoothing ε, see [SoftmaxCrossEntropy]
    record SoftCrossEntropy(float smoothing) implements Loss {
        /// With label smoothing.
        public SoftCrossEntropy smoothing(double smoothing) {
            return new SoftCrossEntropy((float) smoothing);
        }

        @Override
        public Node build(Node output, Node labels) {
            return new CrossEntropy(smoothing).build(output, labels);
        }

        @Override
        public boolean takesLogits() {
            return true;
        }

        @Override
        public Shape labels(Shape output) {
            return output;
        }
    }

    /// Mean over batch and classes of −t · ln max(p, least), with p = softmax(output) and labels t as values of the
    /// output's shape. Beyond the clip no gradient passes, so a sample that is wrong with certainty is never learned:
    /// [CrossEntropy] has no such trap. The factor 1 / classes belongs to the formula as articles write it.
    ///
    /// @param least above 0 and below 1
    record ClippedCrossEntropy(float least) implements Loss {
        public ClippedCrossEntropy {
            if (!(least > 0 && least < 1)) {
                throw new IllegalArgumentException("the least probability must be above 0 and below 1: got " + least);
            }
        }

        @Override
        public Node build(Node output, Node labels) {
            requireLogits(output);
            Node above = new Relu().on(new Softmax().on(output).plus(-least));
            Node entries = labels.times(new Log().on(above.plus(least)));
            return Mean.over(0).on(Mean.over(1).on(entries)).times(-1);
        }

        @Override
        public boolean takesLogits() {
            return true;
        }

        @Override
        public Shape labels(Shape output) {
            return output;
        }
    }

    /// Mean over batch and values of (output − label)².
    record Squares() implements Loss {
        @Override
        public Node build(Node output, Node labels) {
            return Mean.over(0).on(new MeanSquaredError().on(output, labels));
        }

        @Override
        public Shape labels(Shape output) {
            return output;
        }
    }
}
