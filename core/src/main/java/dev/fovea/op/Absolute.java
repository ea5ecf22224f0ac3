package dev.fovea.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = |x|; dx = sign(x) · dy, 0 at 0.
public record Absolute() implements Unary {
    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(new Gradient().on(output.input(0), upstream));
    }

    /// dx = sign(x) · dy, of (x, dy).
    public record Gradient() implements UnaryGradient {}
}
