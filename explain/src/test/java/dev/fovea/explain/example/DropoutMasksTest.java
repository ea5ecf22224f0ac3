package dev.fovea.explain.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.fovea.backend.Backends;
import dev.fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

class DropoutMasksTest {
    private static final DropoutMasks EXAMPLE = DropoutMasks.of(Backends.shared());

    @Test
    void aValueIsDroppedOrTwiceAsLarge() {
        assertThat(EXAMPLE.masked()).hasSize(30);
        assertThat(EXAMPLE.masked().subList(0, 3)).doesNotHaveDuplicates();
        for (Tensor passed : EXAMPLE.masked()) {
            int dropped = 0;
            for (int i = 0; i < 10; i++) {
                assertThat(passed.values()[i]).isIn(0f, 2 * EXAMPLE.values().values()[i]);
                dropped += passed.values()[i] == 0 ? 1 : 0;
            }
            assertThat(dropped).isBetween(1, 9);
        }
    }

    /// A value v becomes 0 or 2v, each half of the time: the mean of n has the deviation v / √n. Five of those at most.
    @Test
    void theMeanIsWhatItWouldBeWithoutDropout() {
        assertThat(EXAMPLE.means()).extracting(DropoutMasks.Mean::steps).containsExactly(10, 100, 1_000, 10_000);
        for (DropoutMasks.Mean mean : EXAMPLE.means()) {
            for (int i = 0; i < 10; i++) {
                double value = EXAMPLE.values().values()[i];
                assertThat((double) mean.values().values()[i])
                        .isCloseTo(value, offset(5 * value / Math.sqrt(mean.steps())));
            }
        }
        assertThat(EXAMPLE.means().getLast().dropped()).isCloseTo(.5, offset(5 * .5 / Math.sqrt(100_000)));
    }

    @Test
    void predictionUsesEverything() {
        assertThat(EXAMPLE.prediction().values()).containsExactly(EXAMPLE.values().values());
    }

    @Test
    void theSameDrawsEachTime() {
        DropoutMasks again = DropoutMasks.of(Backends.shared());

        for (int i = 0; i < 3; i++) {
            assertThat(again.masked().get(i).values()).containsExactly(EXAMPLE.masked().get(i).values());
        }
    }
}
