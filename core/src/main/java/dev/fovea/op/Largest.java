package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// y = max x over axes other than the batch, which disappear. NaN where one of its values is NaN.
///
/// The gradient goes to one of the largest alone, the first in order of the values; torch's `amax` shares it among
/// equals.
public record Largest(Axes axes) implements Composition {
    public static Largest over(int... axes) {
        return new Largest(Axes.of(axes));
    }

    @Override
    public Node compose(List<Node> inputs) {
        InputCheck.inputs(this, inputs.stream().map(Node::shape).toList(), 1);
        Node x = inputs.getFirst();
        axes.remove(this, x.shape());
        if (axes.contains(0) && x.shape().isBatched()) {
            throw new IllegalArgumentException(
                    label() + " works over axes other than the batch: got axis 0 of " + x.shape());
        }
        for (int axis : axes.list().reversed()) {
            x = along(axis, x);
        }
        return x;
    }

    /// Neighbours are compared until one is left, so the earlier of equals stays the earlier.
    private static Node along(int axis, Node x) {
        int extent = x.shape().dim(axis);
        while (extent > 1) {
            int pairs = extent / 2;
            Node even = new Reshaping(with(x.shape(), axis, pairs, 2))
                    .on(extent == 2 * pairs ? x : new Slice(axis, 0, 2 * pairs).on(x));
            // Of equals, the gradient is the second's.
            Node greater = new Maximum().on(new Slice(axis + 1, 1, 2).on(even), new Slice(axis + 1, 0, 1).on(even));
            Node largest = new Reshaping(with(x.shape(), axis, pairs)).on(greater);
            x = extent == 2 * pairs
                    ? largest
                    : new Concatenate(axis).on(largest, new Slice(axis, extent - 1, extent).on(x));
            extent = x.shape().dim(axis);
        }
        return new Reshaping(with(x.shape(), axis)).on(x);
    }

    /// A shape with other extents in an axis' place.
    private static Shape with(Shape shape, int axis, int... extents) {
        List<Integer> dims = new ArrayList<>(Arrays.stream(shape.dims()).boxed().toList());
        dims.remove(axis);
        dims.addAll(axis, Arrays.stream(extents).boxed().toList());
        return Shape.of(dims.stream().mapToInt(Integer::intValue).toArray());
    }
}
