package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = eˣ / Σ eˣ along the last axis; the greatest x is subtracted first, so nothing overflows.
public record Softmax() implements Primitive {
    @Override
    public Shape shape(List<Shape> inputs) {
        return InputCheck.channels(this, InputCheck.inputs(this, inputs, 1).getFirst());
    }

    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(new Gradient().on(output, upstream));
    }

    /// dx = y · (dy − Σ y · dy), of (y, dy).
    public record Gradient() implements Primitive {
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
            return "Softmax.Gradient";
        }
    }
}
