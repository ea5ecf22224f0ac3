package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.model.Model;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class Subsample2DTest {
    @Test
    void isACoefficientTimesTheSumPlusABias() {
        Shape image = Shape.of(2, 4, 1);
        Model model = Model.of(Subsample2D.of(2), image, Seed.of(1));
        float[] pixels = {1, 2, 3, 4, 5, 6, 7, 8};
        assertThat(Outputs.of(model, pixels)).containsExactly(3.5f, 5.5f);
        model.subject().store().write("subsample2d.coefficients", Tensor.of(Shape.of(1), 0.5f));
        model.subject().store().write("subsample2d.bias", Tensor.of(Shape.of(1), -1f));
        assertThat(Outputs.of(model, pixels)).containsExactly(6f, 10f);
    }

    /// As the scales of batch norm: no weight, no penalty.
    @Test
    void coefficientsAreScales() {
        Network network = new Network(Shape.of(4, 4, 3), Penalised.l2(0.5, Subsample2D.of(2)));
        Summary summary = network.summary("scales");
        assertThat(summary.parameters()).isEqualTo(6);
        assertThat(summary.weights()).isZero();
    }

    /// The constants of LeNet-5 make 1 of 1.
    @Test
    void theSquashingFunctionKeepsOne() {
        assertThat(Outputs.of(ScaledTanh.of(), Shape.of(3), -1, 0, 1))
                .containsExactly(new float[] {-1, 0, 1}, Offset.offset(1e-4f));
    }

    @Test
    void theSquashingFunctionIsFinite() {
        assertThatThrownBy(() -> ScaledTanh.of(1e39, 1))
                .hasMessage("amplitude and slope must be finite and above 0: got amplitude=Infinity, slope=1.0");
        assertThatThrownBy(() -> ScaledTanh.of(1, Double.POSITIVE_INFINITY)).hasMessageContaining("slope=Infinity");
        assertThatThrownBy(() -> ScaledTanh.of(1, 0)).hasMessageContaining("slope=0.0");
    }
}
