package dev.fovea.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.fovea.data.DataException;
import dev.fovea.data.Images;
import dev.fovea.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.IIOImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Small files that would take far more time or memory than pictures of their length do.
class PictureCostTest {
    private static final Shape SHAPE = Shape.of(8, 8, 3);

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static byte[] jpeg(int width, int height, int type, boolean passes) {
        return SamplePictures.written(
                new IIOImage(SamplePictures.scene(width, height, type), null, null), "jpeg", passes, "");
    }

    /// A JPEG with its last scan as often as wanted.
    private static byte[] withLastScan(byte[] jpeg, int times) {
        int last = 0;
        for (int i = 0; i + 1 < jpeg.length; i++) {
            last = jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xDA ? i : last;
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(jpeg, 0, last);
        for (int i = 0; i < times; i++) {
            file.write(jpeg, last, jpeg.length - 2 - last);
        }
        file.write(jpeg, jpeg.length - 2, 2);
        return file.toByteArray();
    }

    /// A TIFF of any values, all as LONG.
    private static byte[] tiff(Map<Integer, int[]> tags, byte[] pixels) {
        return tiff(tags, pixels, ByteOrder.BIG_ENDIAN);
    }

    private static byte[] tiff(Map<Integer, int[]> tags, byte[] pixels, ByteOrder order) {
        TreeMap<Integer, int[]> all = new TreeMap<>(tags);
        int arrays = all.values().stream().mapToInt(values -> values.length > 1 ? 4 * values.length : 0).sum();
        int directory = 8 + pixels.length + arrays;
        ByteBuffer file = ByteBuffer.allocate(directory + 6 + 12 * all.size()).order(order);
        file.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes()).putShort((short) 42);
        file.putInt(directory).put(pixels);
        Map<Integer, Integer> places = new TreeMap<>();
        all.forEach((tag, values) -> {
            places.put(tag, values.length > 1 ? file.position() : values[0]);
            for (int i = 0; values.length > 1 && i < values.length; i++) {
                file.putInt(values[i]);
            }
        });
        file.putShort((short) all.size());
        all.forEach((tag, values) ->
                file.putShort((short) (int) tag).putShort((short) 4).putInt(values.length).putInt(places.get(tag)));
        return file.array();
    }

    private static Map<Integer, int[]> strip(int width, int height, int compression, byte[] pixels) {
        Map<Integer, int[]> tags = new TreeMap<>();
        tags.put(256, new int[] {width});
        tags.put(257, new int[] {height});
        tags.put(258, new int[] {8});
        tags.put(259, new int[] {compression});
        tags.put(262, new int[] {1});
        tags.put(273, new int[] {8});
        tags.put(278, new int[] {height});
        tags.put(279, new int[] {pixels.length});
        return tags;
    }

    private void assertRefused(byte[] file, String line) {
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> Images.decode(file, "small", SHAPE))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("small: ")
                .hasMessageContaining(line);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan((1 << 20) + 12L * file.length);
    }

    @Test
    void aJpegHasAFewPasses() {
        byte[] small = jpeg(64, 64, BufferedImage.TYPE_BYTE_GRAY, true);
        assertThat(Images.decode(small, "ordinary").shape()).isEqualTo(Shape.of(64, 64, 1));
        assertThat(Images.decode(withLastScan(small, 50), "fifty").shape()).isEqualTo(Shape.of(64, 64, 1));
        assertRefused(withLastScan(small, 1500), "at most 100");
        BufferedImage even = new BufferedImage(4096, 2048, BufferedImage.TYPE_BYTE_GRAY);
        byte[] large = SamplePictures.written(new IIOImage(even, null, null), "jpeg", true, "");
        assertThat(PictureFile.of(large).width()).isEqualTo(4096);
        assertRefused(withLastScan(large, 80), "over 4096×2048 pixels");
    }

    @Test
    void coefficientsOfAJpegInPassesCount() {
        byte[] passes = jpeg(64, 48, BufferedImage.TYPE_3BYTE_BGR, true);
        long one = PictureFile.of(jpeg(64, 48, BufferedImage.TYPE_3BYTE_BGR, false)).memory();
        // Half of the rows and columns of two channels, in blocks that are all whole.
        long coefficients = 2 * 64 * 48 * 3 / 2;
        assertThat(PictureFile.of(passes).memory()).isEqualTo(one + coefficients + 64 * 48 * 3);
        assertThat(PictureFile.of(passes).every(4).memory()).isEqualTo(one + coefficients + 16 * 12 * 3);
    }

    @Test
    void aJpegWithAPassForEachChannelIsKeptToo() {
        byte[] grey = jpeg(32, 16, BufferedImage.TYPE_BYTE_GRAY, false);
        BufferedImage none = new BufferedImage(32, 16, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 32 * 16; i++) {
            none.getRaster().setSample(i % 32, i / 32, 0, 128);
        }
        byte[] chroma = SamplePictures.written(none, "jpeg");
        byte[] file = separate(grey, chroma, chroma);
        assertThat(PictureFile.of(file).memory()).isGreaterThan(PictureFile.of(grey).memory() + 3 * 32 * 16 * 3);
        float[] expected = Images.decode(grey, "grey").values();
        float[] values = Images.decode(file, "separate").values();
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isEqualTo(expected[i / 3]);
        }
    }

    /// A JPEG of three channels, each in a scan of its own as it is in a grey one.
    private static byte[] separate(byte[]... greys) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int i = 0; i < 3; i++) {
            byte[] grey = greys[i];
            int at = 2;
            if (i == 0) {
                file.write(grey, 0, 2);
            }
            while (grey[at + 1] != (byte) 0xDA) {
                int length = 2 + ByteBuffer.wrap(grey).getShort(at + 2);
                if (i == 0 && grey[at + 1] == (byte) 0xC0) {
                    file.write(new byte[] {(byte) 0xFF, (byte) 0xC0, 0, 17}, 0, 4);
                    file.write(grey, at + 4, 5);
                    file.writeBytes(new byte[] {3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0});
                } else if (i == 0) {
                    file.write(grey, at, length);
                }
                at += length;
            }
            byte[] scan = Arrays.copyOfRange(grey, at, grey.length - 2);
            scan[5] = (byte) (i + 1);
            file.writeBytes(scan);
        }
        file.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD9});
        return file.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"iCCP", "eXIf", "zTXt", "iTXt"})
    void onlyTheFirstChunkOfAKindIsLookedAt(String kind) {
        byte[] icc = Arrays.copyOf(SamplePictures.exchangingProfile(), 4_000_000);
        byte[] chunk = SamplePictures.inserted(SamplePictures.deflated(icc), 0, new byte[] {'p', 0, 0});
        byte[] one = SamplePictures.withChunk(
                SamplePictures.written(SamplePictures.scene(4, 4, BufferedImage.TYPE_3BYTE_BGR), "png"), kind, chunk);
        byte[] many = one;
        for (int i = 0; i < 20; i++) {
            many = SamplePictures.withChunk(many, kind, chunk);
        }
        PictureFile.of(one);
        assertThat(opening(many)).isLessThan(opening(one) + many.length + (1 << 20));
    }

    private long opening(byte[] file) {
        long before = threads.getCurrentThreadAllocatedBytes();
        PictureFile.of(file);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @ParameterizedTest
    @CsvSource({"1,3,true", "2,5,false"})
    void theFirstOrientationOfAPngCounts(int first, int second, boolean upright) {
        byte[] png = SamplePictures.written(SamplePictures.scene(4, 4, BufferedImage.TYPE_3BYTE_BGR), "png");
        byte[] later = SamplePictures.withChunk(
                png, "eXIf", SamplePictures.exif(second, 3, ByteOrder.BIG_ENDIAN));
        byte[] both = SamplePictures.withChunk(
                later, "eXIf", SamplePictures.exif(first, 3, ByteOrder.BIG_ENDIAN));
        assertThat(PictureFile.of(both).orientation().tag()).isEqualTo(first);
        assertThat(PictureFile.of(both).orientation().equals(Orientation.UPRIGHT)).isEqualTo(upright);
    }

    @Test
    void aJpegWithinATiffIsAsLargeAsItsPiece() {
        for (boolean passes : new boolean[] {false, true}) {
            byte[] large = jpeg(256, 256, BufferedImage.TYPE_BYTE_GRAY, passes);
            assertThat(Images.decode(tiff(strip(256, 256, 7, large), large), "sound").shape())
                    .isEqualTo(Shape.of(256, 256, 1));
            Map<Integer, int[]> old = strip(64, 64, 6, large);
            old.put(513, new int[] {8});
            old.put(514, new int[] {large.length});
            for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
                String line = "at most 64×64 pixels within the TIFF, got 256×256";
                assertRefused(tiff(strip(64, 64, 7, large), large, order), line);
                assertRefused(tiff(old, large, order), line);
            }
        }
    }

    @Test
    void aJpegInPassesWithinATiffCountsAndHasAFew() {
        byte[] one = jpeg(64, 64, BufferedImage.TYPE_BYTE_GRAY, false);
        byte[] passes = jpeg(64, 64, BufferedImage.TYPE_BYTE_GRAY, true);
        assertThat(PictureFile.of(tiff(strip(64, 64, 7, passes), passes)).memory())
                .isEqualTo(PictureFile.of(tiff(strip(64, 64, 7, one), one)).memory() + 2 * 64 * 64);
        byte[] many = withLastScan(passes, 1500);
        assertRefused(tiff(strip(64, 64, 7, many), many), "at most 100");
    }

    @Test
    void piecesOfATiffHaveSomePixels() {
        Map<Integer, int[]> tags = strip(300, 300, 8, new byte[1000]);
        tags.put(322, new int[] {1});
        tags.put(323, new int[] {1});
        assertRefused(tiff(tags, new byte[1000]), "a TIFF in 90000 pieces of 1×1 pixels");
        Map<Integer, int[]> rows = strip(2, 40_000, 5, new byte[1000]);
        rows.put(278, new int[] {1});
        assertRefused(tiff(rows, new byte[1000]), "a TIFF in 40000 pieces of 2×1 pixels");
    }

    @Test
    void piecesOfATiffDoNotOverlap() {
        byte[] codes = new byte[1 << 20];
        Map<Integer, int[]> tags = strip(64, 100, 5, codes);
        int[] starts = new int[100];
        int[] lengths = new int[100];
        Arrays.fill(starts, 8);
        Arrays.fill(lengths, codes.length);
        tags.put(273, starts);
        tags.put(278, new int[] {1});
        tags.put(279, lengths);
        byte[] known = tiff(tags, codes);
        assertThatThrownBy(() -> PictureFile.of(known)).hasMessageContaining("damaged");
        tags.remove(279);
        byte[] unknown = tiff(tags, codes);
        assertThatThrownBy(() -> PictureFile.of(unknown)).hasMessageContaining("damaged");
    }

    @Test
    void tagsOfATiffDoNotShareTheirValues() {
        byte[] values = new byte[100_000];
        Map<Integer, int[]> tags = strip(8, 8, 1, values);
        for (int tag : new int[] {292, 293, 332, 334, 515, 517, 529, 530, 531, 532}) {
            tags.put(tag, new int[] {8});
        }
        byte[] file = tiff(tags, values);
        int first = ByteBuffer.wrap(file).getInt(4) + 2;
        for (int at = first; at + 12 <= file.length; at += 12) {
            int tag = ByteBuffer.wrap(file).getShort(at);
            if (tag == 292 || tag == 293 || tag >= 332 && tag < 600) {
                ByteBuffer.wrap(file).putInt(at + 4, 25_000);
            }
        }
        assertRefused(file, "damaged");
    }

    @Test
    void luminanceInPlanesIsNotConvertedAgainAndAgain() {
        byte[] planes = new byte[3 * 64 * 64];
        Map<Integer, int[]> tags = strip(64, 64, 8, planes);
        tags.put(262, new int[] {6});
        tags.put(277, new int[] {3});
        tags.put(278, new int[] {1});
        tags.put(284, new int[] {2});
        assertRefused(tiff(tags, planes), "luminance and chroma in 64 pieces each");
    }

    @Test
    void aFaxOfAFewBytesIsNoWall() {
        byte[] codes = new byte[200];
        Map<Integer, int[]> tags = strip(1 << 20, 511, 4, codes);
        tags.put(258, new int[] {1});
        assertRefused(tiff(tags, codes), "1048576×511 pixels, and the file ends before the last");
    }
}
