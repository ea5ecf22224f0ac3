package dev.fovea.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = xᵖ; dx = p · xᵖ⁻¹ · dy. For a negative x the exponent must be a whole number.
public record Power(float exponent) implements Unary {
    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(new Power(exponent - 1).on(output.input(0)).times(exponent).times(upstream));
    }
}
