package dev.fovea.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = eˣ; dx = y · dy.
public record Exp() implements Unary {
    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(output.times(upstream));
    }
}
