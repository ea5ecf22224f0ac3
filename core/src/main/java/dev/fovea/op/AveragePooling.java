package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = the mean of each window, for each channel; padding counts neither in the sum nor in the number.
public record AveragePooling(Pooling pooling) implements Primitive {
    @Override
    public Shape shape(List<Shape> inputs) {
        return pooling.shape(this, InputCheck.inputs(this, inputs, 1).getFirst());
    }

    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(new Gradient(pooling, output.input(0).shape()).on(upstream));
    }

    /// dy / number of pixels goes to all pixels of its window, and adds up where windows overlap.
    public record Gradient(Pooling pooling, Shape x) implements Primitive {
        @Override
        public Shape shape(List<Shape> inputs) {
            InputCheck.same(this, pooling.shape(this, x), InputCheck.inputs(this, inputs, 1).getFirst());
            return x;
        }

        @Override
        public List<@Nullable Node> gradient(Node output, Node upstream) {
            return List.of(new AveragePooling(pooling).on(upstream));
        }

        @Override
        public String label() {
            return "AveragePooling.Gradient";
        }
    }
}
