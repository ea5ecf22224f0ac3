package dev.fovea.explain.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.fovea.backend.Backends;
import org.junit.jupiter.api.Test;

class WeightPenaltiesTest {
    private static final int EPOCHS = 12;
    private static final WeightPenalties EXAMPLE = WeightPenalties.of(Backends.shared(), EPOCHS);

    /// By hand: .5 + .1 + .01 and (.25 + .01 + .0001) / 2.
    @Test
    void thePenaltiesOfThreeWeights() {
        WeightPenalties.Sums sums = EXAMPLE.sums();

        assertThat((double) sums.l1()).isCloseTo(.61, offset(1e-6));
        assertThat((double) sums.l2()).isCloseTo(.13005, offset(1e-6));
        assertThat(sums.slopes1().values()).containsExactly(1, -1, 1);
        assertThat(sums.slopes2().values()).containsExactly(.5f, -.1f, .01f);
    }

    @Test
    void l1MakesManyWeightsNothingAndL2MakesLargeOnesSmall() {
        WeightPenalties.Net none = EXAMPLE.nets().get(0);
        WeightPenalties.Net l1 = EXAMPLE.nets().get(1);
        WeightPenalties.Net l2 = EXAMPLE.nets().get(2);

        assertThat(none.share()).isLessThan(.1);
        assertThat(l1.share()).isGreaterThan(l2.share()).isGreaterThan(.25);
        assertThat(l2.share()).isGreaterThan(none.share());
        assertThat(l2.greatest()).isLessThan(none.greatest());
        assertThat(EXAMPLE.nets()).allMatch(net -> net.heldOut().accuracy() > .8);
    }

    /// 64 · 64 + 64 · 10 weights; each lies in one bin of the histogram.
    @Test
    void everyWeightIsCountedOnce() {
        for (WeightPenalties.Net net : EXAMPLE.nets()) {
            assertThat(net.count()).isEqualTo(4_736);
            assertThat(net.histogram().stream().mapToInt(Integer::intValue).sum()).isEqualTo(4_736);
            int near = net.histogram().get(19) + net.histogram().get(20);
            assertThat(near).as("from −.04 to .04").isGreaterThanOrEqualTo(net.small());
            int small = 0;
            for (float weight : net.weights().values()) {
                small += Math.abs(weight) < .01 ? 1 : 0;
            }
            assertThat(net.small()).isBetween(small, small + 640);
            assertThat(net.dark()).isLessThanOrEqualTo(small);
        }
    }

    @Test
    void theSameSeedGivesTheSameWeights() {
        WeightPenalties again = WeightPenalties.of(Backends.shared(), EPOCHS);

        for (int i = 0; i < 3; i++) {
            assertThat(again.nets().get(i).weights().values())
                    .containsExactly(EXAMPLE.nets().get(i).weights().values());
        }
    }
}
