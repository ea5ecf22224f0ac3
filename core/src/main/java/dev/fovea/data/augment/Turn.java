package dev.fovea.data.augment;

/// Sine and cosine of an angle in turns, by their Taylor series within an eighth of a turn: StrictMath's own allocate.
final class Turn {
    /// Beyond it a term is below 10⁻¹⁷ of the sum.
    private static final int LAST = 18;

    private Turn() {}

    static double sin(double turns) {
        double quarter = Math.rint(4 * turns);
        double rest = 2 * Math.PI * (turns - quarter / 4);
        return switch ((int) quarter & 3) {
            case 0 -> series(1, rest);
            case 1 -> series(0, rest);
            case 2 -> -series(1, rest);
            default -> -series(0, rest);
        };
    }

    static double cos(double turns) {
        return sin(turns + .25);
    }

    /// Sine from the first power of x on, cosine from the zeroth; the smallest terms are added first.
    private static double series(int first, double x) {
        double sum = 0;
        for (int power = LAST + first; power > first; power -= 2) {
            sum = -x * x / (power * (power - 1)) * (1 + sum);
        }
        return (first == 0 ? 1 : x) * (1 + sum);
    }
}
