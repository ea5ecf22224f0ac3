package dev.fovea.op;

import dev.fovea.tensor.Shape;

/// A value that is kept between runs and saved, but has no gradient, such as running statistics.
public record State(String name, Shape shape) implements Leaf {
    public State {
        if (shape.isBatched()) {
            throw new IllegalArgumentException("a state has no batch axis: got " + shape + " for " + name);
        }
    }
}
