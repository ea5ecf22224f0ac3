package dev.fovea.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = 1 / (1 + e⁻ˣ); dx = y(1 − y) · dy.
public record Sigmoid() implements Unary {
    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(new Gradient().on(output, upstream));
    }

    /// dx = y(1 − y) · dy, of (y, dy).
    public record Gradient() implements UnaryGradient {}
}
