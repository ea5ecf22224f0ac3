package dev.fovea.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.explain.example.SeriesPattern;
import dev.fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Curves and bars that move: what is shown at every step, worked out here from the formulas.
class MovingCurvesInABrowserTest extends MovingPages {
    MovingCurvesInABrowserTest() {
        super(List.of("activation", "softmax", "descent", "series"));
    }

    @Test
    void thePointStandsOnTheCurveAndTheTangentIsItsSlope() {
        Film film = pages.film("activation", 0, -1);
        assertThat(film.size()).isEqualTo(65);
        for (int i = 0; i < 65; i++) {
            double x = -4 + i / 8.0;
            double sigmoid = 1 / (1 + Math.exp(-x));
            Film.Frame frame = film.at(i);
            assertNear(frame.numbers("sigmoid ball"), x, sigmoid, sigmoid * (1 - sigmoid));
            assertNear(frame.numbers("tanh ball"), x, Math.tanh(x), 1 - Math.tanh(x) * Math.tanh(x));
            assertNear(frame.numbers("ReLU ball"), x, Math.max(0, x), x > 0 ? 1 : 0);
            assertThat(frame.value("leaky ReLU value")).isCloseTo(x > 0 ? x : .1 * x, within(1e-6));
            assertThat(frame.value("sigmoid slope")).isCloseTo(sigmoid * (1 - sigmoid), within(1e-6));
        }
    }

    private static double[] softmax(double... logits) {
        double[] powers = Arrays.stream(logits).map(Math::exp).toArray();
        return Arrays.stream(powers).map(power -> power / Arrays.stream(powers).sum()).toArray();
    }

    @Test
    void barsGoFromLogitsToProbabilitiesAndBack() {
        Film film = pages.film("softmax", 0, -1);
        double[] p = softmax(2, 1, .1);
        double[] gradient = {p[0], p[1] - 1, p[2]};
        assertThat(film.size()).isEqualTo(6);
        assertNear(film.at(0).numbers("logits"), 2, 1, .1);
        assertThat(film.at(0).has("numbers", "powers")).isFalse();
        assertNear(film.at(1).numbers("powers"), Math.exp(2), Math.E, Math.exp(.1));
        assertNear(film.at(2).numbers("probabilities"), p);
        assertThat(film.at(3).value("loss")).isCloseTo(-Math.log(p[1]), within(1e-5));
        assertNear(film.at(4).numbers("gradient"), gradient);
        assertNear(film.at(5).numbers("after"), softmax(2 - gradient[0], 1 - gradient[1], .1 - gradient[2]));
    }

    @Test
    void aLogitCanBeDragged() {
        pages.visit("softmax", "en");
        pages.browser().run("const slider = document.querySelectorAll('.logit')[2]; slider.value = 3;"
                + " slider.dispatchEvent(new Event('input', {bubbles: true}));");
        pages.until(() -> pages.find("[data-name=logits]").getAttribute("data-values").equals("[2,1,3]"));
        Film film = Film.of(pages.browser(), 0, -1);
        assertNear(film.at(5).numbers("probabilities"), softmax(2, 1, 3));
        assertThat(film.at(5).value("loss")).isCloseTo(-Math.log(softmax(2, 1, 3)[1]), within(1e-9));
        pages.find(".reset").click();
        pages.until(() -> pages.find("[data-name=logits]").getAttribute("data-values").equals("[2,1,0.1]"));
    }

    @Test
    void theBallGoesDownTheCurve() {
        double[] rates = {.5, .01, 2.1};
        double[] xs = {-1, -.5, 0, .5, 1};
        for (int choice = 0; choice < 3; choice++) {
            Film film = pages.film("descent", 0, choice);
            double w = 0;
            double b = 0;
            for (int step = 0; step <= 50; step++) {
                double loss = 0;
                double dw = 0;
                double db = 0;
                for (double x : xs) {
                    double error = w * x + b - (2 * x + 1);
                    loss += error * error / 10;
                    dw += error * x / 5;
                    db += error / 5;
                }
                double[] shown = film.at(step).numbers("step");
                double[] ball = film.at(step).numbers("cut ball");
                double near = 1e-4 * Math.max(1, loss);
                assertThat(shown).containsExactly(new double[] {w, b, loss}, within(near));
                assertThat(ball).containsExactly(new double[] {b, loss, db}, within(near));
                w -= rates[choice] * dw;
                b -= rates[choice] * db;
            }
            assertThat(film.size()).isEqualTo(51);
        }
        assertThat(pages.film("descent", 0, 2).last().said()).contains("has left the picture");
    }

    /// Σ w · x of the learned kernels, plus one bias a kernel; the greatest stays.
    @Test
    void kernelsSlideOverTheSeries() {
        SeriesPattern example;
        try (Backend backend = Backends.open(1)) {
            example = SeriesPattern.of(backend);
        }
        Tensor kernels = example.kernels().getLast();
        for (int choice = 0; choice < 2; choice++) {
            Film film = pages.film("series", 0, choice);
            assertThat(film.size()).isEqualTo(57);
            float[] series = example.shown().get(choice).series().values();
            for (int k = 0; k < 2; k++) {
                double bias = film.at(0).numbers("fits")[k] - dot(kernels, k, series, 0);
                double greatest = Double.NEGATIVE_INFINITY;
                for (int i = 0; i < 56; i++) {
                    double fit = film.at(i).numbers("fits")[k];
                    assertThat(fit).isCloseTo(dot(kernels, k, series, i) + bias, within(1e-4));
                    greatest = Math.max(greatest, fit);
                }
                assertThat(film.last().numbers("fits")[k]).isEqualTo(greatest);
            }
            assertThat(film.last().said()).contains(example.shown().get(choice).prediction().label());
        }
    }

    private static double dot(Tensor kernels, int kernel, float[] series, int from) {
        double sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += (double) kernels.at(kernel, i) * series[from + i];
        }
        return sum;
    }
}
