package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.backend.Backends;
import dev.fovea.backend.Frame;
import dev.fovea.backend.Layout;
import dev.fovea.model.Model;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AuxiliaryTest {
    private static final Shape INPUT = Shape.of(4);
    private static final float[] SAMPLE = {1, -2, 0.5f, 3};

    private static Layer network(double weight) {
        return Sequential.of(Dense.of(5).named("before"), Auxiliary.of(weight, Dense.of(3).named("side")), Dense.of(3));
    }

    private static Frame trained(Layer layers) {
        Network network = new Network(INPUT, layers);
        Model model = Model.of(layers, INPUT, Seed.of(1));
        Frame frame = Backends.shared()
                .compile(network.training(Loss.crossEntropy(), _ -> true), model.subject().store(), 1)
                .frame();
        frame.bind(Network.IMAGES, SAMPLE, 0);
        frame.bind(Network.LABELS, new float[] {2}, 0);
        frame.run(1, 0);
        return frame;
    }

    /// The loss of two classifiers on equal logits is 1 + weight times that of one.
    @Test
    void addsItsLossTimesItsWeight() {
        Layer same = Dense.of(3).weights(Initializer.constant(0.1));
        float alone = trained(same).scalar(Network.LOSS);
        float both = trained(Sequential.of(Auxiliary.of(0.3, same), same)).scalar(Network.LOSS);
        assertThat(both).isCloseTo(1.3f * alone, Offset.offset(1e-5f));
    }

    @Test
    void givesGradientsToItsOwnParameters() {
        Layout.Place place = Layout.of(new Network(INPUT, network(0.3)).parameters().shapes())
                .place("auxiliary/side.weights");
        float[] gradients = Arrays.copyOfRange(trained(network(0.3)).gradients(), place.from(), place.to());
        assertThat(gradients).hasSize(15).doesNotContain(0);
    }

    @Test
    void predictionAndEvaluationDoNotComputeIt() {
        Network with = new Network(INPUT, network(0.3));
        assertThat(with.inference().multiplyAdds()).isEqualTo(4 * 5 + 5 * 3);
        assertThat(with.evaluation(Loss.crossEntropy()).multiplyAdds()).isEqualTo(4 * 5 + 5 * 3);
        assertThat(with.inference().values().toString()).doesNotContain("side");
        Summary summary = with.summary("with");
        assertThat(summary.parameters()).isEqualTo(4 * 5 + 5 + 5 * 3 + 3 + 5 * 3 + 3);
        assertThat(summary.weights()).isEqualTo(4 * 5 + 5 * 3 + 5 * 3);
        assertThat(summary.multiplyAdds()).isEqualTo(4 * 5 + 5 * 3);
    }

    @Test
    void mustEndAsTheNetworkDoes() {
        Layer wrong = Sequential.of(Auxiliary.of(0.3, Dense.of(2)), Dense.of(3));
        assertThatThrownBy(() -> new Network(INPUT, wrong).training(Loss.crossEntropy(), _ -> true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an auxiliary classifier must end as the network does, with 3 values: got 2");
        assertThatThrownBy(() -> Auxiliary.of(0, Dense.of(2)))
                .hasMessage("an auxiliary loss needs a finite weight above 0: got 0.0");
        assertThatThrownBy(() -> Auxiliary.of(Double.POSITIVE_INFINITY, Dense.of(2)))
                .hasMessage("an auxiliary loss needs a finite weight above 0: got Infinity");
    }
}
