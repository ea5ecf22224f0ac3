package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Inputs joined along an axis; all other axes are equal. The batch axis cannot be joined.
public record Concatenate(int axis) implements Primitive {
    @Override
    public Shape shape(List<Shape> inputs) {
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("Concatenate takes at least 1 input: got none");
        }
        int[] dims = inputs.getFirst().dims();
        if (axis < 0 || axis >= dims.length || dims[axis] == Shape.N) {
            throw new IllegalArgumentException(
                    "Concatenate joins along an axis other than the batch: got axis " + axis + " of "
                            + inputs.getFirst());
        }
        long extent = 0;
        for (Shape input : inputs) {
            extent += axis < input.rank() ? input.dim(axis) : 0;
        }
        dims[axis] = InputCheck.extent(this, extent);
        for (Shape input : inputs) {
            int[] other = input.dims();
            if (other.length == dims.length) {
                other[axis] = dims[axis];
            }
            if (!Arrays.equals(other, dims)) {
                throw new IllegalArgumentException(
                        "Concatenate expects shapes that differ only along axis " + axis + ": got " + inputs);
            }
        }
        return Shape.of(dims);
    }

    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        List<@Nullable Node> gradients = new ArrayList<>();
        int from = 0;
        for (Node input : output.inputs()) {
            int to = from + input.shape().dim(axis);
            gradients.add(new Slice(axis, from, to).on(upstream));
            from = to;
        }
        return gradients;
    }
}
