package dev.fovea.explain.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.fovea.backend.Backends;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ActivationCurvesTest {
    private static final ActivationCurves ACTIVATIONS = ActivationCurves.of(Backends.shared());

    private static final List<DoubleUnaryOperator> CURVES = List.of(
            x -> 1 / (1 + Math.exp(-x)), Math::tanh, x -> Math.max(0, x), x -> x > 0 ? x : .1 * x);

    private static final List<DoubleUnaryOperator> SLOPES = List.of(
            x -> Math.exp(-x) / Math.pow(1 + Math.exp(-x), 2), x -> 1 / Math.pow(Math.cosh(x), 2), x -> x > 0 ? 1 : 0,
            x -> x > 0 ? 1 : .1);

    @Test
    void curvesAndSlopesAreTheirFormulas() {
        assertThat(ACTIVATIONS.curves()).extracting(ActivationCurves.Curve::name)
                .containsExactly("sigmoid", "tanh", "ReLU", "leaky ReLU");
        assertThat(ACTIVATIONS.xs()).contains(-4f, 0f, .25f, 4f).hasSize(65);
        for (int c = 0; c < CURVES.size(); c++) {
            ActivationCurves.Curve curve = ACTIVATIONS.curves().get(c);
            for (int i = 0; i < ACTIVATIONS.xs().size(); i++) {
                double x = ACTIVATIONS.xs().get(i);
                assertThat((double) curve.values().get(i)).as("%s of %s", curve.name(), x)
                        .isCloseTo(CURVES.get(c).applyAsDouble(x), offset(1e-6));
                assertThat((double) curve.slopes().get(i)).as("slope of %s at %s", curve.name(), x)
                        .isCloseTo(SLOPES.get(c).applyAsDouble(x), offset(1e-6));
            }
        }
    }

    /// The product of the slopes at the places where the ten neurons stand, in double precision.
    @Test
    void whatIsLeftIsTheProductOfTheSlopes() {
        for (int c = 0; c < CURVES.size(); c++) {
            ActivationCurves.Curve curve = ACTIVATIONS.curves().get(c);
            for (ActivationCurves.Chain chain : List.of(curve.positive(), curve.negative())) {
                double x = chain.input();
                double[] slopes = new double[ActivationCurves.LAYERS];
                for (int layer = 0; layer < slopes.length; layer++) {
                    slopes[layer] = SLOPES.get(c).applyAsDouble(x);
                    x = CURVES.get(c).applyAsDouble(x);
                    assertThat((double) chain.outputs().get(layer)).isCloseTo(x, offset(1e-6));
                }
                double left = 1;
                for (int layer = slopes.length - 1; layer >= 0; layer--) {
                    left *= slopes[layer];
                    assertThat((double) chain.left().get(layer)).as("%s, layer %d", curve.name(), layer + 1)
                            .isCloseTo(left, offset(Math.max(1e-30, 1e-5 * left)));
                }
            }
        }
    }

    @Test
    void reluKeepsTheGradientOrNothing() {
        ActivationCurves.Curve relu = ACTIVATIONS.curves().get(2);

        assertThat(relu.positive().left()).containsOnly(1f);
        assertThat(relu.negative().left().getFirst()).isZero();
        assertThat(ACTIVATIONS.curves().getFirst().positive().left().getFirst()).isLessThan(1e-6f).isPositive();
    }
}
