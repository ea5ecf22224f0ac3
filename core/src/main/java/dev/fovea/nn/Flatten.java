package dev.fovea.nn;

import dev.fovea.op.Flattening;
import dev.fovea.op.Node;

/// All axes of a sample as one, channels innermost.
public record Flatten() implements Layer {
    public static Flatten of() {
        return new Flatten();
    }

    @Override
    public Node build(Node x, Scope scope) {
        return new Flattening().on(x);
    }

    @Override
    public String toString() {
        return "Flatten.of()";
    }
}
