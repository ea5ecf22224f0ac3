package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `y[n] = −Σ over k of t[n,k] · ln softmax(x)[n,k]`: the loss of each sample, from logits.
///
/// Labels are either N class indices, or N × k probabilities (one-hot or soft). Label smoothing ε
/// replaces t by (1 − ε) · t + ε / k (Szegedy et al., 2016).
///
/// @param smoothing ε, from 0 to below 1
public record SoftmaxCrossEntropy(float smoothing) implements Primitive {
    public SoftmaxCrossEntropy {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("label smoothing must be from 0 to below 1: got " + smoothing);
        }
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        InputCheck.inputs(this, inputs, 2);
        Shape logits = InputCheck.rank(this, inputs.get(0), 2, "logits, batch × classes");
        Shape labels = inputs.get(1);
        if (!labels.equals(Shape.of(logits.dim(0))) && !labels.equals(logits)) {
            throw new IllegalArgumentException("SoftmaxCrossEntropy expects labels " + Shape.of(logits.dim(0)) + " or "
                    + logits + ": got " + labels);
        }
        return Shape.of(logits.dim(0));
    }

    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return Arrays.asList(
                new Gradient(smoothing).on(output.input(0), output.input(1), upstream), null);
    }

    /// dx = (softmax(x) − t) · dy, of (x, labels, dy).
    public record Gradient(float smoothing) implements Primitive {
        @Override
        public Shape shape(List<Shape> inputs) {
            InputCheck.inputs(this, inputs, 3);
            return inputs.getFirst();
        }

        @Override
        public List<@Nullable Node> gradient(Node output, Node upstream) {
            throw Operation.notDifferentiable(this);
        }

        @Override
        public String label() {
            return "SoftmaxCrossEntropy.Gradient";
        }
    }
}
