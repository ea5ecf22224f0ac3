package dev.fovea.backend.cpu.vector.tile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoverTest {
    private static final SwitchedTile SIX = SwitchedTile.rows(new Tile6x4());
    private static final SwitchedTile FOUR = SwitchedTile.rows(new Tile4x4());

    @ParameterizedTest
    @CsvSource({
        "1, 0, 1", "4, 0, 1", "5, 1, 0", "6, 1, 0", "7, 0, 2", "8, 0, 2", "9, 1, 1", "10, 1, 1", "11, 2, 0", "12, 2, 0",
        "14, 1, 2", "32, 4, 2", "50, 7, 2", "64, 10, 1", "512, 84, 2", "1024, 170, 1"
    })
    void fewRowsAreComputedForNothing(int height, int larges, int lows) {
        Cover cover = Cover.of(SIX, FOUR, height);
        assertThat(cover.larges()).isEqualTo(larges);
        assertThat(cover.lows()).isEqualTo(lows);
    }

    @Test
    void eachRowLiesInTheTileThatBeginsAtOrBeforeIt() {
        for (int height = 1; height < 100; height++) {
            Cover cover = Cover.of(SIX, FOUR, height);
            assertThat(cover.top(0)).isZero();
            assertThat(cover.top(cover.tiles())).as("rows covered of %d", height).isBetween(height, height + 3);
            for (int tile = 0; tile < cover.tiles(); tile++) {
                for (int row = cover.top(tile); row < cover.top(tile + 1); row++) {
                    assertThat(cover.tile(row)).as("tile of row %d of %d", row, height).isEqualTo(tile);
                }
            }
            assertThat(cover.tile(cover.top(cover.tiles()))).isEqualTo(cover.tiles());
        }
    }

    @Test
    void withoutLowTilesAllAreLarge() {
        Cover cover = Cover.of(SIX, null, 50);
        assertThat(cover.tiles()).isEqualTo(9);
        assertThat(cover.top(9)).isEqualTo(54);
        assertThat(cover.tile(53)).isEqualTo(8);
    }
}
