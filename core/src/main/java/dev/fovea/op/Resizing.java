package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// x with another extent along an axis: element i of y is read at a place between elements of x,
/// `y[i] = (1 − t) · x[p] + t · x[p + 1]` for the place p + t. Images are resized along one axis after the other.
///
/// @param extent of y along the axis
public record Resizing(int axis, int extent, Mode mode) implements Primitive {
    /// Where element i of `to` elements is read, of `from` elements.
    public enum Mode {
        /// ⌊i · from / to⌋, whole: torch's `nearest`.
        NEAREST {
            @Override
            double place(int i, int from, int to) {
                return (double) ((long) i * from / to);
            }
        },
        /// (i + ½) · from / to − ½: elements are seen as areas, whose centres are told apart. Places before the first
        /// element count as the first, places after the last as the last.
        LINEAR {
            @Override
            double place(int i, int from, int to) {
                return Math.clamp((i + 0.5) * from / to - 0.5, 0, from - 1);
            }
        },
        /// i · (from − 1) / (to − 1): the first and last elements stay where they are; `align_corners`.
        LINEAR_CORNERS {
            @Override
            double place(int i, int from, int to) {
                return to == 1 ? 0 : (double) i * (from - 1) / (to - 1);
            }
        };

        abstract double place(int i, int from, int to);

        /// The first of the two elements that element i of y is made of; the other one is the next, where there is one.
        public int first(int i, int from, int to) {
            return (int) place(i, from, to);
        }

        /// The share of the other one.
        public float share(int i, int from, int to) {
            double place = place(i, from, to);
            return (float) (place - (int) place);
        }
    }

    public Resizing {
        if (axis < 0 || extent < 1) {
            throw new IllegalArgumentException(
                    "Resizing expects an axis and an extent of at least 1: got axis " + axis + ", extent "
                            + extent);
        }
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        return changed(InputCheck.inputs(this, inputs, 1).getFirst(), extent);
    }

    private Shape changed(Shape x, int to) {
        int[] dims = x.dims();
        if (axis >= dims.length || dims[axis] == Shape.N) {
            throw new IllegalArgumentException(
                    "Resizing works along an axis other than the batch: got axis " + axis + " of " + x);
        }
        dims[axis] = InputCheck.extent(this, to);
        return Shape.of(dims);
    }

    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(new Gradient(this, output.input(0).shape().dim(axis)).on(upstream));
    }

    /// Each element of dy goes to the elements of dx that it was made of, by their shares.
    ///
    /// @param extent of dx along the axis
    public record Gradient(Resizing resizing, int extent) implements Primitive {
        @Override
        public Shape shape(List<Shape> inputs) {
            return resizing.changed(InputCheck.inputs(this, inputs, 1).getFirst(), extent);
        }

        @Override
        public List<@Nullable Node> gradient(Node output, Node upstream) {
            return List.of(resizing.on(upstream));
        }

        @Override
        public String label() {
            return "Resizing.Gradient";
        }
    }
}
