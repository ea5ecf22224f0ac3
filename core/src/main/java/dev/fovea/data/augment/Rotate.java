package dev.fovea.data.augment;

import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;

/// Turns the image about its middle by an angle that is uniform from −degrees to degrees, by bilinear
/// interpolation.
///
/// @param degrees above 0, at most 180
/// @param fill what lies beside the image
public record Rotate(float degrees, Fill fill) implements KeepsShape {
    public Rotate {
        Bounds.require("degrees", degrees, 180);
    }

    /// With the edge drawn out beside the image.
    public static Rotate of(double degrees) {
        return new Rotate((float) degrees, Fill.edge());
    }

    /// With what lies beside the image.
    public Rotate fill(Fill fill) {
        return new Rotate(degrees, fill);
    }

    @Override
    public int draws() {
        return 1;
    }

    @Override
    public void apply(float[] image, int from, Shape in, float[] into, int offset, Seed seed, long counter) {
        double turns = Bounds.draw(-degrees, degrees, seed, counter) / 360;
        double cos = Turn.cos(turns);
        double sin = Turn.sin(turns);
        Warp.apply(image, from, in, into, offset, cos, -sin, sin, cos, 0, 0, fill);
    }

    @Override
    public String toString() {
        return "Rotate.of(" + degrees + ")" + (fill instanceof Fill.Edge ? "" : ".fill(" + fill + ")");
    }
}
