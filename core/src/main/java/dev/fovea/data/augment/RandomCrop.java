package dev.fovea.data.augment;

import dev.fovea.data.Transform;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.Arrays;

/// Cuts a part of one size out of the image at a random place, all places equally likely; before that the
/// image may be padded with zeros on every side.
///
/// `RandomCrop.of(4)` keeps the size, and so moves the image by up to 4 pixels: K. He, X. Zhang, S. Ren and
/// J. Sun, "Deep residual learning for image recognition", 2016, section 4.2, for images of 32×32.
/// `RandomCrop.to(24, 24)` cuts without padding: A. Krizhevsky, I. Sutskever and G. E. Hinton, "ImageNet
/// classification with deep convolutional neural networks", 2012, section 4.1.
///
/// @param height rows of the part, at least 1; 0 for as many as the image has
/// @param width columns of the part, at least 1; 0 for as many as the image has
/// @param padding rows and columns of zeros on every side, from 0 to 1,048,576
public record RandomCrop(int height, int width, int padding) implements Transform {
    /// More than any picture has, and far from what overflows.
    private static final int MOST_PADDING = 1 << 20;

    public RandomCrop {
        boolean own = height == 0 && width == 0;
        if (!own && (height < 1 || width < 1)) {
            throw new IllegalArgumentException("a crop needs at least 1 row and 1 column: got " + height + "×" + width);
        }
        if (padding < (own ? 1 : 0)) {
            throw new IllegalArgumentException("padding must be at least " + (own ? 1 : 0) + ": got " + padding);
        }
        if (padding > MOST_PADDING) {
            throw new IllegalArgumentException("padding must be at most " + MOST_PADDING + ": got " + padding);
        }
    }

    /// Pads and cuts the old size out.
    ///
    /// @param padding at least 1
    public static RandomCrop of(int padding) {
        return new RandomCrop(0, 0, padding);
    }

    /// Cuts a part of this size out, without padding.
    public static RandomCrop to(int height, int width) {
        return new RandomCrop(height, width, 0);
    }

    /// Pads before it cuts.
    public RandomCrop padding(int padding) {
        return new RandomCrop(height, width, padding);
    }

    @Override
    public Shape shape(Shape in) {
        Extents.image(in, this);
        return height == 0 ? in : Extents.part(in, height, width, padding, this);
    }

    @Override
    public int draws() {
        return 2;
    }

    @Override
    public void apply(float[] image, int from, Shape in, float[] into, int offset, Seed seed, long counter) {
        int channels = in.dim(2);
        int rows = height == 0 ? in.dim(0) : height;
        int columns = width == 0 ? in.dim(1) : width;
        int down = seed.below(in.dim(0) + 2 * padding - rows + 1, counter) - padding;
        int right = seed.below(in.dim(1) + 2 * padding - columns + 1, counter + 1) - padding;
        for (int y = 0; y < rows; y++) {
            int to = offset + y * columns * channels;
            int source = y + down;
            if (source < 0 || source >= in.dim(0)) {
                Arrays.fill(into, to, to + columns * channels, 0);
            } else {
                int row = from + source * in.dim(1) * channels;
                part(image, row, in.dim(1) * channels, right * channels, into, to, columns * channels);
            }
        }
    }

    /// `into[i] = image[i + shift]` for `i` from 0 to `length − 1` within a row of `row` values, 0 beside it.
    private static void part(float[] image, int from, int row, int shift, float[] into, int to, int length) {
        int first = Math.clamp(-(long) shift, 0, length);
        int end = Math.clamp((long) row - shift, first, length);
        Arrays.fill(into, to, to + first, 0);
        System.arraycopy(image, from + Math.min(row, first + shift), into, to + first, end - first);
        Arrays.fill(into, to + end, to + length, 0);
    }

    @Override
    public String toString() {
        if (height == 0) {
            return "RandomCrop.of(" + padding + ")";
        }
        return "RandomCrop.to(" + height + ", " + width + ")" + (padding == 0 ? "" : ".padding(" + padding + ")");
    }
}
