package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.model.Model;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TableConv2DTest {
    private static final Shape IMAGE = Shape.of(6, 5, 3);
    /// Single channels, a gap, another order, the same channels twice, all.
    private static final List<List<Integer>> TABLE =
            List.of(List.of(0, 2), List.of(1), List.of(2, 1), List.of(0, 2), List.of(0, 1, 2));

    /// A full convolution whose other weights are 0 gives the same.
    @Test
    void equalsAConvolutionWithZeros() {
        Model sparse = Model.of(TableConv2D.of(3, TABLE), IMAGE, Seed.of(1));
        int connections = TABLE.stream().mapToInt(List::size).sum();
        float[] connected = sparse.read("table_conv2d.filters").values();
        float[] full = new float[9 * 3 * TABLE.size()];
        for (int pixel = 0; pixel < 9; pixel++) {
            int connection = pixel * connections;
            for (int filter = 0; filter < TABLE.size(); filter++) {
                for (int channel : TABLE.get(filter)) {
                    full[(pixel * 3 + channel) * TABLE.size() + filter] = connected[connection++];
                }
            }
        }
        Model dense = Model.of(Conv2D.of(TABLE.size(), 3), IMAGE, Seed.of(2));
        dense.subject().store().write("conv2d.filters", new Tensor(Shape.of(3, 3, 3, TABLE.size()), full));
        float[] image = Outputs.random(IMAGE);
        assertThat(Outputs.of(sparse, image)).containsExactly(Outputs.of(dense, image), Offset.offset(1e-5f));
    }

    /// The fan-in of the first filter is 18, of the second 9.
    @Test
    void startsEachFilterByItsOwnFanIn() {
        TableConv2D table = TableConv2D.of(3, TABLE.subList(0, 2)).weights(Initializer.fanInUniform(1.8));
        Model model = Model.of(table, IMAGE, Seed.of(1));
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

    /// 6·6 positions, 3·3 weights, 64·64 connections.
    @Test
    void aFullTableTakesTheMultiplyAddsOfAFullConvolution() {
        List<Integer> all = IntStream.range(0, 64).boxed().toList();
        TableConv2D full = TableConv2D.of(3, Collections.nCopies(64, all));
        Network network = new Network(Shape.of(8, 8, 64), full);
        assertThat(network.summary("full").multiplyAdds())
                .isEqualTo(36 * 9 * 64 * 64)
                .isEqualTo(new Network(Shape.of(8, 8, 64), Conv2D.of(64, 3)).summary("dense").multiplyAdds());
    }

    @Test
    void aTableNamesEachChannelOnce() {
        assertThatThrownBy(() -> TableConv2D.of(3, List.of(List.of(1, 1))))
                .hasMessage("each filter must see at least one channel, each once, counted from 0: got [1, 1]");
        assertThatThrownBy(() -> TableConv2D.of(3, List.of(List.of()))).hasMessageContaining("at least one channel");
    }
}
