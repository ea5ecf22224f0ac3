package dev.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.data.picture.PictureFile;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImagesTest {
    @TempDir
    private Path folder;

    private static byte[] encode(BufferedImage image, String format) throws IOException {
        var out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    private static BufferedImage painted(int width, int height, int type, int argb) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, argb);
            }
        }
        return image;
    }

    @Test
    void colourKeepsItsValuesAndPlaces() throws IOException {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        image.setRGB(2, 1, 0x3366CC);
        Path file = folder.resolve("a.png");
        Files.write(file, encode(image, "png"));
        Tensor read = Images.read(file);
        assertThat(read.shape()).isEqualTo(Shape.of(2, 3, 3));
        assertThat(read.at(1, 2, 0)).isEqualTo(0x33 / 255f);
        assertThat(read.at(1, 2, 1)).isEqualTo(0x66 / 255f);
        assertThat(read.at(1, 2, 2)).isEqualTo(0xCC / 255f);
        assertThat(read.at(1, 1, 2)).isZero();
    }

    @Test
    void greyKeepsItsValues() throws IOException {
        BufferedImage bytes = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        bytes.getRaster().setSample(1, 0, 0, 51);
        assertThat(Images.decode(encode(bytes, "png"), "grey").values()).containsExactly(0, 51 / 255f);
        BufferedImage shorts = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        shorts.getRaster().setSample(1, 0, 0, 30000);
        assertThat(Images.decode(encode(shorts, "png"), "grey").values()).containsExactly(0, 30000 / 65535f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp", "tiff"})
    void formatsAreRead(String format) throws IOException {
        BufferedImage image = painted(16, 8, BufferedImage.TYPE_INT_RGB, 0x808080);
        Tensor read = Images.decode(encode(image, format), format, Shape.of(4, 4, 1));
        assertThat(read.shape()).isEqualTo(Shape.of(4, 4, 1));
        for (float value : read.values()) {
            assertThat(value).isCloseTo(128 / 255f, within(.02f));
        }
    }

    @Test
    void transparentPixelsLieOnWhite() throws IOException {
        BufferedImage clear = painted(2, 2, BufferedImage.TYPE_INT_ARGB, 0x00000000);
        assertThat(Images.decode(encode(clear, "png"), "clear").values()).containsOnly(1);
        BufferedImage half = painted(1, 1, BufferedImage.TYPE_INT_ARGB, 0x80FF0000);
        float[] pixel = Images.decode(encode(half, "png"), "half").values();
        assertThat(pixel[0]).isCloseTo(1, within(1e-6f));
        assertThat(pixel[1]).isCloseTo(127 / 255f, within(1e-6f));
    }

    @Test
    void greyAndColourConvert() {
        Tensor colour = Tensor.of(Shape.of(1, 2, 3), 1, 0, 0, .7f, .7f, .7f);
        assertThat(Images.fit(colour, Shape.of(1, 2, 1)).values()).containsExactly(.299f, .7f);
        Tensor grey = Tensor.of(Shape.of(1, 2, 1), .25f, .5f);
        assertThat(Images.fit(grey, Shape.of(1, 2, 3)).values()).containsExactly(.25f, .25f, .25f, .5f, .5f, .5f);
    }

    @Test
    void anImageOfTheShapeStaysAsItIs() {
        Tensor image = Tensor.of(Shape.of(2, 2, 1), .1f, .2f, .3f, .4f);
        assertThat(Images.fit(image, Shape.of(2, 2, 1))).isSameAs(image);
    }

    @Test
    void theMiddleIsCutOut() {
        Tensor wide = Tensor.of(Shape.of(1, 5, 1), 1, 2, 3, 4, 5);
        assertThat(Images.fit(wide, Shape.of(1, 3, 1)).values()).containsExactly(2, 3, 4);
        Tensor tall = Tensor.of(Shape.of(4, 2, 1), 1, 1, 2, 3, 4, 5, 6, 6);
        assertThat(Images.fit(tall, Shape.of(2, 2, 1)).values()).containsExactly(2, 3, 4, 5);
    }

    @Test
    void shrinkingByTwoWeighsWithATriangle() {
        Tensor row = Tensor.of(Shape.of(2, 4, 1), 0, 1, 0, 0, 0, 1, 0, 0);
        float[] half = Images.fit(row, Shape.of(1, 2, 1)).values();
        // Weights 3 3 1 of the first three pixels, and 1 3 3 of the last three.
        assertThat(half[0]).isCloseTo(3 / 7f, within(1e-6f));
        assertThat(half[1]).isCloseTo(1 / 7f, within(1e-6f));
    }

    @Test
    void enlargingInterpolates() {
        Tensor pair = Tensor.of(Shape.of(2, 2, 1), 0, 1, 0, 1);
        float[] large = Images.fit(pair, Shape.of(4, 4, 1)).values();
        assertThat(Arrays.copyOf(large, 4)).containsExactly(0, .25f, .75f, 1);
        assertThat(Arrays.copyOfRange(large, 12, 16)).containsExactly(0, .25f, .75f, 1);
    }

    @ParameterizedTest
    @CsvSource({"1,1,28,28", "500,375,32,32", "31,77,8,8", "3,200,28,28", "28,29,28,28"})
    void evenImagesStayEvenAtAnySize(int width, int height, int toHeight, int toWidth) {
        float[] values = new float[width * height * 3];
        Arrays.fill(values, .6f);
        Tensor fitted = Images.fit(Tensor.of(Shape.of(height, width, 3), values), Shape.of(toHeight, toWidth, 3));
        for (float value : fitted.values()) {
            assertThat(value).isCloseTo(.6f, within(1e-5f));
        }
    }

    @Test
    void readingInAShapeIsReadingAndFitting() throws IOException {
        BufferedImage image = new BufferedImage(50, 33, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 50 * 33; i++) {
            image.setRGB(i % 50, i / 50, i * 7919);
        }
        byte[] file = encode(image, "png");
        Shape shape = Shape.of(20, 14, 3);
        assertThat(Images.decode(file, "a", shape).values())
                .isEqualTo(Preprocessing.of(shape).fit(Images.decode(file, "a")).values());
    }

    @Test
    void missingFilesAndFolders() {
        assertThatThrownBy(() -> Images.read(folder.resolve("no.png")))
                .isInstanceOf(DataException.class)
                .hasMessage("no file " + folder.resolve("no.png") + ": expected an image");
        assertThatThrownBy(() -> Images.read(folder))
                .isInstanceOf(DataException.class)
                .hasMessage(folder + " is a folder: expected an image file");
    }

    @Test
    void whatIsNotAnImage() throws IOException {
        Path text = folder.resolve("notes.png");
        Files.writeString(text, "not a picture");
        assertThatThrownBy(() -> Images.read(text))
                .isInstanceOf(DataException.class)
                .hasMessage(text + " is not an image that can be read: expected JPEG, PNG, WebP, GIF, BMP, TIFF or "
                        + "PPM, got a file of 13 bytes of another kind");
        assertThatThrownBy(() -> Images.decode(new byte[0], "empty.png"))
                .isInstanceOf(DataException.class)
                .hasMessage("empty.png is not an image that can be read: expected JPEG, PNG, WebP, GIF, BMP, TIFF "
                        + "or PPM, got an empty file; fetch the picture again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
    void truncatedFilesAreErrors(String format) throws IOException {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, i * 7919);
        }
        byte[] file = encode(image, format);
        for (int length : new int[] {file.length / 4, file.length / 2, file.length * 3 / 4}) {
            assertThatThrownBy(() -> Images.decode(Arrays.copyOf(file, length), "cut." + format))
                    .isInstanceOf(DataException.class)
                    .message()
                    .startsWith("cut." + format)
                    .contains("image is")
                    .doesNotContain("\n");
        }
    }

    @Test
    void absurdSizesAreRefusedBeforeAnythingIsDecoded() throws IOException {
        byte[] file = encode(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), "png");
        // The header chunk: length, "IHDR", width, height, five bytes, checksum.
        ByteBuffer header = ByteBuffer.wrap(file);
        header.putInt(16, 200_000).putInt(20, 100_000);
        CRC32 crc = new CRC32();
        crc.update(file, 12, 17);
        header.putInt(29, (int) crc.getValue());
        assertThatThrownBy(() -> Images.decode(file, "vast.png"))
                .isInstanceOf(DataException.class)
                .hasMessage("vast.png: the image is truncated: it has 200000×100000 pixels, and the file ends before "
                        + "the last");
    }

    /// Numbers of Pillow 12.3 for floats (j · 91 + i · 37) mod 256 in row i and column j, resized with BILINEAR.
    @Test
    void resamplingIsThatOfPillow() {
        float[] values = new float[5 * 7];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i % 7 * 91 + i / 7 * 37) % 256;
        }
        Tensor image = Tensor.of(Shape.of(5, 7, 1), values);
        float[] less = {
            63.524f, 133.457f, 116.577f, 124.095f, 112.185f, 88.062f, 134.898f, 96.905f, 167.619f, 116.623f, 105.594f,
                    123.701f
        };
        float[] rows = {
            37, 128, 149.182f, 54, 145, 166.182f, 71, 111, 202, 48.636f, 128, 137.545f, 65.636f, 145
        };
        float[] more = {0, 50.05f, 113.75f, 177.45f, 74.75f, 48.85f, 112.55f, 176.25f, 124.75f, 34};
        assertThat(Images.fit(image, Shape.of(3, 4, 1), Fitting.STRETCH).values()).containsExactly(less, within(.001f));
        assertThat(Images.fit(image, Shape.of(2, 7, 1), Fitting.STRETCH).values()).containsExactly(rows, within(.001f));
        float[] enlarged = Images.fit(image, Shape.of(9, 10, 1), Fitting.STRETCH).values();
        assertThat(Arrays.copyOf(enlarged, 10)).containsExactly(more, within(.001f));
    }

    @Test
    void whateverADecoderThrowsNamesThePictureInOneLine() {
        List<Throwable> all = List.of(
                new ArrayIndexOutOfBoundsException("Index 17 out of bounds for length 17"), new NullPointerException(),
                new NegativeArraySizeException("-5"), new IllegalStateException("a\nb"), new StackOverflowError(),
                new InternalError("native"), new AssertionError("no"));
        for (Throwable one : all) {
            assertThatThrownBy(() -> Images.guarded("some.tif", () -> raise(one)))
                    .isInstanceOf(DataException.class)
                    .hasCause(one)
                    .hasMessage("some.tif: the image is damaged or of an unusual kind; save it again as PNG or JPEG");
        }
        assertThatThrownBy(() -> Images.guarded("some.tif", () -> raise(new OutOfMemoryError("Java heap space"))))
                .isInstanceOf(DataException.class)
                .hasMessage("some.tif: the memory left is too small for the image; give Java a larger heap, or make"
                        + " the"
                        + " image smaller");
    }

    @Test
    void aLibraryThatIsMissingIsNamedWhereItIsMissing() {
        for (LinkageError one : List.of(
                new NoClassDefFoundError("com/twelvemonkeys/imageio/plugins/tiff/TIFFImageReaderSpi"),
                new NoClassDefFoundError("Could not initialize class com.twelvemonkeys.imageio.util.IIOUtil"))) {
            assertThatThrownBy(() -> Images.guarded("some.tif", () -> raise(one)))
                    .isInstanceOf(DataException.class)
                    .hasMessage("some.tif: the decoder for this kind of image does not start: expected the library"
                            + " com.twelvemonkeys.imageio:imageio-tiff beside Fovea");
        }
        for (LinkageError one : List.of(
                new UnsatisfiedLinkError("no javajpeg in java.library.path"), new ExceptionInInitializerError(),
                new NoClassDefFoundError("Could not initialize class sun.java2d.cmm.lcms.LCMS"))) {
            assertThatThrownBy(() -> Images.guarded("some.jpg", () -> raise(one)))
                    .isInstanceOf(DataException.class)
                    .hasMessage("some.jpg: the decoder for this kind of image does not start: expected a Java with all"
                            + " of the module java.desktop and its native libraries");
        }
    }

    private static Tensor raise(Throwable one) {
        if (one instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) one;
    }

    /// A picture in several passes has to be kept whole: of one that is too large rows and columns are left out, as few
    /// as will do, and never so many that it becomes smaller than what is wanted.
    @ParameterizedTest
    @CsvSource({"1,8,64,32", "2,8,32,22", "3,8,22,16", "5,8,13,11", "8,8,8,64", "1,16,64,32", "4,16,16,64"})
    void picturesThatAreTooLargeAreReadInPart(int step, int wanted, int width, int less) {
        BufferedImage image = painted(64, 64, BufferedImage.TYPE_3BYTE_BGR, 0x336699);
        var out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream to = ImageIO.createImageOutputStream(out)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.setOutput(to);
            writer.write(null, new IIOImage(image, null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        PictureFile picture = PictureFile.of(out.toByteArray());
        Shape shape = Shape.of(wanted, wanted, 3);
        long enough = Images.fittedMemory(picture.every(step), shape);
        PictureFile part = Images.affordable(picture, shape, enough);
        assertThat(part.width()).isEqualTo(width);
        assertThat(part.height()).isEqualTo(width);
        assertThat(Images.affordable(picture, shape, enough - 1).width()).isEqualTo(less);
    }

    @Test
    void shapesThatNoImageHas() {
        Tensor image = Tensor.zeros(Shape.of(4, 4, 3));
        assertThatThrownBy(() -> Images.fit(image, Shape.of(4, 4, 2)))
                .hasMessage("images have the shape height × width × 1 (grey) or × 3 (colour): got 4×4×2");
        assertThatThrownBy(() -> Images.fit(Tensor.zeros(Shape.of(4, 4)), Shape.of(4, 4, 1)))
                .hasMessage("images have the shape height × width × 1 (grey) or × 3 (colour): got 4×4");
    }
}
