package dev.fovea.data;

import dev.fovea.tensor.Shape;
import java.util.Arrays;

/// What becomes of an image before a network sees it: its shape, then for each channel c
/// `(x − mean[c]) / std[c]` of values x from 0 to 1. It is saved with a model.
///
/// @param shape height × width × channels; an image for one channel is made grey
/// @param mean one for each channel, or none at all to leave the values as they are
/// @param std as many as `mean`, above 0
public record Preprocessing(Shape shape, float[] mean, float[] std) {
    public Preprocessing {
        mean = mean.clone();
        std = std.clone();
        if (shape.rank() == 0 || shape.isBatched()) {
            throw new IllegalArgumentException("preprocessing needs the shape of one image: got " + shape);
        }
        int channels = shape.dim(-1);
        if (mean.length != std.length || (mean.length != 0 && mean.length != channels)) {
            throw new IllegalArgumentException("mean and std must have one number for each of the " + channels
                    + " channels of " + shape + ", or none: got " + mean.length + " and " + std.length);
        }
        for (int c = 0; c < mean.length; c++) {
            if (!Float.isFinite(mean[c]) || !Float.isFinite(std[c]) || std[c] <= 0) {
                throw new IllegalArgumentException(
                        "mean must be finite and std above 0: got " + mean[c] + " and " + std[c] + " for channel " + c);
            }
        }
    }

    /// Values from 0 to 1 as they are.
    public static Preprocessing of(Shape shape) {
        return new Preprocessing(shape, new float[0], new float[0]);
    }

    /// The mean and the standard deviation of each channel over all images, summed in double in the
    /// order of the images. A channel that never changes keeps its scale.
    public static Preprocessing ofMeanStd(Dataset dataset) {
        int channels = dataset.sample().dim(-1);
        float[] image = new float[Math.toIntExact(dataset.sample().size())];
        double[] sum = new double[channels];
        double[] squares = new double[channels];
        for (int i = 0; i < dataset.size(); i++) {
            dataset.read(i, image, 0);
            for (int c = 0; c < channels; c++) {
                add(image, c, channels, sum, squares);
            }
        }
        double count = (double) dataset.size() * image.length / channels;
        float[] mean = new float[channels];
        float[] std = new float[channels];
        for (int c = 0; c < channels; c++) {
            double average = sum[c] / count;
            double variance = squares[c] / count - average * average;
            mean[c] = (float) average;
            std[c] = variance > 1e-12 ? (float) Math.sqrt(variance) : 1;
        }
        return new Preprocessing(dataset.sample(), mean, std);
    }

    private static void add(float[] image, int channel, int channels, double[] sum, double[] squares) {
        double total = 0;
        double square = 0;
        for (int i = channel; i < image.length; i += channels) {
            total += image[i];
            square += (double) image[i] * image[i];
        }
        sum[channel] += total;
        squares[channel] += square;
    }

    /// Whether images lose their colour.
    public boolean grey() {
        return shape.dim(-1) == 1;
    }

    /// The mean of each channel; empty where values stay as they are.
    public float[] mean() {
        return mean.clone();
    }

    /// The standard deviation of each channel; empty where values stay as they are.
    public float[] std() {
        return std.clone();
    }

    /// Normalises one image in place.
    public void apply(float[] image, int offset) {
        int channels = mean.length;
        int end = offset + (int) shape.size();
        for (int c = 0; c < channels; c++) {
            float shift = mean[c];
            float scale = std[c];
            for (int i = offset + c; i < end; i += channels) {
                image[i] = (image[i] - shift) / scale;
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Preprocessing that
                && shape.equals(that.shape)
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(std, that.std);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * shape.hashCode() + Arrays.hashCode(mean)) + Arrays.hashCode(std);
    }

    @Override
    public String toString() {
        return "Preprocessing(" + shape + ", mean " + Arrays.toString(mean) + ", std " + Arrays.toString(std) + ")";
    }
}
