package dev.fovea.nn;

import dev.fovea.op.Mean;
import dev.fovea.op.MeanSquaredError;
import dev.fovea.op.Node;
import dev.fovea.op.Softmax;
import dev.fovea.op.SoftmaxCrossEntropy;
import dev.fovea.tensor.Shape;

/// What training makes small: a scalar, the mean over the batch.
public interface Loss {
    /// The loss of a network's output given labels of [#labels].
    Node build(Node output, Node labels);

    /// The shape of the labels for an output: one number for each sample, or one for each value.
    Shape labels(Shape output);

    /// Softmax cross-entropy on logits, labels as class indices.
    static Loss crossEntropy() {
        return new CrossEntropy(0);
    }

    /// Mean squared error, labels as values of the output's shape.
    static Loss meanSquaredError() {
        return new Squares();
    }

    /// Mean over the batch of −ln softmax(output)[label].
    ///
    /// @param smoothing ε, see [SoftmaxCrossEntropy]
    record CrossEntropy(float smoothing) implements Loss {
        /// With label smoothing.
        public CrossEntropy smoothing(double smoothing) {
            return new CrossEntropy((float) smoothing);
        }

        @Override
        public Node build(Node output, Node labels) {
            if (output.operation() instanceof Softmax) {
                throw new IllegalArgumentException(
                        "cross-entropy takes logits and applies softmax itself: leave the network's last softmax out");
            }
            return Mean.over(0).on(new SoftmaxCrossEntropy(smoothing).on(output, labels));
        }

        @Override
        public Shape labels(Shape output) {
            return Shape.of(Shape.N);
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
