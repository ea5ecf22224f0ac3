package dev.fovea.explain.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.fovea.backend.Backends;
import org.junit.jupiter.api.Test;

class SeriesPatternTest {
    private static final SeriesPattern SERIES = SeriesPattern.of(Backends.shared());

    @Test
    void theNetworkLearnsToTellThePatternFromItsMirrorImage() {
        assertThat(SERIES.before().accuracy()).isBetween(.3, .7);
        assertThat(SERIES.after().accuracy()).isGreaterThan(.9);
        assertThat(SERIES.after().count()).isEqualTo(200);
    }

    /// One kernel is for jumps up and one for jumps down, and each lies on the jump of its kind, give or take one.
    @Test
    void kernelsFindTheSteepSide() {
        int up = SERIES.rises(0) ? 0 : 1;
        assertThat(SERIES.rises(1 - up)).isFalse();
        for (SeriesPattern.Shown one : SERIES.shown()) {
            int kernel = one.kind() == 0 ? up : 1 - up;
            int jump = one.kind() == 0 ? one.from() : one.from() + 9;
            assertThat(one.best(kernel) + SERIES.edge(kernel)).isBetween(jump - 1, jump + 1);
        }
    }

    /// By hand: 1.5 at once, then down by a sixth each.
    @Test
    void thePatternIsSteepAtItsStart() {
        for (int i = 0; i < 9; i++) {
            assertThat((double) SERIES.pattern().at(0, i)).isCloseTo(1.5 - i / 6.0, offset(1e-6));
        }
    }

    /// The sum of a patch times a kernel, in double precision, differs from place to place as the responses do.
    @Test
    void responsesAreTheKernelsSumsAtEachPlace() {
        for (SeriesPattern.Shown one : SERIES.shown()) {
            for (int filter = 0; filter < 2; filter++) {
                double start = sum(one, filter, 0);
                for (int place = 0; place < 56; place++) {
                    assertThat((double) one.responses().at(filter, place) - one.responses().at(filter, 0))
                            .isCloseTo(sum(one, filter, place) - start, offset(1e-4));
                }
            }
        }
    }

    private static double sum(SeriesPattern.Shown one, int filter, int place) {
        double sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += (double) SERIES.kernels().getLast().at(filter, i) * one.series().at(0, place + i);
        }
        return sum;
    }

    /// The means before and after 1898 that many who study the series give: 1097.75 and 849.97.
    @Test
    void theNilesNumbersAreThoseOfTheSource() {
        float[] flow = SERIES.nile().flow().values();

        assertThat(flow).hasSize(100).contains(456, 1370);
        assertThat(mean(flow, 0, 28)).isEqualTo(1097.75);
        assertThat(mean(flow, 28, 100)).isCloseTo(849.97222, offset(1e-5));
    }

    /// Against means in double precision; 1898 is the 28th year.
    @Test
    void theKernelFindsTheFallOf1899() {
        NileFlow nile = SERIES.nile();

        assertThat(nile.changes().values()).hasSize(81);
        int lowest = 0;
        for (int i = 0; i < 81; i++) {
            double change = mean(nile.flow().values(), i + 10, i + 20) - mean(nile.flow().values(), i, i + 10);
            assertThat((double) nile.changes().values()[i]).isCloseTo(change, offset(1e-3));
            lowest = nile.changes().values()[i] < nile.changes().values()[lowest] ? i : lowest;
        }
        assertThat(nile.fall()).isEqualTo(lowest).isEqualTo(18);
        assertThat(NileFlow.year(lowest)).isEqualTo(1899);
        assertThat(EveryExampleTest.texts(SERIES)).contains("change  −313.4 from 1898 to 1899");
    }

    @Test
    void elevenWeightsOfOneEleventhAreAMovingAverage() {
        NileFlow nile = SERIES.nile();

        assertThat(nile.means().values()).hasSize(90);
        for (int i = 0; i < 90; i++) {
            assertThat((double) nile.means().values()[i])
                    .isCloseTo(mean(nile.flow().values(), i, i + 11), offset(1e-3));
        }
    }

    private static double mean(float[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }
}
