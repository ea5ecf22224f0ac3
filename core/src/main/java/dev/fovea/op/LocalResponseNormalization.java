package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `y[c] = x[c] / (bias + α · Σ x[j]²)^β`, with j from c − radius to c + radius: each channel is divided by its
/// neighbours' strength (Krizhevsky et al., 2012). The sum is not divided by the number of neighbours.
public record LocalResponseNormalization(int radius, float bias, float alpha, float beta) implements Primitive {
    public LocalResponseNormalization {
        if (radius < 0 || !(bias > 0) || !(alpha >= 0) || !(beta >= 0)) {
            throw new IllegalArgumentException(
                    "radius, alpha and beta must not be negative, and bias be above 0: got radius="
                    + radius + ", bias=" + bias + ", alpha=" + alpha + ", beta=" + beta);
        }
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        return InputCheck.channels(this, InputCheck.inputs(this, inputs, 1).getFirst());
    }

    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(new Gradient(this).on(output.input(0), upstream));
    }

    /// `dx[j] = dy[j] · s[j]^−β − 2αβ · x[j] · Σ dy[c] · x[c] · s[c]^(−β−1)` over c within the radius of j, with
    /// `s[c] = bias + α · Σ x²`. Of (x, dy).
    public record Gradient(LocalResponseNormalization normalization) implements Primitive {
        @Override
        public Shape shape(List<Shape> inputs) {
            InputCheck.inputs(this, inputs, 2);
            InputCheck.same(this, inputs.get(0), inputs.get(1));
            return inputs.getFirst();
        }

        @Override
        public List<@Nullable Node> gradient(Node output, Node upstream) {
            throw Operation.notDifferentiable(this);
        }

        @Override
        public String label() {
            return "LocalResponseNormalization.Gradient";
        }
    }
}
