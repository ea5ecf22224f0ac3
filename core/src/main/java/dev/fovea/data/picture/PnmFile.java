package dev.fovea.data.picture;

import java.util.Arrays;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Plain pixels after a short header: PBM, PGM and PPM in letters (P1 to P3) and in bytes (P4 to P6), PAM (P7), and
/// WBMP.
///
/// @param samples for each pixel, with opacity
/// @param full the sample that is 1
/// @param letters whether samples are written in digits
/// @param bits whether a sample is one bit
/// @param zeroIsWhite as in PBM
/// @param inks whether the four samples are inks, 0 for none
/// @param pixels what follows the header
record PnmFile(
        int width, int height, int samples, int full, boolean letters, boolean bits, boolean zeroIsWhite,
        boolean inks, Bytes pixels)
        implements PictureFile {
    private static final int MOST_FULL = 65535;
    private static final String INKS = "CMYK";

    static PnmFile of(byte[] file) {
        Bytes all = Bytes.big(file);
        if (isWbmp(all)) {
            int[] at = {2};
            int width = number(all, at);
            int height = number(all, at);
            return new PnmFile(width, height, 1, 1, false, true, false, false, all.part(at[0], all.length()));
        }
        int kind = all.at(1) - '0';
        PnmFile read = kind == 7 ? pam(all) : plain(all, kind);
        if (read.full < 1 || read.full > MOST_FULL || read.width < 1 || read.height < 1) {
            throw PictureException.damaged("PNM", null);
        }
        if (read.least() * read.height > read.pixels.length()) {
            throw PictureException.truncated(read.width, read.height);
        }
        return read;
    }

    private static PnmFile plain(Bytes all, int kind) {
        boolean bits = kind == 1 || kind == 4;
        boolean letters = kind <= 3;
        PnmText header = new PnmText(all, 2);
        int width = header.number();
        int height = header.number();
        int full = bits ? 1 : header.number();
        int start = letters ? header.at() : header.at() + 1;
        return new PnmFile(
                width, height, kind % 3 == 0 ? 3 : 1, full, letters, bits, bits, false,
                all.part(start, all.length()));
    }

    private static PnmFile pam(Bytes all) {
        PnmText header = new PnmText(all, 2);
        int[] numbers = new int[4];
        StringJoiner type = new StringJoiner(" ");
        while (true) {
            String word = header.word();
            int which = Arrays.asList("WIDTH", "HEIGHT", "DEPTH", "MAXVAL").indexOf(word);
            if (which >= 0) {
                numbers[which] = header.number();
            } else if (word.equals("TUPLTYPE")) {
                type.add(header.line());
            } else if (word.equals("ENDHDR")) {
                break;
            } else {
                throw PictureException.damaged("PAM", null);
            }
        }
        requireType(numbers[2], type.toString());
        return new PnmFile(
                numbers[0], numbers[1], numbers[2], numbers[3], false, false, false,
                numbers[2] == 4 && type.toString().equals(INKS), all.part(header.at() + 1L, all.length()));
    }

    /// One sample is grey and three are colours under any name; a second or fourth is opacity without a name, and what
    /// the name says otherwise.
    private static void requireType(int depth, String type) {
        boolean known = switch (depth) {
            case 1, 3 -> true;
            case 2 -> type.isEmpty() || type.equals("GRAYSCALE_ALPHA") || type.equals("BLACKANDWHITE_ALPHA");
            case 4 -> type.isEmpty() || type.equals("RGB_ALPHA") || type.equals(INKS);
            default -> false;
        };
        if (!known) {
            throw PictureException.unusual("a PAM of " + depth + " channels"
                    + (type.isEmpty() ? "" : " of the TUPLTYPE " + PnmText.shown(type)));
        }
    }

    /// Whether a file, which has no sign of its kind, is a WBMP by its length.
    static boolean isWbmp(Bytes all) {
        if (all.length() < 5 || all.at(0) != 0 || all.at(1) != 0) {
            return false;
        }
        try {
            int[] at = {2};
            long width = number(all, at);
            long height = number(all, at);
            return width > 0 && height > 0 && at[0] + (width + 7) / 8 * height == all.length();
        } catch (IndexOutOfBoundsException _) {
            return false;
        }
    }

    /// Seven bits a byte, the highest first.
    private static int number(Bytes all, int[] at) {
        int number = 0;
        int part;
        do {
            part = all.at(at[0]++);
            number = number << 7 | part & 0x7F;
        } while ((part & 0x80) != 0 && number < 1 << 16);
        return number;
    }

    /// The fewest bytes of a row.
    private long least() {
        long count = (long) width * samples;
        if (letters) {
            return bits ? count : 2 * count - 1;
        }
        return bits ? (count + 7) / 8 : full > 255 ? 2 * count : count;
    }

    @Override
    public int channels() {
        return samples <= 2 ? 1 : 3;
    }

    @Override
    public long memory() {
        return samples == channels() ? 0 : (long) Float.BYTES * width * samples;
    }

    @Override
    public void rows(Rows into) {
        PnmText text = letters ? new PnmText(pixels, 0) : null;
        float[] stored = new float[Math.multiplyExact(width, samples)];
        float[] values = new float[samples == channels() ? 0 : width * channels()];
        for (int y = 0; y < height; y++) {
            read(y, text, stored);
            if (samples == channels()) {
                into.row(y, stored);
                continue;
            }
            for (int x = 0; x < width; x++) {
                float last = stored[x * samples + samples - 1];
                for (int c = 0; c < channels(); c++) {
                    float value = stored[x * samples + c];
                    values[x * channels() + c] = inks ? (1 - value) * (1 - last) : Samples.onWhite(value, last);
                }
            }
            into.row(y, values);
        }
    }

    private void read(int y, @Nullable PnmText text, float[] into) {
        long row = least();
        int start = (int) (y * row);
        for (int i = 0; i < into.length; i++) {
            int sample;
            if (text != null) {
                sample = bits ? text.digit() : text.number();
            } else if (bits) {
                sample = pixels.at(start + i / 8) >> 7 - i % 8 & 1;
            } else {
                sample = full > 255 ? pixels.u16(start + 2 * i) : pixels.at(start + i);
            }
            into[i] = bits && zeroIsWhite ? 1 - sample : Math.min(sample, full) / (float) full;
        }
    }
}
