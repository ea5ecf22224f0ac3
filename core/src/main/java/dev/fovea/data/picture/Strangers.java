package dev.fovea.data.picture;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// Names what is found where a picture was expected, and says what to do.
final class Strangers {
    private static final String EXPORT = "; export it as JPEG or PNG";
    private static final String FETCH = "; fetch the picture again";
    private static final String PICK = "; take single pictures from it as JPEG or PNG";
    private static final int LOOKED_AT = 1024;

    /// @param at where the letters stand
    private record Sign(int at, String letters, String what) {}

    private static final List<Sign> SIGNS = List.of(
            new Sign(4, "ftypavi", "an AVIF picture" + EXPORT),
            new Sign(4, "ftypcrx ", "a Canon RAW picture" + EXPORT),
            new Sign(4, "ftyphe", "an HEIC picture" + EXPORT),
            new Sign(4, "ftypqt  ", "a QuickTime video" + PICK),
            new Sign(0, "\u00FF\n", "a JPEG XL picture" + EXPORT),
            new Sign(4, "JXL \r\n\u0087\n", "a JPEG XL picture" + EXPORT),
            new Sign(4, "jP  \r\n\u0087\n", "a JPEG 2000 picture" + EXPORT),
            new Sign(0, "\u00FFO\u00FFQ", "a JPEG 2000 picture" + EXPORT),
            new Sign(0, "II\u00BC", "a JPEG XR picture" + EXPORT),
            new Sign(0, "IIRO", "an Olympus RAW picture" + EXPORT),
            new Sign(0, "IIRS", "an Olympus RAW picture" + EXPORT),
            new Sign(0, "MMOR", "an Olympus RAW picture" + EXPORT),
            new Sign(0, "IIU\0", "a Panasonic RAW picture" + EXPORT),
            new Sign(0, "FUJIFILMCCD-RAW", "a Fujifilm RAW picture" + EXPORT),
            new Sign(0, "\0MRM", "a Minolta RAW picture" + EXPORT),
            new Sign(0, "FOVb", "a Sigma RAW picture" + EXPORT),
            new Sign(6, "HEAPCCDR", "a Canon RAW picture" + EXPORT),
            new Sign(0, "8BPS", "a Photoshop picture" + EXPORT),
            new Sign(0, "gimp xcf", "a GIMP picture" + EXPORT),
            new Sign(0, "v/1\u0001", "an OpenEXR picture" + EXPORT),
            new Sign(0, "#?RADIANCE", "a Radiance picture" + EXPORT),
            new Sign(0, "DDS ", "a DDS texture" + EXPORT),
            new Sign(0, "\0\0\u0001\0", "an icon" + EXPORT),
            new Sign(0, "\0\0\u0002\0", "a cursor" + EXPORT),
            new Sign(0, "icns", "an icon" + EXPORT),
            new Sign(0, "FLIF", "a FLIF picture" + EXPORT),
            new Sign(0, "BPG\u00FB", "a BPG picture" + EXPORT),
            new Sign(0, "PF\n", "a PFM picture" + EXPORT),
            new Sign(0, "Pf\n", "a PFM picture" + EXPORT),
            new Sign(128, "DICM", "a DICOM file" + EXPORT),
            new Sign(0, "SIMPLE  =", "a FITS file" + EXPORT),
            new Sign(0, "\u0089HDF\r\n", "an HDF5 file" + EXPORT),
            new Sign(0, "\u0093NUMPY", "a NumPy array" + EXPORT),
            new Sign(0, "%PDF", "a PDF document" + EXPORT),
            new Sign(0, "%!PS", "a PostScript document" + EXPORT),
            new Sign(0, "\u00C5\u00D0\u00D3\u00C6", "a PostScript document" + EXPORT),
            new Sign(8, "AVI ", "an AVI video" + PICK),
            new Sign(0, "\u001AE\u00DF\u00A3", "a Matroska or WebM video" + PICK),
            new Sign(0, "\0\0\u0001\u00BA", "an MPEG video" + PICK),
            new Sign(0, "\0\0\u0001\u00B3", "an MPEG video" + PICK),
            new Sign(0, "FLV\u0001", "a Flash video" + PICK),
            new Sign(0, "PK\u0003\u0004", "a ZIP archive; unpack it"),
            new Sign(0, "\u001F\u008B", "a gzip archive; unpack it"),
            new Sign(0, "7z\u00BC\u00AF", "a 7z archive; unpack it"),
            new Sign(0, "Rar!", "a RAR archive; unpack it"),
            new Sign(0, "\0\u0005\u0016\u0007", "what macOS keeps beside a picture; delete it"),
            new Sign(0, "version https://git-lfs", "a Git LFS pointer; fetch the picture with git lfs pull"));

    private Strangers() {}

    static String describe(byte[] file) {
        if (file.length == 0) {
            return "an empty file" + FETCH;
        }
        Bytes data = Bytes.big(file);
        if (data.hasAt(4, "ftyp")) {
            return container(data);
        }
        for (Sign sign : SIGNS) {
            if (data.hasAt(sign.at, sign.letters)) {
                return sign.what;
            }
        }
        if (isZero(file)) {
            return "a file of zeros" + FETCH;
        }
        return text(data.part(0, LOOKED_AT).copy(), file.length);
    }

    /// ISO's box files: the first brand names a kind, the others those that it may be read as.
    private static String container(Bytes data) {
        String brands = new String(
                data.part(8, Math.clamp(data.u32(0) - 8, 0, LOOKED_AT)).copy(), StandardCharsets.ISO_8859_1);
        if (brands.contains("avif") || brands.contains("avis")) {
            return "an AVIF picture" + EXPORT;
        } else if (brands.startsWith("crx")) {
            return "a Canon RAW picture" + EXPORT;
        } else if (brands.contains("heic") || brands.contains("heix") || brands.contains("hevc")
                || brands.contains("hevx") || brands.contains("heim") || brands.contains("heis")
                || brands.startsWith("mif1") || brands.startsWith("msf1")) {
            return "an HEIC picture" + EXPORT;
        } else if (brands.startsWith("jxl")) {
            return "a JPEG XL picture" + EXPORT;
        }
        return (brands.startsWith("qt") ? "a QuickTime video" : "an MP4 video") + PICK;
    }

    private static boolean isZero(byte[] file) {
        for (byte one : file) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] start, int length) {
        String text = new String(start, StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
        if (text.startsWith("\u00EF\u00BB\u00BF")) {
            text = text.substring(3).strip();
        }
        if (text.startsWith("<svg") || text.startsWith("<?xml") && text.contains("<svg")) {
            return "an SVG drawing" + EXPORT;
        } else if (text.startsWith("<!doctype html") || text.startsWith("<html") || text.startsWith("<head")) {
            return "an HTML page" + FETCH;
        } else if (text.startsWith("<?xml")) {
            return "an XML document" + FETCH;
        } else if (text.startsWith("{") || text.startsWith("[")) {
            return "a JSON text" + FETCH;
        }
        return "a file of " + length + (length == 1 ? " byte" : " bytes") + " of another kind";
    }
}
