package dev.fovea.learn.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.data.Dataset;
import dev.fovea.data.source.Digits;
import dev.fovea.model.Model;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Sequential;
import dev.fovea.op.Window;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.zoo.Zoo;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InsightTest {
    private static final Dataset TEST = Digits.test();

    private static Backend backend;
    private static Insight insight;

    @BeforeAll
    static void train() {
        backend = Backends.open(1);
        insight = Insight.of(ScreenNetwork.untrained(Digits.load(), Seed.of(3), backend));
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    private static Tensor image(int index) {
        Tensor image = Tensor.zeros(TEST.sample());
        TEST.read(index, image.values(), 0);
        return image;
    }

    @Test
    void theStagesAreThoseOfTheLayers() {
        assertThat(insight.stages()).extracting(Stage::kind).containsExactly(
                Stage.Kind.IMAGE, Stage.Kind.CONVOLUTION, Stage.Kind.ACTIVATION, Stage.Kind.POOLING,
                Stage.Kind.CONVOLUTION, Stage.Kind.ACTIVATION, Stage.Kind.POOLING, Stage.Kind.FLATTEN,
                Stage.Kind.DENSE);
        assertThat(insight.stages()).extracting(stage -> stage.shape().toString()).containsExactly(
                "8×8×1", "8×8×8", "8×8×8", "4×4×8", "4×4×12", "4×4×12", "2×2×12", "48", "10");
        assertThat(insight.stages()).extracting(Stage::inputs).containsExactly(
                List.of(), List.of(0), List.of(1), List.of(2), List.of(3), List.of(4), List.of(5), List.of(6),
                List.of(7));
        assertThat(insight.stages().get(4).weights()).isEqualTo("conv2d_1.filters");
        assertThat(insight.stages().get(4).bias()).isEqualTo("conv2d_1.bias");
    }

    @Test
    void aConvolutionIsTheSumOfPatchesTimesKernelsPlusTheBias() {
        Glimpse glimpse = insight.ofLoss(image(5), 3);
        Stage stage = insight.stages().get(4);
        Window window = Objects.requireNonNull(stage.window());
        Tensor filters = insight.model().read("conv2d_1.filters");
        Tensor bias = insight.model().read("conv2d_1.bias");
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                for (int k = 0; k < 12; k++) {
                    double sum = bias.at(k);
                    for (int r = 0; r < 3; r++) {
                        for (int s = 0; s < 3; s++) {
                            int y = i - window.top() + r;
                            int x = j - window.left() + s;
                            for (int c = 0; c < 8 && y >= 0 && y < 4 && x >= 0 && x < 4; c++) {
                                sum += (double) glimpse.values().get(3).at(y, x, c) * filters.at(r, s, c, k);
                            }
                        }
                    }
                    assertThat(glimpse.values().get(4).at(i, j, k)).isCloseTo((float) sum, within(1e-5f));
                    assertThat(glimpse.values().get(5).at(i, j, k)).isEqualTo(
                            Math.max(0, glimpse.values().get(4).at(i, j, k)));
                }
            }
        }
    }

    @Test
    void itSaysWhatTheModelSays() {
        for (int i = 0; i < 5; i++) {
            List<Float> said = insight.ofClass(image(i), 0).prediction().probabilities();
            List<Float> known = insight.model().predict(image(i)).probabilities();
            for (int k = 0; k < 10; k++) {
                assertThat(said.get(k)).isCloseTo(known.get(k), within(1e-5f));
            }
        }
    }

    /// The cross-entropy of a label, of the outputs alone.
    private static double loss(Tensor image, int label) {
        return -Math.log(insight.model().predict(image).probabilities().get(label));
    }

    @Test
    void gradientsAreTheSlopesOfTheLoss() {
        Tensor image = image(7);
        Tensor slopes = Objects.requireNonNull(insight.ofLoss(image, 2).gradients().get(0));
        for (int pixel : new int[] {18, 27, 35, 44}) {
            float step = 1e-2f;
            float[] up = image.values().clone();
            float[] down = image.values().clone();
            up[pixel] += step;
            down[pixel] -= step;
            double slope = (loss(new Tensor(image.shape(), up), 2) - loss(new Tensor(image.shape(), down), 2))
                    / (2 * step);
            assertThat((double) slopes.values()[pixel]).as("pixel %d", pixel).isCloseTo(slope, within(2e-3));
        }
    }

    /// A network that ends in softmax or sigmoid has the slopes of its own loss.
    @Test
    void gradientsOfProbabilitiesAreSlopesToo() {
        for (Layer last : List.<Layer>of(Activation.SOFTMAX, Activation.SIGMOID)) {
            Shape input = Shape.of(6, 6, 1);
            Sequential layers = Sequential.of(Conv2D.of(3, 3).relu(), Flatten.of(), Dense.of(4), last);
            Insight odd = Insight.of(Model.of(layers, input, Seed.of(5)));
            float[] values = new float[36];
            for (int i = 0; i < 36; i++) {
                values[i] = i % 7 / 7f;
            }
            Tensor slopes = Objects.requireNonNull(odd.ofLoss(new Tensor(input, values), 1).gradients().get(0));
            for (int pixel : new int[] {7, 14, 21}) {
                double[] losses = new double[2];
                for (int side = 0; side < 2; side++) {
                    float[] moved = values.clone();
                    moved[pixel] += side == 0 ? 1e-2f : -1e-2f;
                    List<Float> p = odd.model().predict(new Tensor(input, moved)).probabilities();
                    losses[side] = -Math.log(p.get(1) / p.stream().mapToDouble(Float::doubleValue).sum());
                }
                assertThat((double) slopes.values()[pixel]).as(last + ", pixel " + pixel)
                        .isCloseTo((losses[0] - losses[1]) / 2e-2, within(1e-3));
            }
        }
    }

    @Test
    void aNetworkWithoutMapsIsShownWithoutThem() {
        Insight flat = Insight.of(Model.of(Sequential.of(Flatten.of(), Dense.of(10)), TEST, Seed.of(1)));
        assertThat(flat.hasMaps()).isFalse();
        assertThat(SamplePictures.json(flat, SamplePicture.first(TEST, 2), true).toString()).doesNotContain("\"cam\"");
    }

    @Test
    void whatIsTooLargeOrNoPictureIsRefusedInOneLine() {
        Model large = Model.of(Sequential.of(Flatten.of(), Dense.of(2)), Shape.of(1100, 1000, 1), Seed.of(1));
        assertThatThrownBy(() -> Insight.of(large)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maps of at most 1,048,576 places: got 1100×1000×1");
        Model series = Model.of(Sequential.of(Flatten.of(), Dense.of(2)), Shape.of(9, 2), Seed.of(1));
        assertThatThrownBy(() -> Insight.of(series)).hasMessageContaining("only a network of pictures");
    }

    @Test
    void upstreamOfTheLossIsProbabilityLessLabel() {
        Glimpse glimpse = insight.ofLoss(image(0), 4);
        Tensor last = Objects.requireNonNull(glimpse.gradients().get(insight.stages().size() - 1));
        for (int k = 0; k < 10; k++) {
            float expected = glimpse.prediction().probabilities().get(k) - (k == 4 ? 1 : 0);
            assertThat(last.at(k)).isEqualTo(expected);
        }
    }

    @Test
    void gradCamWeighsMapsByTheirMeanSlope() {
        Glimpse glimpse = insight.ofClass(image(1), 6);
        Tensor maps = glimpse.values().get(5);
        Tensor slopes = Objects.requireNonNull(glimpse.gradients().get(5));
        Tensor cam = insight.cam(glimpse);
        assertThat(cam.shape()).isEqualTo(Shape.of(4, 4));
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                double sum = 0;
                for (int c = 0; c < 12; c++) {
                    int channel = c;
                    double slope = IntStream.range(0, 16).mapToDouble(p -> slopes.at(p / 4, p % 4, channel)).sum();
                    sum += slope / 16 * maps.at(i, j, c);
                }
                assertThat((double) cam.at(i, j)).isCloseTo(Math.max(0, sum), within(1e-6));
            }
        }
    }

    @Test
    void occlusionIsWhatACoverCosts() {
        Tensor image = image(1);
        Tensor falls = insight.occlusion(image, 1, 2);
        assertThat(falls.shape()).isEqualTo(Shape.of(7, 7));
        float mean = (float) (IntStream.range(0, 64).mapToDouble(i -> image.values()[i]).sum() / 64);
        float[] covered = image.values().clone();
        for (int pixel : new int[] {3 * 8 + 4, 3 * 8 + 5, 4 * 8 + 4, 4 * 8 + 5}) {
            covered[pixel] = mean;
        }
        float fall = insight.model().predict(image).probabilities().get(1)
                - insight.model().predict(new Tensor(image.shape(), covered)).probabilities().get(1);
        assertThat(falls.at(3, 4)).isCloseTo(fall, within(1e-6f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lenet5", "lenet5-1998", "resnet20"})
    void anyNetworkCanBeLookedInto(String name) {
        Shape input = name.startsWith("resnet") ? Shape.of(32, 32, 3) : Shape.of(32, 32, 1);
        Model model = Model.of(Zoo.named(name).layers(input, 10), input, Seed.of(1));
        Insight deep = Insight.of(model);
        Glimpse glimpse = deep.ofClass(Tensor.zeros(input), 3);
        assertThat(deep.stages().getFirst().kind()).isEqualTo(Stage.Kind.IMAGE);
        assertThat(glimpse.values()).hasSameSizeAs(deep.stages());
        assertThat(glimpse.output().shape()).isEqualTo(Shape.of(10));
        for (int i = 1; i < deep.stages().size(); i++) {
            Stage stage = deep.stages().get(i);
            int index = i;
            assertThat(stage.inputs()).as(stage.toString()).isNotEmpty().allMatch(from -> from < index);
            assertThat(glimpse.values().get(i).shape()).isEqualTo(stage.shape());
            boolean weighs = stage.kind() == Stage.Kind.CONVOLUTION || stage.kind() == Stage.Kind.DENSE;
            assertThat(stage.weights() != null).as(stage.toString()).isEqualTo(weighs);
        }
        assertThat(InsightJson.network(deep).toString()).contains("\"stages\"");
    }
}
