package dev.fovea.graph;

import dev.fovea.op.Primitive;
import java.util.List;

/// One primitive applied to values.
///
/// @param inputs ids of the values that it reads
/// @param output id of the value that it computes
/// @param name the layer it belongs to
/// @param backward whether it belongs to the gradient
public record Step(Primitive operation, List<Integer> inputs, int output, String name, boolean backward) {}
