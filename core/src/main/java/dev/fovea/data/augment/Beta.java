package dev.fovea.data.augment;

import dev.fovea.tensor.Seed;

/// Numbers from the symmetric Beta distribution, as the share of one of two Gamma numbers.
///
/// G. Marsaglia and W. W. Tsang, "A simple method for generating gamma variables", 2000.
final class Beta {
    /// Each try is taken with a probability above 0.95.
    private static final int TRIES = 16;
    private static final int GAMMA = 1 + 3 * TRIES;
    /// Random numbers that one draw takes.
    static final int DRAWS = 2 * GAMMA;

    private Beta() {}

    /// From 0 to 1, with the density ∝ (x (1 − x))^(alpha − 1).
    static double draw(double alpha, Seed seed, long counter) {
        double difference = logGamma(alpha, seed, counter + GAMMA) - logGamma(alpha, seed, counter);
        return 1 / (1 + StrictMath.exp(difference));
    }

    /// The logarithm of a number with the density ∝ x^(alpha − 1) e^(−x): small shapes would come out as 0 without.
    private static double logGamma(double alpha, Seed seed, long counter) {
        double d = alpha + 1 - 1. / 3;
        double c = 1 / Math.sqrt(9 * d);
        double v = 1;
        for (int i = 0; i < TRIES; i++) {
            long at = counter + 1 + 3L * i;
            double normal = normal(seed, at);
            double root = 1 + c * normal;
            double cube = root * root * root;
            if (root > 0) {
                v = cube;
                double u = 1 - seed.uniform(at + 2);
                if (StrictMath.log(u) < normal * normal / 2 + d - d * v + d * StrictMath.log(v)) {
                    break;
                }
            }
        }
        return StrictMath.log(d * v) + StrictMath.log(1 - seed.uniform(counter)) / alpha;
    }

    private static double normal(Seed seed, long counter) {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - seed.uniform(counter)));
        return radius * Turn.cos(seed.uniform(counter + 1));
    }
}
