package dev.fovea.explain.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.fovea.backend.Backends;
import dev.fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

class SoftmaxLossTest {
    private static final SoftmaxLoss EXAMPLE = SoftmaxLoss.of(Backends.shared());

    private static void close(Tensor tensor, double... expected) {
        assertThat(tensor.values()).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) tensor.values()[i]).as("number %d", i).isCloseTo(expected[i], offset(2e-6));
        }
    }

    /// e² = 7.389, e¹ = 2.718, e^.1 = 1.105; their sum is 11.212.
    @Test
    void logitsBecomeProbabilities() {
        SoftmaxLoss.Answer answer = EXAMPLE.answer();
        double total = Math.exp(2) + Math.exp(1) + Math.exp(.1);

        close(answer.powers(), Math.exp(2), Math.exp(1), Math.exp(.1f));
        assertThat((double) answer.total()).isCloseTo(total, offset(1e-5));
        close(answer.probabilities(), Math.exp(2) / total, Math.exp(1) / total, Math.exp(.1) / total);
        assertThat((double) answer.loss()).isCloseTo(-Math.log(Math.exp(1) / total), offset(1e-6));
        assertThat(answer.oneHot().values()).containsExactly(0, 1, 0);
    }

    @Test
    void theGradientIsProbabilityMinusLabelAndAStepHelps() {
        SoftmaxLoss.Answer answer = EXAMPLE.answer();
        double total = Math.exp(2) + Math.exp(1) + Math.exp(.1);
        double[] gradient = {Math.exp(2) / total, Math.exp(1) / total - 1, Math.exp(.1) / total};

        close(answer.gradient(), gradient);
        close(answer.difference(), gradient);
        close(answer.moved(), 2 - gradient[0], 1 - gradient[1], .1 - gradient[2]);
        assertThat(answer.after().values()[1]).isGreaterThan(answer.probabilities().values()[1]);
    }

    /// By (J(x + h) − J(x − h)) / 2h, in double precision.
    @Test
    void theGradientIsTheFiniteDifference() {
        double[] logits = {2, 1, .1};
        for (int k = 0; k < logits.length; k++) {
            double[] above = logits.clone();
            double[] below = logits.clone();
            above[k] += 1e-5;
            below[k] -= 1e-5;
            assertThat((double) EXAMPLE.answer().gradient().values()[k])
                    .isCloseTo((loss(above) - loss(below)) / 2e-5, offset(1e-6));
        }
    }

    private static double loss(double... x) {
        return Math.log(Math.exp(x[0]) + Math.exp(x[1]) + Math.exp(x[2])) - x[1];
    }

    @Test
    void withoutTheSubtractionNothingIsLeft() {
        SoftmaxLoss.Large large = EXAMPLE.large();
        double total = 1 + Math.exp(-1) + Math.exp(-2);

        assertThat(large.powers().values()).containsOnly(Float.POSITIVE_INFINITY);
        assertThat(large.plain().values()).containsOnly(Float.NaN);
        assertThat(large.shifted().values()).containsExactly(0, -1, -2);
        close(large.probabilities(), 1 / total, Math.exp(-1) / total, Math.exp(-2) / total);
    }

    @Test
    void theCostHasNoEndAndItsGradientHas() {
        for (SoftmaxLoss.Cost cost : EXAMPLE.costs()) {
            assertThat((double) cost.loss()).isCloseTo(-Math.log(cost.probability()), offset(2e-6));
            assertThat((double) cost.gradient()).isCloseTo(cost.probability() - 1., offset(2e-6));
        }
        assertThat(EXAMPLE.costs().getLast().loss()).isGreaterThan(9);
    }
}
