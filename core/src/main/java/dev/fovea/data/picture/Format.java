package dev.fovea.data.picture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Formats that are read, told by the first bytes, whatever a file's name ends with.
enum Format {
    JPEG,
    PNG,
    WEBP,
    GIF,
    BMP,
    TIFF,
    PNM,
    WBMP;

    private static final String EXPECTED =
            " is not an image that can be read: expected JPEG, PNG, WebP, GIF, BMP, TIFF or PPM, got ";
    private static final Pattern NETPBM = Pattern.compile("P[1-7][\\s#].*", Pattern.DOTALL);

    /// @throws PictureException that names what else it is
    static Format of(byte[] file) {
        Bytes data = Bytes.big(file);
        if (data.startsWith("\u00FF\u00D8\u00FF")) {
            return JPEG;
        } else if (data.startsWith("\u0089PNG\r\n\u001A\n")) {
            return PNG;
        } else if (data.startsWith("RIFF") && data.hasAt(8, "WEBP")) {
            return WEBP;
        } else if (data.startsWith("GIF8")) {
            return GIF;
        } else if (data.startsWith("BM")) {
            return BMP;
        } else if (isTiff(data)) {
            return TIFF;
        } else if (isNetpbm(data)) {
            return PNM;
        } else if (PnmFile.isWbmp(data)) {
            return WBMP;
        }
        throw new PictureException(EXPECTED + Strangers.describe(file));
    }

    private static boolean isTiff(Bytes data) {
        return data.startsWith("II*\0") || data.startsWith("MM\0*") || data.startsWith("II+\0")
                || data.startsWith("MM\0+");
    }

    private static boolean isNetpbm(Bytes data) {
        int length = Math.min(3, data.length());
        Matcher start = NETPBM.matcher(new String(
                Arrays.copyOf(data.file(), length), StandardCharsets.ISO_8859_1));
        return start.matches();
    }
}
