package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.Dataset;
import dev.fovea.data.Subset;
import dev.fovea.data.source.Digits;
import dev.fovea.model.Model;
import dev.fovea.model.Prediction;
import dev.fovea.model.Verdicts;
import dev.fovea.op.Node;
import dev.fovea.optim.Adam;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Evaluator;
import dev.fovea.train.Fit;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A network says what its outputs are, and everybody who reads them agrees.
class OutputKindTest {
    private static final Dataset DIGITS = Subset.first(Digits.train(), 200);
    private static final Shape INPUT = Shape.of(8, 8, 1);

    private static OutputKind kind(Layer... layers) {
        return new Network(INPUT, Sequential.of(layers)).outputs();
    }

    @Test
    void theLastLayersSayWhatItIs() {
        Layer flat = Flatten.of();
        Layer dense = Dense.of(10);
        Layer softmax = Activation.SOFTMAX;
        assertThat(kind(flat, dense)).isEqualTo(OutputKind.LOGITS);
        assertThat(kind(flat, softmax, dense)).isEqualTo(OutputKind.LOGITS);
        assertThat(kind(flat, dense, Activation.LOG_SOFTMAX)).isEqualTo(OutputKind.LOGITS);
        assertThat(kind(flat, dense, Activation.TANH)).isEqualTo(OutputKind.LOGITS);
        assertThat(kind(flat, dense, softmax, new Squared())).isEqualTo(OutputKind.LOGITS);
        assertThat(kind(flat, dense, softmax)).isEqualTo(OutputKind.PROBABILITIES);
        assertThat(kind(flat, Dense.of(10).activation(Activation.SOFTMAX))).isEqualTo(OutputKind.PROBABILITIES);
        assertThat(kind(flat, dense, softmax.named("last"), Dropout.of(0.5))).isEqualTo(OutputKind.PROBABILITIES);
        assertThat(kind(Conv2D.of(10, 8), softmax, flat)).as("one row").isEqualTo(OutputKind.PROBABILITIES);
        assertThat(kind(Conv2D.of(10, 3), softmax, GlobalAveragePool2D.of())).as("a mean of distributions")
                .isEqualTo(OutputKind.PROBABILITIES);
        assertThat(kind(Conv2D.of(10, 3), softmax, flat)).as("many rows").isEqualTo(OutputKind.SEPARATE_PROBABILITIES);
        assertThat(kind(flat, dense, Activation.SIGMOID)).isEqualTo(OutputKind.SEPARATE_PROBABILITIES);
        assertThat(kind(Conv2D.of(10, 8), Activation.SIGMOID, flat)).isEqualTo(OutputKind.SEPARATE_PROBABILITIES);
    }

    private record Squared() implements Layer {
        @Override
        public Node build(Node x, Scope scope) {
            return x.times(x);
        }
    }

    /// Trained on squares, as networks that end in probabilities are.
    private static Model trained(Activation end) {
        Layer layers = Sequential.of(Flatten.of(), Dense.of(10), end);
        Model model = Model.of(layers, DIGITS, Seed.of(3));
        model.fit(DIGITS, Fit.epochs(30).batch(20).optimizer(Adam.of(2e-2)).loss(Loss.meanSquaredError()));
        return model;
    }

    private static Tensor image(int index) {
        Tensor image = Tensor.zeros(INPUT);
        DIGITS.read(index, image.values(), 0);
        return image;
    }

    /// The network's own numbers are what predict, evaluate and the report of mistakes go by.
    @ParameterizedTest
    @EnumSource(value = Activation.Plain.class, names = {"SOFTMAX", "SIGMOID"})
    void probabilitiesAreTakenAsTheyAre(Activation end) {
        Model model = trained(end);
        dev.fovea.backend.Frame frame = dev.fovea.backend.Backends.shared()
                .compile(model.network().inference(), model.subject().store(), 1).frame();
        Verdicts verdicts = Verdicts.of(model, DIGITS);
        double loss = 0;
        long correct = 0;
        for (int i = 0; i < DIGITS.size(); i++) {
            frame.bind(Network.IMAGES, image(i).values(), 0);
            frame.run(1, 0);
            float[] own = frame.read(Network.OUTPUT).values();
            Prediction prediction = model.predict(image(i));
            for (int k = 0; k < 10; k++) {
                assertThat(prediction.probabilities().get(k)).isEqualTo(own[k]);
            }
            Verdicts.Verdict verdict = verdicts.all().get(i);
            assertThat(verdict.said()).isEqualTo(prediction.index());
            assertThat(verdict.probability()).isCloseTo(prediction.probability(), Offset.offset(1e-6));
            assertThat(verdict.doubt()).isCloseTo(1 - verdict.probability(), Offset.offset(1e-6));
            correct += prediction.index() == DIGITS.label(i) ? 1 : 0;
            double sum = 0;
            for (float p : own) {
                sum += p;
            }
            loss -= Math.log(own[DIGITS.label(i)] / sum);
        }
        assertThat(verdicts.all().getFirst().probability()).as("not flattened by a second softmax").isGreaterThan(0.8);
        Evaluator.Result result = model.evaluate(DIGITS);
        assertThat(result.score().correct()).isEqualTo(correct).isGreaterThan(180);
        assertThat(result.score().loss()).isCloseTo(loss / DIGITS.size(), Offset.offset(1e-4));
        assertThat(model.evaluate(DIGITS, Loss.crossEntropy().soft()).score().loss())
                .isCloseTo(result.score().loss(), Offset.offset(1e-5));
        String last = end == Activation.SOFTMAX ? "softmax" : "sigmoid";
        assertThatThrownBy(() -> model.fit(DIGITS, Fit.epochs(1)))
                .hasMessage("cross-entropy takes logits and applies softmax itself: leave the network's last " + last
                        + " out");
    }

    /// A network of which nothing is known by its last layers is one of logits, as ever.
    @Test
    void logitsBecomeProbabilitiesBySoftmax() {
        assertThat(Prediction.of(List.of("a", "b"), new float[] {2, 0}, OutputKind.LOGITS))
                .isEqualTo(Prediction.ofLogits(List.of("a", "b"), new float[] {2, 0}));
        assertThat(Prediction.of(List.of("a", "b"), new float[] {0.25f, 0.75f}, OutputKind.PROBABILITIES))
                .extracting(Prediction::probabilities).isEqualTo(List.of(0.25f, 0.75f));
    }

    /// An impossible class costs much, not infinitely much.
    @Test
    void theCrossEntropyOfProbabilityZeroIsFinite() {
        Layer layers = Sequential.of(Flatten.of(), Dense.of(10).weights(Initializer.normal(300)), Activation.SOFTMAX);
        Evaluator.Result result = Model.of(layers, DIGITS, Seed.of(3)).evaluate(DIGITS);
        assertThat(result.score().loss()).isBetween(20.0, 87.4);
    }
}
