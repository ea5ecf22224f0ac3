package dev.fovea.data.augment;

import dev.fovea.data.Preprocessing;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;

/// Gives each image a mean of 0 and a standard deviation of 1: `y = (x − m) / max(σ, floor / √N)`, m and σ over
/// all N values of the image.
///
/// TensorFlow's `per_image_standardization` has 1 / √N for values from 0 to 255; for values from 0 to 1 that is
/// a floor of 1/255. Images of one colour become 0 instead of noise.
///
/// @param floor above 0
public record PerImageStandardization(float floor) implements KeepsShape {
    public PerImageStandardization {
        if (!(floor > 0) || floor == Float.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("floor must be above 0: got " + floor);
        }
    }

    /// A floor of 1/255.
    public static PerImageStandardization of() {
        return new PerImageStandardization(1 / 255f);
    }

    public PerImageStandardization floor(double floor) {
        return new PerImageStandardization((float) floor);
    }

    @Override
    public int draws() {
        return 0;
    }

    @Override
    public void apply(float[] image, int from, Shape in, float[] into, int offset, Seed seed, long counter) {
        int size = (int) in.size();
        System.arraycopy(image, from, into, offset, size);
        Preprocessing.standardise(into, offset, size, floor);
    }

    @Override
    public String toString() {
        return "PerImageStandardization.of()" + (floor == 1 / 255f ? "" : ".floor(" + floor + ")");
    }
}
