package dev.fovea.data.picture;

import java.util.Arrays;
import java.util.Objects;

/// A part of a file, with numbers in its byte order. Reading past its end throws an [IndexOutOfBoundsException].
record Bytes(byte[] file, int from, int end, boolean little) {
    Bytes {
        Objects.checkFromToIndex(from, end, file.length);
    }

    static Bytes big(byte[] file) {
        return new Bytes(file, 0, file.length, false);
    }

    static Bytes little(byte[] file) {
        return new Bytes(file, 0, file.length, true);
    }

    int length() {
        return end - from;
    }

    /// The byte at `i`, 0 to 255.
    int at(int i) {
        return file[from + Objects.checkIndex(i, length())] & 0xFF;
    }

    int u16(int i) {
        return little ? at(i) | at(i + 1) << 8 : at(i) << 8 | at(i + 1);
    }

    int u24(int i) {
        return little ? u16(i) | at(i + 2) << 16 : u16(i) << 8 | at(i + 2);
    }

    int i32(int i) {
        return little ? u16(i) | u16(i + 2) << 16 : u16(i) << 16 | u16(i + 2);
    }

    long u32(int i) {
        return Integer.toUnsignedLong(i32(i));
    }

    /// Eight bytes; [Long#MAX_VALUE] stands for all that are larger.
    long u64(int i) {
        long high = u32(little ? i + 4 : i);
        long low = u32(little ? i : i + 4);
        return high > Integer.MAX_VALUE ? Long.MAX_VALUE : high << 32 | low;
    }

    /// `length` bytes from `i` on, fewer where this part ends.
    Bytes part(long i, long length) {
        int start = Math.clamp(i, 0, length());
        int count = Math.clamp(length, 0, length() - start);
        return new Bytes(file, from + start, from + start + count, little);
    }

    Bytes order(boolean little) {
        return new Bytes(file, from, end, little);
    }

    boolean startsWith(String letters) {
        return hasAt(0, letters);
    }

    /// Whether letters of Latin-1 stand at `i`.
    boolean hasAt(int i, String letters) {
        if (i < 0 || i + letters.length() > length()) {
            return false;
        }
        for (int k = 0; k < letters.length(); k++) {
            if (at(i + k) != letters.charAt(k)) {
                return false;
            }
        }
        return true;
    }

    byte[] copy() {
        return Arrays.copyOfRange(file, from, end);
    }
}
