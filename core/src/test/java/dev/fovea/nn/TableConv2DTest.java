package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.model.Model;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TableConv2DTest {
    private static final Shape IMAGE = Shape.of(6, 5, 3);
    private static final List<List<Integer>> TABLE = List.of(List.of(0, 2), List.of(1));

    /// A full convolution whose other weights are 0 gives the same.
    @Test
    void equalsAConvolutionWithZeros() {
        Model sparse = Model.of(TableConv2D.of(3, TABLE), IMAGE, Seed.of(1));
        float[] connected = sparse.read("table_conv2d.filters").values();
        float[] full = new float[9 * 3 * 2];
        for (int pixel = 0; pixel < 9; pixel++) {
            full[(pixel * 3) * 2] = connected[3 * pixel];
            full[(pixel * 3 + 2) * 2] = connected[3 * pixel + 1];
            full[(pixel * 3 + 1) * 2 + 1] = connected[3 * pixel + 2];
        }
        Model dense = Model.of(Conv2D.of(2, 3), IMAGE, Seed.of(2));
        dense.subject().store().write("conv2d.filters", new Tensor(Shape.of(3, 3, 3, 2), full));
        float[] image = Outputs.random(IMAGE);
        assertThat(Outputs.of(sparse, image)).containsExactly(Outputs.of(dense, image), Offset.offset(1e-5f));
    }

    /// The fan-in of the first filter is 18, of the second 9.
    @Test
    void startsEachFilterByItsOwnFanIn() {
        Model model = Model.of(TableConv2D.of(3, TABLE).weights(Initializer.fanInUniform(1.8)), IMAGE, Seed.of(1));
        float[] connected = model.read("table_conv2d.filters").values();
        float first = 0;
        float second = 0;
        for (int pixel = 0; pixel < 9; pixel++) {
            first = Math.max(first, Math.max(Math.abs(connected[3 * pixel]), Math.abs(connected[3 * pixel + 1])));
            second = Math.max(second, Math.abs(connected[3 * pixel + 2]));
        }
        assertThat(first).isBetween(0.05f, 0.1f);
        assertThat(second).isBetween(0.11f, 0.2f);
    }

    @Test
    void aTableNamesEachChannelOnce() {
        assertThatThrownBy(() -> TableConv2D.of(3, List.of(List.of(1, 1))))
                .hasMessage("each filter must see at least one channel, each once, counted from 0: got [1, 1]");
        assertThatThrownBy(() -> TableConv2D.of(3, List.of(List.of()))).hasMessageContaining("at least one channel");
    }
}
