package dev.fovea.data.augment;

import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;

/// Turns half of the images upside down: `y[h, w] = x[height − 1 − h, w]`.
public record FlipUpDown() implements KeepsShape {
    public static FlipUpDown of() {
        return new FlipUpDown();
    }

    @Override
    public int draws() {
        return 1;
    }

    @Override
    public void apply(float[] image, int from, Shape in, float[] into, int offset, Seed seed, long counter) {
        boolean flip = seed.uniform(counter) < .5;
        int height = in.dim(0);
        int row = in.dim(1) * in.dim(2);
        for (int y = 0; y < height; y++) {
            int source = flip ? height - 1 - y : y;
            System.arraycopy(image, from + source * row, into, offset + y * row, row);
        }
    }

    @Override
    public String toString() {
        return "FlipUpDown.of()";
    }
}
