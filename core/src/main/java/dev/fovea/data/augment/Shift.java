package dev.fovea.data.augment;

import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;

/// Moves the image by shares of its height and width that are uniform up to bounds in both directions, by
/// bilinear interpolation.
///
/// @param down the greatest share of the height, 0 to 1
/// @param right the greatest share of the width, 0 to 1; one of the two is above 0
/// @param fill what lies beside the image
public record Shift(float down, float right, Fill fill) implements KeepsShape {
    public Shift {
        if (!(down >= 0 && right >= 0 && down <= 1 && right <= 1 && down + right > 0)) {
            throw new IllegalArgumentException(
                    "a shift needs shares from 0 to 1, one above 0: got " + down + " and " + right);
        }
    }

    /// Both ways alike, with the edge drawn out beside the image.
    public static Shift of(double share) {
        return of(share, share);
    }

    public static Shift of(double down, double right) {
        return new Shift((float) down, (float) right, Fill.edge());
    }

    /// With what lies beside the image.
    public Shift fill(Fill fill) {
        return new Shift(down, right, fill);
    }

    @Override
    public int draws() {
        return 2;
    }

    @Override
    public void apply(float[] image, int from, Shape in, float[] into, int offset, Seed seed, long counter) {
        double y = Bounds.draw(-down, down, seed, counter) * in.dim(0);
        double x = Bounds.draw(-right, right, seed, counter + 1) * in.dim(1);
        Warp.apply(image, from, in, into, offset, 1, 0, 0, 1, x, y, fill);
    }

    @Override
    public String toString() {
        return "Shift.of(" + down + ", " + right + ")" + (fill instanceof Fill.Edge ? "" : ".fill(" + fill + ")");
    }
}
