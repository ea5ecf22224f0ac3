package dev.fovea.data;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fovea.fuzz.Refusals;
import dev.fovea.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.provider.MethodSource;

/// Pictures of every format that is read.
class PictureFuzz {
    private static final Shape WANTED = Shape.of(6, 5, 3);
    private static final int[] TYPES = {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY, BufferedImage.TYPE_BYTE_INDEXED, BufferedImage.TYPE_INT_ARGB};

    /// Lossy, with a canvas of 8 × 8, and lossless: made from numbers; the JDK writes no WebP.
    private static final List<String> WEBP = List.of(
            "UklGRkQAAABXRUJQVlA4IDgAAADQAQCdASoIAAgAAsBMJbACdAD0rsa2AAD+75KGiMWEGwAv9k5/7r6Bqvcv/7AD/K"
                    + "V3j9P98kAAAA==",
            "UklGRi4AAABXRUJQVlA4TCIAAAAvB8ABALkyRPQ/dhHR/wBhtlFBzp90ryMYkkGOCaB6oP8A");

    @MethodSource("seeds")
    @FuzzTest
    void decodes(byte[] file) throws IOException {
        Refusals.check(DataException.class, () -> Images.decode(file, "picture"));
        Refusals.check(DataException.class, () -> Images.decode(file, "picture", WANTED, Fitting.PAD));
    }

    static Stream<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (String format : List.of("png", "jpg", "gif", "bmp", "tiff")) {
            for (int type : TYPES) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                if (ImageIO.write(picture(type), format, bytes)) {
                    seeds.add(bytes.toByteArray());
                }
            }
        }
        WEBP.forEach(text -> seeds.add(Base64.getDecoder().decode(text)));
        seeds.add("P6 2 1 255\nabcdef".getBytes());
        seeds.add("P2\n# a comment\n2 2\n15\n1 2 3 4\n".getBytes());
        return seeds.stream();
    }

    private static BufferedImage picture(int type) {
        BufferedImage picture = new BufferedImage(7, 9, type);
        for (int y = 0; y < 9; y++) {
            for (int x = 0; x < 7; x++) {
                picture.setRGB(x, y, 0xFF000000 | 36 * x << 16 | 28 * y << 8 | 200);
            }
        }
        return picture;
    }
}
