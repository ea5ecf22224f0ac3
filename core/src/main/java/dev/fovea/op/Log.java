package dev.fovea.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = ln x; dx = dy / x.
public record Log() implements Unary {
    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(upstream.over(output.input(0)));
    }
}
