package dev.fovea.data.augment;

/// The pairs of a batch: the first image with the last, the second with the one before, … In a shuffled batch
/// they are random, and both images of a pair can be mixed in place.
final class Pairs {
    private Pairs() {}

    /// `a ← share · a + (1 − share) · b` and `b ← share · b + (1 − share) · a` for all pairs of rows.
    static void blend(float[] rows, int length, int size, float share) {
        for (int i = 0; i < size / 2; i++) {
            int a = i * length;
            int b = (size - 1 - i) * length;
            for (int k = 0; k < length; k++) {
                float first = rows[a + k];
                float second = rows[b + k];
                rows[a + k] = share * first + (1 - share) * second;
                rows[b + k] = share * second + (1 - share) * first;
            }
        }
    }

    static float requireAlpha(float alpha) {
        if (!(alpha > 0) || alpha == Float.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("alpha must be above 0: got " + alpha);
        }
        return alpha;
    }
}
