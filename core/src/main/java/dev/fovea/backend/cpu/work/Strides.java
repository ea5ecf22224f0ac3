package dev.fovea.backend.cpu.work;

import dev.fovea.op.Axes;
import dev.fovea.tensor.Shape;

/// Maps an element's index in one shape to its index in another: for each axis of the first, its extent
/// and how far one step along it moves in the second.
final class Strides {
    private final int[] extents;
    /// Elements of the first shape below each axis.
    private final int[] inner;
    private final int[] step;

    private Strides(int[] extents, int[] inner, int[] step) {
        this.extents = extents;
        this.inner = inner;
        this.step = step;
    }

    /// From an element of `shape` to the element of `part` that is repeated there.
    static Strides broadcast(Shape part, Shape shape) {
        int rank = shape.rank();
        int[] step = new int[rank];
        int stride = 1;
        for (int axis = 1; axis <= part.rank(); axis++) {
            step[rank - axis] = part.dim(-axis) == 1 ? 0 : stride;
            stride *= part.dim(-axis) == Shape.N ? 1 : part.dim(-axis);
        }
        return of(shape, step);
    }

    /// From an element of `shape` to the element that a reduction over `axes` adds it to.
    static Strides reduce(Shape shape, Axes axes) {
        int rank = shape.rank();
        int[] step = new int[rank];
        int stride = 1;
        for (int axis = rank - 1; axis >= 0; axis--) {
            if (!axes.contains(axis)) {
                step[axis] = stride;
                stride *= shape.dim(axis) == Shape.N ? 1 : shape.dim(axis);
            }
        }
        return of(shape, step);
    }

    /// From an element of `shape` by the given steps, one for each axis.
    static Strides of(Shape shape, int[] step) {
        int[] inner = new int[shape.rank()];
        int size = 1;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            inner[axis] = size;
            size *= shape.dim(axis) == Shape.N ? 1 : shape.dim(axis);
        }
        return new Strides(shape.dims(), inner, step);
    }

    int at(int index) {
        int at = 0;
        for (int axis = 0; axis < extents.length; axis++) {
            int along = index / inner[axis];
            at += along * step[axis];
            index -= along * inner[axis];
        }
        return at;
    }
}
