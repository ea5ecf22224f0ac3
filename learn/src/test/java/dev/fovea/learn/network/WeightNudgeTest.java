package dev.fovea.learn.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.data.source.Digits;
import dev.fovea.model.Model;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Held against the same network in double precision.
class WeightNudgeTest {
    private static final TrainTestSplit DIGITS = Digits.load();

    private static Backend backend;
    private static Model model;
    private static LossProbe probe;
    private static DoubleNetwork exact;

    @BeforeAll
    static void make() {
        backend = Backends.open(1);
        model = ScreenNetwork.untrained(DIGITS, Seed.of(4), backend);
        probe = new LossProbe(model, DIGITS.test());
        exact = new DoubleNetwork(model, DIGITS.test());
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    @Test
    void theSlopeIsACentralDifference() {
        for (Map.Entry<String, Tensor> layer : probe.weights().entrySet()) {
            int weights = layer.getValue().values().length;
            for (int index : new int[] {0, 7, weights / 2, weights - 1}) {
                WeightNudge nudge = WeightNudge.of(probe, layer.getKey(), index);
                double slope = exact.slope(LossProbe.PICTURES, layer.getKey(), index);
                assertThat((double) nudge.slope()).as(layer.getKey() + " " + index).isCloseTo(slope, within(1e-5));
            }
        }
    }

    @Test
    void theCurveIsTheLossOverTheWeight() {
        for (String variable : List.of("conv2d.filters", "conv2d_1.filters", "dense.weights")) {
            WeightNudge nudge = WeightNudge.of(probe, variable, 31);
            assertThat(nudge.values()).hasSize(41);
            assertThat(nudge.losses()).hasSize(41);
            assertThat(nudge.values().get(20)).isEqualTo(nudge.weight());
            assertThat(nudge.losses().get(20)).isEqualTo(nudge.loss());
            assertThat(nudge.values().getFirst()).isCloseTo(nudge.weight() - 1, within(1e-6f));
            assertThat(nudge.values().getLast()).isCloseTo(nudge.weight() + 1, within(1e-6f));
            for (int i = 0; i <= 40; i++) {
                double moved = nudge.values().get(i) - (double) nudge.weight();
                assertThat((double) nudge.losses().get(i)).as("%s at %s", variable, moved)
                        .isCloseTo(exact.loss(LossProbe.PICTURES, variable, 31, moved), within(2e-6));
            }
        }
    }

    @Test
    void theNetworkIsAfterwardsAsItWas() {
        Map<String, Tensor> before = probe.weights();
        WeightNudge first = WeightNudge.of(probe, "dense.weights", 100);
        probe.weights().forEach((name, tensor) -> assertThat(tensor.values())
                .isEqualTo(Objects.requireNonNull(before.get(name)).values()));
        assertThat(WeightNudge.of(probe, "dense.weights", 100)).isEqualTo(first);
    }

    @Test
    void sizesOfGradientsAreRootsOfMeanSquares() {
        Map<String, Double> sizes = probe.gradients();
        assertThat(sizes).containsOnlyKeys("conv2d", "conv2d_1", "dense");
        double squares = 0;
        for (int i = 0; i < 72; i++) {
            double slope = exact.slope(LossProbe.PICTURES, "conv2d.filters", i);
            squares += slope * slope;
        }
        assertThat(sizes.get("conv2d")).isCloseTo(Math.sqrt(squares / 72), within(1e-5));
    }

    @Test
    void theSteepestOfEachOutputHasTheGreatestSlope() {
        float[] slopes = probe.slopes("dense.weights").each().values();
        List<Integer> steepest = WeightNudge.steepest(probe, "dense.weights", 10);
        assertThat(steepest).hasSize(10);
        for (int i = 0; i < slopes.length; i++) {
            assertThat(Math.abs(slopes[i])).isLessThanOrEqualTo(Math.abs(slopes[steepest.get(i % 10)]));
        }
    }

    @Test
    void aWeightThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> WeightNudge.of(probe, "conv2d.bias", 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected one of conv2d.filters, conv2d_1.filters, dense.weights: got conv2d.bias");
        assertThatThrownBy(() -> WeightNudge.of(probe, "conv2d.filters", 72))
                .hasMessage("conv2d.filters has the weights 0 to 71: got 72");
    }
}
