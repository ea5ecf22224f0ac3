package dev.fovea.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = x · Φ(x), the Gaussian error linear unit (Hendrycks and Gimpel, 2016), with Φ by the error
/// function or, with `tanh`, by ½(1 + tanh(√(2/π)(x + 0.044715x³))).
public record Gelu(boolean tanh) implements Unary {
    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(new Gradient(tanh).on(output.input(0), upstream));
    }

    /// dx = (Φ(x) + x · Φ′(x)) · dy, of (x, dy).
    public record Gradient(boolean tanh) implements UnaryGradient {}
}
