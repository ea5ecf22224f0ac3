package dev.fovea.safetensors;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.Objects;

/// The values of one tensor in a larger array, row by row, not copied.
///
/// @param from the index of its first value
public record TensorSlice(Shape shape, float[] array, int from) {
    public TensorSlice {
        Objects.checkFromIndexSize(from, Math.toIntExact(shape.size()), array.length);
    }

    public static TensorSlice of(Tensor tensor) {
        return new TensorSlice(tensor.shape(), tensor.values(), 0);
    }

    public int size() {
        return (int) shape.size();
    }

    /// Copies the values to another array, from `to` on.
    public void copy(float[] into, int to) {
        System.arraycopy(array, from, into, to, size());
    }
}
