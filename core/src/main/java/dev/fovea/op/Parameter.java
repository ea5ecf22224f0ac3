package dev.fovea.op;

import dev.fovea.tensor.Shape;

/// A value that training changes by its gradient. Equal names in two graphs mean the same parameter.
public record Parameter(String name, Shape shape) implements Leaf {
    public Parameter {
        if (shape.isBatched()) {
            throw new IllegalArgumentException("a parameter has no batch axis: got " + shape + " for " + name);
        }
    }
}
