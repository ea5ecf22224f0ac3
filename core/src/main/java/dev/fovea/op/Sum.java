package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = Σ x over axes, which disappear. The order of the additions depends on the shape alone.
public record Sum(Axes axes) implements Primitive {
    public static Sum over(int... axes) {
        return new Sum(Axes.of(axes));
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        return axes.remove(this, InputCheck.inputs(this, inputs, 1).getFirst());
    }

    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(new Expand(output.input(0).shape(), axes).on(upstream));
    }
}
