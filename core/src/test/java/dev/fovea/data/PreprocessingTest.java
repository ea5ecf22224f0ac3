package dev.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.Shape;
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
    void wrongNumbersAreErrors() {
        assertThatThrownBy(() -> new Preprocessing(SHAPE, new float[1], new float[1]))
                .hasMessage("mean and std must have one number for each of the 2 channels of 1×2×2, or none: "
                        + "got 1 and 1");
        assertThatThrownBy(() -> new Preprocessing(SHAPE, new float[2], new float[] {1, 0}))
                .hasMessage("mean must be finite and std above 0: got 0.0 and 0.0 for channel 1");
        assertThatThrownBy(() -> Preprocessing.of(Shape.batch(2, 2, 1)))
                .hasMessage("preprocessing needs the shape of one image: got N×2×2×1");
    }
}
