package dev.fovea.data.augment;

import dev.fovea.data.Transform;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;

/// Cuts the middle of the image out: rows from ⌊(H − height) / 2⌋ on, columns from ⌊(W − width) / 2⌋ on.
///
/// @param height rows of the part, at least 1
/// @param width columns of the part, at least 1
public record CenterCrop(int height, int width) implements Transform {
    public CenterCrop {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("a crop needs at least 1 row and 1 column: got " + height + "×" + width);
        }
    }

    public static CenterCrop to(int height, int width) {
        return new CenterCrop(height, width);
    }

    @Override
    public Shape shape(Shape in) {
        return Extents.part(in, height, width, 0, this);
    }

    @Override
    public int draws() {
        return 0;
    }

    @Override
    public void apply(float[] image, int from, Shape in, float[] into, int offset, Seed seed, long counter) {
        int channels = in.dim(2);
        int top = (in.dim(0) - height) / 2;
        int left = (in.dim(1) - width) / 2;
        for (int y = 0; y < height; y++) {
            int source = from + ((top + y) * in.dim(1) + left) * channels;
            System.arraycopy(image, source, into, offset + y * width * channels, width * channels);
        }
    }

    @Override
    public String toString() {
        return "CenterCrop.to(" + height + ", " + width + ")";
    }
}
