package dev.fovea.data.picture;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.DataException;
import dev.fovea.data.Images;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Files that are no picture that can be read: one line names what they are and says what to do.
class StrangersTest {
    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void theLineNamesWhatItIs() {
        Map<byte[], String> strangers = new LinkedHashMap<>();
        strangers.put(latin("\0\0\0\u0018ftypheic\0\0\0\0mif1heic"), "an HEIC picture; export it as JPEG or PNG");
        strangers.put(latin("\0\0\0\u0018ftypmif1\0\0\0\0mif1heic"), "an HEIC picture; export it as JPEG or PNG");
        strangers.put(latin("\0\0\0\u0018ftypmif1\0\0\0\0mif1avif"), "an AVIF picture; export it as JPEG or PNG");
        strangers.put(latin("\0\0\0\u0014ftypavif\0\0\0\0avif"), "an AVIF picture; export it as JPEG or PNG");
        strangers.put(latin("\0\0\0\u0014ftypisom\0\0\0\0mp41"),
                "an MP4 video; take single pictures from it as JPEG or PNG");
        strangers.put(latin("\0\0\0\fJXL \r\n\u0087\n...."), "a JPEG XL picture; export it as JPEG or PNG");
        strangers.put(latin("\u00FF\n..."), "a JPEG XL picture; export it as JPEG or PNG");
        strangers.put(latin("FUJIFILMCCD-RAW 0201"), "a Fujifilm RAW picture; export it as JPEG or PNG");
        strangers.put(latin("<?xml version='1.0'?><svg/>"), "an SVG drawing; export it as JPEG or PNG");
        strangers.put(latin("%PDF-1.7"), "a PDF document; export it as JPEG or PNG");
        strangers.put(latin("\n<!DOCTYPE html><p>404"), "an HTML page; fetch the picture again");
        strangers.put(latin("version https://git-lfs.github.com/spec/v1"),
                "a Git LFS pointer; fetch the picture with git lfs pull");
        strangers.put(new byte[0], "an empty file; fetch the picture again");
        strangers.put(new byte[100], "a file of zeros; fetch the picture again");
        strangers.put(latin("x"), "a file of 1 byte of another kind");
        strangers.forEach((file, what) -> assertThatThrownBy(() -> Images.decode(file, "some.jpg"))
                .isInstanceOf(DataException.class)
                .hasMessage("some.jpg is not an image that can be read: expected JPEG, PNG, WebP, GIF, BMP, TIFF or"
                        + " PPM,"
                        + " got " + what));
    }

    @Test
    void rawPicturesThatLookLikeTiff() {
        byte[] dng = SamplePictures.tiff(1, 1, Map.of(258, 8, 262, 1, 50706, 1), new byte[1], ByteOrder.LITTLE_ENDIAN);
        byte[] nef =
                SamplePictures.tiff(1, 1, Map.of(254, 1, 258, 8, 262, 1, 330, 8), new byte[1], ByteOrder.BIG_ENDIAN);
        byte[] cr2 = Arrays.copyOf(latin("II*\0\u0010\0\0\0CR\u0002\0"), 200);
        for (byte[] raw : new byte[][] {dng, nef, cr2}) {
            assertThatThrownBy(() -> Images.decode(raw, "some.raw"))
                    .isInstanceOf(DataException.class)
                    .hasMessage("some.raw: the image is a camera's RAW picture, of which only a small preview could"
                            + " be read;"
                            + " export it as JPEG or PNG");
        }
    }

    @Test
    void kindsThatAreNotRead() {
        byte[] zstd =
                SamplePictures.tiff(1, 1, Map.of(258, 8, 259, 50000, 262, 1), new byte[1], ByteOrder.LITTLE_ENDIAN);
        assertThatThrownBy(() -> Images.decode(zstd, "some.tif"))
                .hasMessage("some.tif: the image is a TIFF with Zstandard compression, which is not read; save it"
                        + " again as PNG"
                        + " or JPEG");
    }
}
