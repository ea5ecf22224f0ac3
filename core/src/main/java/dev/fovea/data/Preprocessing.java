package dev.fovea.data;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/// What becomes of an image before a network sees it: its size, then `(x − mean) / std` of values x from 0 to 1,
/// where asked with the image's own mean and deviation. It is saved with a model.
///
/// @param image the shape that pictures are brought to: height × width × channels; one channel makes them grey
/// @param fitting how pictures of other aspects are brought to it
/// @param shape what the network sees: `image` itself or the centre cut out of it
/// @param mean one for each channel or for each value of `shape`, or none at all to leave the values as they are
/// @param std as many as `mean`, above 0
/// @param standardised whether each image ends with mean 0 and deviation 1, see [#standardising]
public record Preprocessing(
        Shape image, Fitting fitting, Shape shape, float[] mean, float[] std, boolean standardised) {
    /// Deviations below that of one grey step of 255 are noise.
    private static final double GREY_STEP = 1 / 255d;

    /// Values of a picture at most: 1 GiB of floats, such as 9,459 × 9,459 pixels in colour.
    private static final int MOST_VALUES = 1 << 28;

    public Preprocessing {
        mean = mean.clone();
        std = std.clone();
        if (shape.rank() == 0 || shape.isBatched()) {
            throw new IllegalArgumentException("preprocessing needs the shape of one image: got " + shape);
        }
        requireInside(image, shape);
        if (image.size() > MOST_VALUES) {
            throw new IllegalArgumentException("pictures are brought to at most 2²⁸ values: got " + image + ", "
                    + image.size() + " of them; take fewer pixels");
        }
        if (standardised && mean.length > 0) {
            throw new IllegalArgumentException(
                    "images that are standardised one by one take no mean and std of others: got "
                    + mean.length + " of them; leave one of the two out");
        }
        int channels = shape.dim(-1);
        if (mean.length != std.length || (mean.length != 0 && mean.length != channels && mean.length != shape.size())) {
            throw new IllegalArgumentException("mean and std must have one number for each of the " + channels
                    + " channels of " + shape + ", one for each of its values, or none: got " + mean.length + " and "
                    + std.length);
        }
        for (int i = 0; i < mean.length; i++) {
            if (!Float.isFinite(mean[i]) || !Float.isFinite(std[i]) || std[i] <= 0) {
                throw new IllegalArgumentException(
                        "mean must be finite and std above 0: got " + mean[i] + " and " + std[i] + " at " + i);
            }
        }
    }

    private static void requireInside(Shape image, Shape shape) {
        boolean inside = image.equals(shape)
                || image.rank() == 3 && shape.rank() == 3 && !image.isBatched() && image.dim(2) == shape.dim(2)
                        && image.dim(0) >= shape.dim(0) && image.dim(1) >= shape.dim(1);
        if (!inside) {
            throw new IllegalArgumentException(
                    "the centre to cut must lie inside the image: got " + shape + " of " + image);
        }
    }

    /// A preprocessing of whole images.
    public Preprocessing(Shape shape, float[] mean, float[] std) {
        this(shape, Fitting.CROP, shape, mean, std, false);
    }

    /// Values from 0 to 1 as they are.
    public static Preprocessing of(Shape shape) {
        return new Preprocessing(shape, new float[0], new float[0]);
    }

    /// Values from 0 to 1 as they are, of the images of a data set.
    public static Preprocessing of(Dataset dataset) {
        return of(dataset.sample()).fitting(dataset.fitting());
    }

    /// Cuts the centre out of larger images; of an odd rest the smaller half is above and on the left.
    ///
    /// @param image the shape that pictures are brought to
    public Preprocessing cutFrom(Shape image) {
        return new Preprocessing(image, fitting, shape, mean, std, standardised);
    }

    /// Brings pictures of other aspects to the shape in another way.
    public Preprocessing fitting(Fitting fitting) {
        return new Preprocessing(image, fitting, shape, mean, std, standardised);
    }

    /// Each image becomes `(x − μ) / max(σ, 1 / (255 √n))` of its own mean μ and deviation σ over all its n values: the
    /// largest factor that noise of one grey step can get.
    ///
    /// @throws IllegalArgumentException if there are a mean and a deviation of a data set
    public Preprocessing standardising() {
        return new Preprocessing(image, fitting, shape, mean, std, true);
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
        return new Preprocessing(dataset.sample(), mean, std).fitting(dataset.fitting());
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

    /// Brings each value of the images to 0 … 1 by the least and the greatest that it takes in a data set. A value that
    /// never changes becomes 0.
    public static Preprocessing ofMinMax(Dataset dataset) {
        float[] image = new float[Math.toIntExact(dataset.sample().size())];
        float[] least = new float[image.length];
        float[] greatest = new float[image.length];
        Arrays.fill(least, Float.POSITIVE_INFINITY);
        Arrays.fill(greatest, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < dataset.size(); i++) {
            dataset.read(i, image, 0);
            for (int j = 0; j < image.length; j++) {
                least[j] = Math.min(least[j], image[j]);
                greatest[j] = Math.max(greatest[j], image[j]);
            }
        }
        float[] range = new float[image.length];
        for (int j = 0; j < image.length; j++) {
            range[j] = greatest[j] > least[j] ? greatest[j] - least[j] : 1;
        }
        return new Preprocessing(dataset.sample(), least, range).fitting(dataset.fitting());
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

    /// The picture of a file in the shape `image`, its values whole 255ths from 0 to 1, as data sets of files have it.
    ///
    /// @throws DataException one line, if there is no such file or it is not an image
    public Tensor read(Path file) {
        return Images.read(file, image, fitting);
    }

    /// A picture of any size in the shape `image`, its values whole 255ths, as [#read] makes it of a file; one that has
    /// the shape already stays as it is.
    ///
    /// @param picture height × width × 1 or 3
    public Tensor fit(Tensor picture) {
        Tensor fitted = Images.fit(picture, image, fitting);
        return fitted == picture ? picture : Levels.rounded(fitted);
    }

    /// Copies the centre of an image of the shape `image` to one of the shape `shape`.
    public void cut(float[] from, int fromOffset, float[] into, int offset) {
        int row = shape.dim(1) * shape.dim(2);
        int top = (image.dim(0) - shape.dim(0)) / 2;
        int left = (image.dim(1) - shape.dim(1)) / 2;
        for (int y = 0; y < shape.dim(0); y++) {
            int at = ((top + y) * image.dim(1) + left) * shape.dim(2);
            System.arraycopy(from, fromOffset + at, into, offset + y * row, row);
        }
    }

    /// Normalises one image of the shape `shape` in place.
    public void apply(float[] values, int offset) {
        for (int c = 0; c < mean.length; c++) {
            float shift = mean[c];
            float scale = std[c];
            for (int i = offset + c; i < offset + (int) shape.size(); i += mean.length) {
                values[i] = (values[i] - shift) / scale;
            }
        }
        if (standardised) {
            standardise(values, offset, (int) shape.size(), GREY_STEP);
        }
    }

    /// Gives `size` values mean 0 and deviation 1, in place.
    ///
    /// @param floor the deviation counts as at least `floor / √size`
    public static void standardise(float[] values, int offset, int size, double floor) {
        double sum = 0;
        for (int i = offset; i < offset + size; i++) {
            sum += values[i];
        }
        double average = sum / size;
        double squares = 0;
        for (int i = offset; i < offset + size; i++) {
            squares += (values[i] - average) * (values[i] - average);
        }
        double deviation = Math.max(Math.sqrt(squares / size), floor / Math.sqrt(size));
        for (int i = offset; i < offset + size; i++) {
            values[i] = (float) ((values[i] - average) / deviation);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Preprocessing that
                && image.equals(that.image)
                && fitting == that.fitting
                && shape.equals(that.shape)
                && standardised == that.standardised
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(std, that.std);
    }

    @Override
    public int hashCode() {
        return Objects.hash(image, fitting, shape, Arrays.hashCode(mean), Arrays.hashCode(std), standardised);
    }

    @Override
    public String toString() {
        return "Preprocessing(" + shape + (image.equals(shape) ? "" : " of " + image)
                + (fitting == Fitting.CROP ? "" : ", " + fitting.id()) + ", mean " + shown(mean) + ", std "
                + shown(std) + (standardised ? ", standardised" : "") + ")";
    }

    /// All of a few numbers, the count of many.
    private static String shown(float[] values) {
        return values.length <= 4 ? Arrays.toString(values) : values.length + " numbers";
    }
}
