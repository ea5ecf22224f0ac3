package dev.fovea.data.augment;

import dev.fovea.data.Transform;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;

/// Makes colours stronger or paler: `y[c] = f · x[c] + (1 − f) · g`, g the grey value 0.299 red + 0.587 green
/// + 0.114 blue of the pixel, f uniform from `low` to `high`. It does not clip, so values may leave 0 to 1.
///
/// A. G. Howard, "Some improvements on deep convolutional neural network based image classification", 2013.
///
/// @param low the least factor, 0 or more: 0 gives grey, 1 changes nothing
/// @param high the greatest factor, at least `low`
public record Saturation(float low, float high) implements Transform {
    public Saturation {
        Bounds.requireFactors(low, high);
    }

    public static Saturation of(double low, double high) {
        return new Saturation((float) low, (float) high);
    }

    @Override
    public Shape shape(Shape in) {
        return Extents.colour(in, this);
    }

    @Override
    public int draws() {
        return 1;
    }

    @Override
    public boolean isRandom() {
        return Bounds.varies(low, high);
    }

    @Override
    public void apply(float[] image, int from, Shape in, float[] into, int offset, Seed seed, long counter) {
        float factor = (float) Bounds.draw(low, high, seed, counter);
        int size = (int) in.size();
        for (int i = 0; i < size; i += 3) {
            float red = image[from + i];
            float green = image[from + i + 1];
            float blue = image[from + i + 2];
            float grey = green + .299f * (red - green) + .114f * (blue - green);
            into[offset + i] = grey + factor * (red - grey);
            into[offset + i + 1] = grey + factor * (green - grey);
            into[offset + i + 2] = grey + factor * (blue - grey);
        }
    }

    @Override
    public String toString() {
        return "Saturation.of(" + low + ", " + high + ")";
    }
}
