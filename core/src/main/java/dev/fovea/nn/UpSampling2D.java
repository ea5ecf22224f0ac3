package dev.fovea.nn;

import dev.fovea.op.Node;
import dev.fovea.op.Resizing;
import dev.fovea.tensor.Shape;

/// Images enlarged by whole factors: each pixel is repeated, or pixels between them are interpolated. [Resize2D] takes
/// sizes instead of factors.
public record UpSampling2D(int vertical, int horizontal, Resizing.Mode mode) implements Layer {
    public UpSampling2D {
        if (vertical < 1 || horizontal < 1) {
            throw new IllegalArgumentException(
                    "factors must be at least 1: got " + vertical + "×" + horizontal);
        }
    }

    /// Repeats each pixel, `factor` times in each direction.
    public static UpSampling2D of(int factor) {
        return of(factor, factor);
    }

    /// Repeats each pixel.
    public static UpSampling2D of(int vertical, int horizontal) {
        return new UpSampling2D(vertical, horizontal, Resizing.Mode.NEAREST);
    }

    /// Between the four nearest pixels by their distances, of pixels seen as areas (half-pixel centres).
    public UpSampling2D bilinear() {
        return new UpSampling2D(vertical, horizontal, Resizing.Mode.LINEAR);
    }

    /// Bilinear, and the pixels in the corners stay there: torch's `align_corners`.
    public UpSampling2D alignCorners() {
        return new UpSampling2D(vertical, horizontal, Resizing.Mode.LINEAR_CORNERS);
    }

    @Override
    public Node build(Node x, Scope scope) {
        Shape shape = x.shape();
        boolean image = shape.rank() == 4;
        return Resize2D.resized(
                this, x, image ? (long) shape.dim(1) * vertical : 1,
                image ? (long) shape.dim(2) * horizontal : 1, mode);
    }

    @Override
    public String toString() {
        return "UpSampling2D.of" + WindowCall.pair(vertical, horizontal) + Resize2D.call(mode);
    }
}
