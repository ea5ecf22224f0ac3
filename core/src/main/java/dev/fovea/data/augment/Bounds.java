package dev.fovea.data.augment;

import dev.fovea.tensor.Seed;

/// Numbers drawn between two bounds.
final class Bounds {
    private Bounds() {}

    /// Uniform from `low` to `high`.
    static double draw(double low, double high, Seed seed, long counter) {
        return low + (high - low) * seed.uniform(counter);
    }

    /// From `1 / greatest` to `greatest`, uniform in its logarithm.
    static double aspect(double greatest, Seed seed, long counter) {
        return StrictMath.exp(StrictMath.log(greatest) * (2 * seed.uniform(counter) - 1));
    }

    /// Whether a factor differs from time to time, or changes nothing.
    static boolean varies(float low, float high) {
        return low < high || low == 1;
    }

    /// @throws IllegalArgumentException unless 0 ≤ low ≤ high
    static void requireFactors(float low, float high) {
        if (!(low >= 0 && low <= high) || high == Float.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "factors go from 0 or more to at least as much: got " + low + " to " + high);
        }
    }

    /// @throws IllegalArgumentException unless 0 < least ≤ most ≤ 1
    static void requireShares(float least, float most) {
        if (!(least > 0 && least <= most && most <= 1)) {
            throw new IllegalArgumentException(
                    "shares of the area go from above 0 to at most 1: got " + least + " to " + most);
        }
    }

    /// @throws IllegalArgumentException unless 1 ≤ aspect
    static void requireAspect(float aspect) {
        if (!(aspect >= 1) || aspect == Float.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("the greatest aspect must be at least 1: got " + aspect);
        }
    }

    /// @throws IllegalArgumentException unless it is above 0 and at most `most`
    static void require(String name, float value, float most) {
        if (!(value > 0 && value <= most)) {
            throw new IllegalArgumentException(name + " must be above 0 and at most " + most + ": got " + value);
        }
    }
}
