package dev.fovea.data.picture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.fovea.data.DataException;
import dev.fovea.data.Images;
import dev.fovea.tensor.Shape;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Damages small pictures of all formats: what comes is a picture or one line of our own, and no more memory than the
/// bounds of the formats allow.
class PictureFuzzTest {
    private static final int ROUNDS = 150;

    /// What a small file may cost: 16 million pixels of a lossless WebP with four bytes each are the most.
    private static final long MOST_BYTES = 96L << 20;

    private static final int[] EXTREMES = {0, 1, 127, 128, 255};

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void soundOnesAreRead() {
        SamplePictures.all().forEach((name, file) -> {
            var image = Images.decode(file, name);
            for (float value : image.values()) {
                assertThat(value).as(name).isBetween(0f, 1f);
            }
            assertThat(Images.decode(file, name, Shape.of(5, 4, 3)).shape()).isEqualTo(Shape.of(5, 4, 3));
        });
    }

    @Test
    void damagedOnesAreReadOrSaidToBeDamaged() {
        for (Map.Entry<String, byte[]> one : SamplePictures.all().entrySet()) {
            for (int round = 0; round < ROUNDS; round++) {
                Random random = new Random(one.getKey().hashCode() * 1000L + round);
                check(one.getKey() + ", round " + round, damaged(one.getValue(), random));
            }
        }
    }

    private void check(String name, byte[] file) {
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            assertThat(Images.decode(file, "some.file", Shape.of(6, 6, 3)).values()).as(name).hasSize(108);
        } catch (DataException e) {
            assertThat(e.getMessage()).as(name).startsWith("some.file").doesNotContain("\n", "Exception", "Index ",
                    "null", "length ");
        } catch (RuntimeException | Error e) {
            throw new AssertionError(name + ": " + e, e);
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(bytes).as(name + " allocates").isLessThan(MOST_BYTES);
    }

    private static byte[] damaged(byte[] sound, Random random) {
        byte[] file = sound.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            // Half of the changes hit the header, where the sizes stand.
            int at = random.nextInt(random.nextBoolean() ? Math.min(64, file.length) : file.length);
            switch (random.nextInt(4)) {
                case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> file[at] = (byte) EXTREMES[random.nextInt(EXTREMES.length)];
                case 2 -> Arrays.fill(file, at, Math.min(file.length, at + 1 + random.nextInt(4)), (byte) 255);
                default -> file[at] = (byte) random.nextInt();
            }
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(file, random.nextInt(file.length + 1)) : file;
    }
}
