package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.fovea.data.ArrayDataset;
import dev.fovea.data.DataException;
import dev.fovea.data.Dataset;
import dev.fovea.data.Subset;
import dev.fovea.data.Transform;
import dev.fovea.data.source.Digits;
import dev.fovea.metric.Score;
import dev.fovea.model.Model;
import dev.fovea.model.Prediction;
import dev.fovea.model.Verdicts;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.ParameterGroup;
import dev.fovea.optim.Sgd;
import dev.fovea.tensor.Finite;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.watch.EarlyStopping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is NaN or infinite is refused by name, wherever it turns up, and nothing of it stays behind.
class NotFiniteTest {
    private static final Dataset DIGITS = Subset.first(Digits.train(), 64);
    private static final int BROKEN = 41;

    @TempDir
    Path folder;

    private static Model model() {
        Layer layers = Sequential.of(
                Conv2D.of(4, 3).same(), BatchNorm.of(), dev.fovea.nn.Activation.RELU, MaxPool2D.of(2), Flatten.of(),
                Dense.of(10));
        return Model.of(layers, DIGITS, Seed.of(4));
    }

    /// The digits, with one value of one image replaced.
    private static Dataset with(float value) {
        float[] values = new float[DIGITS.size() * 64];
        int[] classes = new int[DIGITS.size()];
        for (int i = 0; i < classes.length; i++) {
            DIGITS.read(i, values, 64 * i);
            classes[i] = DIGITS.label(i);
        }
        values[64 * BROKEN + 8 * 3 + 5] = value;
        return ArrayDataset.of(DIGITS.sample(), values, classes, DIGITS.labels());
    }

    private static Tensor image(Dataset data, int index) {
        Tensor image = Tensor.zeros(data.sample());
        data.read(index, image.values(), 0);
        return image;
    }

    private static boolean isFinite(Model model) {
        float[] parameters = model.subject().store().parameterValues();
        float[] states = model.subject().store().stateValues();
        return Finite.first(parameters, 0, parameters.length) < 0 && Finite.first(states, 0, states.length) < 0;
    }

    private static void spoil(Model model, String name, float value) {
        Tensor tensor = model.read(name);
        tensor.values()[1] = value;
        model.subject().store().write(name, tensor);
    }

    /// A broken image is to blame, not the rate, at every entrance; the model is as it was.
    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void anImageIsBlamedForItself(float value) {
        Dataset broken = with(value);
        String holds = "holds " + value + " at row 3, column 5, channel 0, expected finite numbers, usually from 0 to"
                + " 1; leave the image out or mend it";
        Model model = model();
        assertThatThrownBy(() -> model.fit(broken, Fit.epochs(2).batch(8)))
                .isInstanceOf(DataException.class).hasMessage("image 41 " + holds);
        assertThat(isFinite(model)).isTrue();
        Path saved = folder.resolve("run");
        Trainer watching = model.trainer(Fit.epochs(1), DIGITS, broken, new Trainer.Saving(saved, 0));
        assertThatThrownBy(() -> watching.run(List.of())).hasMessage("image 41 " + holds);
        assertThat(saved).as("no epoch is best").doesNotExist();
        assertThatThrownBy(() -> model.evaluate(broken)).hasMessage("image 41 " + holds);
        assertThatThrownBy(() -> Verdicts.of(model, broken)).hasMessage("image 41 " + holds);
        assertThatThrownBy(() -> model.predict(image(broken, BROKEN)))
                .isInstanceOf(DataException.class).hasMessage("the image " + holds);
        assertThat(model.predict(image(broken, 0)).probabilities()).hasSize(10);
    }

    @Test
    void aTransformThatMakesNanIsNamed() {
        assertThatThrownBy(() -> model().fit(DIGITS, Fit.epochs(1).transforms(new Dividing())))
                .isInstanceOf(DataException.class)
                .hasMessageMatching("image \\d+ becomes NaN at row 0, column 0, channel 0 on its way to the network, by"
                        + " one of the transforms \\[Dividing\\[\\]\\] or by Preprocessing.*");
    }

    private record Dividing() implements Transform {
        @Override
        public int draws() {
            return 1;
        }

        @Override
        public Shape shape(Shape image) {
            return image;
        }

        @Override
        public void apply(
                float[] from, int fromOffset, Shape image, float[] into, int offset, Seed seed, long counter) {
            Arrays.fill(into, offset, offset + (int) image.size(), Float.NaN);
        }
    }

    /// Finite, but its square is not: batch norm would keep an infinite variance and the loss would be fine.
    @Test
    void anImageOutOfProportionIsNamedAndTheStatisticsStay() {
        Model model = model();
        Fit fit = Fit.epochs(2).batch(64).unshuffled();
        float[] before = model.read("batch_norm.statistics").values();
        float[] parameters = model.subject().store().parameterValues().clone();
        assertThatThrownBy(() -> model.fit(with(1e20f), fit))
                .isInstanceOf(TrainingException.class)
                .hasMessage("state batch_norm.statistics holds Infinity after step 1, first in layer batch_norm:"
                        + " image 41 holds 1.00e+20, expected values from 0 to 1; leave the image out or mend it");
        assertThat(model.read("batch_norm.statistics").values()).isEqualTo(before);
        assertThat(model.subject().store().parameterValues()).isEqualTo(parameters);
        assertThat(model.evaluate(DIGITS).score().loss()).isFinite();
    }

    /// A loss that is not finite leaves the statistics too as the step before left them.
    @Test
    void aStepThatDivergesLeavesTheStatistics() {
        Model model = Model.of(
                Sequential.of(Flatten.of(), Dense.of(8), BatchNorm.of(), Dense.of(10)), DIGITS, Seed.of(1));
        List<float[]> statistics = new ArrayList<>();
        assertThatThrownBy(() -> model.fit(
                        DIGITS, Fit.epochs(9).batch(16).optimizer(Sgd.of(1e25)), event -> {
                            if (event instanceof Event.StepDone) {
                                statistics.add(model.read("batch_norm.statistics").values());
                            }
                        }))
                .isInstanceOf(TrainingException.class)
                .hasMessageEndingWith(": lower the learning rate or clip the gradients");
        assertThat(model.read("batch_norm.statistics").values()).isEqualTo(statistics.getLast());
    }

    /// The last step has no step after it whose loss would tell.
    @Test
    void aLastStepThatDivergesIsFound() {
        Path run = folder.resolve("run");
        Trainer.Saving saving = new Trainer.Saving(run, 0);
        Fit fit = Fit.epochs(1).steps(1).optimizer(Sgd.of(Float.MAX_VALUE).weightDecay(100));
        List<Event> events = new ArrayList<>();
        Model model = model();
        assertThatThrownBy(() -> model.trainer(fit, DIGITS, DIGITS, saving).run(List.of(events::add)))
                .isInstanceOf(NotFiniteException.class)
                .hasMessageMatching("parameter [\\w.]+ holds \\S+ after step 1: lower the learning rate or clip the"
                        + " gradients");
        assertThat(events).noneMatch(event -> event instanceof Event.EpochDone || event instanceof Event.Finished);
        assertThat(run).doesNotExist();
        assertThatThrownBy(() -> model.fit(DIGITS, fit)).as("a model that holds NaN is not trained on")
                .isInstanceOf(NotFiniteException.class)
                .hasMessageContaining("; take another checkpoint, or train anew");
    }

    /// A save in mid-epoch keeps the file from before.
    @Test
    void nothingBrokenIsSaved() throws Exception {
        Model model = model();
        Path file = folder.resolve("model.safetensors");
        model.save(file);
        byte[] good = Files.readAllBytes(file);
        Trainer trainer = model.trainer(Fit.epochs(1), DIGITS, null, null);
        spoil(model, "dense.weights", Float.NaN);
        assertThatThrownBy(() -> model.save(file)).isInstanceOf(NotFiniteException.class)
                .hasMessage("parameter dense.weights holds NaN, as a training that diverged leaves it; take another"
                        + " checkpoint, or train anew");
        assertThatThrownBy(() -> trainer.save(file)).hasMessageContaining("parameter dense.weights holds NaN");
        assertThat(Files.readAllBytes(file)).isEqualTo(good);
    }

    /// Every variable of the network in turn: training, measuring and predicting say which it is.
    @Test
    void aModelThatGivesNanSaysSoByName() {
        List<String> names = new ArrayList<>(model().subject().store().parameters().places().keySet());
        names.addAll(model().subject().store().states().places().keySet());
        for (String name : names) {
            Model model = model();
            spoil(model, name, Float.NaN);
            String kind = name.endsWith("statistics") ? "state " : "parameter ";
            String why = "first in layer \\w+: " + kind + name + " holds NaN; take another checkpoint, or train anew";
            assertThatThrownBy(() -> model.predict(image(DIGITS, 0))).as(name).isInstanceOf(NotFiniteException.class)
                    .hasMessageMatching("the network's output is NaN for the image, " + why);
            assertThatThrownBy(() -> model.evaluate(DIGITS)).as(name)
                    .hasMessageMatching("the network's output is NaN for image 0, " + why);
            assertThatThrownBy(() -> Verdicts.of(model, DIGITS)).as(name)
                    .hasMessageMatching("the network's output is NaN for image 0, " + why);
            Throwable refused = catchThrowable(() -> model.fit(DIGITS, Fit.epochs(1)));
            assertThat(refused).as(name).isInstanceOf(NotFiniteException.class).hasMessageStartingWith(kind + name);
            assertThatThrownBy(() -> model.predict(image(DIGITS, 0))).as("the second time")
                    .isInstanceOf(NotFiniteException.class);
        }
    }

    /// Numbers that are finite and outputs that are not: the image and the layer are named, of one in the middle.
    @Test
    void anOutputThatOverflowsNamesItsImageAndLayer() {
        Model model = Model.of(Sequential.of(Flatten.of(), Dense.of(4), Dense.of(10)), DIGITS, Seed.of(1));
        float[] weights = model.read("dense_1.weights").values();
        Arrays.fill(weights, 1e25f);
        model.subject().store().write("dense_1.weights", Tensor.of(Shape.of(4, 10), weights));
        Dataset large = with(1e16f);
        String why = "first in layer dense_1: its numbers grow too large; take another checkpoint, or train anew";
        assertThatThrownBy(() -> model.evaluate(large)).isInstanceOf(NotFiniteException.class)
                .hasMessageMatching("the network's output is -?Infinity for image 41, " + why);
        assertThatThrownBy(() -> Verdicts.of(model, large)).hasMessageContaining(" for image 41, " + why);
        assertThatThrownBy(() -> model.predict(image(large, BROKEN))).hasMessageContaining(" for the image, " + why);
        Trainer trainer = model.trainer(
                Fit.epochs(1).steps(1).optimizer(Sgd.of(1e-30)).groups(ParameterGroup.of("dense_1*").frozen()),
                Subset.first(DIGITS, 8), large, new Trainer.Saving(folder.resolve("run"), 0));
        assertThatThrownBy(() -> trainer.run(List.of())).isInstanceOf(NotFiniteException.class)
                .hasMessageStartingWith("validation after step 1: the network's output is ")
                .hasMessageContaining("image 41");
        assertThat(folder.resolve("run/best.safetensors")).doesNotExist();
    }

    @Test
    void aPredictionHasNumbers() {
        assertThatThrownBy(() -> Prediction.ofLogits(List.of("a", "b"), new float[] {1, Float.NaN}))
                .hasMessageStartingWith("a prediction needs numbers: got NaN");
    }

    /// Histories that were written before this was refused: NaN is not the best.
    @Test
    void progressAndScoresOfEarlierFiles() {
        assertThatThrownBy(() -> new Progress(1, 0, 5, Double.NaN, 0, 0, 0))
                .hasMessage("progress needs a finite sum of losses: got NaN");
        EarlyStopping.Rule rule = EarlyStopping.of(1).byAccuracy().rule();
        assertThat(rule.isBetter(new Score(Double.NaN, 9, 10), null)).as("by accuracy too").isFalse();
    }
}
