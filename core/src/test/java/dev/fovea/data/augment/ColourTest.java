package dev.fovea.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import org.junit.jupiter.api.Test;

class ColourTest {
    private static final Shape TWO = Shape.of(1, 2, 2);
    private static final Seed SEED = Seed.of(4);

    @Test
    void brightnessAddsOneNumberToAllValues() {
        float[] image = {.1f, .5f, .9f, 1};
        double least = 1;
        double most = -1;
        for (long counter = 0; counter < 1000; counter++) {
            float[] result = TransformRun.of(Brightness.of(.25), image, TWO, SEED, counter);
            float shift = result[0] - image[0];
            assertThat(shift).isEqualTo((float) (-.25 + .5 * SEED.uniform(counter)), within(1e-6f));
            for (int i = 1; i < image.length; i++) {
                assertThat(result[i] - image[i]).isEqualTo(shift, within(1e-6f));
            }
            least = Math.min(least, shift);
            most = Math.max(most, shift);
        }
        assertThat(least).isBetween(-.25, -.24);
        assertThat(most).isBetween(.24, .25);
    }

    @Test
    void brightnessDoesNotClip() {
        float[] white = {1, 1, 1, 1};
        long up = 0;
        while (SEED.uniform(up) < .9) {
            up++;
        }
        assertThat(TransformRun.of(Brightness.of(.5), white, TWO, SEED, up)[0]).isGreaterThan(1.3f);
    }

    /// Channel 0 holds .2 and .6, mean .4; channel 1 holds 1 and 0, mean .5.
    @Test
    void contrastStretchesAboutTheMeanOfTheChannel() {
        float[] image = {.2f, 1, .6f, 0};
        assertThat(TransformRun.of(Contrast.of(2, 2), image, TWO, SEED, 0))
                .containsExactly(new float[] {0, 1.5f, .8f, -.5f}, within(1e-6f));
        assertThat(TransformRun.of(Contrast.of(.5, .5), image, TWO, SEED, 0))
                .containsExactly(new float[] {.3f, .75f, .5f, .25f}, within(1e-6f));
        assertThat(TransformRun.of(Contrast.of(0, 0), image, TWO, SEED, 0))
                .containsExactly(new float[] {.4f, .5f, .4f, .5f}, within(1e-6f));
        double factor = .2 + 1.6 * SEED.uniform(7);
        assertThat(TransformRun.of(Contrast.of(.2, 1.8), image, TWO, SEED, 7)[2])
                .isEqualTo((float) (.2 * factor + .4), within(1e-6f));
    }

    @Test
    void rangesAreChecked() {
        assertThatThrownBy(() -> Brightness.of(0)).hasMessage("delta must be above 0: got 0.0");
        assertThatThrownBy(() -> Brightness.of(Double.NaN)).hasMessage("delta must be above 0: got NaN");
        assertThatThrownBy(() -> Contrast.of(2, 1))
                .hasMessage("factors go from 0 or more to at least as much: got 2.0 to 1.0");
        assertThatThrownBy(() -> Contrast.of(-1, 1))
                .hasMessage("factors go from 0 or more to at least as much: got -1.0 to 1.0");
    }
}
