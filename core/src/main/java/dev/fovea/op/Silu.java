package dev.fovea.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = x · σ(x), also called swish; dx = σ(x)(1 + x(1 − σ(x))) · dy.
public record Silu() implements Unary {
    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(new Gradient().on(output.input(0), upstream));
    }

    /// dx = σ(x)(1 + x(1 − σ(x))) · dy, of (x, dy).
    public record Gradient() implements UnaryGradient {}
}
