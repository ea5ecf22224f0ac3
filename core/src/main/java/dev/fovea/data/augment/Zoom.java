package dev.fovea.data.augment;

import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;

/// Enlarges the image about its middle by a factor that is uniform from `low` to `high`, by bilinear
/// interpolation; below 1 it shrinks.
///
/// @param low the least factor, at least 0.001
/// @param high the greatest factor, at least `low`
/// @param fill what lies beside the image
public record Zoom(float low, float high, Fill fill) implements KeepsShape {
    /// Below it the places of pixels leave the numbers that count them.
    private static final float LEAST = 1e-3f;

    public Zoom {
        Bounds.requireFactors(low, high);
        if (low < LEAST) {
            throw new IllegalArgumentException("a zoom needs factors of at least " + LEAST + ": got " + low);
        }
    }

    /// With the edge drawn out beside the image.
    public static Zoom of(double low, double high) {
        return new Zoom((float) low, (float) high, Fill.edge());
    }

    /// With what lies beside the image.
    public Zoom fill(Fill fill) {
        return new Zoom(low, high, fill);
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
        double inverse = 1 / Bounds.draw(low, high, seed, counter);
        Warp.apply(image, from, in, into, offset, inverse, 0, 0, inverse, 0, 0, fill);
    }

    @Override
    public String toString() {
        return "Zoom.of(" + low + ", " + high + ")" + (fill instanceof Fill.Edge ? "" : ".fill(" + fill + ")");
    }
}
