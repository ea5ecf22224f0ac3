package dev.fovea.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = cos x; dx = −sin x · dy.
public record Cos() implements Unary {
    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(new Negate().on(new Sin().on(output.input(0)).times(upstream)));
    }
}
