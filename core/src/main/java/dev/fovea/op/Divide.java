package dev.fovea.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = a / b element by element, with broadcasting; da = dy / b, db = −y · dy / b.
public record Divide() implements Binary {
    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        Node a = output.input(0);
        Node b = output.input(1);
        return List.of(
                Binary.reduceTo(a.shape(), upstream.over(b)),
                Binary.reduceTo(b.shape(), new Negate().on(output.times(upstream).over(b))));
    }
}
