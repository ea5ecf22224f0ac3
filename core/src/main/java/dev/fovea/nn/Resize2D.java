package dev.fovea.nn;

import dev.fovea.op.Node;
import dev.fovea.op.Resizing;
import dev.fovea.tensor.Shape;

/// Images at another size: each pixel is that of the image at its place, as it is ([Resizing.Mode#NEAREST]) or
/// interpolated. Made smaller, images are not smoothed before: many pixels are then left out.
public record Resize2D(int height, int width, Resizing.Mode mode) implements Layer {
    public Resize2D {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "height and width must be at least 1: got " + height + "×" + width);
        }
    }

    /// By the nearest pixel, to size × size.
    public static Resize2D of(int size) {
        return of(size, size);
    }

    /// By the nearest pixel.
    public static Resize2D of(int height, int width) {
        return new Resize2D(height, width, Resizing.Mode.NEAREST);
    }

    /// Between the four nearest pixels by their distances, of pixels seen as areas (half-pixel centres).
    public Resize2D bilinear() {
        return new Resize2D(height, width, Resizing.Mode.LINEAR);
    }

    /// Bilinear, and the pixels in the corners stay there: torch's `align_corners`.
    public Resize2D alignCorners() {
        return new Resize2D(height, width, Resizing.Mode.LINEAR_CORNERS);
    }

    @Override
    public Node build(Node x, Scope scope) {
        return resized(this, x, height, width, mode);
    }

    static Node resized(Layer layer, Node x, long height, long width, Resizing.Mode mode) {
        ImageInput.check(layer, x);
        if (height > Shape.MOST || width > Shape.MOST) {
            throw new IllegalArgumentException(
                    "an image has at most 2³¹ − 77 pixels along an axis: got " + height + "×" + width);
        }
        return along(2, (int) width, mode, along(1, (int) height, mode, x));
    }

    /// An image of its size stays as it is, by any mode.
    private static Node along(int axis, int extent, Resizing.Mode mode, Node x) {
        return x.shape().dim(axis) == extent ? x : new Resizing(axis, extent, mode).on(x);
    }

    @Override
    public String toString() {
        return "Resize2D.of" + WindowCall.pair(height, width) + call(mode);
    }

    /// The call that gives a layer its mode.
    static String call(Resizing.Mode mode) {
        return switch (mode) {
            case NEAREST -> "";
            case LINEAR -> ".bilinear()";
            case LINEAR_CORNERS -> ".alignCorners()";
        };
    }
}
