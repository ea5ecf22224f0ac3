package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The part `from` … `to` − 1 of x along an axis other than the batch.
public record Slice(int axis, int from, int to) implements Primitive {
    @Override
    public Shape shape(List<Shape> inputs) {
        int[] dims = InputCheck.inputs(this, inputs, 1).getFirst().dims();
        if (axis < 0 || axis >= dims.length || dims[axis] == Shape.N || from < 0 || from >= to || to > dims[axis]) {
            throw new IllegalArgumentException("Slice expects 0 ≤ from < to ≤ extent along an axis other than the"
                    + " batch: got axis " + axis + ", " + from + " to " + to + " of " + inputs.getFirst());
        }
        dims[axis] = to - from;
        return Shape.of(dims);
    }

    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        int extent = output.input(0).shape().dim(axis);
        return List.of(Pad.zero(axis, from, extent - to).on(upstream));
    }
}
