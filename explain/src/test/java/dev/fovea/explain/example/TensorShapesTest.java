package dev.fovea.explain.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.backend.Backends;
import org.junit.jupiter.api.Test;

class TensorShapesTest {
    private static final TensorShapes SHAPES = TensorShapes.of(Backends.shared());

    /// By hand: hundreds are channels, tens rows, ones columns.
    @Test
    void numbersLieInMemoryAsTheLayoutSays() {
        assertThat(SHAPES.last().values())
                .containsExactly(111, 211, 311, 112, 212, 312, 121, 221, 321, 122, 222, 322);
        assertThat(SHAPES.first().values())
                .containsExactly(111, 112, 121, 122, 211, 212, 221, 222, 311, 312, 321, 322);
    }

    @Test
    void theFormulasFindEachNumber() {
        for (int c = 0; c < 3; c++) {
            for (int h = 0; h < 2; h++) {
                for (int w = 0; w < 2; w++) {
                    float number = 100 * (c + 1) + 10 * (h + 1) + w + 1;
                    assertThat(SHAPES.image().at(h, w, c)).isEqualTo(number);
                    assertThat(SHAPES.last().values()[(h * 2 + w) * 3 + c]).isEqualTo(number);
                    assertThat(SHAPES.first().values()[(c * 2 + h) * 2 + w]).isEqualTo(number);
                }
            }
        }
    }

    @Test
    void reshapingKeepsTheRowAndTranspositionDoesNot() {
        assertThat(SHAPES.reshaped().values()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(SHAPES.flat().values()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(SHAPES.transposed().values()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(SHAPES.transposed().shape()).isEqualTo(SHAPES.reshaped().shape());
    }
}
