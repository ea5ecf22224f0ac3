package dev.fovea.safetensors;

import dev.fovea.io.FileException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The checksum of a safetensors file, one of its free texts: CRC-32C (Castagnoli) and CRC-32 (ISO 3309) over every
/// byte of the file, from the header's length to the last tensor, with the digits of the checksum itself as zeros. Any
/// change of up to 32 bits in a row is found; of others one in 2⁶⁴ is not. It tells damage, not forgery.
///
/// Name and value both say what they are: where a byte of one of them is changed, the other still tells that there was
/// a checksum.
final class Checksum {
    static final String KEY = "fovea.checksum";

    private static final String START = "crc-32c and crc-32 of the file with zeros here: ";
    private static final int DIGITS = 16;

    /// The text while the file is summed.
    static final String NONE = START + "0".repeat(DIGITS);

    private static final Pattern TEXT = Pattern.compile(Pattern.quote(START) + "[0-9a-f]{" + DIGITS + "}");

    private final CRC32C castagnoli = new CRC32C();
    private final CRC32 iso = new CRC32();

    /// Adds the bytes between the buffer's position and its limit, which stay as they are.
    void add(ByteBuffer bytes) {
        castagnoli.update(bytes.duplicate());
        iso.update(bytes.duplicate());
    }

    private String digits() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits((int) castagnoli.getValue()) + hex.toHexDigits((int) iso.getValue());
    }

    /// The text that stands in the file.
    String text() {
        return START + digits();
    }

    /// What is written in the place of the zeros.
    ByteBuffer bytes() {
        return ByteBuffer.wrap(digits().getBytes(StandardCharsets.US_ASCII));
    }

    /// The checksum among the texts of a file; null where there is none.
    ///
    /// @throws FileException without the file's name, if there is one and it is damaged
    static @Nullable String of(Map<String, String> texts) {
        String value = texts.get(KEY);
        boolean elsewhere = texts.entrySet().stream()
                .anyMatch(text -> !text.getKey().equals(KEY) && TEXT.matcher(text.getValue()).matches());
        if (elsewhere || value != null && !TEXT.matcher(value).matches()) {
            throw new FileException("expected a checksum as " + KEY + ", got a damaged one");
        }
        return value;
    }

    /// Where the digits of a checksum begin in a header; not above 0 if the header spells it in another way.
    static int place(byte[] header, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at + wanted.length <= header.length; at++) {
            if (header[at] == wanted[0] && Arrays.equals(header, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at + wanted.length - DIGITS;
            }
        }
        return 0;
    }

    /// Puts zeros where a stretch of a file holds the digits.
    ///
    /// @param place of the first digit in the file
    /// @param from the file's byte that is the stretch's first
    static void blank(ByteBuffer stretch, long place, long from) {
        for (long at = Math.max(place, from); at < Math.min(place + DIGITS, from + stretch.limit()); at++) {
            stretch.put((int) (at - from), (byte) '0');
        }
    }
}
