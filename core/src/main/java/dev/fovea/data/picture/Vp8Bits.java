package dev.fovea.data.picture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The arithmetic decoder of VP8 (RFC 6386, section 7): bits of given probabilities out of a partition.
///
/// A partition is one long number. `value` holds those of its bits that are loaded and not yet used: eight decide about
/// the next bit, and `bits` more follow them. `range` is how many values the eight may have.
final class Vp8Bits {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] file;
    private final int end;
    private int at;
    private long value;
    private int bits = -8;
    private int range = 255;

    Vp8Bits(Bytes partition) {
        file = partition.file();
        at = partition.from();
        end = partition.end();
    }

    /// The next bit.
    ///
    /// @param probability of 256 that it is 0
    /// @throws IndexOutOfBoundsException if the partition has ended
    int bit(int probability) {
        if (bits < 0) {
            load();
        }
        int split = 1 + ((range - 1) * probability >> 8);
        int width;
        int bit;
        if (value >>> bits >= split) {
            value -= (long) split << bits;
            width = range - split;
            bit = 1;
        } else {
            width = split;
            bit = 0;
        }
        int shift = Integer.numberOfLeadingZeros(width) - 24;
        range = width << shift;
        bits -= shift;
        return bit;
    }

    boolean flag() {
        return bit(128) == 1;
    }

    /// A number of `count` bits.
    int number(int count) {
        int number = 0;
        for (int i = 0; i < count; i++) {
            number = 2 * number + bit(128);
        }
        return number;
    }

    /// A number of `count` bits and its sign.
    int signed(int count) {
        int number = number(count);
        return flag() ? -number : number;
    }

    /// A number with its sign if a flag says that there is one, else 0.
    int optional(int count) {
        return flag() ? signed(count) : 0;
    }

    /// Walks down a tree: at a node stand the places of its two children, or what a leaf means, inverted.
    ///
    /// @param from where the probabilities stand, one for each node
    int leaf(byte[] tree, byte[] probabilities, int from) {
        int node = 0;
        do {
            node = tree[node + bit(probabilities[from + (node >> 1)] & 0xFF)];
        } while (node > 0);
        return ~node;
    }

    private void load() {
        if (end - at >= 8) {
            value = value << 56 | (long) LONG.get(file, at) >>> 8;
            at += 7;
            bits += 56;
        } else if (at < end) {
            value = value << 8 | file[at++] & 0xFF;
            bits += 8;
        } else {
            throw new IndexOutOfBoundsException("a partition ends before its picture");
        }
    }
}
