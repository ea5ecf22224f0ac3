package dev.fovea.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = a · b element by element, with broadcasting; da = b · dy, db = a · dy.
public record Multiply() implements Binary {
    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        Node a = output.input(0);
        Node b = output.input(1);
        return List.of(
                Binary.reduceTo(a.shape(), upstream.times(b)),
                Binary.reduceTo(b.shape(), upstream.times(a)));
    }
}
