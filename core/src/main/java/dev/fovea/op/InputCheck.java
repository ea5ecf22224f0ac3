package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;

/// What operations check of their inputs, with one wording.
final class InputCheck {
    private InputCheck() {}

    static List<Shape> inputs(Operation operation, List<Shape> inputs, int expected) {
        if (inputs.size() != expected) {
            throw new IllegalArgumentException(
                    operation.label() + " takes " + expected + (expected == 1 ? " input" : " inputs") + ": got "
                            + inputs.size());
        }
        return inputs;
    }

    static void same(Operation operation, Shape expected, Shape received) {
        if (!expected.equals(received)) {
            throw new IllegalArgumentException(
                    operation.label() + " expects shape " + expected + ": got " + received);
        }
    }

    /// An extent of a result.
    static int extent(Operation operation, long extent) {
        if (extent > Shape.MOST) {
            throw new IllegalArgumentException(
                    operation.label() + " gives at most 2³¹ − 77 values along an axis: got " + extent);
        }
        return (int) extent;
    }

    /// Images: a batch axis (or a fixed number of images), height, width, channels.
    static Shape images(Operation operation, Shape shape) {
        return rank(operation, shape, 4, "images, batch × height × width × channels");
    }

    /// Anything whose last axis is not the batch.
    static Shape channels(Operation operation, Shape shape) {
        if (shape.rank() == 0 || shape.dim(-1) == Shape.N) {
            throw new IllegalArgumentException(
                    operation.label() + " works along a last axis other than the batch: got shape " + shape);
        }
        return shape;
    }

    static Shape rank(Operation operation, Shape shape, int rank, String what) {
        if (shape.rank() != rank) {
            throw new IllegalArgumentException(operation.label() + " expects " + what + ": got shape " + shape);
        }
        return shape;
    }
}
