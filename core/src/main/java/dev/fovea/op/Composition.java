package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An operation made of others: it needs no kernel, and its gradient follows from its parts.
public interface Composition extends Operation {
    /// The nodes that compute this operation.
    Node compose(List<Node> inputs);

    @Override
    default Node on(Node... inputs) {
        return compose(List.of(inputs));
    }

    @Override
    default Shape shape(List<Shape> inputs) {
        List<Node> leaves = inputs.stream().map(shape -> Node.of(new Input("x", shape), List.of())).toList();
        return compose(leaves).shape();
    }

    @Override
    default List<@Nullable Node> gradient(Node output, Node upstream) {
        throw new IllegalStateException(label() + " is a composition and never a node of a graph");
    }
}
