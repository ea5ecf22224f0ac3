package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = mean of x over axes, which disappear; over the batch axis, the mean over the samples present.
public record Mean(Axes axes) implements Primitive {
    public static Mean over(int... axes) {
        return new Mean(Axes.of(axes));
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        return axes.remove(this, InputCheck.inputs(this, inputs, 1).getFirst());
    }

    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(new Gradient(output.input(0).shape(), axes).on(upstream));
    }

    /// dx = dy / count, repeated along the axes that the mean removed.
    public record Gradient(Shape target, Axes axes) implements Primitive {
        @Override
        public Shape shape(List<Shape> inputs) {
            InputCheck.same(this, axes.remove(this, target), InputCheck.inputs(this, inputs, 1).getFirst());
            return target;
        }

        @Override
        public List<@Nullable Node> gradient(Node output, Node upstream) {
            return List.of(new Mean(axes).on(upstream));
        }

        @Override
        public String label() {
            return "Mean.Gradient";
        }
    }
}
