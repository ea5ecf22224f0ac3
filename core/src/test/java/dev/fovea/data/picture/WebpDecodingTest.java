package dev.fovea.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// WebP against libwebp 1.6.0: `webp.csv` holds small drawings that it encoded, lossy with filters of all kinds, and
/// the CRC-32 of red, green, blue and opacity as Pillow 12.3 decodes them with it. Where there is no file, a frame of
/// random bits stands for it: nearly all are valid, and they use everything that the format has.
class WebpDecodingTest {
    private static final int RANDOM_BYTES = 60_000;

    record Golden(String name, int width, int height, String crc, byte[] file) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Golden> goldens() throws IOException {
        try (InputStream in = WebpDecodingTest.class.getResourceAsStream("webp.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1)
                    .map(line -> golden(line.split(",", -1))).toList();
        }
    }

    private static Golden golden(String[] cells) {
        int width = Integer.parseInt(cells[1]);
        int height = Integer.parseInt(cells[2]);
        byte[] file = Base64.getDecoder().decode(cells[4]);
        if (file.length == 0) {
            file = random(Long.parseLong(cells[0].replace("random ", "")), width, height);
        }
        return new Golden(cells[0], width, height, cells[3], file);
    }

    /// A key frame of random bits, 1,000 bytes of which are the first partition.
    private static byte[] random(long seed, int width, int height) {
        byte[] bits = new byte[RANDOM_BYTES];
        new Random(seed).nextBytes(bits);
        ByteBuffer frame = ByteBuffer.allocate(10 + RANDOM_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(1000 << 5 | 1 << 4).position(3);
        frame.put(new byte[] {(byte) 0x9D, 1, 0x2A}).putShort((short) width).putShort((short) height).put(bits);
        return SamplePictures.riff(Map.of("VP8 ", frame.array()));
    }

    private static String decoded(byte[] file) {
        Bytes all = Bytes.little(file);
        Bytes chunks = all.part(12, all.length());
        WebpFrame frame = WebpFrame.of(chunks);
        WebpFrame.Decoded decoded = frame.decode();
        byte[] colours = new byte[3 * frame.width()];
        byte[] opacity = new byte[frame.width()];
        CRC32 crc = new CRC32();
        for (int y = 0; y < frame.height(); y++) {
            decoded.row(y, colours, opacity);
            for (int x = 0; x < frame.width(); x++) {
                crc.update(colours, 3 * x, 3);
                crc.update(opacity[x]);
            }
        }
        return "%08x".formatted(crc.getValue());
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void isEqualToTheBit(Golden golden) {
        PictureFile picture = PictureFile.of(golden.file);
        assertThat(picture.width()).isEqualTo(golden.width);
        assertThat(picture.height()).isEqualTo(golden.height);
        assertThat(decoded(golden.file)).isEqualTo(golden.crc);
    }

    @Test
    void whatIsCutOffIsMissed() throws IOException {
        for (Golden golden : goldens()) {
            String text = new String(golden.file, StandardCharsets.ISO_8859_1);
            int pixels = Math.max(text.indexOf("VP8 "), text.indexOf("VP8L", 12)) + 14;
            int step = Math.max(1, golden.file.length / 300);
            for (int length = 30; length < golden.file.length; length += step) {
                byte[] cut = Arrays.copyOf(golden.file, length);
                String what = golden + " of " + length + " bytes";
                try {
                    // The last bytes need not hold anything.
                    assertThat(decoded(cut)).as(what).isEqualTo(golden.crc);
                } catch (PictureException e) {
                    // Without its chunk of pixels it is no picture at all.
                    assertThat(e).as(what).hasMessageContaining(length < pixels ? "damaged" : "truncated");
                } catch (IndexOutOfBoundsException e) {
                    // The size was not read yet, which whoever looks for it says.
                    assertThatThrownBy(() -> PictureFile.of(cut)).as(what).isInstanceOf(PictureException.class);
                }
            }
        }
    }

    @Test
    void framesOfAnotherKindAreRefused() {
        byte[] sound = SamplePictures.webpLossy();
        int tag = sound[20];
        for (int wrong : new int[] {tag | 1, tag & ~0x10, tag | 8}) {
            byte[] file = sound.clone();
            file[20] = (byte) wrong;
            assertThatThrownBy(() -> PictureFile.of(file).rows((y, values) -> {}))
                    .as("tag " + wrong)
                    .isInstanceOf(PictureException.class)
                    .hasMessageContaining("is damaged");
        }
    }

    @Test
    void takesNoMoreMemoryThanItSays() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int size = 256;
        byte[] file = random(4, size, size);
        PictureFile.of(random(4, 25, 45)).rows((y, values) -> {});
        PictureFile picture = PictureFile.of(file);
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            picture.rows((y, values) -> {});
        } catch (PictureException e) {
            assertThat(e).hasMessageContaining("truncated");
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(picture.memory()).isBetween(3L * size * size / 2, 2L * size * size);
        assertThat(bytes).isLessThan(picture.memory() + (64 << 10));
    }
}
