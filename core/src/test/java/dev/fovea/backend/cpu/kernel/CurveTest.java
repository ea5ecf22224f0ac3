package dev.fovea.backend.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/// The polynomials against the same functions in double precision, in units in the last place.
class CurveTest {
    /// The greatest error over [from, to], in units of the last place of the true value (at least `least`).
    private static double worst(Curve curve, DoubleUnaryOperator truth, double from, double to, double least) {
        double worst = 0;
        int steps = 40_000;
        for (int i = 0; i <= steps; i++) {
            float x = (float) (from + (to - from) * i / steps);
            double expected = truth.applyAsDouble(x);
            double unit = Math.ulp((float) Math.max(least, Math.abs(expected)));
            worst = Math.max(worst, Math.abs(curve.of(x, 1) - expected) / unit);
        }
        return worst;
    }

    @Test
    void errorsAreAFewUnitsInTheLastPlace() {
        assertThat(worst(Curve.EXP, Math::exp, -87, 88.7, 0)).isLessThan(1.1);
        assertThat(worst(Curve.EXP, Math::exp, -103, -87, 0)).isLessThan(1.1);
        assertThat(worst(Curve.SIGMOID, x -> 1 / (1 + Math.exp(-x)), -80, 30, 0)).isLessThan(2.6);
        assertThat(worst(Curve.TANH, Math::tanh, -10, 10, 0)).isLessThan(3);
        assertThat(worst(Curve.TANH, Math::tanh, -1e-3, 1e-3, 0)).isLessThan(3);
        assertThat(worst(Curve.ELU, Math::expm1, -20, 0, 0)).isLessThan(2);
        assertThat(worst(Curve.SILU, x -> x / (1 + Math.exp(-x)), -30, 30, 0)).isLessThan(3.5);
        assertThat(worst(Curve.GELU, x -> x * 0.5 * Exact.erfc(-x / Math.sqrt(2)), -12.9, 9, 0)).isLessThan(7);
        assertThat(worst(Curve.GELU_TANH, x -> x / (1 + Math.exp(-Math.sqrt(8 / Math.PI) * (x + 0.044715 * x * x * x))),
                -4, 9, 0)).isLessThan(40);
    }

    @Test
    void gradientsAreTheDifferenceQuotients() {
        for (Curve curve : Curve.values()) {
            for (float x = -6.03f; x < 6; x += 0.17f) {
                float v = curve == Curve.SIGMOID || curve == Curve.TANH ? curve.of(x, 0.3f) : x;
                double h = 1e-2;
                double slope = (curve.of((float) (x + h), 0.3f) - curve.of((float) (x - h), 0.3f))
                        / ((double) (float) (x + h) - (float) (x - h));
                assertThat((double) curve.gradient(v, 1, 0.3f))
                        .as(curve + " at " + x)
                        .isCloseTo(slope, within(1e-3 * (1 + Math.abs(slope))));
            }
        }
    }

    @Test
    void endsAreRight() {
        assertThat(Curve.EXP.of(Float.NEGATIVE_INFINITY, 0)).isZero();
        assertThat(Curve.EXP.of(Float.POSITIVE_INFINITY, 0)).isInfinite();
        assertThat(Curve.EXP.of(0, 0)).isEqualTo(1);
        assertThat(Curve.SIGMOID.of(-200, 0)).isZero();
        assertThat(Curve.SIGMOID.of(200, 0)).isEqualTo(1);
        assertThat(Curve.TANH.of(100, 0)).isEqualTo(1);
        assertThat(Curve.TANH.of(-100, 0)).isEqualTo(-1);
        assertThat(Curve.GELU.of(100, 0)).isEqualTo(100);
        assertThat(Curve.GELU.of(-100, 0)).isCloseTo(0, within(1e-30f));
        for (Curve curve : Curve.values()) {
            assertThat(curve.of(Float.NaN, 0.3f)).as(curve.toString()).isNaN();
        }
    }

    /// The complementary error function: Simpson's rule on its integral with the bell taken out, which keeps
    /// the tail's relative precision: erfc(z) = 2/√π · e^(−z²) · ∫ over t ≥ 0 of e^(−t² − 2zt).
    private static final class Exact {
        static double erfc(double z) {
            if (z < 0) {
                return 2 - erfc(-z);
            }
            int steps = 600;
            double end = Math.min(6.5, 40 / (2 * z + 1e-9));
            double h = end / steps;
            double sum = 0;
            for (int i = 0; i <= steps; i++) {
                double t = i * h;
                sum += (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.exp(-t * t - 2 * z * t);
            }
            return 2 / Math.sqrt(Math.PI) * Math.exp(-z * z) * sum * h / 3;
        }
    }
}
