package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node without inputs: where values enter a graph.
public sealed interface Leaf extends Operation permits Input, Parameter, State, Constant {
    /// The leaf's own shape.
    Shape shape();

    @Override
    default Shape shape(List<Shape> inputs) {
        return shape();
    }

    @Override
    default List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of();
    }
}
