package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// x with `before` and `after` more elements along an axis other than the batch: zeros, or x mirrored
/// at its border without repeating it.
public record Pad(int axis, int before, int after, Mode mode) implements Primitive {
    /// What the padding holds.
    public enum Mode {
        ZERO,
        REFLECT
    }

    public static Pad zero(int axis, int before, int after) {
        return new Pad(axis, before, after, Mode.ZERO);
    }

    public static Pad reflect(int axis, int before, int after) {
        return new Pad(axis, before, after, Mode.REFLECT);
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        int[] dims = InputCheck.inputs(this, inputs, 1).getFirst().dims();
        if (axis < 0 || axis >= dims.length || dims[axis] == Shape.N || before < 0 || after < 0) {
            throw new IllegalArgumentException(
                    "Pad expects no negative padding and an axis other than the batch: got axis "
                    + axis + ", before=" + before + ", after=" + after + " for " + inputs.getFirst());
        }
        if (mode == Mode.REFLECT && Math.max(before, after) >= dims[axis]) {
            throw new IllegalArgumentException("Pad mirrors at most extent − 1 = " + (dims[axis] - 1)
                    + " elements: got before=" + before + ", after=" + after);
        }
        dims[axis] = InputCheck.extent(this, (long) dims[axis] + before + after);
        return Shape.of(dims);
    }

    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        int extent = output.input(0).shape().dim(axis);
        return List.of(switch (mode) {
            case ZERO -> new Slice(axis, before, before + extent).on(upstream);
            case REFLECT -> new Gradient(axis, before, after).on(upstream);
        });
    }

    /// The gradient of mirrored padding: each padded element is added to the one that it mirrors.
    public record Gradient(int axis, int before, int after) implements Primitive {
        @Override
        public Shape shape(List<Shape> inputs) {
            int[] dims = InputCheck.inputs(this, inputs, 1).getFirst().dims();
            dims[axis] -= before + after;
            return Shape.of(dims);
        }

        @Override
        public List<@Nullable Node> gradient(Node output, Node upstream) {
            return List.of(Pad.reflect(axis, before, after).on(upstream));
        }

        @Override
        public String label() {
            return "Pad.Gradient";
        }
    }
}
