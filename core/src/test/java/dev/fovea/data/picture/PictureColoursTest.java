package dev.fovea.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.data.DataException;
import dev.fovea.data.Images;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.IIOImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The colours that pictures have, whatever their files store.
class PictureColoursTest {
    private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
    private static final ByteOrder BIG = ByteOrder.BIG_ENDIAN;

    private static float[] pixel(Tensor image, int y, int x) {
        int channels = image.shape().dim(2);
        int at = (y * image.shape().dim(1) + x) * channels;
        return Arrays.copyOfRange(image.values(), at, at + channels);
    }

    private static void assertColour(Tensor image, int y, int x, int red, int green, int blue, int within) {
        float[] pixel = pixel(image, y, x);
        int[] expected = {red, green, blue};
        for (int c = 0; c < 3; c++) {
            assertThat(pixel[c] * 255).as("channel " + c + " of " + Arrays.toString(pixel))
                    .isCloseTo(expected[c], within((float) within));
        }
    }

    @Test
    void inksOfAJpegAreStoredInverted() {
        // 255 is no ink: red loses (1 − 200/255), and all of it 20 of 255 to black.
        Tensor image = Images.decode(SamplePictures.inks(16, 16, new int[] {200, 100, 50, 235}, 0), "inks.jpg");
        assertColour(image, 5, 5, 200 * 235 / 255, 100 * 235 / 255, 50 * 235 / 255, 2);
    }

    @Test
    void inksAsLuminanceAndChroma() {
        // 255 − (red, green, blue) = (200, 100, 50) has Y 137.03, Cb 176.2, Cr 70.0 of (55, 155, 205).
        Tensor image = Images.decode(SamplePictures.inks(16, 16, new int[] {131, 170, 74, 235}, 2), "inks.jpg");
        assertColour(image, 5, 5, 200 * 235 / 255, 100 * 235 / 255, 50 * 235 / 255, 4);
    }

    @ParameterizedTest
    @CsvSource({"R,G,B,false", "1,2,3,true"})
    void threeComponentsWithoutAWordAreLuminanceAndChroma(String one, String two, String three, boolean luminance) {
        // No JFIF, no Adobe, nothing subsampled: Java's reader takes these for red, green and blue whatever their
        // names.
        BufferedImage grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        var raster = java.awt.image.Raster.createInterleavedRaster(0, 16, 16, 3, null);
        for (int i = 0; i < 256; i++) {
            raster.setPixel(i % 16, i / 16, new int[] {150, 90, 200});
        }
        byte[] file = SamplePictures.written(new IIOImage(raster, null, null), "jpeg", false, "");
        byte[] names = new byte[3];
        String[] given = {one, two, three};
        for (int i = 0; i < 3; i++) {
            names[i] = (byte) (Character.isDigit(given[i].charAt(0)) ? given[i].charAt(0) - '0' : given[i].charAt(0));
        }
        rename(file, names);
        Tensor image = Images.decode(file, "plain.jpg");
        if (luminance) {
            assertColour(image, 5, 5, 251, 112, 83, 3);
        } else {
            assertColour(image, 5, 5, 150, 90, 200, 3);
        }
        assertThat(grey.getWidth()).isEqualTo(16);
    }

    /// Renames the components in the frame and in the scan.
    static void rename(byte[] file, byte[] names) {
        for (int i = 2; i < file.length - 1; ) {
            int marker = file[i + 1] & 0xFF;
            int step = marker == 0xC0 ? 3 : 2;
            if (marker == 0xC0 || marker == 0xDA) {
                int first = i + (marker == 0xC0 ? 10 : 5);
                for (int c = 0; c < 3; c++) {
                    file[first + c * step] = names[c];
                }
            }
            if (marker == 0xDA) {
                return;
            }
            i += 2 + ((file[i + 2] & 0xFF) << 8 | file[i + 3] & 0xFF);
        }
    }

    @Test
    void webcamsLeaveTheHuffmanTablesOut() {
        byte[] whole = SamplePictures.written(SamplePictures.scene(48, 32, BufferedImage.TYPE_3BYTE_BGR), "jpeg");
        ByteArrayOutputStream bare = new ByteArrayOutputStream();
        bare.write(whole, 0, 2);
        int at = 2;
        while ((whole[at + 1] & 0xFF) != 0xDA) {
            int length = 2 + ((whole[at + 2] & 0xFF) << 8 | whole[at + 3] & 0xFF);
            if ((whole[at + 1] & 0xFF) != 0xC4) {
                bare.write(whole, at, length);
            }
            at += length;
        }
        bare.write(whole, at, whole.length - at);
        assertThat(bare.size()).isLessThan(whole.length);
        assertThat(Images.decode(bare.toByteArray(), "webcam.jpg").values())
                .isEqualTo(Images.decode(whole, "whole.jpg").values());
    }

    /// Some encoders give components the same name; which is which says their order, as in libjpeg-turbo.
    @Test
    void componentsOfOneNameGoByTheirOrder() {
        byte[] whole = SamplePictures.written(SamplePictures.scene(48, 32, BufferedImage.TYPE_3BYTE_BGR), "jpeg");
        for (byte[] names : new byte[][] {{7, 7, 7}, {1, 2, 2}, {0, 0, 1}}) {
            byte[] alike = whole.clone();
            int at = 2;
            while ((alike[at + 1] & 0xFF) != 0xDA) {
                for (int i = 0; i < 3 && (alike[at + 1] & 0xFF) == 0xC0; i++) {
                    alike[at + 10 + 3 * i] = names[i];
                }
                at += 2 + ((alike[at + 2] & 0xFF) << 8 | alike[at + 3] & 0xFF);
            }
            for (int i = 0; i < 3; i++) {
                alike[at + 5 + 2 * i] = names[i];
            }
            assertThat(Images.decode(alike, "alike.jpg").values()).as("%s", (Object) names)
                    .isEqualTo(Images.decode(whole, "whole.jpg").values());
        }
    }

    private static byte[] withProfile(byte[] jpeg, byte[] icc, int number, int count) {
        ByteBuffer segment = ByteBuffer.allocate(18 + icc.length);
        segment.putShort((short) 0xFFE2).putShort((short) (16 + icc.length)).put("ICC_PROFILE\0".getBytes());
        return SamplePictures.inserted(jpeg, 2, segment.put((byte) number).put((byte) count).put(icc).array());
    }

    @Test
    void profilesOfJpegAndPngAreApplied() {
        BufferedImage red = new BufferedImage(16, 16, BufferedImage.TYPE_3BYTE_BGR);
        for (int i = 0; i < 256; i++) {
            red.setRGB(i % 16, i / 16, 0xE02040);
        }
        byte[] icc = SamplePictures.exchangingProfile();
        byte[] jpeg = withProfile(SamplePictures.written(red, "jpeg"), icc, 1, 1);
        assertColour(Images.decode(jpeg, "profile.jpg"), 5, 5, 0x20, 0xE0, 0x40, 4);
        byte[] chunk = SamplePictures.inserted(SamplePictures.deflated(icc), 0, new byte[] {'p', 0, 0});
        byte[] png = SamplePictures.withChunk(SamplePictures.written(red, "png"), "iCCP", chunk);
        assertColour(Images.decode(png, "profile.png"), 5, 5, 0x20, 0xE0, 0x40, 2);
        byte[] passes = SamplePictures.withChunk(
                SamplePictures.written(new IIOImage(red, null, null), "png", true, ""), "iCCP", chunk);
        assertColour(Images.decode(passes, "profile.png"), 5, 5, 0x20, 0xE0, 0x40, 2);
    }

    @Test
    void flawedProfilesAreIgnored() {
        byte[] jpeg = SamplePictures.written(SamplePictures.scene(24, 16, BufferedImage.TYPE_3BYTE_BGR), "jpeg");
        float[] plain = Images.decode(jpeg, "plain.jpg").values();
        byte[] icc = SamplePictures.exchangingProfile();
        byte[] srgb = java.awt.color.ICC_Profile.getInstance(java.awt.color.ColorSpace.CS_sRGB).getData();
        byte[] grey = java.awt.color.ICC_Profile.getInstance(java.awt.color.ColorSpace.CS_GRAY).getData();
        Map<String, byte[]> flawed = new LinkedHashMap<>();
        flawed.put("a chunk missing", withProfile(jpeg, icc, 1, 2));
        flawed.put("a chunk twice", withProfile(withProfile(jpeg, icc, 1, 1), icc, 1, 1));
        flawed.put("chunk 0", withProfile(jpeg, icc, 0, 1));
        flawed.put("garbage", withProfile(jpeg, new byte[200], 1, 1));
        flawed.put("half", withProfile(jpeg, Arrays.copyOf(icc, icc.length / 2), 1, 1));
        flawed.put("grey", withProfile(jpeg, grey, 1, 1));
        flawed.put("sRGB", withProfile(jpeg, srgb, 1, 1));
        flawed.forEach((what, file) -> assertThat(Images.decode(file, what).values()).as(what).isEqualTo(plain));
    }

    @Test
    void numbersOfATiffHaveTheirKind() {
        Map<String, Map<Integer, Integer>> kinds = new LinkedHashMap<>();
        kinds.put("signed 16", Map.of(258, 16, 262, 1, 339, 2));
        kinds.put("32", Map.of(258, 32, 262, 1, 339, 1));
        kinds.put("signed 32", Map.of(258, 32, 262, 1, 339, 2));
        kinds.put("float", Map.of(258, 32, 262, 1, 339, 3));
        kinds.put("double", Map.of(258, 64, 262, 1, 339, 3));
        kinds.put("inverted", Map.of(258, 8, 262, 0));
        kinds.forEach((name, tags) -> {
            for (ByteOrder order : new ByteOrder[] {LITTLE, BIG}) {
                ByteBuffer pixels = ByteBuffer.allocate(2 * tags.get(258) / 8).order(order);
                switch (name) {
                    case "signed 16" -> pixels.putShort((short) 8192).putShort((short) -5);
                    case "32" -> pixels.putInt(1 << 30).putInt(0);
                    case "signed 32" -> pixels.putInt(1 << 29).putInt(-1);
                    case "float" -> pixels.putFloat(.25f).putFloat(-3);
                    case "double" -> pixels.putDouble(.25).putDouble(Double.NaN);
                    default -> pixels.put((byte) 191).put((byte) 255);
                }
                Tensor image = Images.decode(SamplePictures.tiff(2, 1, tags, pixels.array(), order), name + ".tif");
                assertThat(image.shape()).isEqualTo(Shape.of(1, 2, 1));
                assertThat(image.values()[0]).as(name).isCloseTo(.25f, within(.002f));
                assertThat(image.values()[1]).as(name).isZero();
            }
        });
    }

    @Test
    void largeFloatsAndSmallNumbersOfATiffAreScaled() {
        ByteBuffer floats = ByteBuffer.allocate(8).order(LITTLE).putFloat(51).putFloat(255);
        byte[] file = SamplePictures.tiff(2, 1, Map.of(258, 32, 262, 1, 339, 3), floats.array(), LITTLE);
        assertThat(Images.decode(file, "float.tif").values()).containsExactly(.2f, 1);
        ByteBuffer small = ByteBuffer.allocate(8).order(LITTLE).putInt(13107).putInt(65535);
        file = SamplePictures.tiff(2, 1, Map.of(258, 32, 262, 1), small.array(), LITTLE);
        assertThat(Images.decode(file, "small.tif").values()).containsExactly(.2f, 1);
        ByteBuffer bytes = ByteBuffer.allocate(8).order(LITTLE).putInt(51).putInt(255);
        file = SamplePictures.tiff(2, 1, Map.of(258, 32, 262, 1), bytes.array(), LITTLE);
        assertThat(Images.decode(file, "bytes.tif").values()).containsExactly(.2f, 1);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,.5", "0,.5"})
    void opacityOfATiff(int kind, float expected) {
        // Half opaque: of associated opacity the stored 0.5 is a white already, else grey on white or grey itself.
        byte[] pixel = {(byte) 128, (byte) 128, (byte) 128, (byte) 127};
        Map<Integer, Integer> tags = new LinkedHashMap<>(Map.of(258, 8, 262, 2, 277, 4, 338, kind));
        Tensor image = Images.decode(SamplePictures.tiff(1, 1, tags, pixel, LITTLE), "alpha.tif");
        float onWhite = kind == 2 ? expected * 127 / 255 + 128 / 255f : expected;
        assertThat(image.values()[0]).isCloseTo(onWhite, within(.005f));
    }

    @Test
    void inksOfATiff() {
        byte[] pixel = {55, (byte) 155, (byte) 205, 20};
        Tensor image = Images.decode(SamplePictures.tiff(1, 1, Map.of(258, 8, 262, 5, 277, 4), pixel, BIG), "inks.tif");
        assertColour(image, 0, 0, 200 * 235 / 255, 100 * 235 / 255, 50 * 235 / 255, 1);
    }

    @Test
    void manyBandsAreNoPicture() {
        byte[] file = SamplePictures.tiff(1, 1, Map.of(258, 8, 262, 1, 277, 13), new byte[13], LITTLE);
        assertThatThrownBy(() -> Images.decode(file, "bands.tif"))
                .isInstanceOf(DataException.class)
                .hasMessage("bands.tif: expected an image of 1 band (grey) or 3 (colour), got a TIFF of 13; save the"
                        + " bands"
                        + " that are to be seen as PNG");
    }

    @Test
    void aGifLiesOnItsScreen() {
        BufferedImage dot = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED);
        dot.setRGB(0, 0, 0xFF0000);
        byte[] gif = SamplePictures.written(dot, "gif");
        ByteBuffer file = ByteBuffer.wrap(gif).order(LITTLE);
        file.putShort(6, (short) 4).putShort(8, (short) 3);
        int picture = 13;
        while (gif[picture] != 0x2C) {
            picture++;
        }
        file.putShort(picture + 1, (short) 1).putShort(picture + 3, (short) 2);
        Tensor image = Images.decode(gif, "screen.gif");
        assertThat(image.shape()).isEqualTo(Shape.of(3, 4, 3));
        assertColour(image, 2, 1, 255, 0, 0, 0);
        assertColour(image, 2, 2, 0, 0, 0, 0);
        assertColour(image, 0, 0, 255, 255, 255, 0);
        assertColour(image, 2, 3, 255, 255, 255, 0);
    }

    @Test
    void webpOfAllKinds() {
        Tensor lossless = Images.decode(SamplePictures.webpLossless(), "a.webp");
        assertThat(lossless.values()).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1);
        Tensor lossy = Images.decode(SamplePictures.webpLossy(), "named.jpg");
        assertColour(lossy, 2, 2, 200, 40, 40, 12);
        assertColour(lossy, 13, 13, 230, 230, 230, 12);
        Tensor clear = Images.decode(SamplePictures.webpClear(), "clear.webp");
        assertColour(clear, 2, 2, 200, 40, 40, 12);
        assertColour(clear, 8, 8, 255, 255, 255, 0);
    }

    @Test
    void anAnimatedWebpLiesOnItsCanvas() {
        byte[] still = SamplePictures.webpLossless();
        ByteBuffer canvas = ByteBuffer.allocate(10).order(LITTLE).put((byte) 2);
        canvas.put(4, (byte) 6).put(7, (byte) 3);
        ByteBuffer frame = ByteBuffer.allocate(16 + still.length - 12).order(LITTLE);
        frame.put(0, (byte) 1).put(3, (byte) 1).put(6, (byte) 2).put(9, (byte) 1);
        frame.position(16).put(still, 12, still.length - 12);
        Map<String, byte[]> chunks = new LinkedHashMap<>();
        chunks.put("VP8X", canvas.array());
        chunks.put("ANMF", frame.array());
        Tensor image = Images.decode(SamplePictures.riff(chunks), "animated.webp");
        assertThat(image.shape()).isEqualTo(Shape.of(4, 7, 3));
        assertColour(image, 2, 2, 255, 0, 0, 0);
        assertColour(image, 3, 3, 0, 0, 0, 0);
        assertColour(image, 0, 0, 255, 255, 255, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void orientationIsReadInEveryFormatThatHasIt(int type) {
        BufferedImage scene = SamplePictures.scene(24, 16, BufferedImage.TYPE_3BYTE_BGR);
        for (ByteOrder order : new ByteOrder[] {LITTLE, BIG}) {
            byte[] exif = SamplePictures.exif(6, type, order);
            byte[] prefixed = SamplePictures.inserted(exif, 0, "Exif\0\0".getBytes());
            ByteBuffer segment = ByteBuffer.allocate(4 + prefixed.length).putShort((short) 0xFFE1);
            byte[] app1 = segment.putShort((short) (2 + prefixed.length)).put(prefixed).array();
            Map<String, byte[]> webp = new LinkedHashMap<>();
            ByteBuffer canvas = ByteBuffer.allocate(10).order(LITTLE).put((byte) 8).put(4, (byte) 2).put(7, (byte) 1);
            webp.put("VP8X", canvas.array());
            webp.put("VP8L", Arrays.copyOfRange(SamplePictures.webpLossless(), 20, 58));
            webp.put("EXIF", exif);
            Map<String, byte[]> files = new LinkedHashMap<>();
            files.put("jpg", SamplePictures.inserted(SamplePictures.written(scene, "jpeg"), 2, app1));
            files.put("png", SamplePictures.withChunk(SamplePictures.written(scene, "png"), "eXIf", exif));
            files.put("webp", SamplePictures.riff(webp));
            files.put("tif", SamplePictures.tiff(24, 16, Map.of(258, 8, 262, 1, 274, 6), new byte[24 * 16], order));
            files.forEach((name, file) -> {
                Shape shape = Images.decode(file, name).shape();
                assertThat(shape.dim(0)).as(name + ", " + order).isGreaterThan(shape.dim(1));
            });
        }
    }

    @Test
    void plainPixels() {
        assertThat(Images.decode("P1\n3 1\n1 0 1".getBytes(), "a.pbm").values()).containsExactly(0, 1, 0);
        assertThat(Images.decode("P4 3 1\n\u0040".getBytes(), "a.pbm").values()).containsExactly(1, 0, 1);
        assertThat(Images.decode("P2 2 1 # grey\n4 1 4".getBytes(), "a.pgm").values()).containsExactly(.25f, 1);
        assertThat(Images.decode("P5 1 1 256\n\u0001\0".getBytes(), "a.pgm").values()).containsExactly(1);
        assertThat(Images.decode("P3 1 1 10 0 5 10".getBytes(), "a.ppm").values()).containsExactly(0, .5f, 1);
        assertThat(Images.decode("P6\n1 1\n100\n\u0019\u0032\u0064".getBytes(), "a.ppm").values())
                .containsExactly(.25f, .5f, 1);
        assertThatThrownBy(() -> Images.decode("P6 9 9 255\nabc".getBytes(), "a.ppm"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("a.ppm: the image is truncated: it has 9×9 pixels");
    }
}
