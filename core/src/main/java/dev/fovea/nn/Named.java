package dev.fovea.nn;

import dev.fovea.op.Node;

/// A layer under a given name: the start of the names of its variables.
public record Named(String name, Layer layer) implements Layer {
    /// Characters of a name at most: those of all layers inside begin with it.
    static final int MOST_CHARACTERS = 200;

    public Named {
        requireName(name);
    }

    static void requireName(String name) {
        if (name.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("a layer's name has at most " + MOST_CHARACTERS + " characters: got "
                    + name.length());
        }
        if (!name.matches("[A-Za-z][A-Za-z0-9_/-]*")) {
            throw new IllegalArgumentException(
                    "a layer's name is letters, digits, _, - and /, starting with a letter: got \""
                            + Excerpt.of(name) + "\"");
        }
    }

    @Override
    public Node build(Node x, Scope scope) {
        return scope.layer(layer, x, name);
    }

    @Override
    public boolean isTransparent() {
        return true;
    }

    @Override
    public String toString() {
        return layer + ".named(\"" + name + "\")";
    }
}
