package dev.fovea.backend.cpu;

/// Activation functions of one number and their gradients, in double where it matters.
final class Activations {
    private static final double ROOT_2_OVER_PI = StrictMath.sqrt(2 / StrictMath.PI);
    private static final double CUBIC = 0.044715;

    private Activations() {}

    static float sigmoid(float x) {
        return (float) (1 / (1 + StrictMath.exp(-x)));
    }

    static float siluGradient(float x, float dy) {
        double s = 1 / (1 + StrictMath.exp(-x));
        return (float) (s * (1 + x * (1 - s))) * dy;
    }

    static float gelu(float x) {
        return (float) (x * phi(x));
    }

    static float geluGradient(float x, float dy) {
        double density = StrictMath.exp(-0.5 * x * x) / StrictMath.sqrt(2 * StrictMath.PI);
        return (float) (phi(x) + x * density) * dy;
    }

    static float geluTanh(float x) {
        return (float) (0.5 * x * (1 + StrictMath.tanh(ROOT_2_OVER_PI * (x + CUBIC * x * x * x))));
    }

    static float geluTanhGradient(float x, float dy) {
        double t = StrictMath.tanh(ROOT_2_OVER_PI * (x + CUBIC * x * x * x));
        double slope = ROOT_2_OVER_PI * (1 + 3 * CUBIC * x * x);
        return (float) (0.5 * (1 + t) + 0.5 * x * (1 - t * t) * slope) * dy;
    }

    /// The normal distribution function Φ(x) = erfc(−x / √2) / 2.
    private static double phi(double x) {
        return 0.5 * erfc(-x / StrictMath.sqrt(2));
    }

    /// The complementary error function: its Taylor series near 0, its continued fraction (Lentz) far
    /// from it; the relative error is below 1e−12.
    static double erfc(double x) {
        if (x < 0) {
            return 2 - erfc(-x);
        }
        return x < 2.5 ? 1 - erfSeries(x) : erfcFraction(x);
    }

    private static double erfSeries(double x) {
        double term = x;
        double sum = x;
        for (int k = 1; StrictMath.abs(term) > 1e-17 * StrictMath.abs(sum); k++) {
            term *= -x * x / k;
            sum += term / (2 * k + 1);
        }
        return 2 / StrictMath.sqrt(StrictMath.PI) * sum;
    }

    private static double erfcFraction(double x) {
        double fraction = 0;
        for (int k = 60; k >= 1; k--) {
            fraction = k / 2.0 / (x + fraction);
        }
        return StrictMath.exp(-x * x) / StrictMath.sqrt(StrictMath.PI) / (x + fraction);
    }
}
