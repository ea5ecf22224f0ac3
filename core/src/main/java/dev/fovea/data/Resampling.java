package dev.fovea.data;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;

/// Brings an image, or its centre, to a size, each axis resampled with a triangle filter. The filter is bilinear
/// interpolation when it enlarges, and grows with the factor when it shrinks, so that every pixel counts. Source rows
/// are read one at a time.
final class Resampling {
    /// How much each source pixel from `first` on counts for one target pixel; the weights add up to 1.
    private record Taps(int first, float[] weights) {
        int end() {
            return first + weights.length;
        }
    }

    private final Pixels source;
    private final Taps[] columns;
    private final Taps[] rows;
    private final int channels;

    /// @param across source columns for each column of the result; those beside all of them are cut off
    /// @param down the same of rows
    private Resampling(Pixels source, Shape shape, double across, double down) {
        this.source = source;
        channels = shape.dim(2);
        columns = taps(source.width(), shape.dim(1), across);
        rows = taps(source.height(), shape.dim(0), down);
    }

    static Tensor apply(Pixels source, Shape shape, Fitting fitting) {
        if (shape.rank() != 3 || shape.isBatched() || (shape.dim(2) != 1 && shape.dim(2) != 3)) {
            throw new IllegalArgumentException(
                    "images have the shape height × width × 1 (grey) or × 3 (colour): got " + shape);
        }
        double across = (double) source.width() / shape.dim(1);
        double down = (double) source.height() / shape.dim(0);
        return switch (fitting) {
            case CROP -> {
                double scale = Math.min(across, down);
                yield new Resampling(source, shape, scale, scale).run(shape);
            }
            case PAD -> padded(source, shape, Math.max(across, down));
            case STRETCH -> stretched(source, shape);
        };
    }

    private static Tensor stretched(Pixels source, Shape shape) {
        double across = (double) source.width() / shape.dim(1);
        double down = (double) source.height() / shape.dim(0);
        return new Resampling(source, shape, across, down).run(shape);
    }

    /// @param scale source pixels for each pixel of the result
    private static Tensor padded(Pixels source, Shape shape, double scale) {
        int height = Math.clamp(Math.round(source.height() / scale), 1, shape.dim(0));
        int width = Math.clamp(Math.round(source.width() / scale), 1, shape.dim(1));
        Tensor whole = stretched(source, Shape.of(height, width, shape.dim(2)));
        return whole.shape().equals(shape) ? whole : bordered(whole, shape);
    }

    /// The image in the middle of a larger one.
    private static Tensor bordered(Tensor image, Shape shape) {
        float[] border = border(image, image.shape().dim(0) < shape.dim(0));
        Tensor result = Tensor.zeros(shape);
        float[] into = result.values();
        for (int i = 0; i < into.length; i++) {
            into[i] = border[i % border.length];
        }
        int height = image.shape().dim(0);
        int row = image.shape().dim(1) * border.length;
        int top = (shape.dim(0) - height) / 2;
        int left = (shape.dim(1) - image.shape().dim(1)) / 2;
        for (int y = 0; y < height; y++) {
            int at = ((top + y) * shape.dim(1) + left) * border.length;
            System.arraycopy(image.values(), y * row, into, at, row);
        }
        return result;
    }

    /// The mean colour of two opposite edges.
    ///
    /// @param level whether of the first and the last row, not of the columns
    private static float[] border(Tensor image, boolean level) {
        int height = image.shape().dim(0);
        int width = image.shape().dim(1);
        int channels = image.shape().dim(2);
        int length = level ? width : height;
        int step = level ? channels : width * channels;
        int opposite = level ? (height - 1) * width * channels : (width - 1) * channels;
        float[] mean = new float[channels];
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            for (int i = 0; i < length; i++) {
                sum += (double) image.values()[i * step + c] + image.values()[i * step + opposite + c];
            }
            mean[c] = (float) (sum / (2 * length));
        }
        return mean;
    }

    private Tensor run(Shape shape) {
        Tensor image = Tensor.zeros(shape);
        float[] row = new float[source.width() * source.channels()];
        float[] converted = new float[source.width() * channels];
        float[] narrow = new float[columns.length * channels];
        int lowest = 0;
        for (int y = rows[0].first; y < rows[rows.length - 1].end(); y++) {
            source.row(y, row);
            convert(row, converted);
            across(converted, narrow);
            while (rows[lowest].end() <= y) {
                lowest++;
            }
            for (int i = lowest; i < rows.length && rows[i].first <= y; i++) {
                add(narrow, rows[i], y, image.values(), i * narrow.length);
            }
        }
        return image;
    }

    private static void add(float[] row, Taps taps, int y, float[] into, int offset) {
        if (y < taps.end()) {
            float weight = taps.weights[y - taps.first];
            for (int i = 0; i < row.length; i++) {
                into[offset + i] += weight * row[i];
            }
        }
    }

    private void across(float[] row, float[] into) {
        for (int x = 0; x < columns.length; x++) {
            for (int c = 0; c < channels; c++) {
                float sum = 0;
                for (int i = 0; i < columns[x].weights.length; i++) {
                    sum += columns[x].weights[i] * row[(columns[x].first + i) * channels + c];
                }
                into[x * channels + c] = sum;
            }
        }
    }

    /// Grey is .299 red + .587 green + .114 blue, in a form that leaves equal values as they are.
    private void convert(float[] row, float[] into) {
        if (source.channels() == channels) {
            System.arraycopy(row, 0, into, 0, row.length);
        } else if (channels == 1) {
            for (int x = 0; x < into.length; x++) {
                float green = row[3 * x + 1];
                into[x] = green + .299f * (row[3 * x] - green) + .114f * (row[3 * x + 2] - green);
            }
        } else {
            for (int i = 0; i < into.length; i++) {
                into[i] = row[i / 3];
            }
        }
    }

    private static Taps[] taps(int from, int to, double scale) {
        double start = (from - to * scale) / 2;
        double radius = Math.max(scale, 1);
        Taps[] taps = new Taps[to];
        for (int i = 0; i < to; i++) {
            double centre = start + (i + .5) * scale;
            int first = Math.clamp((long) Math.floor(centre - radius + .5), 0, from - 1);
            int end = Math.clamp((long) Math.ceil(centre + radius - .5), first + 1, from);
            taps[i] = new Taps(first, weights(first, end, centre, radius));
        }
        return taps;
    }

    private static float[] weights(int first, int end, double centre, double radius) {
        double[] weights = new double[end - first];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.max(0, 1 - Math.abs(first + i + .5 - centre) / radius);
            sum += weights[i];
        }
        float[] result = new float[weights.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) (weights[i] / sum);
        }
        return result;
    }
}
