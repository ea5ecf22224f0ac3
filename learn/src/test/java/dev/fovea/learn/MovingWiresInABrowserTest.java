package dev.fovea.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/// Neurons and wires that move, and the buttons: what is shown at every step, worked out here from the formulas.
class MovingWiresInABrowserTest extends MovingPages {
    MovingWiresInABrowserTest() {
        super(List.of("convolution", "neuron", "connections", "graph", "backprop", "dropout"));
    }

    @Test
    void keysAndButtonsStepAndNothingMovesByItself() {
        pages.visit("graph", "en");
        assertThat(pages.browser().driver().findElements(By.cssSelector(".play"))).isEmpty();
        pages.find(".step").sendKeys(Keys.ENTER);
        pages.until(() -> pages.find(".player").getAttribute("data-frame").equals("1"));
        pages.find(".player .controls > input").sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        pages.until(() -> pages.find(".player").getAttribute("data-frame").equals("3"));
        pages.find(".back").sendKeys(Keys.SPACE);
        pages.until(() -> pages.find(".player").getAttribute("data-frame").equals("2"));
        assertThat(pages.find(".say").getText()).isEqualTo("Forward: w3 = cos w1 = .2837");
        assertThat(pages.find(".say").getAttribute("aria-live")).isEqualTo("polite");
    }

    @Test
    void itPlaysOnceThroughAndCanBeStopped() {
        pages.motion("no-preference");
        pages.visit("convolution", "zh");
        pages.until(() -> pages.find(".player").getAttribute("data-frame").equals("3"));
        pages.until(() -> pages.find(".play").getText().equals("播放"));
        pages.find(".play").click();
        pages.until(() -> pages.find(".play").getText().equals("暂停"));
        assertThat(pages.find(".player").getAttribute("data-frame")).isEqualTo("0");
        pages.find(".play").click();
        pages.until(() -> pages.find(".play").getText().equals("播放"));
        assertThat(pages.find(".say").getText()).startsWith("第 1 步，共 4 步。");
    }

    @Test
    void gradientsGoBackAlongTheWaysThatNumbersCame() {
        Film film = pages.film("graph", 0, -1);
        double x = 5;
        double y = 3;
        assertThat(film.size()).isEqualTo(7 + 1 + 8);
        assertThat(film.at(6).box("add")).isCloseTo(Math.cos(x) * Math.sin(y) + x / y, within(1e-5));
        assertThat(film.at(5).has("boxes", "add")).isFalse();
        assertThat(film.at(6).has("boxes", "d add")).isFalse();
        assertThat(film.at(7).box("d add")).isEqualTo(1);
        Film.Frame last = film.last();
        assertThat(last.box("mult")).isCloseTo(Math.cos(x) * Math.sin(y), within(1e-6));
        assertThat(last.box("d cos")).isCloseTo(Math.sin(y), within(1e-6));
        assertThat(last.box("d sin")).isCloseTo(Math.cos(x), within(1e-6));
        assertThat(last.wire("cos mult")).isCloseTo(Math.sin(y), within(1e-6));
        assertThat(last.wire("x cos")).isCloseTo(-Math.sin(x) * Math.sin(y), within(1e-6));
        assertThat(last.wire("x div")).isCloseTo(1 / y, within(1e-6));
        assertThat(last.wire("y div")).isCloseTo(-x / y / y, within(1e-6));
        assertThat(last.box("d x")).isCloseTo(-Math.sin(x) * Math.sin(y) + 1 / y, within(1e-6));
        assertThat(last.box("d y")).isCloseTo(Math.cos(x) * Math.cos(y) - x / y / y, within(1e-6));
    }

    @Test
    void aWholeNetworkGoesForwardAndBack() {
        Film film = pages.film("backprop", 0, -1);
        double[] z = {.5 * 1 + .25 * 2, -1 + .5 * 2 + .5};
        double[] a = {1 / (1 + Math.exp(-z[0])), 1 / (1 + Math.exp(-z[1]))};
        double[] p = softmax(a[0] + .5 * a[1] + .25, -a[0] + 2 * a[1]);
        double[] du = {p[0] - 1, p[1]};
        double[] da = {du[0] - du[1], .5 * du[0] + 2 * du[1]};
        double[] dz = {da[0] * a[0] * (1 - a[0]), da[1] * a[1] * (1 - a[1])};
        assertThat(film.size()).isEqualTo(9 + 1 + 12);
        Film.Frame last = film.last();
        assertThat(film.at(8).box("E")).isCloseTo(-Math.log(p[0]), within(1e-5));
        assertThat(last.box("d a₁")).isCloseTo(da[0], within(1e-5));
        assertThat(last.box("d a₂")).isCloseTo(da[1], within(1e-5));
        assertThat(last.box("d z₁")).isCloseTo(dz[0], within(1e-5));
        assertThat(last.wire("z₂ a₂")).isCloseTo(dz[1], within(1e-5));
        assertThat(last.wire("a₂ u₂")).isCloseTo(2 * du[1], within(1e-5));
        assertThat(last.wire("x₂ z₁")).isCloseTo(.25 * dz[0], within(1e-5));
        assertThat(last.box("d x₁")).isCloseTo(.5 * dz[0] - dz[1], within(1e-5));
        assertThat(film.at(12).said()).contains("∂E/∂V₁₁ = " + four(a[0] * du[0]));
    }

    private static String four(double value) {
        return String.format(Locale.ROOT, "%.4f", value).replace("-", "−").replaceFirst("0\\.", ".");
    }

    @Test
    void masksAreDrawnAnewAndTheirMeanIsTheNeuron() {
        Film film = pages.film("dropout", 0, -1);
        double[] neurons = {2, 4, 1, 3, 5, 2, 1, 4, 3, 5};
        double[] sums = new double[10];
        int off = 0;
        for (int i = 0; i < 30; i++) {
            for (int k = 0; k < 10; k++) {
                double passed = film.at(i).box("p" + k);
                assertThat(passed).isIn(0.0, 2 * neurons[k]);
                off += passed == 0 ? 1 : 0;
                sums[k] += passed;
            }
            int steps = i + 1;
            assertNear(film.at(i).numbers("means"), Arrays.stream(sums).map(sum -> sum / steps).toArray());
        }
        assertThat(off).isBetween(115, 185);
        for (int k = 0; k < 10; k++) {
            assertThat(film.last().box("p" + k)).isEqualTo(neurons[k]);
        }
    }

    @Test
    void thePointedNeuronShowsItsWires() {
        int[] counts = {48, 18, 18};
        for (int choice = 0; choice < 3; choice++) {
            Film film = pages.film("connections", 0, choice);
            assertThat(film.size()).isEqualTo(6);
            int wires = 0;
            for (int j = 1; j <= 6; j++) {
                for (int i = 1; i <= 8; i++) {
                    boolean there = choice == 0 || i >= j && i < j + 3;
                    String wire = "y" + j + " x" + i;
                    assertThat(film.at(0).has("wires", wire)).as(wire).isEqualTo(there);
                    if (choice == 2 && there) {
                        assertThat(film.at(0).wire(wire)).isEqualTo(i - j + 1);
                    }
                    wires += there ? 1 : 0;
                }
            }
            assertThat(wires).isEqualTo(counts[choice]);
        }
        new Actions(pages.browser().driver()).moveToElement(pages.find("[data-box=y4]")).perform();
        pages.until(() -> pages.find(".player").getAttribute("data-frame").equals("3"));
        assertThat(pages.find(".say").getText()).startsWith("Neuron y4 has 3 wires, with the weights w1, w2, w3.");
    }

    @Test
    void aNeuronMultipliesAddsAndBends() {
        double[][] inputs = {{.5, -1, 2}, {-1, 1, .5}, {0, 0, 0}};
        double[] weights = {.8, .2, .5};
        for (int choice = 0; choice < 3; choice++) {
            Film film = pages.film("neuron", 0, choice);
            double sum = 0;
            for (int i = 0; i < 3; i++) {
                double product = inputs[choice][i] * weights[i];
                sum += product;
                assertThat(film.at(i).has("wires", "x" + (i + 1) + " z")).isFalse();
                assertThat(film.at(i + 1).wire("x" + (i + 1) + " z")).isCloseTo(product, within(1e-6));
            }
            assertThat(film.at(4).box("z")).isCloseTo(sum, within(1e-6));
            assertThat(film.at(5).box("z")).isCloseTo(sum - .4, within(1e-6));
            assertThat(film.last().box("a")).isCloseTo(Math.max(0, sum - .4), within(1e-6));
            assertThat(film.size()).isEqualTo(7);
        }
    }

    @Test
    void aPageAloneFitsAPhone() {
        pages.browser().size(390, 800);
        try {
            for (String page : examples) {
                pages.visit(page, "zh");
                assertThat(pages.browser().number("document.documentElement.scrollWidth")).as(page)
                        .isLessThanOrEqualTo(390);
            }
        } finally {
            pages.browser().size(1400, 1000);
        }
    }

    private static double[] softmax(double... logits) {
        double[] powers = Arrays.stream(logits).map(Math::exp).toArray();
        return Arrays.stream(powers).map(power -> power / Arrays.stream(powers).sum()).toArray();
    }
}
