package dev.fovea.data.augment;

import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;

/// Slants the image: the row y below the middle moves to the right by `y · tan(angle)`, with an angle that is
/// uniform from −degrees to degrees, by bilinear interpolation.
///
/// @param degrees above 0, at most 80
/// @param fill what lies beside the image
public record Shear(float degrees, Fill fill) implements KeepsShape {
    public Shear {
        Bounds.require("degrees", degrees, 80);
    }

    /// With the edge drawn out beside the image.
    public static Shear of(double degrees) {
        return new Shear((float) degrees, Fill.edge());
    }

    /// With what lies beside the image.
    public Shear fill(Fill fill) {
        return new Shear(degrees, fill);
    }

    @Override
    public int draws() {
        return 1;
    }

    @Override
    public void apply(float[] image, int from, Shape in, float[] into, int offset, Seed seed, long counter) {
        double turns = Bounds.draw(-degrees, degrees, seed, counter) / 360;
        double slant = Turn.sin(turns) / Turn.cos(turns);
        Warp.apply(image, from, in, into, offset, 1, -slant, 0, 1, 0, 0, fill);
    }

    @Override
    public String toString() {
        return "Shear.of(" + degrees + ")" + (fill instanceof Fill.Edge ? "" : ".fill(" + fill + ")");
    }
}
