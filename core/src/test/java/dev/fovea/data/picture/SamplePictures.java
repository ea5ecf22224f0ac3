package dev.fovea.data.picture;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/// Small pictures of all formats, made here.
public final class SamplePictures {
    /// 3 × 2 pixels without loss: red, green, blue; white, black, clear.
    private static final String WEBP_LOSSLESS =
            "5249464632000000574542505650384c250000002f024000102f201048da1f7a8df9171014f9"
            + "3fdafc07205bca06010999920f9e88e87f6c0000";

    /// 16 × 16 pixels in four squares.
    private static final String WEBP_LOSSY =
            "5249464640000000574542505650382034000000b001009d012a1000100001402625a00274ba0004aa"
            + "0000ccffffe5a1fff8723fffd2998ff80f253ff5133ffdce07fd6565600000";

    /// The same with a clear square in the middle.
    private static final String WEBP_CLEAR =
            "524946467400000057454250565038580a000000100000000f00000f0000414c5048190000"
            + "00010f30ff1111824cda4642fdbb9c835e651622fa3f01267b4c005650382034000000b001009d012a1000100001402625a0027"
            + "4ba00"
            + "04aa0000ccffffe5a1fff8723fffd2998ff80f253ff5133ffdce07fd6565600000";

    private SamplePictures() {}

    static byte[] webpLossless() {
        return HexFormat.of().parseHex(WEBP_LOSSLESS);
    }

    static byte[] webpLossy() {
        return HexFormat.of().parseHex(WEBP_LOSSY);
    }

    static byte[] webpClear() {
        return HexFormat.of().parseHex(WEBP_CLEAR);
    }

    /// A scene of slopes: no two neighbours are equal, and nothing is sharp.
    static BufferedImage scene(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, 0xFF000000 | 250 * x / width << 16 | 250 * y / height << 8
                        | 250 * (x + y) / (width + height));
            }
        }
        return image;
    }

    static byte[] written(BufferedImage image, String format) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalArgumentException("no writer of " + format + " for " + image);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] written(IIOImage image, String format, boolean passes, String compression) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream to = ImageIO.createImageOutputStream(out)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (passes) {
                param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            }
            if (!compression.isEmpty()) {
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionType(compression);
            }
            writer.setOutput(to);
            writer.write(null, image, param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /// A JPEG of four inks as Adobe's programs write it, without a profile: all inks are inverted.
    ///
    /// @param transform 0 for inks, 2 for luminance, chroma and black
    static byte[] inks(int width, int height, int[] stored, int transform) {
        WritableRaster raster =
                Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, 4, null);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                raster.setPixel(x, y, stored);
            }
        }
        byte[] plain = written(new IIOImage(raster, null, null), "jpeg", false, "");
        byte[] adobe = {(byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform};
        return inserted(plain, 2, adobe);
    }

    static byte[] inserted(byte[] file, int at, byte[] part) {
        ByteBuffer all = ByteBuffer.allocate(file.length + part.length);
        return all.put(file, 0, at).put(part).put(file, at, file.length - at).array();
    }

    /// EXIF's directory with one tag, the orientation, as SHORT (3) or LONG (4).
    static byte[] exif(int orientation, int type, ByteOrder order) {
        ByteBuffer exif = ByteBuffer.allocate(26).order(order);
        exif.put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes());
        exif.putShort((short) 42).putInt(8).putShort((short) 1).putShort((short) 0x0112).putShort((short) type)
                .putInt(1);
        return (type == 3 ? exif.putShort((short) orientation) : exif.putInt(orientation)).array();
    }

    /// sRGB with the primaries of red and green changed over: pictures come out with these two exchanged.
    static byte[] exchangingProfile() {
        ICC_Profile profile = ICC_Profile.getInstance(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
        byte[] red = profile.getData(ICC_Profile.icSigRedColorantTag);
        profile.setData(ICC_Profile.icSigRedColorantTag, profile.getData(ICC_Profile.icSigGreenColorantTag));
        profile.setData(ICC_Profile.icSigGreenColorantTag, red);
        return profile.getData();
    }

    /// A chunk of a PNG put before the first pixels.
    static byte[] withChunk(byte[] png, String name, byte[] content) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + content.length);
        chunk.putInt(content.length).put(name.getBytes()).put(content);
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, 4 + content.length);
        chunk.putInt((int) crc.getValue());
        return inserted(png, 33, chunk.array());
    }

    static byte[] deflated(byte[] plain) {
        Deflater deflater = new Deflater();
        deflater.setInput(plain);
        deflater.finish();
        byte[] out = new byte[plain.length + 100];
        int length = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, length);
    }

    /// A TIFF of one strip.
    ///
    /// @param tags beyond width (256), height (257), the strip and its length: number to value, all as LONG
    static byte[] tiff(int width, int height, Map<Integer, Integer> tags, byte[] pixels, ByteOrder order) {
        Map<Integer, Integer> all = new TreeMap<>(tags);
        all.put(256, width);
        all.put(257, height);
        all.put(273, 8);
        all.put(279, pixels.length);
        all.putIfAbsent(278, height);
        ByteBuffer file = ByteBuffer.allocate(8 + pixels.length + pixels.length % 2 + 2 + 12 * all.size() + 4)
                .order(order);
        file.put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes()).putShort((short) 42);
        file.putInt(8 + pixels.length + pixels.length % 2).put(pixels);
        file.position(8 + pixels.length + pixels.length % 2).putShort((short) all.size());
        all.forEach((tag, value) ->
                file.putShort((short) (int) tag).putShort((short) 4).putInt(1).putInt(value));
        return file.array();
    }

    static byte[] riff(Map<String, byte[]> chunks) {
        ByteBuffer file = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes()).putInt(0).put("WEBP".getBytes());
        chunks.forEach((name, content) -> {
            file.put(name.getBytes()).putInt(content.length).put(content);
            file.position(file.position() + content.length % 2);
        });
        file.putInt(4, file.position() - 8);
        return Arrays.copyOf(file.array(), file.position());
    }

    /// One of each kind, by name.
    static Map<String, byte[]> all() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        BufferedImage colour = scene(13, 9, BufferedImage.TYPE_3BYTE_BGR);
        BufferedImage alpha = scene(13, 9, BufferedImage.TYPE_4BYTE_ABGR);
        BufferedImage grey = scene(13, 9, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage wide = scene(13, 9, BufferedImage.TYPE_USHORT_GRAY);
        BufferedImage indexed = scene(13, 9, BufferedImage.TYPE_BYTE_INDEXED);
        BufferedImage bits = scene(13, 9, BufferedImage.TYPE_BYTE_BINARY);
        all.put("colour.jpg", written(colour, "jpeg"));
        all.put("grey.jpg", written(grey, "jpeg"));
        all.put("passes.jpg", written(new IIOImage(colour, null, null), "jpeg", true, ""));
        all.put("inks.jpg", inks(13, 9, new int[] {200, 100, 50, 220}, 2));
        for (var one :
                Map.of("colour", colour, "alpha", alpha, "grey", grey, "wide", wide, "indexed", indexed, "bits", bits)
                .entrySet()) {
            all.put(one.getKey() + ".png", written(one.getValue(), "png"));
            all.put(one.getKey() + "-passes.png", written(new IIOImage(one.getValue(), null, null), "png", true, ""));
        }
        all.put("profile.png", withChunk(written(colour, "png"), "iCCP", inserted(
                deflated(exchangingProfile()), 0, new byte[] {'p', 0, 0})));
        all.put("indexed.gif", written(indexed, "gif"));
        all.put("passes.gif", written(new IIOImage(indexed, null, null), "gif", true, ""));
        all.put("colour.bmp", written(colour, "bmp"));
        all.put("indexed.bmp", written(indexed, "bmp"));
        all.put("runs.bmp", written(new IIOImage(indexed, null, null), "bmp", false, "BI_RLE8"));
        for (String compression : new String[] {"LZW", "JPEG", "ZLib", "PackBits", "Deflate"}) {
            all.put(compression + ".tif", written(new IIOImage(colour, null, null), "tiff", false, compression));
        }
        all.put("fax.tif", written(new IIOImage(bits, null, null), "tiff", false, "CCITT T.6"));
        all.put("alpha.tif", written(alpha, "tiff"));
        all.put("wide.tif", written(wide, "tiff"));
        all.put("indexed.tif", written(indexed, "tiff"));
        all.put("lossless.webp", webpLossless());
        all.put("lossy.webp", webpLossy());
        all.put("clear.webp", webpClear());
        all.put("letters.ppm", "P3 2 1 # two\n255 1 2 3 4 5 6\n".getBytes());
        all.put("bytes.pgm", "P5\n4 2\n255\nabcdefgh".getBytes());
        all.put("bits.pbm", "P4 9 2\nabcd".getBytes());
        all.put("alpha.pam",
                "P7\nWIDTH 1\nHEIGHT 2\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\nabcdefgh".getBytes());
        all.put("bits.wbmp", written(bits, "wbmp"));
        return all;
    }
}
