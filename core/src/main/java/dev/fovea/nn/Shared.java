package dev.fovea.nn;

import dev.fovea.op.Node;

/// A layer whose variables are shared by all places with the same key: a tower applied twice learns once.
public record Shared(String key, Layer layer) implements Layer {
    public static Shared of(String key, Layer layer) {
        return new Shared(key, layer);
    }

    @Override
    public Node build(Node x, Scope scope) {
        return scope.shared(key, layer, x);
    }

    @Override
    public boolean isTransparent() {
        return true;
    }

    @Override
    public String toString() {
        return "Shared.of(\"" + key + "\", " + layer + ")";
    }
}
