package dev.fovea.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = a − b, with broadcasting; da = dy, db = −dy.
public record Subtract() implements Binary {
    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        Node a = output.input(0);
        Node b = output.input(1);
        return List.of(
                Binary.reduceTo(a.shape(), upstream),
                Binary.reduceTo(b.shape(), new Negate().on(upstream)));
    }
}
