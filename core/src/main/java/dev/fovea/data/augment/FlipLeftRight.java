package dev.fovea.data.augment;

import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;

/// Mirrors half of the images: `y[h, w] = x[h, width − 1 − w]`.
public record FlipLeftRight() implements KeepsShape {
    public static FlipLeftRight of() {
        return new FlipLeftRight();
    }

    @Override
    public int draws() {
        return 1;
    }

    @Override
    public void apply(float[] image, int from, Shape in, float[] into, int offset, Seed seed, long counter) {
        if (seed.uniform(counter) >= .5) {
            System.arraycopy(image, from, into, offset, (int) in.size());
            return;
        }
        int width = in.dim(1);
        int channels = in.dim(2);
        for (int y = 0; y < in.dim(0); y++) {
            int row = y * width * channels;
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    into[offset + row + x * channels + c] = image[from + row + (width - 1 - x) * channels + c];
                }
            }
        }
    }

    @Override
    public String toString() {
        return "FlipLeftRight.of()";
    }
}
