package dev.fovea.data.augment;

import dev.fovea.data.Transform;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.Arrays;

/// Moves the image by up to `padding` pixels up or down and left or right: pads it with zeros on every
/// side and cuts a part of the old size out, all places equally likely.
///
/// K. He, X. Zhang, S. Ren and J. Sun, "Deep residual learning for image recognition", 2016, section 4.2,
/// with a padding of 4 for images of 32×32.
///
/// @param padding at least 1
public record RandomCrop(int padding) implements Transform {
    public RandomCrop {
        if (padding < 1) {
            throw new IllegalArgumentException("padding must be at least 1: got " + padding);
        }
    }

    public static RandomCrop of(int padding) {
        return new RandomCrop(padding);
    }

    @Override
    public Shape shape(Shape in) {
        return Extents.image(in, this);
    }

    @Override
    public int draws() {
        return 2;
    }

    @Override
    public void apply(float[] image, int from, Shape in, float[] into, int offset, Seed seed, long counter) {
        int down = seed.below(2 * padding + 1, counter) - padding;
        int right = seed.below(2 * padding + 1, counter + 1) - padding;
        int row = in.dim(1) * in.dim(2);
        int shift = Math.clamp((long) right * in.dim(2), -row, row);
        for (int y = 0; y < in.dim(0); y++) {
            int to = offset + y * row;
            int source = y + down;
            if (source < 0 || source >= in.dim(0)) {
                Arrays.fill(into, to, to + row, 0);
            } else {
                shift(image, from + source * row, into, to, row, shift);
            }
        }
    }

    /// `into[i] = image[i + shift]` within one row, 0 where there is nothing.
    private static void shift(float[] image, int from, float[] into, int to, int row, int shift) {
        int left = Math.max(0, -shift);
        int right = Math.max(0, shift);
        Arrays.fill(into, to, to + left, 0);
        System.arraycopy(image, from + right, into, to + left, row - left - right);
        Arrays.fill(into, to + row - right, to + row, 0);
    }

    @Override
    public String toString() {
        return "RandomCrop.of(" + padding + ")";
    }
}
