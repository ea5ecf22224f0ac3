package dev.fovea.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.backend.Backend;
import org.junit.jupiter.api.Test;

class OverlapsTest {
    private static final Backend.Range NOTHING = (from, to) -> {};
    private static final long MILLION = 64_000_000;

    @Test
    void aLoopLiesBesideTheFirstStepThatHasRoom() {
        Overlaps overlaps = new Overlaps(new long[] {MILLION, MILLION, 0, MILLION, MILLION});
        assertThat(overlaps.add(2, 10, 900_010, NOTHING)).isTrue();
        assertThat(overlaps.at(3)).isEqualTo(new Chunks(10, 900_010, NOTHING));
        for (int other : new int[] {0, 1, 2, 4}) {
            assertThat(overlaps.at(other)).as("step %d", other).isNull();
        }
    }

    @Test
    void aLargeLoopIsCutIntoPiecesForSeveralSteps() {
        Overlaps overlaps = new Overlaps(new long[] {2 * MILLION, 64_000, MILLION});
        assertThat(overlaps.add(0, 0, 2_500_000, NOTHING)).isTrue();
        assertThat(overlaps.at(0)).isEqualTo(new Chunks(0, 2_000_000, NOTHING));
        assertThat(overlaps.at(1)).isNull();
        assertThat(overlaps.at(2)).isEqualTo(new Chunks(2_000_000, 2_500_000, NOTHING));
    }

    @Test
    void aStepTakesOnePiece() {
        Overlaps overlaps = new Overlaps(new long[] {MILLION, MILLION});
        assertThat(overlaps.add(0, 0, 100_000, NOTHING)).isTrue();
        assertThat(overlaps.add(0, 200_000, 300_000, NOTHING)).isTrue();
        assertThat(overlaps.add(0, 400_000, 500_000, NOTHING)).isFalse();
        assertThat(overlaps.at(1)).isEqualTo(new Chunks(200_000, 300_000, NOTHING));
    }

    @Test
    void whatIsTooSmallOrTooLargeLiesNowhere() {
        Overlaps overlaps = new Overlaps(new long[] {MILLION, MILLION});
        assertThat(overlaps.add(0, 0, 60_000, NOTHING)).isFalse();
        assertThat(overlaps.add(0, 0, 2_000_001, NOTHING)).isFalse();
        assertThat(overlaps.add(2, 0, 100_000, NOTHING)).isFalse();
        assertThat(overlaps.at(0)).isNull();
        assertThat(overlaps.at(1)).isNull();
    }
}
