package dev.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreprocessingTest {
    private static final Shape SHAPE = Shape.of(1, 2, 2);

    @Test
    void meanAndDeviationAreOfEachChannel() {
        var images = ArrayDataset.of(SHAPE, new float[] {0, .5f, 1, .5f, 0, .5f, 1, .5f}, new int[2], List.of("a"));
        Preprocessing measured = Preprocessing.ofMeanStd(images);
        // The second channel never changes, so it keeps its scale.
        assertThat(measured).isEqualTo(new Preprocessing(SHAPE, new float[] {.5f, .5f}, new float[] {.5f, 1}));
        float[] image = {9, 0, .5f, 1, 1.5f, 9};
        measured.apply(image, 1);
        assertThat(image).containsExactly(9, -1, 0, 1, 1, 9);
    }

    @Test
    void normalisedImagesHaveMeanZeroAndDeviationOne() {
        float[] values = new float[4000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * 31 % 256) / 255f * (i % 2 == 0 ? 1 : .3f);
        }
        Preprocessing measured = Preprocessing.ofMeanStd(ArrayDataset.of(SHAPE, values, new int[1000], List.of("a")));
        for (int i = 0; i < 1000; i++) {
            measured.apply(values, i * 4);
        }
        Preprocessing again = Preprocessing.ofMeanStd(ArrayDataset.of(SHAPE, values, new int[1000], List.of("a")));
        for (int c = 0; c < 2; c++) {
            assertThat(again.mean()[c]).isCloseTo(0, within(1e-5f));
            assertThat(again.std()[c]).isCloseTo(1, within(1e-5f));
        }
    }

    @Test
    void withoutMeanValuesStay() {
        float[] image = {1, 2, 3, 4};
        Preprocessing.of(SHAPE).apply(image, 0);
        assertThat(image).containsExactly(1, 2, 3, 4);
        assertThat(Preprocessing.of(SHAPE).grey()).isFalse();
        assertThat(Preprocessing.of(Shape.of(8, 8, 1)).grey()).isTrue();
    }

    @Test
    void itCannotBeChanged() {
        float[] mean = {.5f, .5f};
        Preprocessing preprocessing = new Preprocessing(SHAPE, mean, new float[] {1, 1});
        mean[0] = 7;
        preprocessing.mean()[0] = 7;
        preprocessing.std()[0] = 7;
        assertThat(preprocessing)
                .isEqualTo(new Preprocessing(SHAPE, new float[] {.5f, .5f}, new float[] {1, 1}))
                .hasSameHashCodeAs(new Preprocessing(SHAPE, new float[] {.5f, .5f}, new float[] {1, 1}))
                .isNotEqualTo(Preprocessing.of(SHAPE));
    }

    @Test
    void leastAndGreatestAreOfEachPixel() {
        float[] images = {.25f, 1, 0, .5f, .75f, .5f, 0, .5f};
        Preprocessing measured = Preprocessing.ofMinMax(ArrayDataset.of(SHAPE, images, new int[2], List.of("a")));
        float[] image = {.5f, .75f, .25f, .5f};
        measured.apply(image, 0);
        // Values that never change become 0, or what lies beside them.
        assertThat(image).containsExactly(.5f, .5f, .25f, 0);
    }

    @Test
    void theCentreIsCutOut() {
        Preprocessing centre = Preprocessing.of(Shape.of(2, 2, 1)).cutFrom(Shape.of(5, 4, 1));
        float[] image = {-1, 0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23, 30, 31, 32, 33, 40, 41, 42, 43};
        float[] cut = new float[5];
        centre.cut(image, 1, cut, 1);
        assertThat(cut).containsExactly(0, 11, 12, 21, 22);
        assertThatThrownBy(() -> Preprocessing.of(Shape.of(6, 2, 1)).cutFrom(Shape.of(5, 4, 1)))
                .hasMessage("the centre to cut must lie inside the image: got 6×2×1 of 5×4×1");
    }

    @Test
    void theFittingStaysWithWhatElseIsSaid() {
        Preprocessing cut = Preprocessing.of(Shape.of(2, 2, 1));
        Preprocessing padded = cut.fitting(Fitting.PAD).cutFrom(Shape.of(4, 4, 1)).standardising();
        assertThat(cut.fitting()).isEqualTo(Fitting.CROP);
        assertThat(padded.fitting()).isEqualTo(Fitting.PAD);
        assertThat(padded).isNotEqualTo(padded.fitting(Fitting.STRETCH)).isEqualTo(padded.fitting(Fitting.PAD));
        assertThat(cut).hasToString("Preprocessing(2×2×1, mean [], std [])");
        assertThat(padded).hasToString("Preprocessing(2×2×1 of 4×4×1, pad, mean [], std [], standardised)");
        Tensor wide = Tensor.of(Shape.of(2, 4, 1), 0, .1f, .2f, .3f, .4f, .5f, .6f, .7f);
        // Whole 255ths: 0.1 is 25.5 of them.
        assertThat(cut.fit(wide).values()).containsExactly(26 / 255f, .2f, 128 / 255f, .6f);
        assertThat(padded.fit(wide).shape()).isEqualTo(Shape.of(4, 4, 1));
        assertThat(padded.fit(wide).at(1, 0, 0)).isZero();
    }

    @Test
    void eachImageIsStandardisedByItself() {
        float[] image = {9, 0, .2f, .4f, .6f, 9};
        Preprocessing.of(SHAPE).standardising().apply(image, 1);
        // Mean 0.3, variance 0.05.
        double unit = Math.sqrt(.05);
        assertThat(image[0]).isEqualTo(9);
        assertThat(image[1]).isCloseTo((float) (-.3 / unit), within(1e-6f));
        assertThat(image[4]).isCloseTo((float) (.3 / unit), within(1e-6f));
        float[] even = {.5f, .5f, .5f, .5f};
        Preprocessing.of(SHAPE).standardising().apply(even, 0);
        assertThat(even).containsExactly(0, 0, 0, 0);
        float[] noise = {.5f, .5f, .5f, .5f + 4e-6f};
        Preprocessing.of(SHAPE).standardising().apply(noise, 0);
        // The deviation counts as 1 / (255 √4), so the value above the mean by 3e−6 becomes 510 times that.
        assertThat(noise[3]).isCloseTo(510 * 3e-6f, within(2e-4f));
    }

    @Test
    void wrongNumbersAreErrors() {
        assertThatThrownBy(() -> new Preprocessing(SHAPE, new float[1], new float[1]))
                .hasMessage("mean and std must have one number for each of the 2 channels of 1×2×2, one for each of its"
                        + " values, or none: got 1 and 1");
        assertThatThrownBy(() -> new Preprocessing(SHAPE, new float[2], new float[] {1, 0}))
                .hasMessage("mean must be finite and std above 0: got 0.0 and 0.0 at 1");
        assertThatThrownBy(() -> Preprocessing.of(Shape.batch(2, 2, 1)))
                .hasMessage("preprocessing needs the shape of one image: got N×2×2×1");
        assertThatThrownBy(() -> new Preprocessing(SHAPE, new float[2], new float[] {1, 1}).standardising())
                .hasMessage("images that are standardised one by one take no mean and std of others: got 2 of them;"
                        + " leave one of the two out");
    }
}
