package dev.fovea.formats.weights;

import java.util.List;
import java.util.stream.Collectors;

/// A tensor of a file of weights, without its values.
///
/// @param dtype the type of its elements as safetensors calls it, such as `F32`
/// @param shape extents, outermost first; empty for a single number
/// @param bytes of its values
public record WeightTensor(String name, String dtype, List<Long> shape, long bytes) {
    public WeightTensor {
        shape = List.copyOf(shape);
    }

    /// The extents as people write them, such as `64×3×7×7`; `1` for a single number.
    public String extents() {
        return shape.isEmpty() ? "1" : shape.stream().map(String::valueOf).collect(Collectors.joining("×"));
    }
}
