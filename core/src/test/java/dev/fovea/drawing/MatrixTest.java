package dev.fovea.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MatrixTest {
    /// Rows 1 and 2, columns 3 to 5 of a 5 × 8 matrix.
    @Test
    void aMarkCoversItsRectangle() {
        Matrix.Mark mark = new Matrix.Mark(1, 3, 2, 3, Colours.MUTED);
        StringBuilder cells = new StringBuilder();
        for (int row = 0; row < 5; row++) {
            for (int column = 0; column < 8; column++) {
                cells.append(mark.covers(row, column) ? '#' : '.');
            }
            cells.append('\n');
        }
        assertThat(cells).hasToString("""
                ........
                ...###..
                ...###..
                ........
                ........
                """);
    }
}
