package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.backend.cpu.CpuBackend;
import dev.fovea.backend.cpu.scalar.ScalarKernels;
import dev.fovea.data.ArrayDataset;
import dev.fovea.data.Dataset;
import dev.fovea.data.Fitting;
import dev.fovea.data.Holdout;
import dev.fovea.data.Preprocessing;
import dev.fovea.data.Subset;
import dev.fovea.data.Transform;
import dev.fovea.data.augment.CutMix;
import dev.fovea.data.augment.Mixup;
import dev.fovea.data.augment.RandomCrop;
import dev.fovea.data.source.Digits;
import dev.fovea.io.FileException;
import dev.fovea.json.Json;
import dev.fovea.json.JsonBoolean;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.model.Model;
import dev.fovea.nn.Activation;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Layers;
import dev.fovea.nn.Loss;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Network;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.Adam;
import dev.fovea.optim.Clip;
import dev.fovea.optim.Cosine;
import dev.fovea.optim.ParameterGroup;
import dev.fovea.safetensors.Safetensors;
import dev.fovea.safetensors.TensorSlice;
import dev.fovea.tensor.Seed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Interrupted and resumed equals uninterrupted, bit for bit; what is not the same training is refused.
class ResumeTest {
    private static final int EPOCHS = 3;
    private static final int SAVED_EVERY = 7;

    @TempDir
    Path folder;

    /// Two kills at moments drawn from a seed, each in mid-epoch, each resumed with other threads.
    @Test
    void aKilledTrainingGoesOnToTheSameBits() throws Exception {
        Path file = new Trainer.Saving(folder.resolve("killed"), SAVED_EVERY).last();
        long all = trainer(Backends.shared(), fit(), null).totalSteps();
        int perEpoch = Math.toIntExact(all / EPOCHS);
        Seed seed = Seed.of(20);
        for (int kill = 0; kill < 2; kill++) {
            int killed = kill * perEpoch + SAVED_EVERY + 1 + seed.below(perEpoch - SAVED_EVERY - 1, kill);
            List<String> lines = ChildJvm.run(
                    ResumeTest.class, ("step " + killed)::equals, file.getParent().toString(), kill == 0 ? "1" : "3");
            assertThat(lines).last().isEqualTo("step " + killed);
            Progress saved = CheckpointFile.read(file).progress();
            assertThat(saved.batch()).as("batches done in the epoch of " + saved).isPositive();
            assertThat(saved.epoch()).isEqualTo(kill);
        }
        List<String> lines = ChildJvm.run(ResumeTest.class, line -> false, file.getParent().toString(), "2");
        assertThat(lines).last().isEqualTo("step " + EPOCHS * perEpoch);

        Trainer.Saving whole = new Trainer.Saving(folder.resolve("whole"), 0);
        trainer(Backends.shared(), fit(), whole).run(List.of());
        assertThat(Fingerprint.of(file)).isEqualTo(Fingerprint.of(whole.last()));
        assertThat(Fingerprint.of(file.resolveSibling("best.safetensors"))).isEqualTo(Fingerprint.of(whole.best()));
    }

    /// Trains, or goes on where the folder's last checkpoint ends, and prints each step.
    public static void main(String[] arguments) {
        Trainer.Saving saving = new Trainer.Saving(Path.of(arguments[0]), SAVED_EVERY);
        try (Backend backend = Backends.open(Integer.parseInt(arguments[1]))) {
            Trainer trainer = trainer(backend, fit(), saving);
            if (Files.exists(saving.last())) {
                trainer.resume(saving.last());
            }
            trainer.run(List.of(event -> {
                if (event instanceof Event.StepDone done) {
                    System.out.println("step " + done.step());
                }
            }));
        }
    }

    /// At an epoch's end, in mid-epoch, before the first step, after the last.
    @ParameterizedTest
    @ValueSource(ints = {13, 26, 1, 30, 39})
    void anInterruptedTrainingGoesOnToTheSameBits(int at) {
        Trainer.Saving whole = new Trainer.Saving(folder.resolve("whole"), 0);
        List<String> expected = new ArrayList<>();
        Trainer.Result wholeResult = trainer(Backends.shared(), fit(), whole).run(List.of(steps(expected)));

        Trainer.Saving cut = new Trainer.Saving(folder.resolve("cut"), 0);
        Trainer first = trainer(Backends.shared(), fit(), cut);
        List<String> received = new ArrayList<>();
        Trainer.Result cutResult = first.run(List.of(steps(received), event -> {
            if (event instanceof Event.StepDone done && done.step() == at) {
                first.interrupt();
            }
        }));
        assertThat(cutResult.interrupted()).isEqualTo(at < wholeResult.steps());
        assertThat(cutResult.steps()).isEqualTo(at);
        Trainer second = trainer(Backends.shared(), fit(), cut);
        second.resume(cut.last());
        Trainer.Result result = second.run(List.of(steps(received)));

        assertThat(Fingerprint.of(cut.last())).isEqualTo(Fingerprint.of(whole.last()));
        assertThat(received).isEqualTo(expected);
        assertThat(result.train()).isEqualTo(wholeResult.train());
        assertThat(result.validation()).isEqualTo(wholeResult.validation());
        assertThat(result.epochs()).isEqualTo(wholeResult.epochs()).isEqualTo(EPOCHS);
    }

    /// Batches mixed in mid-epoch, before and after.
    @Test
    void mixedBatchesGoOnToTheSameBits() {
        Fit mixed = fit().loss(Loss.crossEntropy().soft()).mixing(Mixup.of(0.4), CutMix.of(1));
        Trainer.Saving whole = new Trainer.Saving(folder.resolve("whole"), 0);
        trainer(Backends.shared(), mixed, whole).run(List.of());
        Trainer.Saving cut = new Trainer.Saving(folder.resolve("cut"), 0);
        Trainer first = trainer(Backends.shared(), mixed, cut);
        first.run(List.of(event -> {
            if (event instanceof Event.StepDone done && done.step() == 20) {
                first.interrupt();
            }
        }));
        assertThat(CheckpointFile.read(cut.last()).progress().batch()).isEqualTo(20 - 13);
        Trainer second = trainer(Backends.shared(), mixed, cut);
        second.resume(cut.last());
        second.run(List.of());

        assertThat(Fingerprint.of(cut.last())).isEqualTo(Fingerprint.of(whole.last()));
    }

    /// Files of version 1 have no image to cut from, no word of standardising, and no seconds; up to version 2 there is
    /// no word of how pictures of other aspects are fitted.
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aCheckpointOfAnEarlierVersionGoesOnToTheSameBits(int version) {
        Dataset digits = Subset.first(Digits.train(), 200);
        Preprocessing measured = Preprocessing.ofMeanStd(digits);
        Trainer.Saving whole = new Trainer.Saving(folder.resolve("whole"), 0);
        model(Backends.shared(), measured, digits.labels()).trainer(fit(), digits, null, whole).run(List.of());
        Trainer.Saving cut = new Trainer.Saving(folder.resolve("cut"), 0);
        Trainer first = model(Backends.shared(), measured, digits.labels()).trainer(fit(), digits, null, cut);
        first.run(List.of(event -> {
            if (event instanceof Event.StepDone done && done.step() == 20) {
                first.interrupt();
            }
        }));
        Path old = folder.resolve("old.safetensors");
        writeVersion(version, CheckpointFile.read(cut.last()), old);
        assertThat(Checkpoints.preprocessing("old", CheckpointFile.read(old)).fitting()).isEqualTo(Fitting.CROP);
        Trainer second = model(Backends.shared(), measured, digits.labels()).trainer(fit(), digits, null, cut);
        second.resume(old);
        second.run(List.of());
        assertThat(Fingerprint.of(cut.last())).isEqualTo(Fingerprint.of(whole.last()));

        Trainer other = model(Backends.shared()).trainer(fit(), digits, null, null);
        assertRefused(other, old, "; resume with the same preprocessing");
    }

    private static void writeVersion(int version, CheckpointFile checkpoint, Path file) {
        Map<String, Json> json = new LinkedHashMap<>(CheckpointJson.write(checkpoint).fields());
        json.put("version", JsonNumber.of(version));
        Map<String, Json> preprocessing = new LinkedHashMap<>(checkpoint.preprocessing().fields());
        if (version == 1) {
            preprocessing.remove("image");
            Map<String, Json> progress = new LinkedHashMap<>(((JsonObject) json.get("progress")).fields());
            progress.remove("seconds");
            json.put("progress", new JsonObject(progress));
        } else {
            preprocessing.put("standardised", JsonBoolean.FALSE);
        }
        json.put("preprocessing", new JsonObject(preprocessing));
        List<Safetensors.Entry> entries = new ArrayList<>();
        checkpoint.tensors().forEach((name, slice) -> entries.add(new Safetensors.Entry(
                name, slice.shape(), new Safetensors.Floats(slice.array(), slice.from(), slice.size()))));
        Safetensors.write(file, Map.of(CheckpointFile.KEY, new JsonObject(json).toString()), entries);
    }

    /// A number of steps ends the training in mid-epoch, and the epoch's score is known; more steps go on there.
    @Test
    void moreStepsGoOnInMidEpoch() {
        Fit constant = fit().optimizer(Adam.of(1e-3));
        Trainer.Saving whole = new Trainer.Saving(folder.resolve("whole"), 0);
        trainer(Backends.shared(), constant, whole).run(List.of());
        Trainer.Saving cut = new Trainer.Saving(folder.resolve("cut"), 0);
        Trainer.Result part = trainer(Backends.shared(), constant.steps(20), cut).run(List.of());
        assertThat(part.steps()).isEqualTo(20);
        assertThat(part.epochs()).isEqualTo(2);
        assertThat(part.train().count()).as("images of the second epoch").isEqualTo(7 * 16);
        assertThat(part.validation()).isNotNull();
        assertThat(part.interrupted()).isFalse();
        assertThat(CheckpointFile.read(cut.last()).history()).hasSize(2);

        Trainer again = trainer(Backends.shared(), constant.steps(20), cut);
        again.resume(cut.last());
        Trainer.Result nothing = again.run(List.of());
        assertThat(nothing.train()).isEqualTo(part.train());
        assertThat(nothing.validation()).isEqualTo(part.validation());
        assertThat(nothing.images()).isZero();

        Trainer more = trainer(Backends.shared(), constant, cut);
        more.resume(cut.last());
        more.run(List.of());
        Fingerprint received = Fingerprint.of(cut.last());
        assertThat(received.tensors()).isEqualTo(Fingerprint.of(whole.last()).tensors());
        assertThat(received.progress()).isEqualTo(Fingerprint.of(whole.last()).progress());
    }

    @Test
    void theRestoredEventNamesTheFileAndTheEpochsDone() {
        Trainer.Saving saving = new Trainer.Saving(folder, 0);
        trainer(Backends.shared(), fit().steps(13), saving).run(List.of());
        Trainer trainer = trainer(Backends.shared(), fit(), null);
        trainer.resume(saving.best());
        List<Event> events = new ArrayList<>();
        trainer.run(List.of(events::add));
        assertThat(events.getFirst()).isInstanceOfSatisfying(Event.Restored.class, restored -> {
            assertThat(restored.path()).isEqualTo(saving.best());
            assertThat(restored.step()).isEqualTo(13);
            assertThat(restored.history()).hasSize(1);
        });
        assertThat(events.get(1)).isInstanceOfSatisfying(
                Event.Started.class, started -> assertThat(started.firstStep()).isEqualTo(13));
    }

    static Stream<Arguments> otherTrainings() {
        return Stream.of(
                Arguments.of(
                        fit().seed(Seed.of(8)), "it was trained with seed 7, got seed 8; resume with the same seed"),
                Arguments.of(fit().batch(32), "it was trained with batch 16, got 32; resume with the same batch"),
                Arguments.of(fit().optimizer(Adam.of(1e-3)), "\"type\":\"constant\",\"rate\":0.001"),
                Arguments.of(fit().clip(Clip.none()), "clip Norm[limit=1.0], got None[]"),
                Arguments.of(fit().groups(new ParameterGroup[0]), "; resume with the same groups"),
                Arguments.of(fit().transforms(new Transform[0]), "transforms [RandomCrop.of(1)], got []"),
                Arguments.of(fit().unshuffled(), "shuffle true, got false"),
                Arguments.of(fit().droppingLast(), "dropLast false, got true"),
                Arguments.of(
                        fit().loss(Loss.crossEntropy().soft()).mixing(Mixup.of(1)),
                        "loss CrossEntropy[smoothing=0.0], got SoftCrossEntropy[smoothing=0.0]"),
                Arguments.of(fit().loss(Loss.meanSquaredError()), "loss CrossEntropy[smoothing=0.0], got Squares[]"));
    }

    @ParameterizedTest
    @MethodSource("otherTrainings")
    void refusesAnotherTraining(Fit other, String message) {
        Path file = folder.resolve("some.safetensors");
        trainer(Backends.shared(), fit(), null).save(file);
        assertRefused(trainer(Backends.shared(), other, null), file, message);
    }

    @Test
    void refusesAnotherModelAndAnotherNumberOfImages() {
        Path file = folder.resolve("some.safetensors");
        trainer(Backends.shared(), fit(), null).save(file);
        Dataset digits = Subset.first(Digits.train(), 200);
        Layer small = Sequential.of(Flatten.of(), Dense.of(10));
        Trainer other = Model.of(small, digits, Seed.of(1))
                .trainer(fit().groups(new ParameterGroup[0]), digits, null, null);
        assertRefused(
                other, file, "it is a checkpoint of another model: expected Sequential.of(Flatten.of(), Dense.of(10))");
        Dataset fewer = Subset.first(digits, 100);
        assertRefused(model(Backends.shared()).trainer(fit(), fewer, null, null), file, "images 200, got 100");
        model(Backends.shared()).save(file);
        assertRefused(trainer(Backends.shared(), fit(), null), file, "got a finished model; train anew");
    }

    /// Others round otherwise; whoever cannot have the same may go on with any, and the next resume compares with
    /// those.
    @Test
    void refusesOtherKernelsUnlessAnyWillDo() {
        assumeFalse(Backends.shared().name().equals("cpu, scalar"));
        Path file = folder.resolve("some.safetensors");
        try (Backend other = new CpuBackend(new ScalarKernels(), 1)) {
            trainer(Backends.shared(), fit(), null).save(file);
            assertRefused(trainer(other, fit(), null), file, "it was trained with " + Backends.shared().name()
                    + " kernels, got cpu, scalar, which round otherwise; resume with the same kernels");
            Trainer any = trainer(other, fit(), null);
            any.resumeOnAnyKernels(file);
            any.save(file);
            trainer(other, fit(), null).resume(file);
            assertRefused(trainer(Backends.shared(), fit(), null), file, "it was trained with cpu, scalar kernels");
            CheckpointFile saved = CheckpointFile.read(file);
            Map<String, String> before = new LinkedHashMap<>(saved.settings());
            assertThat(before.remove("kernels")).isEqualTo("cpu, scalar");
            new CheckpointFile(saved.network(), saved.preprocessing(), saved.labels(), saved.optimizer(), before,
                    saved.seed(), saved.progress(), saved.history(), saved.tensors()).write(file);
            trainer(Backends.shared(), fit(), null).resume(file);
        }
    }

    /// The best checkpoint is that of the validation images once there are some, however well those before trained.
    @Test
    void theBestScoreIsOfTheImagesThatDecide() {
        Dataset digits = Subset.first(Digits.train(), 200);
        Trainer.Saving before = new Trainer.Saving(folder.resolve("before"), 0);
        model(Backends.shared()).trainer(fit(), digits, null, before).run(List.of());
        float[] values = new float[20 * Math.toIntExact(digits.sample().size())];
        int[] wrong = new int[20];
        for (int i = 0; i < wrong.length; i++) {
            digits.read(i, values, i * values.length / wrong.length);
            wrong[i] = (digits.label(i) + 1) % 10;
        }
        Dataset hard = ArrayDataset.of(digits.sample(), values, wrong, digits.labels());
        Trainer.Saving after = new Trainer.Saving(folder.resolve("after"), 0);
        Trainer resumed = model(Backends.shared()).trainer(fit(EPOCHS + 1), digits, hard, after);
        resumed.resume(before.last());
        resumed.run(List.of());
        assertThat(resumed.history().getLast().improved()).isTrue();
        assertThat(after.best()).isRegularFile();
    }

    /// Epochs, batches and steps of a file that do not belong together, or are beyond all that can be.
    @ParameterizedTest
    @CsvSource({"0, 1000000, 1000000", "0, 0, 9223372036854775807", "1, 0, 5", "0, 3, 2", "2147483647, 0, 1"})
    void refusesProgressThatCannotBe(int epoch, int batch, long step) {
        Path file = folder.resolve("some.safetensors");
        trainer(Backends.shared(), fit(), null).save(file);
        CheckpointFile saved = CheckpointFile.read(file);
        new CheckpointFile(saved.network(), saved.preprocessing(), saved.labels(), saved.optimizer(), saved.settings(),
                saved.seed(), new Progress(epoch, batch, step, 0, 0, 0, 0), saved.history(), saved.tensors())
                .write(file);
        assertRefused(trainer(Backends.shared(), fit(), null), file, "got step " + step + " at batch " + batch
                + " after " + epoch + " epochs; take another copy");
    }

    @Test
    void refusesOtherPreprocessingAndOtherClasses() {
        Path file = folder.resolve("some.safetensors");
        trainer(Backends.shared(), fit(), null).save(file);
        Dataset digits = Subset.first(Digits.train(), 200);
        Preprocessing other = new Preprocessing(digits.sample(), new float[] {0.5f}, new float[] {0.25f});
        assertRefused(model(Backends.shared(), other, digits.labels()).trainer(fit(), digits, null, null), file,
                "\"mean\":[0.5],\"std\":[0.25]}; resume with the same preprocessing");
        List<String> words = List.of("nil", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
        Preprocessing same = Preprocessing.of(digits.sample());
        assertRefused(model(Backends.shared(), same, words).trainer(fit(), digits, null, null), file,
                "trained on the classes [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], got [nil, one,");
    }

    /// A checkpoint without one of the optimizer's numbers leaves the parameters alone.
    @Test
    void refusesACheckpointThatLacksATensor() {
        Path file = folder.resolve("some.safetensors");
        Trainer trainer = trainer(Backends.shared(), fit(), null);
        trainer.subject().store().parameterValues()[20]++;
        trainer.save(file);
        CheckpointFile whole = CheckpointFile.read(file);
        Map<String, TensorSlice> tensors = new LinkedHashMap<>(whole.tensors());
        assertThat(tensors.remove("optimizer.variance.dense_1.bias")).isNotNull();
        new CheckpointFile(whole.network(), whole.preprocessing(), whole.labels(), whole.optimizer(), whole.settings(),
                whole.seed(), whole.progress(), whole.history(), tensors).write(file);
        assertRefused(trainer(Backends.shared(), fit(), null), file,
                "expected a tensor optimizer.variance.dense_1.bias of shape 10, got none");
    }

    private static void assertRefused(Trainer trainer, Path file, String message) {
        float[] before = trainer.subject().store().parameterValues().clone();
        assertThatThrownBy(() -> trainer.resume(file))
                .isInstanceOf(FileException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message)
                .message().doesNotContain("\n");
        assertThat(trainer.progress()).isEqualTo(Progress.START);
        assertThat(trainer.subject().store().parameterValues()).isEqualTo(before);
    }

    private static Callback steps(List<String> lines) {
        return event -> {
            if (event instanceof Event.StepDone done) {
                lines.add(done.toString());
            }
        };
    }

    private static Fit fit() {
        return fit(EPOCHS);
    }

    private static Fit fit(int epochs) {
        return Fit.epochs(epochs).batch(16).optimizer(Adam.of(Cosine.of(3e-3))).clip(Clip.norm(1)).seed(Seed.of(7))
                .transforms(RandomCrop.of(1)).groups(ParameterGroup.of("*.bias").rateScale(2));
    }

    private static Trainer trainer(Backend backend, Fit fit, Trainer.Saving saving) {
        Holdout split = Holdout.first(Subset.first(Digits.train(), 260), 200);
        return model(backend).trainer(fit, split.train(), split.validation(), saving);
    }

    private static Model model(Backend backend) {
        return model(backend, Preprocessing.of(Digits.train().sample()), Digits.train().labels());
    }

    private static Model model(Backend backend, Preprocessing preprocessing, List<String> labels) {
        Layer layers = Sequential.of(
                Conv2D.of(8, 3).same(), BatchNorm.of(), Activation.RELU, MaxPool2D.of(2), Dropout.of(0.2), Flatten.of(),
                Dense.of(32).relu(), Dense.of(10));
        return Model.of(
                "digits", new Network(preprocessing.shape(), layers), preprocessing, labels, Seed.of(3), backend,
                Layers.codec());
    }
}
