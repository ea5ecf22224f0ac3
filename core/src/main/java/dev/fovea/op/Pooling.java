package dev.fovea.op;

import dev.fovea.tensor.Shape;

/// The attributes that poolings share: a window of height × width, its strides and padding, and
/// whether the number of outputs is rounded up.
public record Pooling(int height, int width, int strideH, int strideW, Padding padding, boolean ceil) {
    /// The most windows that a pixel may lie in, on average: published networks have up to 169 (13 × 13, stride 1), and
    /// without a limit large windows on a large image would take hours from a file of a few bytes.
    private static final int MOST_WINDOWS = 4096;

    public Pooling {
        if (height < 1 || width < 1 || strideH < 1 || strideW < 1) {
            throw new IllegalArgumentException(
                    "window and stride must be at least 1: got window=" + height + "×" + width
                    + ", stride=" + strideH + "×" + strideW);
        }
    }

    /// A square window that moves by `stride`, without padding.
    public static Pooling of(int size, int stride) {
        return new Pooling(size, size, stride, stride, Padding.VALID, false);
    }

    public Pooling padding(Padding padding) {
        return new Pooling(height, width, strideH, strideW, padding, ceil);
    }

    public Pooling ceil(boolean ceil) {
        return new Pooling(height, width, strideH, strideW, padding, ceil);
    }

    /// The geometry for images of the given shape. Windows may overlap so much that a pixel lies in 4,096 of them.
    public Window window(Shape x) {
        int top = padding.before(x.dim(1), height, strideH, true);
        int left = padding.before(x.dim(2), width, strideW, false);
        int bottom = padding.after(x.dim(1), height, strideH, true);
        int right = padding.after(x.dim(2), width, strideW, false);
        if (top >= height || bottom >= height || left >= width || right >= width) {
            throw new IllegalArgumentException("padding must be smaller than the pooling window, else a window is"
                    + " empty: got window=" + height + "×" + width + ", padding=" + padding);
        }
        int c = x.dim(3);
        Window window = new Window(
                x.dim(1), x.dim(2), c, height, width, c, strideH, strideW, top, left, 1, 1, c,
                Window.outputs(x.dim(1), top, bottom, height, strideH, ceil),
                Window.outputs(x.dim(2), left, right, width, strideW, ceil));
        double overlap = (double) window.oh() * height / window.paddedH() * window.ow() * width / window.paddedW();
        if (overlap > MOST_WINDOWS) {
            throw new IllegalArgumentException("a pixel may lie in " + MOST_WINDOWS + " pooling windows: got "
                    + (long) overlap + " of " + height + "×" + width + " with a stride of " + strideH + "×" + strideW
                    + "; raise the stride or pool in two steps");
        }
        return window;
    }

    Shape shape(Operation operation, Shape x) {
        InputCheck.images(operation, x);
        Window window = window(x);
        return Shape.of(x.dim(0), window.oh(), window.ow(), window.k());
    }
}
