package dev.fovea.data.augment;

import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;

/// Stretches an image about its mean colour: `y = (x − m[c]) · f + m[c]`, `m[c]` the mean of channel c of this
/// image, f uniform from `low` to `high`. It does not clip, so values may leave 0 to 1.
///
/// A. G. Howard, "Some improvements on deep convolutional neural network based image classification", 2013;
/// the mean of each channel as in TensorFlow's `adjust_contrast`.
///
/// @param low the least factor, 0 or more; 1 changes nothing
/// @param high the greatest factor, at least `low`
public record Contrast(float low, float high) implements KeepsShape {
    public Contrast {
        Bounds.requireFactors(low, high);
    }

    public static Contrast of(double low, double high) {
        return new Contrast((float) low, (float) high);
    }

    @Override
    public int draws() {
        return 1;
    }

    @Override
    public boolean isRandom() {
        return Bounds.varies(low, high);
    }

    @Override
    public void apply(float[] image, int from, Shape in, float[] into, int offset, Seed seed, long counter) {
        double factor = Bounds.draw(low, high, seed, counter);
        int channels = in.dim(2);
        int size = (int) in.size();
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            for (int i = c; i < size; i += channels) {
                sum += image[from + i];
            }
            double mean = sum / (size / channels);
            for (int i = c; i < size; i += channels) {
                into[offset + i] = (float) ((image[from + i] - mean) * factor + mean);
            }
        }
    }

    @Override
    public String toString() {
        return "Contrast.of(" + low + ", " + high + ")";
    }
}
