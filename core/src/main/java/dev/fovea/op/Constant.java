package dev.fovea.op;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;

/// A value that never changes.
public record Constant(Tensor value) implements Leaf {
    public static Node of(double value) {
        return of(Tensor.of(Shape.SCALAR, (float) value));
    }

    public static Node of(Tensor value) {
        return new Constant(value).on();
    }

    @Override
    public Shape shape() {
        return value.shape();
    }
}
