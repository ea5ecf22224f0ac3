package dev.fovea.data.picture;

/// Expands GIF's variant of LZW: codes of 3 to 12 bits, the lowest bit first, in blocks of up to 255 bytes.
final class GifCodes {
    private static final int MOST = 1 << 12;

    /// Bytes of its tables.
    static final long MEMORY = 10L * MOST;

    private final Bytes data;
    private final int[] prefix = new int[MOST];
    private final byte[] last = new byte[MOST];
    private final byte[] first = new byte[MOST];
    private final int[] lengths = new int[MOST];
    private int at = 1;
    private int left;
    private int bits;
    private int held;

    GifCodes(Bytes data) {
        this.data = data;
    }

    /// How many pixels there are, of as many as fit.
    int decode(byte[] pixels) {
        int least = data.at(0);
        if (least < 1 || least > 11) {
            throw PictureException.damaged("GIF", null);
        }
        // Eight bits are the most by the standard; files with more exist.
        int clear = 1 << least;
        for (int i = 0; i < clear; i++) {
            last[i] = (byte) i;
            first[i] = (byte) i;
            lengths[i] = 1;
        }
        int next = clear + 2;
        int size = least + 1;
        int before = -1;
        int done = 0;
        while (done < pixels.length) {
            int code = code(size);
            if (code < 0 || code == clear + 1) {
                return done;
            } else if (code == clear) {
                next = clear + 2;
                size = least + 1;
                before = -1;
                continue;
            }
            if (code > next || code == next && before < 0 || before < 0 && code > clear) {
                throw PictureException.damaged("GIF", null);
            }
            if (before >= 0 && next < MOST) {
                prefix[next] = before;
                first[next] = first[before];
                last[next] = code == next ? first[before] : first[code];
                lengths[next] = lengths[before] + 1;
                next++;
                if (next == 1 << size && size < 12) {
                    size++;
                }
            } else if (code >= next) {
                throw PictureException.damaged("GIF", null);
            }
            done = write(code, pixels, done);
            before = code;
        }
        return done;
    }

    private int write(int code, byte[] pixels, int done) {
        int end = done + lengths[code];
        int string = code;
        for (int i = end - 1; i >= done; i--) {
            if (i < pixels.length) {
                pixels[i] = last[string];
            }
            string = prefix[string];
        }
        return Math.min(end, pixels.length);
    }

    /// The next code, or −1 at the end.
    private int code(int size) {
        while (bits < size) {
            if (left == 0) {
                left = at < data.length() ? data.at(at++) : 0;
                if (left == 0) {
                    return -1;
                }
            }
            if (at >= data.length()) {
                return -1;
            }
            held |= data.at(at++) << bits;
            bits += 8;
            left--;
        }
        int code = held & (1 << size) - 1;
        held >>>= size;
        bits -= size;
        return code;
    }
}
