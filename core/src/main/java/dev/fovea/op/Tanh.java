package dev.fovea.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = tanh x; dx = (1 − y²) · dy.
public record Tanh() implements Unary {
    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(new Gradient().on(output, upstream));
    }

    /// dx = (1 − y²) · dy, of (y, dy).
    public record Gradient() implements UnaryGradient {}
}
