package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;

/// What operations check of their inputs, with one wording.
final class Check {
    private Check() {}

    static List<Shape> inputs(Operation operation, List<Shape> inputs, int expected) {
        if (inputs.size() != expected) {
            throw new IllegalArgumentException(
                    operation.label() + " takes " + expected + " inputs: got " + inputs.size());
        }
        return inputs;
    }

    static void same(Operation operation, Shape expected, Shape received) {
        if (!expected.equals(received)) {
            throw new IllegalArgumentException(
                    operation.label() + " expects shape " + expected + ": got " + received);
        }
    }

    /// Images: a batch axis, height, width, channels.
    static Shape images(Operation operation, Shape shape) {
        return rank(operation, shape, 4, "images, batch × height × width × channels");
    }

    static Shape rank(Operation operation, Shape shape, int rank, String what) {
        if (shape.rank() != rank) {
            throw new IllegalArgumentException(operation.label() + " expects " + what + ": got shape " + shape);
        }
        return shape;
    }
}
