package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The same values, in the same order, under another shape. It costs nothing.
public record Reshaping(Shape target) implements Primitive {
    @Override
    public Shape shape(List<Shape> inputs) {
        Shape from = InputCheck.inputs(this, inputs, 1).getFirst();
        if (from.size() != target.size() || from.isBatched() != target.isBatched()) {
            throw new IllegalArgumentException("Reshaping keeps the number of values: got " + from + " to " + target);
        }
        return target;
    }

    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(new Reshaping(output.input(0).shape()).on(upstream));
    }
}
