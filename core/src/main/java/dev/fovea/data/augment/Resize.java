package dev.fovea.data.augment;

import dev.fovea.data.Transform;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;

/// Brings the image to a size, each axis by a factor of its own.
///
/// @param height rows of the result, at least 1
/// @param width columns of the result, at least 1
public record Resize(int height, int width, Interpolation interpolation) implements Transform {
    public Resize {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("a size needs at least 1 row and 1 column: got " + height + "×" + width);
        }
    }

    /// Resizes by bilinear interpolation.
    public static Resize to(int height, int width) {
        return new Resize(height, width, Interpolation.BILINEAR);
    }

    /// Resizes by the mean over the area of each new pixel.
    public Resize area() {
        return new Resize(height, width, Interpolation.AREA);
    }

    @Override
    public Shape shape(Shape in) {
        return Shape.of(height, width, Extents.image(in, this).dim(2));
    }

    @Override
    public int draws() {
        return 0;
    }

    @Override
    public void apply(float[] image, int from, Shape in, float[] into, int offset, Seed seed, long counter) {
        interpolation.resize(
                image, from, in, 0, 0, in.dim(0), in.dim(1), into, offset, height, width);
    }

    @Override
    public String toString() {
        return "Resize.to(" + height + ", " + width + ")" + (interpolation == Interpolation.AREA ? ".area()" : "");
    }
}
