package dev.fovea.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = sin x; dx = cos x · dy.
public record Sin() implements Unary {
    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(new Cos().on(output.input(0)).times(upstream));
    }
}
