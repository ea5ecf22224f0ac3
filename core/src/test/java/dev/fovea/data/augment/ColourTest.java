package dev.fovea.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.awt.Color;
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

    /// Channel 0 holds 0.2 and 0.6, mean 0.4; channel 1 holds 1 and 0, mean 0.5.
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

    private static final Shape RGB = Shape.of(1, 2, 3);

    @Test
    void saturationBlendsWithGrey() {
        float[] image = {1, 0, 0, .2f, .4f, .6f};
        float red = .299f;
        float other = .299f * .2f + .587f * .4f + .114f * .6f;
        assertThat(TransformRun.of(Saturation.of(0, 0), image, RGB, SEED, 0))
                .containsExactly(new float[] {red, red, red, other, other, other}, within(1e-6f));
        assertThat(TransformRun.of(Saturation.of(1, 1), image, RGB, SEED, 0)).containsExactly(image, within(1e-6f));
        assertThat(TransformRun.of(Saturation.of(2, 2), image, RGB, SEED, 0))
                .containsExactly(
                        new float[] {
                            2 - red, -red, -red, .4f - other, .8f - other, 1.2f - other,
                        },
                        within(1e-6f));
    }

    @Test
    void hueTurnsAsInJavaAwt() {
        Shape shape = Shape.of(1, 1, 3);
        for (int i = 0; i < 500; i++) {
            int red = SEED.below(256, 10L * i);
            int green = SEED.below(256, 10L * i + 1);
            int blue = SEED.below(256, 10L * i + 2);
            double turn = -.5 + SEED.uniform(i);
            float[] hsb = Color.RGBtoHSB(red, green, blue, null);
            Color expected = new Color(Color.HSBtoRGB((float) (hsb[0] + turn), hsb[1], hsb[2]));
            float[] image = {red / 255f, green / 255f, blue / 255f};
            assertThat(TransformRun.of(Hue.of(.5), image, shape, SEED, i))
                    .containsExactly(
                            new float[] {
                                expected.getRed() / 255f, expected.getGreen() / 255f, expected.getBlue() / 255f
                            },
                            within(.6f / 255));
        }
    }

    @Test
    void hueKeepsGreyAndValuesBeyondOne() {
        assertThat(TransformRun.of(Hue.of(.5), new float[] {.3f, .3f, .3f, 1.5f, -.5f, .5f}, RGB, SEED, 3))
                .satisfies(result -> {
                    assertThat(result[0]).isEqualTo(.3f);
                    assertThat(Math.max(result[3], Math.max(result[4], result[5]))).isEqualTo(1.5f, within(1e-6f));
                    assertThat(Math.min(result[3], Math.min(result[4], result[5]))).isEqualTo(-.5f, within(1e-6f));
                });
    }

    /// Mean 0.3, variance 0.05, deviation 0.2236068.
    @Test
    void standardizationByHand() {
        float[] image = {0, .2f, .4f, .6f};
        assertThat(TransformRun.of(PerImageStandardization.of(), image, TWO, SEED, 0))
                .containsExactly(new float[] {-1.3416408f, -.4472136f, .4472136f, 1.3416408f}, within(1e-6f));
        assertThat(TransformRun.of(PerImageStandardization.of().floor(1), image, TWO, SEED, 0))
                .containsExactly(new float[] {-.6f, -.2f, .2f, .6f}, within(1e-6f));
    }

    /// Bytes 7, 7, 7, 8: the deviation of 0.433 bytes is below the floor of 1 / √4, one half.
    @Test
    void nearlyFlatImagesAreDividedByTheFloor() {
        assertThat(TransformRun.of(PerImageStandardization.of(), new float[] {.5f, .5f, .5f, .5f}, TWO, SEED, 0))
                .containsExactly(0, 0, 0, 0);
        float[] image = {7 / 255f, 7 / 255f, 7 / 255f, 8 / 255f};
        assertThat(TransformRun.of(PerImageStandardization.of(), image, TWO, SEED, 0))
                .containsExactly(new float[] {-.5f, -.5f, -.5f, 1.5f}, within(1e-5f));
    }

    @Test
    void colourNeedsThreeChannels() {
        assertThatThrownBy(() -> Hue.of(.1).shape(TWO))
                .hasMessage("Hue.of(0.1) needs images with 3 channels, red, green and blue: got 1×2×2");
        assertThatThrownBy(() -> Hue.of(.6)).hasMessage("delta must be above 0 and at most 0.5: got 0.6");
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
