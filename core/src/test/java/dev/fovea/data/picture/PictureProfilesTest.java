package dev.fovea.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.data.Images;
import dev.fovea.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Colour profiles in every format that has them, and what files say of their colours without one.
class PictureProfilesTest {
    private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

    private static void assertColour(Tensor image, int red, int green, int blue, int within) {
        float[] pixel = Arrays.copyOf(image.values(), 3);
        int[] expected = {red, green, blue};
        for (int c = 0; c < 3; c++) {
            assertThat(pixel[c] * 255).as("channel " + c + " of " + Arrays.toString(pixel))
                    .isCloseTo(expected[c], within((float) within));
        }
    }

    /// A printer's profile of two steps along each of its four inks: paper is white, and all that has cyan in full is
    /// red.
    private static byte[] inksProfile() {
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        for (int corner = 0; corner < 16; corner++) {
            boolean cyan = corner >= 8;
            table.writeBytes(
                    cyan ? new byte[] {(byte) 136, (byte) 208, (byte) 195} : new byte[] {-1, (byte) 128, (byte) 128});
        }
        ByteBuffer lut = ByteBuffer.allocate(48 + 4 * 256 + 16 * 3 + 3 * 256);
        lut.put("mft1".getBytes()).putInt(0).put((byte) 4).put((byte) 3).put((byte) 2).put((byte) 0);
        for (int i = 0; i < 9; i++) {
            lut.putInt(i % 4 == 0 ? 1 << 16 : 0);
        }
        byte[] steps = new byte[256];
        for (int i = 0; i < 256; i++) {
            steps[i] = (byte) i;
        }
        for (int i = 0; i < 4; i++) {
            lut.put(steps);
        }
        lut.put(table.toByteArray());
        for (int i = 0; i < 3; i++) {
            lut.put(steps);
        }
        int start = 128 + 4 + 12;
        ByteBuffer icc = ByteBuffer.allocate(start + lut.capacity());
        icc.putInt(icc.capacity()).putInt(0).putInt(0x02400000).put("prtrCMYKLab ".getBytes());
        icc.position(36).put("acsp".getBytes());
        // The illuminant that all profiles have.
        icc.putInt(68, 0xF6D6).putInt(72, 0x10000).putInt(76, 0xD32D);
        icc.position(128).putInt(1).put("A2B0".getBytes()).putInt(start).putInt(lut.capacity()).put(lut.array());
        return icc.array();
    }

    private static byte[] app2(byte[] icc) {
        ByteBuffer segment = ByteBuffer.allocate(18 + icc.length);
        segment.putShort((short) 0xFFE2).putShort((short) (16 + icc.length)).put("ICC_PROFILE\0".getBytes());
        return segment.put((byte) 1).put((byte) 1).put(icc).array();
    }

    /// A TIFF of one pixel with a profile behind it.
    private static byte[] tiff(Map<Integer, Integer> tags, byte[] pixel, byte[] icc) {
        ByteBuffer strip = ByteBuffer.allocate(pixel.length + pixel.length % 2 + icc.length).put(pixel);
        strip.position(pixel.length + pixel.length % 2).put(icc);
        Map<Integer, Integer> all = new LinkedHashMap<>(tags);
        all.put(34675, 8 + pixel.length + pixel.length % 2);
        byte[] file = SamplePictures.tiff(1, 1, all, strip.array(), LITTLE);
        ByteBuffer entries = ByteBuffer.wrap(file).order(LITTLE);
        int at = entries.getInt(4) + 2;
        while (entries.getShort(at) != (short) 34675) {
            at += 12;
        }
        entries.putShort(at + 2, (short) 7).putInt(at + 4, icc.length);
        return file;
    }

    @Test
    void inksOfAJpegGoByTheirProfile() {
        byte[] jpeg = SamplePictures.inks(16, 16, new int[] {0, 255, 255, 255}, 0);
        assertColour(Images.decode(jpeg, "cyan.jpg"), 0, 255, 255, 2);
        byte[] profiled = SamplePictures.inserted(jpeg, 2, app2(inksProfile()));
        Tensor red = Images.decode(profiled, "red.jpg");
        assertThat(red.values()[0]).isGreaterThan(.9f);
        assertThat(red.values()[1]).isLessThan(.2f);
        assertThat(red.values()[2]).isLessThan(.2f);
        byte[] paper = SamplePictures.inserted(
                SamplePictures.inks(16, 16, new int[] {255, 255, 255, 255}, 0), 2, app2(inksProfile()));
        assertColour(Images.decode(paper, "paper.jpg"), 255, 255, 255, 2);
    }

    @Test
    void inksOfATiffGoByTheirProfile() {
        Map<Integer, Integer> tags = Map.of(258, 8, 262, 5, 277, 4);
        byte[] cyan = {-1, 0, 0, 0};
        assertColour(Images.decode(SamplePictures.tiff(1, 1, tags, cyan, LITTLE), "cyan.tif"), 0, 255, 255, 1);
        Tensor red = Images.decode(tiff(tags, cyan, inksProfile()), "red.tif");
        assertThat(red.values()[0]).isGreaterThan(.9f);
        assertThat(red.values()[1]).isLessThan(.2f);
    }

    @Test
    void inksOfAJpegWithoutAdobesMarkAreInksStoredInverted() {
        byte[] marked = SamplePictures.inks(16, 16, new int[] {131, 170, 74, 235}, 2);
        ByteArrayOutputStream bare = new ByteArrayOutputStream();
        bare.write(marked, 0, 2);
        bare.write(marked, 18, marked.length - 18);
        Tensor image = Images.decode(bare.toByteArray(), "bare.jpg");
        assertColour(image, 131 * 235 / 255, 170 * 235 / 255, 74 * 235 / 255, 2);
    }

    /// Components named R, G and B are these, whatever they are called where the file says that it is a JFIF, or what
    /// Adobe's mark says.
    @ParameterizedTest
    @ValueSource(strings = {"jfif", "adobe 0", "adobe 1"})
    void threeComponentsGoByTheMarkBeforeTheirNames(String mark) {
        var raster = java.awt.image.Raster.createInterleavedRaster(0, 16, 16, 3, null);
        for (int i = 0; i < 256; i++) {
            raster.setPixel(i % 16, i / 16, new int[] {150, 90, 200});
        }
        byte[] plain = SamplePictures.written(new javax.imageio.IIOImage(raster, null, null), "jpeg", false, "");
        boolean colours = mark.equals("adobe 0");
        PictureColoursTest.rename(plain, colours ? new byte[] {1, 2, 3} : new byte[] {'R', 'G', 'B'});
        byte transform = (byte) (colours ? 0 : 1);
        byte[] segment = mark.equals("jfif")
                ? new byte[] {-1, (byte) 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0}
                : new byte[] {-1, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, transform};
        Tensor image = Images.decode(SamplePictures.inserted(plain, 2, segment), mark + ".jpg");
        if (colours) {
            assertColour(image, 150, 90, 200, 3);
        } else {
            assertColour(image, 251, 112, 83, 3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void coloursOfATiffGoByTheirProfile(int bits) {
        ByteBuffer pixel = ByteBuffer.allocate(3 * bits / 8).order(LITTLE);
        for (int channel : new int[] {0xE0, 0x20, 0x40}) {
            if (bits == 8) {
                pixel.put((byte) channel);
            } else {
                pixel.putShort((short) (channel * 257));
            }
        }
        Map<Integer, Integer> tags = Map.of(258, bits, 262, 2, 277, 3);
        byte[] file = tiff(tags, pixel.array(), SamplePictures.exchangingProfile());
        assertColour(Images.decode(file, "profile.tif"), 0x20, 0xE0, 0x40, 2);
    }

    @Test
    void aPaletteGoesByItsProfile() {
        byte[] reds = {(byte) 0xE0, 0};
        byte[] greens = {0x20, 0};
        byte[] blues = {0x40, 0};
        BufferedImage image = new BufferedImage(
                2, 2, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 2, reds, greens, blues));
        byte[] chunk = SamplePictures.inserted(
                SamplePictures.deflated(SamplePictures.exchangingProfile()), 0, new byte[] {'p', 0, 0});
        byte[] file = SamplePictures.withChunk(SamplePictures.written(image, "png"), "iCCP", chunk);
        assertColour(Images.decode(file, "palette.png"), 0x20, 0xE0, 0x40, 2);
    }

    /// The first pixel of the sample is red.
    @Test
    void aWebpGoesByItsProfile() {
        Map<String, byte[]> chunks = new LinkedHashMap<>();
        ByteBuffer canvas = ByteBuffer.allocate(10).order(LITTLE).put((byte) 0x20).put(4, (byte) 2).put(7, (byte) 1);
        chunks.put("VP8X", canvas.array());
        chunks.put("ICCP", SamplePictures.exchangingProfile());
        chunks.put("VP8L", Arrays.copyOfRange(SamplePictures.webpLossless(), 20, 58));
        assertColour(Images.decode(SamplePictures.riff(chunks), "profile.webp"), 0, 255, 0, 3);
    }

    /// What is clear shows white in every format and at every depth that has it.
    @Test
    void whatIsClearIsWhite() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        BufferedImage grey = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
        files.put("the clear grey", SamplePictures.withChunk(
                SamplePictures.written(grey, "png"), "tRNS", new byte[] {0, 0}));
        BufferedImage colour = new BufferedImage(1, 1, BufferedImage.TYPE_3BYTE_BGR);
        files.put("the clear colour", SamplePictures.withChunk(
                SamplePictures.written(colour, "png"), "tRNS", new byte[6]));
        byte[] none = {0, 0};
        BufferedImage indexed = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, 2, none, none, none, new byte[] {0, -1}));
        files.put("the clear index", SamplePictures.written(indexed, "png"));
        files.put("the clear index of a GIF", SamplePictures.written(indexed, "gif"));
        files.put("grey and opacity", "P7\nWIDTH 1\nHEIGHT 1\nDEPTH 2\nMAXVAL 255\nENDHDR\n\0\0".getBytes());
        files.put("colour and opacity", "P7\nWIDTH 1\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nENDHDR\n\0\0\0\0".getBytes());
        java.awt.color.ColorSpace space = java.awt.color.ColorSpace.getInstance(java.awt.color.ColorSpace.CS_GRAY);
        for (int type : new int[] {java.awt.image.DataBuffer.TYPE_BYTE, java.awt.image.DataBuffer.TYPE_USHORT}) {
            var model = new java.awt.image.ComponentColorModel(space, true, false, 3, type);
            var image = new BufferedImage(model, model.createCompatibleWritableRaster(1, 1), false, null);
            files.put("grey and opacity of type " + type, SamplePictures.written(image, "png"));
        }
        files.forEach((name, file) -> assertThat(Images.decode(file, name).values()).as(name).containsOnly(1));
    }

    /// Of two pixels, the first is half clear, black; programs that know no opacity leave it zero everywhere.
    @Test
    void opacityOfABmpCountsWhereThereIsAny() {
        byte[] two = {0, 0, 0, (byte) 128, 0, 0, 0, -1};
        assertThat(Images.decode(bmp(two), "opacity.bmp").values())
                .containsExactly(new float[] {127 / 255f, 127 / 255f, 127 / 255f, 0, 0, 0}, within(1e-6f));
        byte[] zeros = {0, 0, -1, 0, 0, 0, 0, 0};
        assertThat(Images.decode(bmp(zeros), "zeros.bmp").values()).containsExactly(1, 0, 0, 0, 0, 0);
    }

    /// 2 × 1 pixels of 32 bits with a mask for each channel.
    private static byte[] bmp(byte[] pixels) {
        ByteBuffer file = ByteBuffer.allocate(14 + 56 + pixels.length).order(LITTLE);
        file.put("BM".getBytes()).putInt(file.capacity()).putInt(0).putInt(70);
        file.putInt(56).putInt(2).putInt(1).putShort((short) 1).putShort((short) 32).putInt(3).putInt(pixels.length);
        file.position(54).putInt(0xFF0000).putInt(0xFF00).putInt(0xFF).putInt(0xFF000000).put(pixels);
        return file.array();
    }
}
