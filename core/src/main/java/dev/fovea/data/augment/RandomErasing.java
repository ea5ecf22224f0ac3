package dev.fovea.data.augment;

import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;

/// Puts a rectangle of random area, aspect and place on some images, filled with one value or with noise.
///
/// The rectangle has a share of the image's area, uniform from `least` to `most`, and an aspect, width to height,
/// from `1 / aspect` to `aspect`, uniform in its logarithm; where ten draws do not fit, the image stays as it is.
///
/// Z. Zhong, L. Zheng, G. Kang, S. Li and Y. Yang, "Random erasing data augmentation", 2020, with 0.5, 0.02, 0.4
/// and 10/3, and noise.
///
/// @param probability that an image gets a rectangle, above 0, at most 1
/// @param least share of the area, above 0
/// @param most share of the area, at most 1
/// @param aspect the greatest, at least 1
/// @param noisy uniform numbers from 0 to 1, one for each value; else `value`
/// @param value of the rectangle without noise
public record RandomErasing(float probability, float least, float most, float aspect, boolean noisy, float value)
        implements KeepsShape {
    private static final int TRIES = 10;
    private static final int NOISE = 1 + 2 * TRIES + 2;
    /// More than the values of any image whose noise is all drawn anew; larger ones repeat it.
    private static final int MOST_NOISE = 1 << 24;

    public RandomErasing {
        Bounds.require("probability", probability, 1);
        Bounds.requireShares(least, most);
        Bounds.requireAspect(aspect);
    }

    /// Rectangles of 0 with 2 to 40 % of the area and aspects from 3:10 to 10:3.
    public static RandomErasing of(double probability) {
        return new RandomErasing((float) probability, .02f, .4f, 10f / 3, false, 0);
    }

    public RandomErasing area(double least, double most) {
        return new RandomErasing(probability, (float) least, (float) most, aspect, noisy, value);
    }

    public RandomErasing aspect(double aspect) {
        return new RandomErasing(probability, least, most, (float) aspect, noisy, value);
    }

    public RandomErasing value(double value) {
        return new RandomErasing(probability, least, most, aspect, false, (float) value);
    }

    /// Fills with uniform numbers from 0 to 1.
    public RandomErasing noise() {
        return new RandomErasing(probability, least, most, aspect, true, 0);
    }

    @Override
    public int draws() {
        return NOISE + (noisy ? MOST_NOISE : 0);
    }

    @Override
    public void apply(float[] image, int from, Shape in, float[] into, int offset, Seed seed, long counter) {
        System.arraycopy(image, from, into, offset, (int) in.size());
        if (seed.uniform(counter) >= probability) {
            return;
        }
        int rows = in.dim(0);
        int columns = in.dim(1);
        for (int i = 0; i < TRIES; i++) {
            double area = Bounds.draw(least, most, seed, counter + 1 + 2 * i) * rows * columns;
            double ratio = Bounds.aspect(aspect, seed, counter + 2 + 2 * i);
            int wide = (int) Math.round(Math.sqrt(area * ratio));
            int high = (int) Math.round(Math.sqrt(area / ratio));
            if (wide >= 1 && wide <= columns && high >= 1 && high <= rows) {
                int top = seed.below(rows - high + 1, counter + NOISE - 2);
                int left = seed.below(columns - wide + 1, counter + NOISE - 1);
                erase(in, top, left, high, wide, into, offset, seed, counter + NOISE);
                return;
            }
        }
    }

    private void erase(
            Shape in, int top, int left, int high, int wide, float[] into, int offset, Seed seed, long counter) {
        int channels = in.dim(2);
        for (int y = top; y < top + high; y++) {
            int first = (y * in.dim(1) + left) * channels;
            for (int i = first; i < first + wide * channels; i++) {
                into[offset + i] = noisy ? (float) seed.uniform(counter + i % MOST_NOISE) : value;
            }
        }
    }

    @Override
    public String toString() {
        String filled = noisy ? ".noise()" : value == 0 ? "" : ".value(" + value + ")";
        return "RandomErasing.of(" + probability + ").area(" + least + ", " + most + ").aspect(" + aspect + ")"
                + filled;
    }
}
