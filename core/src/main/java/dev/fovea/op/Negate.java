package dev.fovea.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = −x; dx = −dy.
public record Negate() implements Unary {
    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(new Negate().on(upstream));
    }
}
