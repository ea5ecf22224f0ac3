package dev.fovea.data.augment;

import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.Arrays;

/// Puts a square of one value on the image, its middle on any pixel, so that a part of it may lie outside.
///
/// T. DeVries and G. W. Taylor, "Improved regularization of convolutional neural networks with cutout", 2017:
/// 16 pixels for CIFAR-10, 8 for CIFAR-100, filled with 0 after the mean was taken off.
///
/// @param size side of the square in pixels, at least 1
/// @param value of the square
public record Cutout(int size, float value) implements KeepsShape {
    public Cutout {
        if (size < 1) {
            throw new IllegalArgumentException("a cutout needs a side of at least 1 pixel: got " + size);
        }
    }

    /// A square of 0.
    public static Cutout of(int size) {
        return new Cutout(size, 0);
    }

    public Cutout value(double value) {
        return new Cutout(size, (float) value);
    }

    @Override
    public int draws() {
        return 2;
    }

    @Override
    public void apply(float[] image, int from, Shape in, float[] into, int offset, Seed seed, long counter) {
        int height = in.dim(0);
        int width = in.dim(1);
        int row = width * in.dim(2);
        System.arraycopy(image, from, into, offset, height * row);
        int top = seed.below(height, counter) - size / 2;
        int left = seed.below(width, counter + 1) - size / 2;
        int start = Math.max(0, left) * in.dim(2);
        int end = Math.min(width, left + size) * in.dim(2);
        for (int y = Math.max(0, top); y < Math.min(height, top + size); y++) {
            Arrays.fill(into, offset + y * row + start, offset + y * row + end, value);
        }
    }

    @Override
    public String toString() {
        return "Cutout.of(" + size + ")" + (value == 0 ? "" : ".value(" + value + ")");
    }
}
