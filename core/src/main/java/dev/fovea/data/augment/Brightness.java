package dev.fovea.data.augment;

import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;

/// Adds one number to all values of an image: `y = x + d`, d uniform from −delta to delta. It does not clip,
/// so values may leave 0 to 1.
///
/// A. G. Howard, "Some improvements on deep convolutional neural network based image classification", 2013.
///
/// @param delta above 0, on the scale of 0 to 1: TensorFlow's 63 for bytes is `63 / 255f`
public record Brightness(float delta) implements KeepsShape {
    public Brightness {
        if (!(delta > 0) || delta == Float.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("delta must be above 0: got " + delta);
        }
    }

    public static Brightness of(double delta) {
        return new Brightness((float) delta);
    }

    @Override
    public int draws() {
        return 1;
    }

    @Override
    public void apply(float[] image, int from, Shape in, float[] into, int offset, Seed seed, long counter) {
        float shift = (float) Bounds.draw(-delta, delta, seed, counter);
        int size = (int) in.size();
        for (int i = 0; i < size; i++) {
            into[offset + i] = image[from + i] + shift;
        }
    }

    @Override
    public String toString() {
        return "Brightness.of(" + delta + ")";
    }
}
