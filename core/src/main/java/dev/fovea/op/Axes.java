package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The axes that a reduction removes, in ascending order.
public record Axes(List<Integer> list) {
    public Axes {
        list = list.stream().sorted().distinct().toList();
    }

    public static Axes of(int... axes) {
        return new Axes(Arrays.stream(axes).boxed().toList());
    }

    public boolean contains(int axis) {
        return list.contains(axis);
    }

    /// What is left of a shape without these axes.
    Shape remove(Operation operation, Shape shape) {
        for (int axis : list) {
            if (axis < 0 || axis >= shape.rank()) {
                throw new IllegalArgumentException(
                        operation.label() + " reduces over axes of its input: got axis " + axis + " for " + shape);
            }
        }
        return Shape.of(IntStream.range(0, shape.rank())
                .filter(axis -> !contains(axis))
                .map(shape::dim)
                .toArray());
    }

    /// How many elements of a shape go into one: for a batched axis, for a batch of `n`.
    public long count(Shape shape, int n) {
        long count = 1;
        for (int i = 0; i < list.size(); i++) {
            int extent = shape.dim(list.get(i));
            count *= extent == Shape.N ? n : extent;
        }
        return count;
    }

    @Override
    public String toString() {
        return list.toString();
    }
}
