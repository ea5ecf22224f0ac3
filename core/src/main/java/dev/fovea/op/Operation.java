package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A mathematical operation: a record of its attributes. Applied to nodes it gives a node.
///
/// Anyone may write one, as a [Composition] of others. What backends implement is the sealed set of
/// [Primitive]s.
public interface Operation {
    /// The shape of the output.
    ///
    /// @throws IllegalArgumentException if the inputs do not fit, saying what was expected
    Shape shape(List<Shape> inputs);

    /// The gradients of the loss by each input, as operations: vector–Jacobian products.
    ///
    /// @param output the node that this operation gave
    /// @param upstream the gradient of the loss by `output`, of the same shape
    /// @return one node for each input; null where the input has no gradient (labels, statistics)
    List<@Nullable Node> gradient(Node output, Node upstream);

    /// Multiply-adds for one sample; what takes none counts as 0.
    default long multiplyAdds(List<Shape> inputs, Shape output) {
        return 0;
    }

    /// The operation's name in tables and graphs.
    default String label() {
        return getClass().getSimpleName();
    }

    /// Applies this operation.
    default Node on(Node... inputs) {
        return Node.of(this, Arrays.asList(inputs));
    }

    /// For operations whose gradient is not offered: names the operation in the error.
    static UnsupportedOperationException notDifferentiable(Operation operation) {
        return new UnsupportedOperationException(operation.label()
                + " is itself a gradient and cannot be differentiated: compose the function from operations instead");
    }
}
