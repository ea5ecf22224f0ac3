package dev.fovea.nn;

import dev.fovea.op.GlobalAveragePooling;
import dev.fovea.op.Node;

/// The mean of each channel over the whole image.
public record GlobalAveragePool2D() implements Layer {
    public static GlobalAveragePool2D of() {
        return new GlobalAveragePool2D();
    }

    @Override
    public Node build(Node x, Scope scope) {
        return new GlobalAveragePooling().on(x);
    }

    @Override
    public String toString() {
        return "GlobalAveragePool2D.of()";
    }
}
