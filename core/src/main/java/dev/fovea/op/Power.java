package dev.fovea.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = xᵖ; dx = p · xᵖ⁻¹ · dy, 0 for p = 0. For a negative x the exponent must be a whole number.
public record Power(float exponent) implements Unary {
    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        Node x = output.input(0);
        if (exponent == 0 || exponent == 1) {
            return List.of(exponent == 0 ? upstream.times(0) : upstream);
        }
        Node power = exponent == 2 ? x : new Power(exponent - 1).on(x);
        return List.of(power.times(exponent).times(upstream));
    }
}
