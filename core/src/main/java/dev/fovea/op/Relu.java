package dev.fovea.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = max(x, 0), the rectified linear unit; dx = dy where y > 0, else 0.
public record Relu() implements Unary {
    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(new Gradient().on(output, upstream));
    }

    /// dx = dy where y > 0, else 0, of (y, dy).
    public record Gradient() implements UnaryGradient {}
}
