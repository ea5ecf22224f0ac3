package dev.fovea.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = x where x > 0, else α(eˣ − 1), the exponential linear unit (Clevert et al., 2015).
public record Elu(float alpha) implements Unary {
    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(new Gradient(alpha).on(output.input(0), upstream));
    }

    /// dx = dy where x > 0, else α · eˣ · dy, of (x, dy).
    public record Gradient(float alpha) implements UnaryGradient {}
}
