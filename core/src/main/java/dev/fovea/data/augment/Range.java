package dev.fovea.data.augment;

import dev.fovea.tensor.Seed;

/// Numbers drawn between two bounds.
final class Range {
    private Range() {}

    /// Uniform from `low` to `high`.
    static double draw(double low, double high, Seed seed, long counter) {
        return low + (high - low) * seed.uniform(counter);
    }

    /// @throws IllegalArgumentException unless 0 ≤ low ≤ high
    static void requireFactors(float low, float high) {
        if (!(low >= 0 && low <= high) || high == Float.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "factors go from 0 or more to at least as much: got " + low + " to " + high);
        }
    }
}
