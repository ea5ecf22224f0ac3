package dev.fovea.data;

import dev.fovea.data.picture.Orientation;
import dev.fovea.data.picture.PictureFile;
import dev.fovea.data.picture.Rows;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;

/// Brings an image, or its centre, to a size, each axis resampled with a triangle filter. The filter is bilinear
/// interpolation when it enlarges, and grows with the factor when it shrinks, so that every pixel counts. Source rows
/// are taken one at a time, as they come.
final class Resampling implements Rows {
    /// How much source pixels count for target pixels.
    ///
    /// @param first source pixel of each target pixel
    /// @param begin where the weights of each target pixel begin, and where those of the last end; they add up to 1
    private record Taps(int[] first, int[] begin, float[] weights) {
        int count() {
            return first.length;
        }

        int end(int i) {
            return first[i] + begin[i + 1] - begin[i];
        }
    }

    private final int sourceChannels;
    private final int channels;
    private final Taps columns;
    private final Taps rows;
    private final Tensor image;
    private final float[] converted;
    private final float[] narrow;
    private int lowest;

    /// @param across source columns for each column of the result; those beside all of them are cut off
    /// @param down the same of rows
    private Resampling(int width, int height, int sourceChannels, Shape shape, double across, double down) {
        this.sourceChannels = sourceChannels;
        channels = shape.dim(2);
        columns = taps(width, shape.dim(1), across);
        rows = taps(height, shape.dim(0), down);
        image = Tensor.zeros(shape);
        converted = new float[sourceChannels == channels ? 0 : Math.multiplyExact(width, channels)];
        narrow = new float[shape.dim(1) * channels];
    }

    /// Bytes that bringing a picture to a shape takes at most: a row with the result's channels, the weights of both
    /// axes, and the result, as it is stored, turned, with its border, and rounded.
    static long memory(PictureFile source, Shape shape) {
        long row = source.channels() == shape.dim(2) ? 0 : (long) source.width() * shape.dim(2);
        long weights = 2L * (source.width() + source.height()) + 6L * (shape.dim(0) + shape.dim(1));
        return Float.BYTES * (row + weights + 4L * shape.size());
    }

    static void requireImage(Shape shape) {
        if (shape.rank() != 3 || shape.isBatched() || (shape.dim(2) != 1 && shape.dim(2) != 3)) {
            throw new IllegalArgumentException(
                    "images have the shape height × width × 1 (grey) or × 3 (colour): got " + shape);
        }
    }

    static Tensor apply(Tensor source, Shape shape, Fitting fitting) {
        int height = source.shape().dim(0);
        int width = source.shape().dim(1);
        int channels = source.shape().dim(2);
        double[] scales = scales(width, height, shape, fitting);
        Resampling resampling = new Resampling(
                width, height, channels, inner(width, height, shape, fitting), scales[0], scales[1]);
        float[] row = new float[width * channels];
        for (int y = 0; y < height; y++) {
            System.arraycopy(source.values(), y * row.length, row, 0, row.length);
            resampling.row(y, row);
        }
        return bordered(resampling.image, shape);
    }

    /// Resamples the picture as it is stored, and turns what comes of it.
    static Tensor apply(PictureFile source, Shape shape, Fitting fitting) {
        Orientation orientation = source.orientation();
        boolean swaps = orientation.swaps();
        int width = swaps ? source.height() : source.width();
        int height = swaps ? source.width() : source.height();
        Shape inner = inner(width, height, shape, fitting);
        double[] scales = scales(width, height, shape, fitting);
        Resampling resampling = new Resampling(
                source.width(), source.height(), source.channels(),
                swaps ? Shape.of(inner.dim(1), inner.dim(0), inner.dim(2)) : inner, scales[swaps ? 1 : 0],
                scales[swaps ? 0 : 1]);
        source.rows(resampling);
        return bordered(turned(resampling.image, orientation, inner), shape);
    }

    private static Tensor turned(Tensor stored, Orientation orientation, Shape upright) {
        if (orientation.tag() == 1) {
            return stored;
        }
        Tensor result = Tensor.zeros(upright);
        int height = stored.shape().dim(0);
        int width = stored.shape().dim(1);
        int channels = stored.shape().dim(2);
        float[] row = new float[width * channels];
        for (int y = 0; y < height; y++) {
            System.arraycopy(stored.values(), y * row.length, row, 0, row.length);
            orientation.place(y, row, width, height, channels, result.values());
        }
        return result;
    }

    /// The shape without a border.
    private static Shape inner(int width, int height, Shape shape, Fitting fitting) {
        if (fitting != Fitting.PAD) {
            return shape;
        }
        double scale = Math.max((double) width / shape.dim(1), (double) height / shape.dim(0));
        return Shape.of(
                Math.clamp(Math.round(height / scale), 1, shape.dim(0)),
                Math.clamp(Math.round(width / scale), 1, shape.dim(1)), shape.dim(2));
    }

    /// Source columns and source rows for each of the result.
    private static double[] scales(int width, int height, Shape shape, Fitting fitting) {
        Shape inner = inner(width, height, shape, fitting);
        double across = (double) width / inner.dim(1);
        double down = (double) height / inner.dim(0);
        double least = Math.min(across, down);
        return fitting == Fitting.CROP ? new double[] {least, least} : new double[] {across, down};
    }

    /// The image in the middle of a larger one.
    private static Tensor bordered(Tensor image, Shape shape) {
        if (image.shape().equals(shape)) {
            return image;
        }
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

    @Override
    public void row(int y, float[] values) {
        if (y < rows.first[0] || y >= rows.end(rows.count() - 1)) {
            return;
        }
        float[] row = values;
        if (sourceChannels != channels) {
            convert(values, converted);
            row = converted;
        }
        if (channels == 3) {
            acrossColour(row, columns, narrow);
        } else {
            acrossGrey(row, columns, narrow);
        }
        while (rows.end(lowest) <= y) {
            lowest++;
        }
        for (int i = lowest; i < rows.count() && rows.first[i] <= y; i++) {
            if (y < rows.end(i)) {
                add(narrow, rows.weights[rows.begin[i] + y - rows.first[i]], image.values(), i * narrow.length);
            }
        }
    }

    private static void add(float[] row, float weight, float[] into, int offset) {
        for (int i = 0; i < row.length; i++) {
            into[offset + i] += weight * row[i];
        }
    }

    private static void acrossColour(float[] row, Taps columns, float[] into) {
        float[] weights = columns.weights;
        for (int x = 0; x < columns.first.length; x++) {
            float red = 0;
            float green = 0;
            float blue = 0;
            int at = 3 * columns.first[x];
            for (int i = columns.begin[x]; i < columns.begin[x + 1]; i++, at += 3) {
                float weight = weights[i];
                red += weight * row[at];
                green += weight * row[at + 1];
                blue += weight * row[at + 2];
            }
            into[3 * x] = red;
            into[3 * x + 1] = green;
            into[3 * x + 2] = blue;
        }
    }

    private static void acrossGrey(float[] row, Taps columns, float[] into) {
        float[] weights = columns.weights;
        for (int x = 0; x < columns.first.length; x++) {
            float sum = 0;
            int at = columns.first[x];
            for (int i = columns.begin[x]; i < columns.begin[x + 1]; i++, at++) {
                sum += weights[i] * row[at];
            }
            into[x] = sum;
        }
    }

    /// Grey is 0.299 red + 0.587 green + 0.114 blue, in a form that leaves equal values as they are.
    private void convert(float[] row, float[] into) {
        if (channels == 1) {
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

    private static Taps taps(int from, int to, double scale) {
        double start = (from - to * scale) / 2;
        double radius = Math.max(scale, 1);
        int[] first = new int[to];
        int[] begin = new int[to + 1];
        for (int i = 0; i < to; i++) {
            double centre = start + (i + .5) * scale;
            first[i] = Math.clamp((long) Math.floor(centre - radius + .5), 0, from - 1);
            int end = Math.clamp((long) Math.ceil(centre + radius - .5), first[i] + 1, from);
            begin[i + 1] = begin[i] + end - first[i];
        }
        float[] weights = new float[begin[to]];
        for (int i = 0; i < to; i++) {
            weigh(first[i], start + (i + .5) * scale, radius, weights, begin[i], begin[i + 1]);
        }
        return new Taps(first, begin, weights);
    }

    private static void weigh(int first, double centre, double radius, float[] into, int begin, int end) {
        double sum = 0;
        for (int i = begin; i < end; i++) {
            sum += Math.max(0, 1 - Math.abs(first + i - begin + .5 - centre) / radius);
        }
        for (int i = begin; i < end; i++) {
            into[i] = (float) (Math.max(0, 1 - Math.abs(first + i - begin + .5 - centre) / radius) / sum);
        }
    }
}
