package dev.fovea.nn;

import dev.fovea.op.Node;
import dev.fovea.op.Reshaping;
import dev.fovea.tensor.Shape;

/// The same values of a sample under another shape.
public record Reshape(Shape sample) implements Layer {
    public static Reshape of(int... sample) {
        return new Reshape(Shape.of(sample));
    }

    @Override
    public Node build(Node x, Scope scope) {
        return new Reshaping(sample.batched()).on(x);
    }

    @Override
    public String toString() {
        return "Reshape.of(" + sample.toString().replace("×", ", ") + ")";
    }
}
