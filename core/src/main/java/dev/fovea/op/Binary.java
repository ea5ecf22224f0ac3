package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A function of two numbers, applied element by element. Shapes broadcast as in NumPy: aligned at the
/// last axis, an axis that is missing or of extent 1 repeats.
public sealed interface Binary extends Primitive permits Add, Divide, Maximum, Minimum, Multiply, Subtract {
    @Override
    default Shape shape(List<Shape> inputs) {
        InputCheck.inputs(this, inputs, 2);
        Shape a = inputs.get(0);
        Shape b = inputs.get(1);
        int rank = Math.max(a.rank(), b.rank());
        int[] dims = new int[rank];
        for (int axis = 1; axis <= rank; axis++) {
            int left = axis <= a.rank() ? a.dim(-axis) : 1;
            int right = axis <= b.rank() ? b.dim(-axis) : 1;
            if (left != right && left != 1 && right != 1) {
                throw new IllegalArgumentException(
                        label() + " expects shapes equal or 1 along each axis: got " + a + " and " + b);
            }
            dims[rank - axis] = left == 1 ? right : left;
        }
        return Shape.of(dims);
    }

    /// The gradients of two inputs of which the first has `first`, and the second the rest of `upstream`.
    static List<@Nullable Node> divided(Node a, Node b, Node first, Node upstream) {
        return List.of(reduceTo(a.shape(), first), reduceTo(b.shape(), upstream.minus(first)));
    }

    /// Sums a gradient over the axes along which an input of the given shape was repeated.
    static Node reduceTo(Shape shape, Node gradient) {
        if (gradient.shape().equals(shape)) {
            return gradient;
        }
        int rank = gradient.shape().rank();
        int missing = rank - shape.rank();
        int[] axes = IntStream.range(0, rank)
                .filter(axis -> axis < missing || shape.dim(axis - missing) != gradient.shape().dim(axis))
                .toArray();
        Node sum = Sum.over(axes).on(gradient);
        return sum.shape().equals(shape) ? sum : new Reshaping(shape).on(sum);
    }
}
