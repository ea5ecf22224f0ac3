package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.app.page.ProfileTable;
import dev.fovea.backend.PlanStep;
import dev.fovea.backend.PlanStep.Pass;
import dev.fovea.lab.measure.Profile;
import dev.fovea.lab.measure.Profile.Layer;
import dev.fovea.lab.measure.Profile.Round;
import dev.fovea.lab.measure.Profile.Timing;
import dev.fovea.lab.measure.StepTimer;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The arithmetic of a profile, on times that are given.
class ProfileTest {
    private static final List<PlanStep> STEPS = List.of(
            new PlanStep("conv2d", "Convolution", Pass.FORWARD, null, 1_000_000, true, 4_000_000),
            new PlanStep("Mean", "Mean", Pass.FORWARD, null, 0, true, 400),
            new PlanStep("conv2d", "Sum", Pass.BACKWARD, "conv2d.bias", 0, true, 1_000_000),
            new PlanStep("conv2d", "Convolution.FilterGradient", Pass.BACKWARD, "conv2d.filters", 1_000_000, true,
                    4_000_000),
            new PlanStep("optimizer", "Sgd", Pass.UPDATE, null, 0, true, 800));

    private static Profile profile(boolean stable, Round... rounds) {
        return new Profile(STEPS, List.of(rounds), 1, new StepTimer.WarmUp(9, 1, 1e6, stable));
    }

    private static Round round(double whole, double peak, double... millis) {
        double[] nanos = millis.clone();
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] *= 1e6;
        }
        return new Round(nanos, 1e6 * whole, peak);
    }

    /// The second round is that of a busy machine, slower in all: shares of the peak stay.
    private static Profile three() {
        return profile(
                true, round(10.5, 4, 2, 1, 2, 4, 1), round(21, 2, 4, 2, 4, 8, 2), round(10, 4, 1, 1, 2, 4, 1));
    }

    @Test
    void figuresAreMediansOfTheRounds() {
        Profile profile = three();
        Timing first = profile.rows().getFirst();
        assertThat(first.name()).isEqualTo("conv2d Convolution");
        assertThat(first.millis()).isEqualTo(2, within(1e-9));
        assertThat(first.share()).isEqualTo(2 / 10.5, within(1e-9));
        assertThat(first.gflops()).isEqualTo(1, within(1e-9));
        assertThat(first.ofPeak()).isEqualTo(0.25, within(1e-9));
        assertThat(first.gigabytesPerSecond()).isEqualTo(2, within(1e-9));
        assertThat(profile.rows().get(1).gflops()).isNaN();
        assertThat(profile.peak()).isEqualTo(4);
        assertThat(profile.whole().millis()).isEqualTo(10.5, within(1e-9));
        assertThat(profile.between().millis()).isEqualTo(1, within(1e-9));
    }

    @Test
    void kindsAndLayersAreSumsOfSteps() {
        Profile profile = three();
        assertThat(profile.kinds()).extracting(Timing::name).containsExactly(
                "Convolution", "Mean", "Sum (bias gradient)", "Convolution.FilterGradient", "optimizer Sgd");
        assertThat(profile.layers()).extracting(Layer::name).containsExactly("conv2d", "loss", "optimizer");
        Layer layer = profile.layers().getFirst();
        assertThat(layer.forward()).isEqualTo(2, within(1e-9));
        assertThat(layer.backward()).isEqualTo(6, within(1e-9));
        assertThat(layer.millis()).isEqualTo(8, within(1e-9));
        Layer optimizer = profile.layers().getLast();
        assertThat(optimizer.forward() + optimizer.backward()).isZero();
        assertThat(optimizer.millis()).isEqualTo(1, within(1e-9));
    }

    @Test
    void doubtsAreSaid() {
        assertThat(three().doubts()).isEmpty();
        assertThat(profile(false, round(10, 4, 2, 1, 2, 4, 1)).doubts())
                .containsExactly(
                        "the times had not settled after 1.0 s of warm-up: close other programs, and profile again");
        assertThat(profile(true, round(20, 4, 2, 1, 2, 4, 1)).doubts())
                .containsExactly("the steps, each a median of its own, add up to 50 % of the whole: other programs took"
                        + " turns with it; close them, or measure more rounds");
        assertThat(profile(true, round(10, 0.5, 2, 1, 2, 4, 1)).doubts())
                .containsExactly(
                        "some steps reach more than the peak: it was measured while other programs ran; close them");
    }

    /// What takes fewer multiply-adds than are counted may pass the peak.
    @Test
    void winogradsAlgorithmMayPassThePeak() {
        List<PlanStep> steps = List.of(
                new PlanStep("conv2d", "Convolution", Pass.FORWARD, null, 1_000_000, false, 4_000_000),
                new PlanStep("dense", "MatMul", Pass.FORWARD, null, 1_000_000, true, 4_000_000));
        Profile fast = new Profile(steps, List.of(round(3, 1.5, 1, 2)), 1, new StepTimer.WarmUp(9, 1, 1e6, true));
        assertThat(fast.doubts()).isEmpty();
        assertThat(fast.whole().direct()).isFalse();
        assertThat(new ProfileTable(fast, "whole", false, 3).lines()).contains(Profile.MORE_THAN_THE_PEAK);
        assertThat(new ProfileTable(three(), "whole", false, 3).lines()).doesNotContain(Profile.MORE_THAN_THE_PEAK);
    }

    @Test
    void theTableShowsTheLongestInTheOrderAskedFor() {
        List<String> byPlan = new ProfileTable(three(), "whole", false, 3).lines();
        List<String> byTime = new ProfileTable(three(), "whole", true, 3).lines();
        assertThat(byPlan.subList(2, 6)).extracting(line -> line.replaceAll(" .*", ""))
                .containsExactly("conv2d", "conv2d", "conv2d", "…");
        assertThat(byPlan.get(3)).startsWith("conv2d Sum (bias gradient)");
        assertThat(byPlan.get(5)).isEqualTo("… and 2 more, together 2.000 ms");
        assertThat(byTime.get(2)).startsWith("conv2d Convolution.FilterGradient");
        assertThat(byPlan).anyMatch(line -> line.startsWith("between the steps"));
        assertThat(byPlan).allMatch(line -> line.length() <= ProfileTable.COLUMNS);
    }
}
