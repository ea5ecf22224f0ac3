package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;

/// All axes of a sample as one.
public record Flattening() implements Composition {
    @Override
    public Node compose(List<Node> inputs) {
        Shape shape = InputCheck.inputs(this, inputs.stream().map(Node::shape).toList(), 1).getFirst();
        return new Reshaping(Shape.batch(Math.toIntExact(shape.size()))).on(inputs.getFirst());
    }
}
