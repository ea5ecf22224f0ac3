package dev.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrientationTest {
    private static final int BLOCK = 32;

    /// A JPEG of 2 × 3 blocks; the corner blocks, row by row, are red, green, blue and white, the middle is black.
    private static byte[] jpeg(int type) throws IOException {
        BufferedImage image = new BufferedImage(3 * BLOCK, 2 * BLOCK, type);
        int[][] colours = {{0xFF0000, 0, 0x00FF00}, {0x0000FF, 0, 0xFFFFFF}};
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, colours[y / BLOCK][x / BLOCK]);
            }
        }
        var out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, "jpeg", out)).isTrue();
        return out.toByteArray();
    }

    /// The file with an EXIF block after its start, in which the orientation is the second of two entries.
    private static byte[] noting(byte[] jpeg, int orientation, ByteOrder order) {
        ByteBuffer exif = ByteBuffer.allocate(4 + 6 + 8 + 2 + 2 * 12 + 4);
        exif.put((byte) 0xFF).put((byte) 0xE1).putShort((short) (exif.capacity() - 2)).put("Exif\0\0".getBytes());
        exif.put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes()).order(order);
        exif.putShort((short) 42).putInt(8).putShort((short) 2);
        exif.putShort((short) 0x0110).putShort((short) 2).putInt(4).putInt(0);
        exif.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation).putShort((short) 0);
        ByteBuffer file = ByteBuffer.allocate(jpeg.length + exif.capacity());
        file.put(jpeg, 0, 2).put(exif.array()).put(jpeg, 2, jpeg.length - 2);
        return file.array();
    }

    private static char colour(Tensor image, int y, int x) {
        boolean red = image.at(y, x, 0) > .5;
        boolean green = image.at(y, x, 1) > .5;
        boolean blue = image.at(y, x, 2) > .5;
        return red && green && blue ? 'w' : red ? 'r' : green ? 'g' : blue ? 'b' : '-';
    }

    private static String corners(Tensor image) {
        int bottom = image.shape().dim(0) - BLOCK / 4;
        int right = image.shape().dim(1) - BLOCK / 4;
        int near = BLOCK / 4;
        return "" + colour(image, near, near) + colour(image, near, right) + colour(image, bottom, near)
                + colour(image, bottom, right);
    }

    /// Where the stored rows and columns lie, from EXIF 2.3, section 4.6.4.
    @ParameterizedTest
    @CsvSource({"1,rgbw", "2,grwb", "3,wbgr", "4,bwrg", "5,rbgw", "6,brwg", "7,wgbr", "8,gwrb", "0,rgbw", "9,rgbw"})
    void picturesStandAsTheyWereSeen(int orientation, String corners) throws IOException {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            byte[] file = noting(jpeg(BufferedImage.TYPE_INT_RGB), orientation, order);
            Tensor image = Images.decode(file, "some.jpg");
            boolean turned = orientation >= 5 && orientation <= 8;
            assertThat(image.shape())
                    .isEqualTo(turned ? Shape.of(3 * BLOCK, 2 * BLOCK, 3) : Shape.of(2 * BLOCK, 3 * BLOCK, 3));
            assertThat(corners(image)).isEqualTo(corners);
            assertThat(corners(Images.decode(file, "some.jpg", image.shape()))).isEqualTo(corners);
        }
    }

    @Test
    void greyPicturesAreTurnedToo() throws IOException {
        byte[] jpeg = jpeg(BufferedImage.TYPE_BYTE_GRAY);
        Tensor stored = Images.decode(jpeg, "some.jpg");
        Tensor turned = Images.decode(noting(jpeg, 6, ByteOrder.BIG_ENDIAN), "some.jpg");
        assertThat(turned.shape()).isEqualTo(Shape.of(3 * BLOCK, 2 * BLOCK, 1));
        for (int y = 0; y < 3 * BLOCK; y++) {
            for (int x = 0; x < 2 * BLOCK; x++) {
                assertThat(turned.at(y, x, 0)).isEqualTo(stored.at(2 * BLOCK - 1 - x, y, 0));
            }
        }
    }

    @Test
    void blocksThatEndEarlyAreLeftAlone() throws IOException {
        byte[] jpeg = jpeg(BufferedImage.TYPE_INT_RGB);
        byte[] whole = noting(jpeg, 6, ByteOrder.LITTLE_ENDIAN);
        int end = whole.length - jpeg.length + 2;
        for (int length = 2 + 4 + 6; length <= end; length++) {
            // A shorter block, whose length says so.
            ByteBuffer file = ByteBuffer.allocate(length + jpeg.length - 2);
            file.put(whole, 0, length).put(jpeg, 2, jpeg.length - 2).putShort(4, (short) (length - 4));
            Tensor image = Images.decode(file.array(), "short.jpg");
            boolean noted = length >= end - 4 - 2;
            assertThat(image.shape().dim(0)).isEqualTo(noted ? 3 * BLOCK : 2 * BLOCK);
        }
    }
}
