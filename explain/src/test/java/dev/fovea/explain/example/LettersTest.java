package dev.fovea.explain.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.fovea.backend.Backends;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The numbers of the published example, with two decimals.
class LettersTest {
    private static final Letters LETTERS = Letters.of(Backends.shared());

    private static void hundredths(Tensor tensor, double... expected) {
        assertThat(tensor.values()).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) tensor.values()[i]).as("number %d", i).isCloseTo(expected[i], offset(.0051));
        }
    }

    private static LetterMaps.Feature feature(int index) {
        return LETTERS.x().features().get(index);
    }

    @Test
    void theFirstFeatureOnTheX() {
        Tensor map = feature(0).convolved();

        assertThat(map.shape()).isEqualTo(Shape.of(7, 7));
        hundredths(Planes.part(map, 0, 0, 1, 7), .78, -.11, .11, .33, .56, -.11, .33);
        assertThat(map.at(1, 1)).isEqualTo(1);
        hundredths(Planes.part(map, 3, 3, 1, 1), .56);
    }

    @Test
    void reluKeepsWhatIsPositive() {
        LETTERS.x().features().forEach(feature -> {
            for (int i = 0; i < 49; i++) {
                assertThat(feature.rectified().values()[i]).isEqualTo(Math.max(0, feature.convolved().values()[i]));
            }
        });
    }

    @Test
    void poolingRoundsUpToFourByFour() {
        assertThat(feature(0).pooled().shape()).isEqualTo(Shape.of(4, 4));
        hundredths(
                feature(0).pooled(), 1, .33, .56, .33, .33, 1, .33, .56, .56, .33, 1, .11, .33, .56, .11, .78);
    }

    @Test
    void theSecondPassLeavesTwoByTwo() {
        hundredths(feature(0).second(), 1, .56, .56, 1);
        hundredths(feature(1).second(), 1, .56, .56, .56);
        hundredths(feature(2).second(), .56, 1, 1, .56);
        hundredths(LETTERS.x().list(), 1, .56, .56, 1, 1, .56, .56, .56, .56, 1, 1, .56);
    }

    /// The convolution, ReLU and pooling of the first pass's maps, in double precision.
    @Test
    void theSecondPassRepeatsAllThreeSteps() {
        for (LetterMaps letter : List.of(LETTERS.x(), LETTERS.o())) {
            for (LetterMaps.Feature feature : letter.features()) {
                double[] best = new double[4];
                for (int row = 0; row < 4; row++) {
                    for (int column = 0; column < 4; column++) {
                        double sum = 0;
                        for (int i = Math.max(0, 1 - row); i < Math.min(3, 5 - row); i++) {
                            for (int j = Math.max(0, 1 - column); j < Math.min(3, 5 - column); j++) {
                                sum += feature.kernel().at(i, j) * feature.pooled().at(row + i - 1, column + j - 1);
                            }
                        }
                        assertThat((double) feature.again().convolved().at(row, column))
                                .isCloseTo(sum / 9, offset(1e-6));
                        int window = row / 2 * 2 + column / 2;
                        best[window] = Math.max(best[window], sum / 9);
                    }
                }
                assertThat(feature.again().pooled().shape()).isEqualTo(Shape.of(2, 2));
                for (int i = 0; i < 4; i++) {
                    assertThat((double) feature.again().pooled().values()[i]).isCloseTo(best[i], offset(1e-6));
                }
            }
        }
    }

    @Test
    void theListsAreHighWhereTheArticleSays() {
        assertThat(LETTERS.votes().getFirst().places())
                .isEqualTo(new Vote.Places(List.of(1, 4, 5, 10, 11), List.of(2, 3, 9, 12)));
    }

    @Test
    void theThirdLetterIsAnX() {
        Vote third = LETTERS.votes().getLast();

        assertThat((double) third.x()).isCloseTo(4.56 / 5, offset(1e-6));
        assertThat((double) third.o()).isCloseTo(.5175, offset(1e-6));
        assertThat(LETTERS.votes()).extracting(Vote::letter).containsExactly("X", "O", "X");
    }

    @Test
    void stepsAreTheConvolutionTakenApart() {
        WindowStep middle = LETTERS.steps().get(3 * 7 + 3);

        assertThat(middle.products().values()).containsExactly(1, 1, -1, 1, 1, 1, -1, 1, 1);
        assertThat(middle.sum()).isEqualTo(5);
        for (WindowStep step : LETTERS.steps()) {
            assertThat(step.sum() / 9).isEqualTo(feature(0).convolved().at(step.row(), step.column()));
        }
    }

    @Test
    void comparingPixelsFailsWhereFeaturesMatch() {
        List<PictureNumbers.Comparison> all = PictureNumbers.builtIn(Backends.shared()).comparisons();
        PictureNumbers.Comparison o = all.get(1);
        PictureNumbers.Comparison deformed = all.get(2);
        PictureNumbers.Comparison shifted = all.get(3);

        assertThat(deformed.samePixels()).isLessThan(81);
        assertThat(shifted.samePixels()).isLessThan(o.samePixels());
        assertThat(deformed.best()).allMatch(best -> best > .75);
        assertThat(shifted.best()).containsOnly(1f);
        assertThat(all).extracting(one -> one.vote().letter()).containsExactly("X", "O", "X", "X");
    }

    @Test
    void anXMovedByOnePixelInAnyDirectionIsStillAnX() {
        Vote.Places places = LETTERS.votes().getFirst().places();
        for (int down = -1; down <= 1; down++) {
            for (int right = -1; right <= 1; right++) {
                LetterMaps maps = LetterMaps.of(Letter.x().shifted(down, right), Backends.shared());
                assertThat(Vote.of(maps.list(), places, Backends.shared()).letter()).isEqualTo("X");
            }
        }
    }
}
