package dev.fovea.data.picture;

/// The transforms of VP8 back from coefficients (RFC 6386, section 14).
final class Vp8Transform {
    private final int[] between = new int[16];

    /// Makes the first coefficients of 16 blocks of those of their means: the Walsh-Hadamard transform.
    void means(short[] means, short[] coefficients) {
        for (int i = 0; i < 4; i++) {
            int outer = means[i] + means[12 + i];
            int inner = means[4 + i] + means[8 + i];
            int innerLess = means[4 + i] - means[8 + i];
            int outerLess = means[i] - means[12 + i];
            between[i] = outer + inner;
            between[4 + i] = outerLess + innerLess;
            between[8 + i] = outer - inner;
            between[12 + i] = outerLess - innerLess;
        }
        for (int i = 0; i < 16; i += 4) {
            int outer = between[i] + between[i + 3] + 3;
            int inner = between[i + 1] + between[i + 2];
            int innerLess = between[i + 1] - between[i + 2];
            int outerLess = between[i] - between[i + 3] + 3;
            coefficients[16 * i] = (short) (outer + inner >> 3);
            coefficients[16 * i + 16] = (short) (outerLess + innerLess >> 3);
            coefficients[16 * i + 32] = (short) (outer - inner >> 3);
            coefficients[16 * i + 48] = (short) (outerLess - innerLess >> 3);
        }
    }

    /// Adds what the coefficients of a block stand for to its samples, and clears them: the inverse cosine transform.
    ///
    /// @param end how far the coefficients go
    void add(short[] coefficients, int from, int end, byte[] samples, int at, int stride) {
        if (end == 1) {
            addMean(coefficients[from] + 4 >> 3, samples, at, stride);
            coefficients[from] = 0;
        } else if (end > 1) {
            columns(coefficients, from);
            rows(samples, at, stride);
        }
    }

    private static void addMean(int mean, byte[] samples, int at, int stride) {
        for (int y = 0; y < 4; y++) {
            int row = at + y * stride;
            samples[row] = sum(samples[row], mean);
            samples[row + 1] = sum(samples[row + 1], mean);
            samples[row + 2] = sum(samples[row + 2], mean);
            samples[row + 3] = sum(samples[row + 3], mean);
        }
    }

    private void columns(short[] coefficients, int from) {
        int[] to = between;
        for (int i = 0; i < 4; i++) {
            int at = from + i;
            int zero = coefficients[at];
            int one = coefficients[at + 4];
            int two = coefficients[at + 8];
            int three = coefficients[at + 12];
            coefficients[at] = 0;
            coefficients[at + 4] = 0;
            coefficients[at + 8] = 0;
            coefficients[at + 12] = 0;
            int inner = sine(one) - cosine(three);
            int outer = cosine(one) + sine(three);
            to[i] = zero + two + outer;
            to[4 + i] = zero - two + inner;
            to[8 + i] = zero - two - inner;
            to[12 + i] = zero + two - outer;
        }
    }

    private void rows(byte[] samples, int at, int stride) {
        int[] from = between;
        for (int y = 0; y < 4; y++) {
            int row = at + y * stride;
            int zero = from[4 * y] + 4;
            int one = from[4 * y + 1];
            int two = from[4 * y + 2];
            int three = from[4 * y + 3];
            int inner = sine(one) - cosine(three);
            int outer = cosine(one) + sine(three);
            samples[row] = sum(samples[row], zero + two + outer >> 3);
            samples[row + 1] = sum(samples[row + 1], zero - two + inner >> 3);
            samples[row + 2] = sum(samples[row + 2], zero - two - inner >> 3);
            samples[row + 3] = sum(samples[row + 3], zero + two - outer >> 3);
        }
    }

    /// √2 cos(π/8) of it.
    private static int cosine(int value) {
        return value + (value * 20091 >> 16);
    }

    /// √2 sin(π/8) of it.
    private static int sine(int value) {
        return value * 35468 >> 16;
    }

    private static byte sum(byte sample, int more) {
        return (byte) Math.max(0, Math.min(255, (sample & 0xFF) + more));
    }
}
