package dev.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FittingTest {
    private static final Offset<Float> CLOSE = within(1e-6f);

    /// Two rows of four.
    private static final Tensor WIDE = Tensor.of(Shape.of(2, 4, 1), 0, .1f, .2f, .3f, .4f, .5f, .6f, .7f);

    private static float[] fitted(Tensor image, int height, int width, Fitting fitting) {
        return Images.fit(image, Shape.of(height, width, image.shape().dim(2)), fitting).values();
    }

    @Test
    void cropTakesTheCentre() {
        assertThat(fitted(WIDE, 2, 2, Fitting.CROP)).containsExactly(new float[] {.1f, .2f, .5f, .6f}, CLOSE);
        assertThat(Images.fit(WIDE, Shape.of(2, 2, 1)).values()).isEqualTo(fitted(WIDE, 2, 2, Fitting.CROP));
    }

    @Test
    void stretchTakesEachAxisByItself() {
        // Four columns become two: weights 3 3 1 and 1 3 3 of seven.
        assertThat(fitted(WIDE, 2, 2, Fitting.STRETCH))
                .containsExactly(new float[] {.5f / 7, 1.6f / 7, 3.3f / 7, 4.4f / 7}, CLOSE);
        // Two rows become four: the two between are a quarter of one and three quarters of the other.
        assertThat(fitted(WIDE, 4, 4, Fitting.STRETCH))
                .containsExactly(
                        new float[] {0, .1f, .2f, .3f, .1f, .2f, .3f, .4f, .3f, .4f, .5f, .6f, .4f, .5f, .6f, .7f},
                        CLOSE);
    }

    @Test
    void padPutsTheWholeBetweenBorders() {
        assertThat(fitted(WIDE, 4, 4, Fitting.PAD))
                .containsExactly(
                        new float[] {
                            .35f, .35f, .35f, .35f, 0, .1f, .2f, .3f, .4f, .5f, .6f, .7f, .35f, .35f, .35f, .35f
                        },
                        CLOSE);
        // One row of the two is left for the picture: the upper one, as the smaller half of the rest is above.
        assertThat(fitted(WIDE, 2, 2, Fitting.PAD))
                .containsExactly(new float[] {3.8f / 14, 6f / 14, .35f, .35f}, CLOSE);
    }

    @Test
    void theBorderHasTheMeanColourOfTheEdgesAlongIt() {
        // Columns of 0.2, 1 and 0.6 in the first channel; the second has 0.5 everywhere; the third a bright first row.
        Tensor tall = Tensor.zeros(Shape.of(6, 3, 3));
        for (int y = 0; y < 6; y++) {
            for (int x = 0; x < 3; x++) {
                int at = (y * 3 + x) * 3;
                tall.values()[at] = new float[] {.2f, 1, .6f}[x];
                tall.values()[at + 1] = .5f;
                tall.values()[at + 2] = y == 0 ? .9f : .3f;
            }
        }
        Tensor padded = Images.fit(tall, Shape.of(6, 6, 3), Fitting.PAD);
        for (int y = 0; y < 6; y++) {
            for (int x = 0; x < 6; x++) {
                float[] pixel = Arrays.copyOfRange(padded.values(), (y * 6 + x) * 3, (y * 6 + x + 1) * 3);
                boolean inside = x >= 1 && x < 4;
                float[] expected = inside
                        ? new float[] {new float[] {.2f, 1, .6f}[x - 1], .5f, y == 0 ? .9f : .3f}
                        : new float[] {.4f, .5f, .4f};
                assertThat(pixel).as("row %d, column %d", y, x).containsExactly(expected, CLOSE);
            }
        }
    }

    @Test
    void theBorderOfAWidePictureIsOfItsFirstAndLastRow() {
        Tensor wide = Tensor.of(Shape.of(3, 4, 1), .1f, .1f, .3f, .3f, 1, 1, 1, 1, .5f, .5f, .7f, .7f);
        float[] padded = fitted(wide, 4, 4, Fitting.PAD);
        assertThat(Arrays.copyOf(padded, 12)).containsExactly(wide.values(), CLOSE);
        assertThat(Arrays.copyOfRange(padded, 12, 16)).containsExactly(new float[] {.4f, .4f, .4f, .4f}, CLOSE);
    }

    @Test
    void aPictureThatIsVeryLongKeepsARow() {
        float[] values = new float[200];
        Arrays.fill(values, .25f);
        float[] even = new float[16];
        Arrays.fill(even, .25f);
        assertThat(fitted(Tensor.of(Shape.of(1, 200, 1), values), 4, 4, Fitting.PAD)).containsExactly(even, CLOSE);
        assertThat(fitted(Tensor.of(Shape.of(200, 1, 1), values), 4, 4, Fitting.STRETCH)).containsExactly(even, CLOSE);
    }

    @ParameterizedTest
    @EnumSource
    void picturesOfTheSameAspectBecomeTheSame(Fitting fitting) {
        float[] values = new float[6 * 9];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 37 % 54 / 53f;
        }
        Tensor image = Tensor.of(Shape.of(6, 9, 1), values);
        assertThat(fitted(image, 2, 3, fitting)).isEqualTo(fitted(image, 2, 3, Fitting.CROP));
        assertThat(Images.fit(image, Shape.of(6, 9, 1), fitting)).isSameAs(image);
    }

    @Test
    void namesAreThoseOfFilesAndOptions() {
        assertThat(Fitting.ids()).containsExactly("crop", "pad", "stretch");
        assertThat(Fitting.ids().stream().map(Fitting::named)).containsExactly(Fitting.values());
        assertThatThrownBy(() -> Fitting.named("squash"))
                .hasMessage("expected one of crop, pad, stretch: got squash");
    }
}
