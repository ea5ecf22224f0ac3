package dev.fovea.explain.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.fovea.backend.Backends;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
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

    private static DrawnChart drawn(String file, String title) {
        return DrawnChart.of(new String(ACTIVATIONS.pictures().get(file), StandardCharsets.UTF_8), title);
    }

    /// A pixel is .0145 of the curves' axis and .0045 of the slopes'; the picture holds hundredths of it.
    @Test
    void thePictureShowsTheFormulas() {
        check(drawn("activation.svg", "The curves"), CURVES, .0145 * .011);
        check(drawn("activation.svg", "Their slopes"), SLOPES, .0045 * .011);
    }

    private static void check(DrawnChart chart, List<DoubleUnaryOperator> formulas, double error) {
        assertThat(chart.lines().keySet()).containsExactly("sigmoid", "tanh", "ReLU", "leaky ReLU");
        Iterator<DoubleUnaryOperator> formula = formulas.iterator();
        chart.lines().forEach((name, points) -> {
            DoubleUnaryOperator f = formula.next();
            assertThat(points).as(name).hasSize(65);
            for (int i = 0; i < 65; i++) {
                double x = -4 + i / 8.0;
                assertThat(points.get(i).x()).as("%s, point %d", name, i).isCloseTo(x, offset(3e-4));
                assertThat(points.get(i).y()).as("%s at %s", name, x).isCloseTo(f.applyAsDouble(x), offset(error));
            }
        });
    }

    /// On its axis of powers of ten, hundredths of a pixel are a part in 1,600.
    @Test
    void thePictureOfTenLayersShowsTheProducts() {
        DrawnChart chart = drawn("activation-ten-layers.svg", "1 came in; ReLU and leaky ReLU lie on one line");
        assertThat(chart.lines().keySet()).containsExactly("sigmoid", "tanh", "ReLU", "leaky ReLU");
        List<List<DrawnChart.Point>> lines = List.copyOf(chart.lines().values());
        for (int c = 0; c < CURVES.size(); c++) {
            double[] slopes = new double[10];
            double x = 1;
            for (int layer = 0; layer < 10; layer++) {
                slopes[layer] = SLOPES.get(c).applyAsDouble(x);
                x = CURVES.get(c).applyAsDouble(x);
            }
            double left = 1;
            assertThat(lines.get(c)).hasSize(10);
            for (int passed = 1; passed <= 10; passed++) {
                left *= slopes[10 - passed];
                DrawnChart.Point point = lines.get(c).get(passed - 1);
                assertThat(point.x()).isCloseTo(passed, offset(3e-4));
                assertThat(point.y()).as("activation %d after %d layers", c, passed)
                        .isCloseTo(left, offset(.001 * left));
            }
        }
    }
}
