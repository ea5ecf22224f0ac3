package dev.fovea.data.picture;

/// The bits of a lossless WebP, the lowest of a byte first.
final class Vp8lBits {
    private final byte[] file;
    private final int end;
    private int at;
    private long held;
    private int count;

    Vp8lBits(Bytes data) {
        file = data.file();
        at = data.from();
        end = data.end();
    }

    /// The next `bits`, up to 24, as one number.
    ///
    /// @throws IndexOutOfBoundsException if the picture ends before
    int number(int bits) {
        int number = peek(bits);
        skip(bits);
        return number;
    }

    boolean flag() {
        return number(1) == 1;
    }

    /// Bits that are not used up; beyond the end they are 0.
    int peek(int bits) {
        while (count < bits && at < end) {
            held |= (file[at++] & 0xFFL) << count;
            count += 8;
        }
        return (int) held & (1 << bits) - 1;
    }

    void skip(int bits) {
        if (bits > count) {
            throw new IndexOutOfBoundsException("a lossless picture ends before its last pixel");
        }
        held >>>= bits;
        count -= bits;
    }
}
