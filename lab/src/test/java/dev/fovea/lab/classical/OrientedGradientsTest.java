package dev.fovea.lab.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.data.TrainTestSplit;
import dev.fovea.data.source.Digits;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OrientedGradientsTest {
    private static final OrientedGradients TINY = new OrientedGradients(4, 4, 1, 2);

    private static float[] filled(Filling filling) {
        float[] picture = new float[16];
        for (int i = 0; i < 16; i++) {
            picture[i] = filling.at(i / 4, i % 4);
        }
        return picture;
    }

    private interface Filling {
        float at(int y, int x);
    }

    /// An upright edge between columns 1 and 2: right − left is 1 in these two columns, below − above is 0. The
    /// direction is 0°, half way between bin 0 around 10° and bin 8 around 170°.
    @Test
    void anUprightEdgeSharesItsLengthBetweenTheBinsAround0() {
        double[][] cells = TINY.cells(filled((_, x) -> x < 2 ? 0 : 1));
        for (double[] cell : cells) {
            assertThat(cell).containsExactly(new double[] {1, 0, 0, 0, 0, 0, 0, 0, 1}, within(1e-12));
        }
    }

    /// below − above is 2 within, 1 at the border: 90° lies in the middle of bin 4.
    @Test
    void aSlopeDownwardsFillsTheBinAround90() {
        double[][] cells = TINY.cells(filled((y, _) -> y));
        for (double[] cell : cells) {
            assertThat(cell).containsExactly(new double[] {0, 0, 0, 0, 6, 0, 0, 0, 0}, within(1e-12));
        }
    }

    /// Light below dark has the direction of dark below light: 270° counts as 90°.
    @Test
    void directionsHaveNoSign() {
        assertThat(TINY.cells(filled((y, _) -> -y))[0])
                .containsExactly(TINY.cells(filled((y, _) -> y))[0], within(1e-12));
    }

    /// One bin in each of four cells: all divided by their length ½ each, cut at .2, and again ½ each.
    @Test
    void blocksAreDividedByTheirLength() {
        float[] block = TINY.of(filled((y, _) -> y));
        assertThat(block).hasSize(36);
        for (int i = 0; i < 36; i++) {
            assertThat(block[i]).isCloseTo(i % 9 == 4 ? .5f : 0, within(1e-6f));
        }
        assertThat(TINY.of(new float[16])).containsOnly(0);
    }

    /// A picture twice as bright has the same numbers.
    @Test
    void brightnessDoesNotCount() {
        float[] picture = filled((y, x) -> (y * 7 + x * 5) % 11 / 11f);
        float[] bright = picture.clone();
        for (int i = 0; i < 16; i++) {
            bright[i] = 2 * bright[i] + 3;
        }
        assertThat(TINY.of(bright)).containsExactly(TINY.of(picture), within(1e-5f));
    }

    @Test
    void theLongestGradientOfTheChannelsCounts() {
        float[] grey = filled((y, _) -> y);
        float[] colour = new float[48];
        for (int i = 0; i < 16; i++) {
            colour[3 * i + 1] = grey[i];
            colour[3 * i + 2] = i % 4 / 10f;
        }
        assertThat(new OrientedGradients(4, 4, 3, 2).cells(colour)[0])
                .containsExactly(TINY.cells(grey)[0], within(1e-12));
    }

    /// 28 / 7 = 4 cells, 3 blocks a side, 3 · 3 · 4 · 9 = 324.
    @Test
    void aDigitOfMnistHas324Numbers() {
        assertThat(OrientedGradients.of(Shape.of(28, 28, 1)).length()).isEqualTo(324);
        assertThatThrownBy(() -> OrientedGradients.of(Shape.of(13, 28, 1)))
                .hasMessageContaining("at least 2×2 cells of 7 pixels: got 13×28×1");
    }

    @Test
    void whatALineIsLikeIsTold() {
        TrainTestSplit digits = Digits.load();
        OrientedGradients gradients = new OrientedGradients(8, 8, 1, 4);
        float[] one = new float[64];
        digits.train().read(1, one, 0);
        double[] all = new double[9];
        for (double[] cell : gradients.cells(one)) {
            for (int k = 0; k < 9; k++) {
                all[k] += cell[k];
            }
        }
        assertThat(digits.train().label(1)).isEqualTo(1);
        assertThat(all[0] + all[8]).as("an upright stroke").isGreaterThan(Arrays.stream(all).sum() / 3);
    }
}
