package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = x repeated along new axes: the opposite of [Sum]. `target` without `axes` is the shape of x.
public record Expand(Shape target, Axes axes) implements Primitive {
    @Override
    public Shape shape(List<Shape> inputs) {
        InputCheck.same(this, axes.remove(this, target), InputCheck.inputs(this, inputs, 1).getFirst());
        return target;
    }

    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(new Sum(axes).on(upstream));
    }
}
