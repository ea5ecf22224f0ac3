package dev.fovea.backend.cpu.kernel;

/// The random numbers of dropout: a 32-bit hash of an element's index under a 64-bit key, two rounds of
/// a multiply-and-xor-shift mixer (constants of MurmurHash3's finaliser). Integer arithmetic that fits vector lanes.
public final class RandomMask {
    public static final int MULTIPLIER_1 = 0x85EBCA6B;
    public static final int MULTIPLIER_2 = 0xC2B2AE35;

    private RandomMask() {}

    /// 32 random bits of element `index`.
    public static int bits(int low, int high, int index) {
        return mix(mix(index ^ low) ^ high);
    }

    private static int mix(int h) {
        h ^= h >>> 16;
        h *= MULTIPLIER_1;
        h ^= h >>> 13;
        h *= MULTIPLIER_2;
        return h ^ (h >>> 16);
    }

    /// An element is dropped when its bits, seen as 31 unsigned bits, are below this.
    public static int threshold(float rate) {
        return (int) Math.round(rate * 0x1.0p31 - 0.5);
    }

    /// Whether element `index` is dropped.
    public static boolean dropped(int low, int high, int index, int threshold) {
        return bits(low, high, index) >>> 1 < threshold;
    }
}
