package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.data.ArrayDataset;
import dev.fovea.data.Dataset;
import dev.fovea.data.Subset;
import dev.fovea.data.source.Digits;
import dev.fovea.model.Model;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Layers;
import dev.fovea.nn.Loss;
import dev.fovea.nn.Network;
import dev.fovea.nn.Scope;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.Shared;
import dev.fovea.op.Node;
import dev.fovea.op.RunningStatistics;
import dev.fovea.optim.Adam;
import dev.fovea.optim.ParameterGroup;
import dev.fovea.optim.Sgd;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is frozen keeps its statistics and computes as in inference.
class FreezingTest {
    private static final Dataset DIGITS = Subset.first(Digits.train(), 64);

    @TempDir
    Path folder;

    private static Layer layers() {
        return Sequential.of(
                Conv2D.of(4, 3).same(), BatchNorm.of(), Conv2D.of(4, 3).same(), BatchNorm.of().perNeuron(),
                Flatten.of(),
                Dense.of(10));
    }

    /// Images that are darker than those that the statistics are of.
    private static Dataset darker() {
        float[] values = new float[DIGITS.size() * 64];
        int[] classes = new int[DIGITS.size()];
        for (int i = 0; i < classes.length; i++) {
            DIGITS.read(i, values, 64 * i);
            classes[i] = DIGITS.label(i);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] *= 0.3f;
        }
        return ArrayDataset.of(DIGITS.sample(), values, classes, DIGITS.labels());
    }

    /// A gradient that passes through a frozen batch norm, three steps; the figures are those of PyTorch 2.13 in
    /// double, whose layer is in `eval()` and takes no gradients.
    @Test
    void trainsThroughAFrozenBatchNormAsTorchDoes() {
        float[] images = new float[6 * 16];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) (0.5 + 0.5 * Math.sin(0.3 + 0.9 * i));
        }
        Dataset data = ArrayDataset.of(
                Shape.of(4, 4, 1), images, new int[] {0, 1, 0, 1, 0, 1}, List.of("a", "b"));
        Layer layers = Sequential.of(
                Conv2D.of(2, 3).same(), BatchNorm.of(), dev.fovea.nn.Activation.RELU, Flatten.of(), Dense.of(2));
        Model model = Model.of(layers, data, Seed.of(1));
        wave(model, "conv2d.filters", 0.1, 0.5);
        write(model, "conv2d.bias", 0.1f, -0.1f);
        write(model, "batch_norm.gamma", 1.5f, 0.5f);
        write(model, "batch_norm.beta", 0.2f, 0.3f);
        write(model, "batch_norm.statistics", 0.3f, -0.2f, 0.5f, 2);
        wave(model, "dense.weights", 0.2, 0.3);
        List<Float> losses = new ArrayList<>();
        model.fit(
                data,
                Fit.epochs(3).batch(6).optimizer(Sgd.of(0.1)).groups(ParameterGroup.of("batch_norm*").frozen()),
                event -> {
                    if (event instanceof Event.StepDone done) {
                        losses.add(done.loss());
                    }
                });
        near("loss", losses, 0.7151913f, 0.7011226f, 0.6916945f);
        near(model, "conv2d.filters", 0.0815562f, 0.4803986f, -0.1361067f, -0.4449181f, 0.2874339f, 0.3659166f);
        near(model, "conv2d.bias", 0.0977597f, -0.1033731f);
        near(model, "dense.bias", 0.0154683f, -0.0154683f);
        assertThat(model.read("batch_norm.statistics").values()).containsExactly(0.3f, -0.2f, 0.5f, 2);
    }

    private static float[] values(Model model, String name) {
        return model.read(name).values();
    }

    private static void near(Model model, String name, float... first) {
        List<Float> values = new ArrayList<>();
        for (float value : values(model, name)) {
            values.add(value);
        }
        near(name, values, first);
    }

    private static void near(String name, List<Float> values, float... first) {
        for (int i = 0; i < first.length; i++) {
            assertThat(values.get(i)).as(name + " " + i).isCloseTo(first[i], Offset.offset(2e-6f));
        }
    }

    private static void wave(Model model, String name, double start, double scale) {
        Shape shape = model.read(name).shape();
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * Math.sin(start + 1.7 * i));
        }
        model.subject().store().write(name, new Tensor(shape, values));
    }

    private static void write(Model model, String name, float... values) {
        model.subject().store().write(name, new Tensor(model.read(name).shape(), values));
    }

    /// By layer, by all of its parameters one by one, and by the pattern of everything but the head.
    @ParameterizedTest
    @ValueSource(strings = {"batch_norm*", "batch_norm.gamma,batch_norm.beta,batch_norm_1.*", "conv*,batch*"})
    void aFrozenLayerKeepsItsStatistics(String patterns) {
        Model model = Model.of(layers(), DIGITS, Seed.of(3));
        model.fit(DIGITS, Fit.epochs(2));
        float[] first = values(model, "batch_norm.statistics");
        float[] second = values(model, "batch_norm_1.statistics");
        ParameterGroup[] groups = List.of(patterns.split(",")).stream()
                .map(pattern -> ParameterGroup.of(pattern).frozen()).toArray(ParameterGroup[]::new);
        model.fit(darker(), Fit.epochs(2).groups(groups));
        assertThat(values(model, "batch_norm.statistics")).isEqualTo(first);
        assertThat(values(model, "batch_norm_1.statistics")).isEqualTo(second);
    }

    /// Half of a layer's parameters do not freeze it.
    @Test
    void aLayerThatIsTrainedInPartMovesItsStatistics() {
        Model model = Model.of(layers(), DIGITS, Seed.of(3));
        float[] before = values(model, "batch_norm.statistics");
        float[] other = values(model, "batch_norm_1.statistics");
        model.fit(DIGITS, Fit.epochs(1).groups(
                ParameterGroup.of("batch_norm.gamma").frozen(), ParameterGroup.of("batch_norm_1*").frozen()));
        assertThat(values(model, "batch_norm.statistics")).isNotEqualTo(before);
        assertThat(values(model, "batch_norm_1.statistics")).isEqualTo(other);
    }

    /// The part of a network that is frozen says the same after a training as before.
    @Test
    void aFrozenBackboneAnswersAsBefore() {
        Model model = Model.of(layers(), DIGITS, Seed.of(5));
        model.fit(DIGITS, Fit.epochs(12).optimizer(Adam.of(1e-2)));
        Evaluator.Result before = model.evaluate(DIGITS);
        float[] weights = values(model, "dense.weights");
        float[] bias = values(model, "dense.bias");
        model.fit(darker(), Fit.epochs(6).groups(
                ParameterGroup.of("conv*").frozen(), ParameterGroup.of("batch*").frozen()));
        write(model, "dense.weights", weights);
        write(model, "dense.bias", bias);
        assertThat(model.evaluate(DIGITS)).isEqualTo(before);
    }

    /// With a frozen backbone, the loss of a step is that of the evaluation.
    @Test
    void trainsWithTheStatisticsOfInference() {
        Model model = Model.of(layers(), DIGITS, Seed.of(5));
        model.fit(DIGITS, Fit.epochs(2));
        double expected = model.evaluate(darker()).score().loss();
        Trainer.Result result = model.fit(darker(), Fit.epochs(1).batch(64).unshuffled().groups(
                ParameterGroup.of("conv*").frozen(), ParameterGroup.of("batch*").frozen()));
        assertThat(result.train().loss()).isCloseTo(expected, Offset.offset(1e-5));
    }

    /// From a file: frozen by a group without rebuilding the layers, and frozen by its layers.
    @Test
    void aLoadedModelCanBeFrozen() {
        Path file = folder.resolve("model.safetensors");
        Model model = Model.of(layers(), DIGITS, Seed.of(3));
        model.fit(DIGITS, Fit.epochs(1));
        model.save(file);
        Model loaded = Model.load(file);
        loaded.fit(darker(), Fit.epochs(1).groups(ParameterGroup.of("batch_norm*").frozen()));
        assertThat(values(loaded, "batch_norm.statistics")).isEqualTo(values(model, "batch_norm.statistics"));

        Layer still = Sequential.of(Conv2D.of(4, 3), BatchNorm.of().frozen(), Flatten.of(), Dense.of(10));
        Path other = folder.resolve("still.safetensors");
        Model.of(still, DIGITS, Seed.of(3)).save(other);
        Model again = Model.load(other);
        float[] before = values(again, "batch_norm.statistics");
        float[] gamma = values(again, "batch_norm.gamma");
        again.fit(darker(), Fit.epochs(1));
        assertThat(values(again, "batch_norm.statistics")).isEqualTo(before);
        assertThat(values(again, "batch_norm.gamma")).as("γ is trained").isNotEqualTo(gamma);
    }

    /// A layer that is used in two places, and one of the user's own that updates its state by itself.
    @Test
    void sharedLayersAndOnesOwnFreezeToo() {
        Layer norm = Shared.of("norm", BatchNorm.of());
        Layer layers = Sequential.of(
                Conv2D.of(4, 3).same(), norm, Conv2D.of(4, 3).same(), norm, new Counting(), Flatten.of(), Dense.of(10));
        Model model = Model.of("own", new Network(DIGITS.sample(), layers),
                dev.fovea.data.Preprocessing.of(DIGITS), DIGITS.labels(), Seed.of(1),
                dev.fovea.backend.Backends.shared(), Layers.codec(Counting.class));
        float[] statistics = values(model, "norm.statistics");
        float[] count = values(model, "counting.count");
        model.fit(DIGITS, Fit.epochs(1).groups(
                ParameterGroup.of("norm.*").frozen(), ParameterGroup.of("counting.*").frozen()));
        assertThat(values(model, "norm.statistics")).isEqualTo(statistics);
        assertThat(values(model, "counting.count")).isEqualTo(count);
        model.fit(DIGITS, Fit.epochs(1));
        assertThat(values(model, "norm.statistics")).isNotEqualTo(statistics);
        assertThat(values(model, "counting.count")).isNotEqualTo(count);
    }

    /// Updates its state in every training, whatever is frozen.
    private record Counting() implements Layer {
        @Override
        public Node build(Node x, Scope scope) {
            Node count = scope.state("count", Shape.of(1), Initializer.zeros());
            Node scale = scope.parameter("scale", Shape.of(x.shape().dim(-1)), Initializer.ones());
            scope.update("count", count.plus(1));
            return x.times(scale);
        }
    }

    @Test
    void theProgramOfAFrozenLayerTakesNoStatisticsOfTheBatch() {
        Network network = new Network(DIGITS.sample(), layers());
        assertThat(network.training(Loss.crossEntropy(), name -> !name.startsWith("batch_norm")).steps())
                .noneMatch(step -> step.operation() instanceof RunningStatistics
                        || step.operation() instanceof dev.fovea.op.BatchStatistics);
        assertThat(network.training(Loss.crossEntropy(), _ -> true).updates())
                .containsOnlyKeys("batch_norm.statistics", "batch_norm_1.statistics");
    }
}
