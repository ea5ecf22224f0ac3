package dev.fovea.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ErasingTest {
    private static final Shape SHAPE = Shape.of(12, 16, 2);
    private static final Seed SEED = Seed.of(5);

    private static float[] ones() {
        float[] image = new float[(int) SHAPE.size()];
        Arrays.fill(image, 1);
        return image;
    }

    /// A rectangle of values that are not 1.
    private record Box(int top, int left, int bottom, int right, int changed) {
        static Box of(float[] result) {
            int top = 12;
            int left = 16;
            int bottom = 0;
            int right = 0;
            int changed = 0;
            for (int i = 0; i < result.length; i++) {
                if (result[i] != 1) {
                    top = Math.min(top, i / 32);
                    bottom = Math.max(bottom, i / 32 + 1);
                    left = Math.min(left, i / 2 % 16);
                    right = Math.max(right, i / 2 % 16 + 1);
                    changed++;
                }
            }
            return new Box(top, left, bottom, right, changed);
        }

        int area() {
            return Math.max(0, bottom - top) * Math.max(0, right - left);
        }
    }

    @Test
    void cutoutsAreSquaresWithTheirMiddleOnAnyPixel() {
        Set<Integer> middles = new HashSet<>();
        for (int i = 0; i < 4000; i++) {
            Box box = Box.of(TransformRun.of(Cutout.of(4), ones(), SHAPE, SEED, 2L * i));
            int y = SEED.below(12, 2L * i);
            int x = SEED.below(16, 2L * i + 1);
            assertThat(box)
                    .isEqualTo(new Box(
                            Math.max(0, y - 2), Math.max(0, x - 2), Math.min(12, y + 2), Math.min(16, x + 2),
                            2 * (Math.min(12, y + 2) - Math.max(0, y - 2))
                                    * (Math.min(16, x + 2) - Math.max(0, x - 2))));
            middles.add(16 * y + x);
        }
        assertThat(middles).hasSize(12 * 16);
        assertThat(TransformRun.of(Cutout.of(99).value(.25), ones(), SHAPE, SEED, 0)).containsOnly(.25f);
    }

    @Test
    void erasedRectanglesHaveTheAreaAndAspectAskedFor() {
        RandomErasing erasing = RandomErasing.of(.5).area(.1, .3).aspect(2).noise();
        int erased = 0;
        for (int i = 0; i < 1000; i++) {
            float[] result = TransformRun.of(erasing, ones(), SHAPE, SEED, (long) i * erasing.draws());
            Box box = Box.of(result);
            if (box.area() > 0) {
                erased++;
                assertThat(box.changed).isEqualTo(2 * box.area());
                assertThat(box.area() / 192.).isBetween(.1 - .04, .3 + .06);
                assertThat((double) (box.right - box.left) / (box.bottom - box.top)).isBetween(.3, 2.7);
                assertThat(result).doesNotContain(Float.NaN);
            }
        }
        assertThat(erased).isBetween(440, 560);
    }

    @Test
    void resizedCropsHaveTheAreaAndAspectAskedFor() {
        // Each channel holds its coordinate, so that the result says which part it shows.
        float[] image = new float[(int) SHAPE.size()];
        for (int i = 0; i < image.length; i += 2) {
            image[i] = i / 2 % 16 + .5f;
            image[i + 1] = i / 2 / 16 + .5f;
        }
        // Enlarged, its corners show the part's corner pixels.
        RandomResizedCrop crop = RandomResizedCrop.to(24, 32).area(.2, .5);
        int last = (24 * 32 - 1) * 2;
        Set<String> parts = new HashSet<>();
        double[] shares = new double[500];
        double[] aspects = new double[500];
        for (int i = 0; i < 500; i++) {
            float[] part = TransformRun.of(crop, image, SHAPE, SEED, (long) i * crop.draws());
            float width = part[last] - part[0] + 1;
            float height = part[last + 1] - part[1] + 1;
            assertThat(part[0]).isBetween(.5f, 16.5f - width);
            assertThat(part[1]).isBetween(.5f, 12.5f - height);
            shares[i] = width * height / 192;
            aspects[i] = width / height;
            parts.add(part[0] + " " + part[1] + " " + width + " " + height);
        }
        // Sides are whole pixels: of about 6 at the least, so off by at most a twelfth each.
        assertUniform(shares, .2, .5);
        assertUniform(Arrays.stream(aspects).map(Math::log).toArray(), -Math.log(4 / 3.), Math.log(4 / 3.));
        assertThat(Arrays.stream(aspects)).allMatch(aspect -> aspect > .75 * .83 && aspect < 4 / 3. / .83);
        assertThat(Arrays.stream(shares)).allMatch(share -> share > .2 * .83 && share < .5 / .83);
        assertThat(parts).hasSizeGreaterThan(200);
        // The whole of a long image has no aspect of 1: its middle square is taken.
        float[] row = {1, 2, 3, 4, 5};
        RandomResizedCrop square = RandomResizedCrop.to(1, 1).area(1, 1).aspect(1);
        assertThat(TransformRun.of(square, row, Shape.of(1, 5, 1), SEED, 0)).containsExactly(3);
        RandomResizedCrop whole = RandomResizedCrop.to(2, 2).area(1, 1).aspect(1);
        assertThat(TransformRun.of(whole, new float[] {1, 2, 3, 4}, Shape.of(2, 2, 1), SEED, 0))
                .containsExactly(1, 2, 3, 4);
    }

    /// The mean and the deviation of a uniform distribution, within a tenth of its width.
    private static void assertUniform(double[] values, double least, double most) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElseThrow();
        assertThat(mean).isCloseTo((least + most) / 2, within((most - least) / 10));
        assertThat(Math.sqrt(variance)).isCloseTo((most - least) / Math.sqrt(12), within((most - least) / 10));
    }

    @Test
    void centresAreCutOut() {
        float[] row = {1, 2, 3, 4, 5, 6};
        assertThat(TransformRun.of(CenterCrop.to(1, 2), row, Shape.of(1, 6, 1), SEED, 0)).containsExactly(3, 4);
        assertThat(TransformRun.of(CenterCrop.to(1, 3), row, Shape.of(1, 6, 1), SEED, 0)).containsExactly(2, 3, 4);
        assertThat(TransformRun.of(CenterCrop.to(2, 1), row, Shape.of(2, 3, 1), SEED, 0)).containsExactly(2, 5);
        assertThatThrownBy(() -> CenterCrop.to(2, 2).shape(Shape.of(1, 6, 1)))
                .hasMessage("CenterCrop.to(2, 2) needs images of at least 2×2: got 1×6×1");
    }

    @Test
    void halfOfTheImagesAreTurnedUpsideDown() {
        int turned = 0;
        for (int i = 0; i < 1000; i++) {
            float[] result =
                    TransformRun.of(FlipUpDown.of(), new float[] {1, 2, 3, 4, 5, 6}, Shape.of(3, 2, 1), SEED, i);
            boolean flipped = result[0] == 5;
            turned += flipped ? 1 : 0;
            assertThat(result).containsExactly(flipped
                    ? new float[] {5, 6, 3, 4, 1, 2}
                    : new float[] {1, 2, 3, 4, 5, 6});
        }
        assertThat(turned).isBetween(440, 560);
    }

    /// The mean of Beta(a, a) is 1/2, its variance 1 / (8 a + 4), its fourth central moment 3 / (16 (2a+1) (2a+3)).
    @Test
    void betaHasTheMomentsOfItsDistribution() {
        int count = 40_000;
        for (double alpha : new double[] {.1, .2, 1, 4}) {
            double mean = 0;
            double square = 0;
            double fourth = 0;
            for (int i = 0; i < count; i++) {
                double off = Beta.draw(alpha, SEED, (long) i * Beta.DRAWS) - .5;
                assertThat(off).isBetween(-.5, .5);
                mean += off / count;
                square += off * off / count;
                fourth += off * off * off * off / count;
            }
            assertThat(mean).isBetween(-.008, .008);
            assertThat(square).isBetween(.97 / (8 * alpha + 4), 1.03 / (8 * alpha + 4));
            double expected = 3 / (16 * (2 * alpha + 1) * (2 * alpha + 3));
            assertThat(fourth).isBetween(.95 * expected, 1.05 * expected);
        }
    }

    @Test
    void argumentsAreChecked() {
        assertThatThrownBy(() -> Cutout.of(0)).hasMessage("a cutout needs a side of at least 1 pixel: got 0");
        assertThatThrownBy(() -> RandomErasing.of(2))
                .hasMessage("probability must be above 0 and at most 1.0: got 2.0");
        assertThatThrownBy(() -> RandomErasing.of(1).area(.5, .2))
                .hasMessage("shares of the area go from above 0 to at most 1: got 0.5 to 0.2");
        assertThatThrownBy(() -> RandomErasing.of(1).aspect(.5))
                .hasMessage("the greatest aspect must be at least 1: got 0.5");
        assertThatThrownBy(() -> Mixup.of(0)).hasMessage("alpha must be above 0: got 0.0");
        assertThatThrownBy(() -> CutMix.of(Double.NaN)).hasMessage("alpha must be above 0: got NaN");
    }
}
