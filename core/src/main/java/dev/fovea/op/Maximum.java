package dev.fovea.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = max(a, b) element by element, with broadcasting; da = dy where a > b, db = dy elsewhere: where both are equal,
/// b has the gradient, so that max(x, 0) has that of [Relu]. NaN if either is.
public record Maximum() implements Binary {
    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        Node a = output.input(0);
        Node b = output.input(1);
        return Binary.divided(a, b, new Relu.Gradient().on(a.minus(b), upstream), upstream);
    }
}
