package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = the greatest value of each window, for each channel; padding counts as −∞.
public record MaxPooling(Pooling pooling) implements Primitive {
    @Override
    public Shape shape(List<Shape> inputs) {
        return pooling.shape(this, InputCheck.inputs(this, inputs, 1).getFirst());
    }

    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(new Gradient(pooling).on(output.input(0), upstream));
    }

    /// dy goes to the first greatest value of its window, in row order, and adds up where windows overlap.
    public record Gradient(Pooling pooling) implements Primitive {
        @Override
        public Shape shape(List<Shape> inputs) {
            InputCheck.inputs(this, inputs, 2);
            InputCheck.same(this, pooling.shape(this, inputs.get(0)), inputs.get(1));
            return inputs.get(0);
        }

        @Override
        public List<@Nullable Node> gradient(Node output, Node upstream) {
            throw Operation.notDifferentiable(this);
        }

        @Override
        public String label() {
            return "MaxPooling.Gradient";
        }
    }
}
