package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The gradient of an element-wise function: of (v, dy), where v is the function's argument x or its
/// value y, whichever the function names.
public sealed interface UnaryGradient extends Primitive
        permits Absolute.Gradient, Elu.Gradient, Gelu.Gradient, LeakyRelu.Gradient, Relu.Gradient, Sigmoid.Gradient,
                Silu.Gradient, Tanh.Gradient {
    @Override
    default Shape shape(List<Shape> inputs) {
        InputCheck.inputs(this, inputs, 2);
        InputCheck.same(this, inputs.get(0), inputs.get(1));
        return inputs.getFirst();
    }

    @Override
    default List<@Nullable Node> gradient(Node output, Node upstream) {
        throw Operation.notDifferentiable(this);
    }

    @Override
    default String label() {
        return getClass().getEnclosingClass().getSimpleName() + ".Gradient";
    }
}
