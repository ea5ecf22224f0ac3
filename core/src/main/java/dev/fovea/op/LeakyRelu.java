package dev.fovea.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = x where x > 0, else slope · x (Maas et al., 2013); the slope is not negative.
public record LeakyRelu(float slope) implements Unary {
    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(new Gradient(slope).on(output.input(0), upstream));
    }

    /// dx = dy where x > 0, else slope · dy, of (x, dy).
    public record Gradient(float slope) implements UnaryGradient {}
}
