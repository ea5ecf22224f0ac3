package dev.fovea.optim;

/// Whole powers by repeated squaring: the same bits on every machine, and unlike `StrictMath.pow`
/// nothing is allocated.
final class WholePower {
    private WholePower() {}

    static double of(double base, long exponent) {
        double power = 1;
        double square = base;
        for (long left = exponent; left > 0; left >>= 1) {
            if ((left & 1) == 1) {
                power *= square;
            }
            square *= square;
        }
        return power;
    }
}
