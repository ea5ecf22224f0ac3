package dev.fovea.data;

import dev.fovea.data.picture.Orientation;
import dev.fovea.data.picture.PictureException;
import dev.fovea.data.picture.PictureFile;
import dev.fovea.io.FileProblem;
import dev.fovea.io.RegularFile;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;

/// Reads image files: JPEG, PNG, WebP, GIF (its first picture), BMP, TIFF, PBM, PGM, PPM, PAM and WBMP, whatever their
/// names end with.
///
/// Pixels become floats from 0 to 1, height × width × channels, one channel for grey files and three
/// (red, green, blue) for all others. Transparent pixels lie on white. A colour profile is applied if it is sound, and
/// so is the orientation that a camera notes.
///
/// Decoding takes at most half of Java's memory; what decoders keep outside of Java's heap counts. Pictures of JPEG in
/// one pass and of PNG that is not interlaced take that of a few rows where a shape is asked for; of others that are
/// too large every second row and column is taken, every third and so on.
public final class Images {
    /// The largest image that is decoded, in pixels: 2²⁹, about 536 million.
    public static final long MOST_PIXELS = 1L << 29;

    private static final long MOST_BYTES = 1L << 29;
    private static final double MEGABYTE = 1 << 20;

    private Images() {}

    /// The image of a file in its own size.
    ///
    /// @throws DataException one line, if there is no such file, it is not an image, or it takes more than half of
    ///         Java's memory
    public static Tensor read(Path file) {
        return guarded(file.toString(), () -> whole(PictureFile.of(bytes(file))));
    }

    /// The image of a file in a wanted shape, as [#fit] makes it, in little memory; of other aspects the centre.
    ///
    /// @throws DataException one line, if there is no such file or it is not an image
    public static Tensor read(Path file, Shape shape) {
        return read(file, shape, Fitting.CROP);
    }

    /// The image of a file in a wanted shape, as [#fit] makes it, in little memory; its values are whole 255ths, as
    /// data sets keep them.
    ///
    /// @throws DataException one line, if there is no such file or it is not an image
    public static Tensor read(Path file, Shape shape, Fitting fitting) {
        Resampling.requireImage(shape);
        return guarded(file.toString(), () -> fitted(PictureFile.of(bytes(file)), shape, fitting));
    }

    /// The image that the bytes of a file hold.
    ///
    /// @param name what errors call it
    public static Tensor decode(byte[] file, String name) {
        return guarded(name, () -> whole(PictureFile.of(file)));
    }

    /// The image that the bytes of a file hold, in a wanted shape; of other aspects the centre.
    ///
    /// @param name what errors call it
    public static Tensor decode(byte[] file, String name, Shape shape) {
        return decode(file, name, shape, Fitting.CROP);
    }

    /// The image that the bytes of a file hold, in a wanted shape; its values are whole 255ths, as data sets keep them.
    ///
    /// @param name what errors call it
    public static Tensor decode(byte[] file, String name, Shape shape, Fitting fitting) {
        Resampling.requireImage(shape);
        return guarded(name, () -> fitted(PictureFile.of(file), shape, fitting));
    }

    /// Makes light dark and dark light: 1 − each value.
    public static Tensor inverted(Tensor image) {
        Tensor inverted = Tensor.zeros(image.shape());
        for (int i = 0; i < image.values().length; i++) {
            inverted.values()[i] = 1 - image.values()[i];
        }
        return inverted;
    }

    /// Brings an image to a shape; of other aspects the centre.
    public static Tensor fit(Tensor image, Shape shape) {
        return fit(image, shape, Fitting.CROP);
    }

    /// Brings an image, height × width × 1 or 3, to a shape: makes it grey or colour, and enlarges it by bilinear
    /// interpolation or shrinks it so that every pixel counts. An image that has the shape already stays as it is.
    ///
    /// @param fitting what becomes of other aspects
    public static Tensor fit(Tensor image, Shape shape, Fitting fitting) {
        Shape own = image.shape();
        if (own.rank() != 3 || (own.dim(2) != 1 && own.dim(2) != 3)) {
            throw new IllegalArgumentException(
                    "images have the shape height × width × 1 (grey) or × 3 (colour): got " + own);
        }
        Resampling.requireImage(shape);
        return own.equals(shape) ? image : Resampling.apply(image, shape, fitting);
    }

    /// Whatever goes wrong with a picture is said of it in one line.
    static Tensor guarded(String name, Supplier<Tensor> decoding) {
        try {
            return decoding.get();
        } catch (PictureException e) {
            throw new DataException(name + e.getMessage(), e);
        } catch (DataException e) {
            throw e;
        } catch (OutOfMemoryError e) {
            throw new DataException(name + ": the memory left is too small for the image; give Java a larger heap, or"
                    + " make the image smaller", e);
        } catch (LinkageError e) {
            throw new DataException(name + ": the decoder for this kind of image does not start: expected "
                    + missing(e), e);
        } catch (RuntimeException | StackOverflowError | InternalError | AssertionError e) {
            // Damaged files make decoders throw whatever their arithmetic runs into.
            throw new DataException(
                    name + ": the image is damaged or of an unusual kind; save it again as PNG or JPEG", e);
        }
    }

    /// What a decoder lacks. Only that of TIFF comes from outside of Java, and may be left out.
    private static String missing(LinkageError e) {
        return String.valueOf(e.getMessage()).contains("twelvemonkeys")
                ? "the library com.twelvemonkeys.imageio:imageio-tiff beside Fovea"
                : "a Java with all of the module java.desktop and its native libraries";
    }

    private static Tensor whole(PictureFile picture) {
        requirePixels(picture);
        long values = (long) picture.width() * picture.height() * picture.channels();
        requireMemory(picture, memory(picture) + Float.BYTES * values);
        if (values > Integer.MAX_VALUE - 16) {
            throw new PictureException(": expected an image of at most " + (Integer.MAX_VALUE - 16)
                    + " values, got " + values + "; read it in a smaller shape");
        }
        return turned(picture);
    }

    /// All pixels, each at its place in the upright picture.
    private static Tensor turned(PictureFile picture) {
        Orientation orientation = picture.orientation();
        int width = picture.width();
        int height = picture.height();
        Tensor image = Tensor.zeros(
                orientation.swaps()
                        ? Shape.of(width, height, picture.channels())
                        : Shape.of(height, width, picture.channels()));
        picture.rows((y, values) ->
                orientation.place(y, values, width, height, picture.channels(), image.values()));
        return image;
    }

    private static Tensor fitted(PictureFile picture, Shape shape, Fitting fitting) {
        requirePixels(picture);
        PictureFile affordable = affordable(picture, shape, mostMemory());
        requireMemory(picture, fittedMemory(affordable, shape));
        return Levels.rounded(Resampling.apply(affordable, shape, fitting));
    }

    /// Leaves out rows and columns of a picture that is too large whole, as long as it stays larger than the shape.
    static PictureFile affordable(PictureFile picture, Shape shape, long mostMemory) {
        int shorter = Math.min(picture.width(), picture.height());
        int least = shorter / Math.max(shape.dim(0), shape.dim(1));
        for (int step = 1; step <= least; step++) {
            PictureFile part = step == 1 ? picture : picture.every(step);
            if (fittedMemory(part, shape) <= mostMemory) {
                return part;
            }
        }
        return picture;
    }

    /// Bytes that decoding takes, with the row of floats that is given on.
    private static long memory(PictureFile picture) {
        return picture.memory() + (long) Float.BYTES * picture.width() * picture.channels();
    }

    static long fittedMemory(PictureFile picture, Shape shape) {
        return memory(picture) + Resampling.memory(picture, shape);
    }

    private static long mostMemory() {
        return Runtime.getRuntime().maxMemory() / 2;
    }

    private static void requirePixels(PictureFile picture) {
        if ((long) picture.width() * picture.height() > MOST_PIXELS) {
            throw new PictureException(": expected an image of at most " + MOST_PIXELS + " pixels, got "
                    + picture.width() + "×" + picture.height() + "; make it smaller");
        }
    }

    private static void requireMemory(PictureFile picture, long needed) {
        if (needed > mostMemory()) {
            throw new PictureException(String.format(
                    Locale.ROOT,
                    ": expected an image that takes at most half of Java's memory, %.0f MB, got %d×%d pixels that take"
                            + " %.0f MB; make it smaller, or give Java a larger heap",
                    mostMemory() / MEGABYTE, picture.width(), picture.height(), needed / MEGABYTE));
        }
    }

    private static byte[] bytes(Path file) {
        if (Files.isDirectory(file)) {
            throw new DataException(file + " is a folder: expected an image file");
        }
        if (!Files.exists(file)) {
            throw new DataException("no file " + file + ": expected an image");
        }
        try {
            long size = Files.size(RegularFile.require(file));
            if (size > MOST_BYTES) {
                throw new DataException(
                        file + ": expected an image file of at most " + MOST_BYTES + " bytes, got " + size);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new DataException("cannot read " + file + ": " + FileProblem.reason(e), e);
        }
    }
}
