package dev.fovea.data.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.fovea.data.DataException;
import dev.fovea.data.ImageMemory;
import dev.fovea.data.Images;
import dev.fovea.tensor.Shape;
import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What decoding may take.
class PictureMemoryTest {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private long allocated(byte[] file) {
        Shape shape = Shape.of(32, 32, 3);
        Images.decode(file, "warm", shape);
        long before = threads.getCurrentThreadAllocatedBytes();
        Images.decode(file, "measured", shape);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void jpegAndPngOfAnySizeTakeAFewRows() {
        BufferedImage large = SamplePictures.scene(3000, 2000, BufferedImage.TYPE_3BYTE_BGR);
        assertThat(allocated(SamplePictures.written(large, "jpeg"))).isLessThan(3000 * 2000);
        assertThat(allocated(SamplePictures.written(large, "png"))).isLessThan(3000 * 2000);
        assertThat(PictureFile.of(SamplePictures.written(large, "jpeg")).memory()).isLessThan(200L * 3000);
        assertThat(PictureFile.of(SamplePictures.written(large, "png")).memory()).isLessThan(20L * 3000);
    }

    private static byte[] png(int width, int height, int depth, int type, boolean passes) {
        int samples = type == 2 ? 3 : type == 6 ? 4 : type == 4 ? 2 : 1;
        int row = (width * samples * depth + 7) / 8;
        ByteBuffer header = ByteBuffer.allocate(33).put("\u0089PNG\r\n\u001A\n".getBytes(ISO_8859_1));
        header.putInt(13).put("IHDR".getBytes()).putInt(width).putInt(height);
        header.put((byte) depth).put((byte) type).put((byte) 0).put((byte) 0).put((byte) (passes ? 1 : 0));
        byte[] data = SamplePictures.deflated(new byte[(row + 8) * height + 64]);
        byte[] file = SamplePictures.withChunk(header.array(), "IDAT", data);
        return type == 3 ? SamplePictures.withChunk(file, "PLTE", new byte[6]) : file;
    }

    private static byte[] pnm(String header, int bytes) {
        return SamplePictures.inserted(new byte[bytes], 0, header.getBytes(ISO_8859_1));
    }

    /// A lossless WebP of one colour: five codes of one symbol each, so that a pixel has no bits.
    private static byte[] webp(int width, int height) {
        ByteBuffer content = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        content.put((byte) 0x2F).putInt(width - 1 | height - 1 << 14);
        content.put((byte) 0x88).put((byte) 0x88).put((byte) 0x08);
        return content.array();
    }

    /// The same within a canvas.
    private static byte[] canvas(int width, int height, byte[] frame) {
        ByteBuffer head = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(0).putShort((short) (width - 1)).put((byte) (width - 1 >> 16));
        head.putShort((short) (height - 1)).put((byte) (height - 1 >> 16));
        Map<String, byte[]> chunks = new LinkedHashMap<>();
        chunks.put("VP8X", head.array());
        chunks.put("VP8L", frame);
        return SamplePictures.riff(chunks);
    }

    /// One picture of each kind, as wide or as high as wanted.
    private static Map<String, byte[]> all(int width, int height) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("grey.png", png(width, height, 8, 0, false));
        all.put("bits.png", png(width, height, 1, 0, false));
        all.put("indexed.png", png(width, height, 1, 3, false));
        all.put("colour.png", png(width, height, 8, 2, false));
        all.put("alpha.png", png(width, height, 16, 6, false));
        all.put("passes.png", png(width, height, 8, 2, true));
        byte[] chunk = SamplePictures.inserted(
                SamplePictures.deflated(SamplePictures.exchangingProfile()), 0, new byte[] {'p', 0, 0});
        if (height == 1) {
            all.put("profile.png", SamplePictures.withChunk(all.get("colour.png"), "iCCP", chunk));
            all.put("wide profile.png", SamplePictures.withChunk(all.get("alpha.png"), "iCCP", chunk));
        }
        all.put("a.pgm", pnm("P5 " + width + " " + height + " 255\n", width * height));
        all.put("a.ppm", pnm("P6 " + width + " " + height + " 255\n", 3 * width * height));
        all.put("a.pam", pnm("P7\nWIDTH " + width + "\nHEIGHT " + height
                + "\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n", 4 * width * height));
        all.put("a.bmp", SamplePictures.written(new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR), "bmp"));
        all.put("runs.bmp", SamplePictures.written(
                new IIOImage(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED), null, null), "bmp",
                false, "BI_RLE8"));
        for (int[] kind : new int[][] {{8, 1, 1, 1}, {16, 1, 1, 1}, {32, 1, 1, 3}, {8, 3, 2, 1}, {16, 4, 5, 1}}) {
            all.put(kind[0] + " bits, " + kind[1] + " samples.tif", SamplePictures.tiff(
                    width, height, Map.of(258, kind[0], 259, 8, 262, kind[2], 277, kind[1], 339, kind[3]),
                    SamplePictures.deflated(new byte[width * height * kind[1] * kind[0] / 8]), ByteOrder.BIG_ENDIAN));
        }
        all.put("lzw.tif", SamplePictures.written(
                new IIOImage(new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR), null, null), "tiff",
                false, "LZW"));
        all.put("fax.tif", SamplePictures.written(
                new IIOImage(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY), null, null), "tiff",
                false, "CCITT T.6"));
        int across = Math.min(width, 60_000);
        int down = Math.min(height, 60_000);
        BufferedImage colour = new BufferedImage(across, down, BufferedImage.TYPE_3BYTE_BGR);
        all.put("a.jpg", SamplePictures.written(colour, "jpeg"));
        all.put("passes.jpg", SamplePictures.written(new IIOImage(colour, null, null), "jpeg", true, ""));
        all.put("a.gif", SamplePictures.written(
                new BufferedImage(across, down, BufferedImage.TYPE_BYTE_INDEXED), "gif"));
        all.put("a.webp", SamplePictures.riff(Map.of("VP8L", webp(Math.min(width, 16_000), Math.min(height, 16_000)))));
        all.put("canvas.webp", canvas(width, height, webp(1, 1)));
        return all;
    }

    @ParameterizedTest
    @CsvSource({"1000000,1", "1,60000", "3000,3"})
    void allThatDecodingTakesIsCountedBefore(int width, int height) {
        for (Shape shape : List.of(Shape.of(8, 8, 3), Shape.of(8, 8, 1))) {
            all(width, height).forEach((name, file) -> {
                Images.decode(SamplePictures.all().get("colour.png"), "warm", shape);
                long counted = ImageMemory.of(file, shape);
                long before = threads.getCurrentThreadAllocatedBytes();
                Images.decode(file, name, shape);
                assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                        .as(name + " of " + width + "×" + height + " in " + shape)
                        // Rows of Java's JPEG and of TIFF leave a few bytes each that nothing holds any longer.
                        .isLessThan(counted + (1 << 20) + 256L * height);
            });
        }
    }

    /// A row of half a milliard bits is a few ten kilobytes in a file.
    @Test
    void aRowThatIsLargerThanMemoryIsRefused() {
        int width = 1 << 29;
        assumeTrue(Runtime.getRuntime().maxMemory() < 8L << 30);
        byte[] png = png(8, 1, 1, 0, false);
        ByteBuffer.wrap(png).putInt(16, width);
        byte[] vast = SamplePictures.withChunk(png, "IDAT", new byte[width / 8 / 1000]);
        byte[] tiff = SamplePictures.tiff(
                width, 1, Map.of(258, 1, 259, 8, 262, 1), new byte[width / 8 / 1000], ByteOrder.BIG_ENDIAN);
        Map.of("a.png", vast, "a.tif", tiff).forEach((name, file) -> {
            long before = threads.getCurrentThreadAllocatedBytes();
            assertThatThrownBy(() -> Images.decode(file, name, Shape.of(8, 8, 1)))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith(name + ": expected an image that takes at most half of Java's memory");
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).as(name).isLessThan(1 << 20);
        });
    }

    @Test
    void headersThatPromiseTooMuchAreRefusedBeforeAnythingIsAllocated() {
        byte[] tiff = SamplePictures.tiff(
                16384, 16384, Map.of(258, 8, 259, 8, 262, 1), new byte[2], ByteOrder.LITTLE_ENDIAN);
        byte[] gif = SamplePictures.written(SamplePictures.scene(2, 2, BufferedImage.TYPE_BYTE_INDEXED), "gif");
        ByteBuffer.wrap(gif).order(ByteOrder.LITTLE_ENDIAN).putShort(6, (short) 16384).putShort(8, (short) 16384);
        byte[] bmp = SamplePictures.written(SamplePictures.scene(2, 2, BufferedImage.TYPE_3BYTE_BGR), "bmp");
        ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 16384).putInt(22, 16384);
        byte[] jpeg = SamplePictures.written(SamplePictures.scene(2, 2, BufferedImage.TYPE_3BYTE_BGR), "jpeg");
        for (int i = 0; i < jpeg.length; i++) {
            if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xC0) {
                ByteBuffer.wrap(jpeg).putShort(i + 5, (short) 16384).putShort(i + 7, (short) 16384);
                break;
            }
        }
        Map.of("tiff", tiff, "gif", gif, "bmp", bmp, "jpeg", jpeg).forEach((name, file) -> {
            // What classes and messages take comes once.
            assertThatThrownBy(() -> Images.decode(file, name)).hasMessageContaining("16384×16384");
            long before = threads.getCurrentThreadAllocatedBytes();
            assertThatThrownBy(() -> Images.decode(file, name))
                    .isInstanceOf(DataException.class)
                    .hasMessage(name
                            + ": the image is truncated: it has 16384×16384 pixels, and the file ends before the"
                            + " last");
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).as(name).isLessThan(1 << 20);
        });
    }

    @Test
    void everySecondRowAndColumn() {
        byte[] file = SamplePictures.written(
                new javax.imageio.IIOImage(SamplePictures.scene(64, 48, BufferedImage.TYPE_3BYTE_BGR), null, null),
                "jpeg",
                true, "");
        PictureFile half = PictureFile.of(file).every(2);
        int[] rows = {0};
        half.rows((y, values) -> {
            assertThat(y).isEqualTo(rows[0]++);
            assertThat(values).hasSize(3 * 32);
        });
        assertThat(rows[0]).isEqualTo(24);
        assertThat(half.memory()).isLessThan(PictureFile.of(file).memory());
    }

    /// The rows of the part are every second row of the whole.
    @Test
    void everySecondRowAndColumnOfATiff() {
        byte[] pixels = new byte[5 * 4];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (10 * i);
        }
        byte[] file = SamplePictures.tiff(5, 4, Map.of(258, 8, 262, 1), pixels, ByteOrder.LITTLE_ENDIAN);
        PictureFile half = PictureFile.of(file).every(2);
        List<float[]> rows = new ArrayList<>();
        half.rows((y, values) -> {
            assertThat(y).isEqualTo(rows.size());
            rows.add(values.clone());
        });
        assertThat(rows).containsExactly(
                new float[] {0, 20 / 255f, 40 / 255f}, new float[] {100 / 255f, 120 / 255f, 140 / 255f});
        assertThat(half.memory()).isLessThan(PictureFile.of(file).memory());
    }

    /// What ends within its header is said to be cut short, not to be of an unusual kind.
    @Test
    void aHeaderThatEndsEarlyIsSaidTo() {
        for (String name : List.of("colour.jpg", "colour.png", "indexed.gif", "colour.bmp", "LZW.tif", "bytes.pgm")) {
            byte[] whole = SamplePictures.all().get(name);
            int length = name.endsWith("pgm") ? 5 : name.endsWith("tif") ? 9 : 20;
            assertThatThrownBy(() -> Images.decode(Arrays.copyOf(whole, length), name))
                    .isInstanceOf(DataException.class).hasMessageStartingWith(name + ": the image is ");
        }
        byte[] gif = SamplePictures.all().get("indexed.gif");
        assertThatThrownBy(() -> Images.decode(Arrays.copyOf(gif, 20), "some.gif"))
                .hasMessage("some.gif: the image is truncated: the file ends before its first pixel");
    }
}
