package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.backend.Backends;
import dev.fovea.backend.Frame;
import dev.fovea.model.Model;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Worked by hand.
class LayerScaleTest {
    @Test
    void eachChannelIsMultipliedByItsFactor() {
        Model model = Model.of(LayerScale.of(0.5), Shape.of(1, 2, 2), Seed.of(1));
        assertThat(Outputs.of(model, new float[] {1, 2, 3, 4})).containsExactly(0.5f, 1, 1.5f, 2);
        model.write("layer_scale.gamma", new Tensor(Shape.of(2), new float[] {2, -1}));
        assertThat(Outputs.of(model, new float[] {1, 2, 3, 4})).containsExactly(2, -2, 6, -4);
    }

    /// Of logits ½ · (1, 2) and class 0, cross-entropy has the gradient (−p, p) with p = 1 / (1 + e^−½) = 0.62246; each
    /// factor's is that times its x. A penalty takes nothing of the factors.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFactorsGradientIsThatOfItsChannelTimesTheInput(boolean penalised) {
        LayerScale scale = LayerScale.of(0.5);
        Model model = Model.of(penalised ? Penalised.l2(1, scale) : scale, Shape.of(2), Seed.of(1));
        Frame frame = Backends.shared().compile(
                model.network().training(Loss.crossEntropy(), _ -> true), model.subject().store(), 1).frame();
        frame.bind(Network.IMAGES, new float[] {1, 2}, 0);
        frame.bind(Network.LABELS, new float[] {0}, 0);
        frame.run(1, 0);
        double p = 1 / (1 + Math.exp(-0.5));
        int from = model.subject().store().parameters().place("layer_scale.gamma").from();
        assertThat((double) frame.gradients()[from]).isEqualTo(-p, within(1e-6));
        assertThat((double) frame.gradients()[from + 1]).isEqualTo(2 * p, within(1e-6));
    }

    @Test
    void aStartThatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> LayerScale.of(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the start of a scale must be finite: got NaN");
    }
}
