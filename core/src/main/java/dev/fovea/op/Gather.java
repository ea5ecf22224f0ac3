package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Elements of x along an axis other than the batch: `y[…, i, …] = x[…, indices[i], …]`. Any of them any number of
/// times, in any order: a slice with steps or backwards, a repetition, a border that repeats or mirrors x.
///
/// @param indices each from 0 to the extent of x along the axis − 1
public record Gather(int axis, List<Integer> indices) implements Primitive {
    private static final int MOST_SHOWN = 8;

    public Gather {
        indices = List.copyOf(indices);
    }

    public static Gather of(int axis, int... indices) {
        return new Gather(axis, Arrays.stream(indices).boxed().toList());
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        Shape x = along(this, InputCheck.inputs(this, inputs, 1).getFirst(), axis);
        for (int i = 0; i < indices.size(); i++) {
            if (indices.get(i) < 0 || indices.get(i) >= x.dim(axis)) {
                throw new IllegalArgumentException("Gather expects indices from 0 to extent − 1 = "
                        + (x.dim(axis) - 1) + " along axis " + axis + ": got " + indices.get(i) + " at " + i);
            }
        }
        if (indices.isEmpty()) {
            throw new IllegalArgumentException("Gather expects at least 1 index: got none");
        }
        return resized(x, axis, indices.size());
    }

    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(new Gradient(this, output.input(0).shape().dim(axis)).on(upstream));
    }

    private static Shape along(Operation operation, Shape x, int axis) {
        if (axis < 0 || axis >= x.rank() || x.dim(axis) == Shape.N) {
            throw new IllegalArgumentException(
                    operation.label() + " works along an axis other than the batch: got axis " + axis + " of " + x);
        }
        return x;
    }

    private static Shape resized(Shape x, int axis, int extent) {
        int[] dims = x.dims();
        dims[axis] = extent;
        return Shape.of(dims);
    }

    @Override
    public String toString() {
        return "Gather[axis=" + axis + ", indices=" + (indices.size() <= MOST_SHOWN
                ? indices.toString()
                : indices.subList(0, MOST_SHOWN).toString().replace("]", ", …]") + " (" + indices.size() + ")") + "]";
    }

    /// Adds to each element of x what came from it, in the order of the indices: `dx[…, j, …] = Σ dy[…, i, …]` over
    /// the i with `indices[i] = j`, 0 where there is none.
    ///
    /// @param extent of x along the axis
    public record Gradient(Gather gather, int extent) implements Primitive {
        @Override
        public Shape shape(List<Shape> inputs) {
            Shape dy = along(this, InputCheck.inputs(this, inputs, 1).getFirst(), gather.axis);
            if (dy.dim(gather.axis) != gather.indices.size()) {
                throw new IllegalArgumentException(label() + " expects an extent of " + gather.indices.size()
                        + " along axis " + gather.axis + ": got " + dy);
            }
            return resized(dy, gather.axis, extent);
        }

        @Override
        public List<@Nullable Node> gradient(Node output, Node upstream) {
            return List.of(gather.on(upstream));
        }

        @Override
        public String label() {
            return "Gather.Gradient";
        }
    }
}
