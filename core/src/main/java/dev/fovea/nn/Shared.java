package dev.fovea.nn;

import dev.fovea.op.Node;

/// A layer whose variables are shared by all places with the same key: a tower applied twice learns once.
public record Shared(String key, Layer layer) implements Layer {
    public Shared {
        if (key.isBlank() || key.length() > Named.MOST_CHARACTERS || key.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the key of shared layers is a line of 1 to " + Named.MOST_CHARACTERS
                    + " characters, for their variables begin with it: got " + key.length() + " characters");
        }
    }

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
