package dev.fovea.data;

import dev.fovea.io.FileProblem;
import dev.fovea.io.RegularFile;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// Reads image files: PNG, JPEG, GIF (its first picture), BMP, TIFF and WBMP.
///
/// Pixels become floats from 0 to 1, height × width × channels, one channel for grey files and three
/// (red, green, blue) for all others. Transparent pixels lie on white. A colour profile is applied, and so is the
/// orientation that a camera notes in a JPEG file.
public final class Images {
    /// The largest image that is decoded, in pixels: 8,192 × 8,192.
    public static final long MOST_PIXELS = 1L << 26;

    private static final long MOST_BYTES = 1L << 28;

    private Images() {}

    /// The image of a file in its own size.
    ///
    /// @throws DataException one line, if there is no such file or it is not an image
    public static Tensor read(Path file) {
        return decode(bytes(file), file.toString());
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
        return decode(bytes(file), file.toString(), shape, fitting);
    }

    /// The image that the bytes of a file hold.
    ///
    /// @param name what errors call it
    public static Tensor decode(byte[] file, String name) {
        return pixels(file, name).tensor();
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
        return Levels.rounded(Resampling.apply(pixels(file, name), shape, fitting));
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
        return own.equals(shape) ? image : Resampling.apply(new Pixels.Values(image), shape, fitting);
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

    private static Pixels pixels(byte[] file, String name) {
        // A stream of its own, so that ImageIO's cache on disk is never used.
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new DataException(name + " is not an image: expected PNG, JPEG, GIF, BMP or TIFF, got "
                        + (file.length == 0 ? "an empty file" : "a file of " + file.length
                                + (file.length == 1 ? " byte" : " bytes") + " of another kind"));
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return Pixels.of(decode(reader, name), Orientation.of(file));
            } finally {
                reader.dispose();
            }
        } catch (DataException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Damaged files make ImageIO's readers throw whatever their arithmetic runs into.
            throw new DataException(name + ": the image is damaged or of an unusual kind: " + reason(e), e);
        }
    }

    private static BufferedImage decode(ImageReader reader, String name) throws IOException {
        long width = reader.getWidth(0);
        long height = reader.getHeight(0);
        if (width < 1 || height < 1 || width * height > MOST_PIXELS) {
            throw new DataException(name + ": expected an image of at most " + MOST_PIXELS + " pixels, got " + width
                    + "×" + height + "; make it smaller");
        }
        AtomicBoolean truncated = new AtomicBoolean();
        // The JPEG reader only warns, and fills what is missing with grey.
        reader.addIIOReadWarningListener((_, warning) -> {
            if (warning.contains("premature end")) {
                truncated.set(true);
            }
        });
        BufferedImage image = reader.read(0);
        if (truncated.get()) {
            throw new DataException(name + ": the image is truncated: it has " + width + "×" + height
                    + " pixels, and the file ends before the last");
        }
        return image;
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
