package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.backend.Frame;
import dev.fovea.backend.Layout;
import dev.fovea.backend.Store;
import dev.fovea.tensor.Shape;
import org.junit.jupiter.api.Test;

class LossTest {
    private static final Network IDENTITY = new Network(Shape.of(3), Dense.of(3).withoutBias());

    /// ln of the probabilities by hand: softmax(0, ln 2, ln 5) = 1/8, 1/4, 5/8.
    @Test
    void clippedCrossEntropyIsTheMeanOverAllEntries() {
        float[] logits = {0, (float) Math.log(2), (float) Math.log(5), 0, 0, 90};
        float[] labels = {0, 1, 0, 1, 0, 0};
        double expected = (Math.log(4) - Math.log(1e-11)) / 6;
        assertThat(loss(Loss.clippedCrossEntropy(1e-11), logits, labels)).isCloseTo((float) expected, within(1e-5f));
    }

    @Test
    void nothingIsLearntBeyondTheClip() {
        float[] gradients = gradients(Loss.clippedCrossEntropy(1e-11), new float[] {0, 0, 90}, new float[] {1, 0, 0});
        assertThat(gradients).containsOnly(0);
        float[] within = gradients(Loss.clippedCrossEntropy(1e-11), new float[] {0, 0, 2}, new float[] {1, 0, 0});
        assertThat(within[Layout.START + 6]).isLessThan(0);
    }

    @Test
    void probabilitiesLieBetween() {
        assertThatThrownBy(() -> Loss.clippedCrossEntropy(0))
                .hasMessage("the least probability must be above 0 and below 1: got 0.0");
        Layer softmax = Sequential.of(Dense.of(3), Activation.SOFTMAX);
        assertThatThrownBy(() -> new Network(Shape.of(3), softmax).training(Loss.clippedCrossEntropy(1e-11), _ -> true))
                .hasMessageContaining("leave the network's last softmax out");
    }

    private static float loss(Loss loss, float[] logits, float[] labels) {
        return run(loss, logits, labels).scalar(Network.LOSS);
    }

    private static float[] gradients(Loss loss, float[] logits, float[] labels) {
        return run(loss, logits, labels).gradients().clone();
    }

    private static Frame run(Loss loss, float[] logits, float[] labels) {
        Backend backend = Backends.shared();
        Store store = new Store(
                Layout.of(IDENTITY.parameters().shapes()), Layout.of(IDENTITY.states().shapes()));
        for (int i = 0; i < 3; i++) {
            store.parameterValues()[store.parameters().place("dense.weights").from() + 4 * i] = 1;
        }
        store.changed();
        Frame frame = backend.compile(IDENTITY.training(loss, _ -> true), store, 2).frame();
        frame.bind(Network.IMAGES, logits, 0);
        frame.bind(Network.LABELS, labels, 0);
        frame.run(logits.length / 3, 0);
        return frame;
    }
}
