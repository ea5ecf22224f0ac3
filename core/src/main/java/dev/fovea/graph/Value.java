package dev.fovea.graph;

import dev.fovea.op.Leaf;
import dev.fovea.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// A value of a program.
///
/// @param id its index in [Program#values]
/// @param leaf where it comes from if no step computes it
public record Value(int id, Shape shape, @Nullable Leaf leaf) {}
