package dev.fovea.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each rule against its formula in double, one parameter, a gradient that changes sign.
class OptimizerTest {
    private static final double[] GRADIENTS = {0.5, -0.2, 1.5, 0.01, -0.7, 0.3, 0.3, -2};
    private static final double START = 0.8;

    private static double last(Optimizer optimizer) {
        float[] parameters = {(float) START};
        float[][] slots = new float[optimizer.slots().size()][1];
        for (int t = 1; t <= GRADIENTS.length; t++) {
            float[] gradients = {(float) GRADIENTS[t - 1]};
            float rate = (float) optimizer.schedule().rate(new Position(t - 1, 4, 8));
            optimizer.update(t, rate, optimizer.weightDecay(), parameters, gradients, slots, 0, 1);
        }
        return parameters[0];
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sgd(boolean nesterov) {
        double w = START;
        double v = 0;
        for (double gradient : GRADIENTS) {
            double g = gradient + 0.01 * w;
            v = 0.9 * v + g;
            w -= 0.1 * (nesterov ? g + 0.9 * v : v);
        }
        Sgd momentum = Sgd.of(0.1).momentum(0.9).weightDecay(0.01);
        assertThat(last(nesterov ? momentum.nesterov() : momentum)).isCloseTo(w, within(2e-6));
    }

    @Test
    void sgdWithoutMomentumKeepsNoSlot() {
        double w = START;
        for (double gradient : GRADIENTS) {
            w -= 0.1 * gradient;
        }
        assertThat(last(Sgd.of(0.1))).isCloseTo(w, within(1e-6));
        assertThat(Sgd.of(0.1).slots()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void adam(boolean apart) {
        double w = START;
        double m = 0;
        double v = 0;
        for (int t = 1; t <= GRADIENTS.length; t++) {
            double g = GRADIENTS[t - 1] + (apart ? 0 : 0.05 * w);
            w -= apart ? 0.01 * 0.05 * w : 0;
            m = 0.9 * m + 0.1 * g;
            v = 0.999 * v + 0.001 * g * g;
            double meanHat = m / (1 - Math.pow(0.9, t));
            double varianceHat = v / (1 - Math.pow(0.999, t));
            w -= 0.01 * meanHat / (Math.sqrt(varianceHat) + 1e-3);
        }
        Optimizer optimizer = apart
                ? AdamW.of(0.01).epsilon(1e-3).weightDecay(0.05)
                : Adam.of(0.01).epsilon(1e-3).weightDecay(0.05);
        assertThat(last(optimizer)).isCloseTo(w, within(5e-7));
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 0.9f})
    void rmsProp(float momentum) {
        double w = START;
        double s = 0;
        double b = 0;
        for (double gradient : GRADIENTS) {
            double g = gradient + 0.05 * w;
            s = 0.99 * s + 0.01 * g * g;
            b = momentum * b + g / (Math.sqrt(s) + 1e-3);
            w -= 0.01 * b;
        }
        RmsProp optimizer = RmsProp.of(0.01).epsilon(1e-3).momentum(momentum).weightDecay(0.05);
        assertThat(last(optimizer)).isCloseTo(w, within(2e-6));
    }

    @Test
    void adagrad() {
        double w = START;
        double s = 0;
        for (double gradient : GRADIENTS) {
            double g = gradient + 0.05 * w;
            s += g * g;
            w -= 0.1 * g / (Math.sqrt(s) + 1e-10);
        }
        assertThat(last(Adagrad.of(0.1).weightDecay(0.05))).isCloseTo(w, within(1e-6));
    }

    @Test
    void refusesOptionsOutOfRange() {
        assertThatThrownBy(() -> Sgd.of(0.1).momentum(1))
                .hasMessage("Sgd: momentum must be from 0 to below 1: got 1.0");
        assertThatThrownBy(() -> Sgd.of(0.1).nesterov())
                .hasMessage("Sgd: nesterov needs a momentum above 0: got 0; set momentum before nesterov");
        assertThatThrownBy(() -> Adam.of(0)).hasMessage("Constant: rate must be above 0: got 0.0");
        assertThatThrownBy(() -> Adam.of(0.1).beta2(Double.NaN))
                .hasMessage("Adam: beta2 must be from 0 to below 1: got NaN");
        assertThatThrownBy(() -> RmsProp.of(0.1).epsilon(0)).hasMessage("RmsProp: epsilon must be above 0: got 0.0");
        assertThatThrownBy(() -> Adagrad.of(0.1).weightDecay(-1))
                .hasMessage("Adagrad: weightDecay must be 0 or above: got -1.0");
    }
}
