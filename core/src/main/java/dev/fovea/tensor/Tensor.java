package dev.fovea.tensor;

import java.util.Objects;

/// Values with a shape, row by row: the last axis is contiguous. The array is not copied.
///
/// @param shape extents, without a batch axis
/// @param values `shape.size()` floats
public record Tensor(Shape shape, float[] values) {
    public Tensor {
        if (shape.isBatched()) {
            throw new IllegalArgumentException("a tensor's extents must be known: got " + shape);
        }
        if (shape.size() != values.length) {
            throw new IllegalArgumentException(
                    "values must fill the shape " + shape + ": expected " + shape.size() + ", got " + values.length);
        }
    }

    public static Tensor of(Shape shape, float... values) {
        return new Tensor(shape, values);
    }

    public static Tensor zeros(Shape shape) {
        return new Tensor(shape, new float[Math.toIntExact(shape.size())]);
    }

    /// The element at an index, one number for each axis.
    public float at(int... index) {
        if (index.length != shape.rank()) {
            throw new IllegalArgumentException(
                    "expected " + shape.rank() + " indices for " + shape + ": got " + index.length);
        }
        int flat = 0;
        for (int axis = 0; axis < index.length; axis++) {
            flat = flat * shape.dim(axis) + Objects.checkIndex(index[axis], shape.dim(axis));
        }
        return values[flat];
    }

    @Override
    public String toString() {
        return "Tensor(" + shape + ")";
    }
}
