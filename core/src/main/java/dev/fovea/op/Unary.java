package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;

/// A function of one number, applied to each element.
public sealed interface Unary extends Primitive
        permits Absolute, Cos, Elu, Exp, Gelu, Identity, LeakyRelu, Log, Negate, Power, Relu, Sigmoid, Silu, Sin, Tanh {
    @Override
    default Shape shape(List<Shape> inputs) {
        return InputCheck.inputs(this, inputs, 1).getFirst();
    }
}
