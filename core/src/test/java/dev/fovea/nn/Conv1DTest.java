package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.fovea.model.Model;
import dev.fovea.op.Padding;
import dev.fovea.op.Pooling;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

class Conv1DTest {
    private static final int LENGTH = 13;
    private static final int CHANNELS = 2;
    private static final int FILTERS = 3;
    private static final int SIZE = 4;

    private static float[] numbers(int seed, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) Seed.of(seed).normal(i);
        }
        return values;
    }

    /// y[i, f] = b[f] + Σ w[j, c, f] · x[s·i + d·j − before, c], in double precision.
    private static double[] plain(
            float[] x, float[] w, float[] b, int stride, int dilation, int before, int outputs) {
        double[] y = new double[outputs * FILTERS];
        for (int i = 0; i < y.length; i++) {
            int filter = i % FILTERS;
            y[i] = b[filter];
            for (int j = 0; j < SIZE; j++) {
                int place = i / FILTERS * stride + dilation * j - before;
                for (int c = 0; c < CHANNELS && place >= 0 && place < LENGTH; c++) {
                    y[i] += (double) w[(j * CHANNELS + c) * FILTERS + filter] * x[place * CHANNELS + c];
                }
            }
        }
        return y;
    }

    private static void isTheFormula(Conv1D layer, int stride, int dilation, int before, int outputs) {
        float[] x = numbers(1, LENGTH * CHANNELS);
        float[] w = numbers(2, SIZE * CHANNELS * FILTERS);
        float[] b = numbers(3, FILTERS);
        Model model = Model.of(layer, Shape.of(LENGTH, CHANNELS), Seed.of(1));
        model.subject().store().write("conv1d.filters", Tensor.of(Shape.of(1, SIZE, CHANNELS, FILTERS), w));
        model.subject().store().write("conv1d.bias", Tensor.of(Shape.of(FILTERS), b));

        float[] y = Outputs.of(model, x);

        double[] expected = plain(x, w, b, stride, dilation, before, outputs);
        assertThat(y).hasSize(expected.length);
        for (int i = 0; i < y.length; i++) {
            assertThat((double) y[i]).as("%s, number %d", layer, i).isCloseTo(expected[i], offset(2e-5));
        }
    }

    @Test
    void aConvolutionSlidesAlongTheSeries() {
        Conv1D layer = Conv1D.of(FILTERS, SIZE);
        isTheFormula(layer, 1, 1, 0, 10);
        isTheFormula(layer.stride(3), 3, 1, 0, 4);
        isTheFormula(layer.same(), 1, 1, 1, 13);
        isTheFormula(layer.padding(3, 0), 1, 1, 3, 13);
        isTheFormula(layer.dilation(2).padding(1, 2).stride(2), 2, 2, 1, 5);
    }

    /// By hand.
    @Test
    void thePoolKeepsTheGreatestOfEachWindowOfEachChannel() {
        Shape series = Shape.of(5, 2);
        float[] x = {1, -1, 4, -2, 3, -9, 0, -3, 2, -4};
        assertThat(Outputs.of(MaxPool1D.of(2), series, x)).containsExactly(4, -1, 3, -3);
        assertThat(Outputs.of(MaxPool1D.of(2).ceil(), series, x)).containsExactly(4, -1, 3, -3, 2, -4);
        assertThat(Outputs.of(MaxPool1D.of(3).stride(1), series, x)).containsExactly(4, -1, 4, -2, 3, -3);
        assertThat(Outputs.of(MaxPool1D.of(2).padding(1, 0), series, x)).containsExactly(1, -1, 4, -2, 2, -3);
    }

    @Test
    void whatIsNoSeriesIsRefused() {
        assertThatThrownBy(() -> Model.of(Conv1D.of(2, 3), Shape.of(8, 8, 1), Seed.of(1)))
                .hasMessageContaining("Conv1D.of(2, 3) expects series, length × channels: got 8×8×1");
        assertThatThrownBy(() -> Model.of(MaxPool1D.of(2), Shape.of(8), Seed.of(1)))
                .hasMessageContaining("MaxPool1D.of(2) expects series, length × channels: got 8");
        assertThatThrownBy(() -> Conv1D.of(0, 3)).hasMessageContaining("filters=0, size=3");
        assertThatThrownBy(() -> Conv1D.of(1, 3).stride(0)).hasMessageContaining("0");
        assertThatThrownBy(() -> new Conv1D(1, 3, 1, Padding.of(1), 1, true, Activation.NONE, Initializer.zeros(),
                Initializer.zeros())).hasMessageContaining("got padding (1, 1, 1, 1)");
        assertThatThrownBy(() -> new MaxPool1D(Pooling.of(2, 2))).hasMessageContaining("windows of one row");
    }
}
