package dev.fovea.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.fovea.data.DataException;
import dev.fovea.data.Images;
import dev.fovea.tensor.Shape;
import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
        assertThat(PictureFile.of(SamplePictures.written(large, "jpeg")).memory()).isZero();
        assertThat(PictureFile.of(SamplePictures.written(large, "png")).memory()).isZero();
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
        assertThat(half.memory()).isEqualTo(32 * 24 * 3);
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
        assertThat(half.memory()).isEqualTo(3 * 2);
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
