package dev.fovea.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = x: a copy.
public record Identity() implements Unary {
    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(upstream);
    }
}
