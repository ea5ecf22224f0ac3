package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Row 0: the mean of each channel (last axis) over all other axes; row 1: its variance, divided by
/// the count. 2 × c. Its gradient is part of [BatchNormalization]'s.
public record BatchStatistics() implements Primitive {
    @Override
    public Shape shape(List<Shape> inputs) {
        return Shape.of(2, InputCheck.channels(this, InputCheck.inputs(this, inputs, 1).getFirst()).dim(-1));
    }

    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        throw Operation.notDifferentiable(this);
    }
}
