package dev.fovea.nn;

import dev.fovea.op.Node;
import java.util.List;

/// A piece of a network: a record of its settings that adds operations to a graph. Anyone may write one.
///
/// A layer keeps no state. Its variables come from the scope, which names them, so the same layer can be
/// built for training and for inference over the same variables.
public interface Layer {
    /// Adds this layer's operations after `x` and returns its output.
    ///
    /// @param x a batch: its first axis is the batch axis
    /// @throws IllegalArgumentException if the layer does not fit `x`, saying what was expected
    Node build(Node x, Scope scope);

    /// As [#build(Node, Scope)], after several nodes: a vertex of a [LayerGraph] takes as many as it names. A layer
    /// that does not say otherwise takes one.
    ///
    /// @throws IllegalArgumentException if the layer does not fit the inputs or their number
    default Node build(List<Node> inputs, Scope scope) {
        if (inputs.size() != 1) {
            throw new IllegalArgumentException(type() + " takes one input: got " + inputs.size());
        }
        return build(inputs.getFirst(), scope);
    }

    /// The layer's type in summaries; in snake case the start of its name.
    default String type() {
        return getClass().getSimpleName();
    }

    /// Whether the layer only arranges others, and has no line of its own in a summary.
    default boolean isTransparent() {
        return false;
    }

    /// This layer under a given name instead of a counted one.
    default Layer named(String name) {
        return new Named(name, this);
    }
}
