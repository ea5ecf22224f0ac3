package dev.fovea.data.picture;

/// Makes floats from 0 to 1 of stored samples.
final class Samples {
    private Samples() {}

    static float onWhite(float value, float opacity) {
        return opacity == 1 ? value : value * opacity + (1 - opacity);
    }

    /// @param full the sample that is 1
    static void bytes(byte[] from, float full, int count, float[] into) {
        for (int i = 0; i < count; i++) {
            into[i] = (from[i] & 0xFF) / full;
        }
    }

    /// Every `step`-th sample of 16 bits, the high byte first.
    static void shorts(byte[] from, int step, int first, int count, float[] into) {
        for (int i = 0; i < count; i++) {
            into[i] = wide(from, first + i * step);
        }
    }

    /// The sample at `i` of 16 bits, the high byte first.
    static float wide(byte[] from, int i) {
        return ((from[2 * i] & 0xFF) << 8 | from[2 * i + 1] & 0xFF) / 65535f;
    }
}
