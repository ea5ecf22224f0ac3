package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = γ · (x − mean) / √(variance + ε) + β for each channel, the last axis (Ioffe and Szegedy, 2015). Of
/// (x, γ, β, statistics), with statistics 2 × c: means, then variances.
///
/// @param epsilon ε
/// @param training whether the statistics are those of x itself, so that the gradient passes through them too
public record BatchNormalization(float epsilon, boolean training) implements Primitive {
    public BatchNormalization {
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("epsilon must be above 0: got " + epsilon);
        }
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        InputCheck.inputs(this, inputs, 4);
        int c = InputCheck.channels(this, inputs.getFirst()).dim(-1);
        InputCheck.same(this, Shape.of(c), inputs.get(1));
        InputCheck.same(this, Shape.of(c), inputs.get(2));
        InputCheck.same(this, Shape.of(2, c), inputs.get(3));
        return inputs.getFirst();
    }

    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        Node x = output.input(0);
        Node gamma = output.input(1);
        Node statistics = output.input(3);
        Node sums = new ParameterGradient(epsilon).on(x, upstream, statistics);
        List<@Nullable Node> gradients = new ArrayList<>();
        gradients.add(new InputGradient(epsilon, training).on(x, upstream, gamma, statistics, sums));
        gradients.add(row(sums, 0, gamma.shape()));
        gradients.add(row(sums, 1, gamma.shape()));
        gradients.add(null);
        return gradients;
    }

    private static Node row(Node sums, int row, Shape shape) {
        return new Reshaping(shape).on(new Slice(0, row, row + 1).on(sums));
    }

    /// Row 0: dγ = Σ dy · x̂; row 1: dβ = Σ dy, with x̂ = (x − mean) / √(variance + ε). Of (x, dy, statistics).
    public record ParameterGradient(float epsilon) implements Primitive {
        @Override
        public Shape shape(List<Shape> inputs) {
            return InputCheck.inputs(this, inputs, 3).get(2);
        }

        @Override
        public List<@Nullable Node> gradient(Node output, Node upstream) {
            throw Operation.notDifferentiable(this);
        }

        @Override
        public String label() {
            return "BatchNormalization.ParameterGradient";
        }
    }

    /// dx = γ / √(variance + ε) · (dy − dβ / count − x̂ · dγ / count), without the last two terms when the
    /// statistics do not depend on x. Of (x, dy, γ, statistics, sums) with sums from [ParameterGradient].
    public record InputGradient(float epsilon, boolean training) implements Primitive {
        @Override
        public Shape shape(List<Shape> inputs) {
            return InputCheck.inputs(this, inputs, 5).getFirst();
        }

        @Override
        public List<@Nullable Node> gradient(Node output, Node upstream) {
            throw Operation.notDifferentiable(this);
        }

        @Override
        public String label() {
            return "BatchNormalization.InputGradient";
        }
    }
}
