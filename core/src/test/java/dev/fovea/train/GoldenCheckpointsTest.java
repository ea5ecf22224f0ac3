package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.backend.Backends;
import dev.fovea.data.ArrayDataset;
import dev.fovea.data.Dataset;
import dev.fovea.data.Preprocessing;
import dev.fovea.data.augment.FlipLeftRight;
import dev.fovea.data.augment.RandomCrop;
import dev.fovea.io.FileException;
import dev.fovea.json.Json;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.model.Model;
import dev.fovea.nn.Activation;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Layers;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Network;
import dev.fovea.nn.Residual;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.Adam;
import dev.fovea.optim.Clip;
import dev.fovea.optim.Cosine;
import dev.fovea.optim.Optimizers;
import dev.fovea.optim.ParameterGroup;
import dev.fovea.optim.Warmup;
import dev.fovea.safetensors.PlainSafetensors;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Checkpoints of every version of the format, each written by the code of its day in the middle of one and the same
/// training: after 7 of 15 steps. `trained.safetensors` is how it ended, by the code of version 1. Vector kernels
/// have given the same bits ever since; the scalar ones round otherwise.
class GoldenCheckpointsTest {
    private static final Shape IMAGE = Shape.of(6, 6, 2);
    private static final int STEP = 7;
    private static final float ROUNDING = 1e-5f;

    @TempDir
    Path folder;

    private Path resource(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = getClass().getResourceAsStream(name)) {
            Files.copy(in, file);
        }
        return file;
    }

    private static Dataset images(int from, int count) {
        int size = Math.toIntExact(IMAGE.size());
        float[] values = new float[count * size];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (i + from) % 3;
            for (int j = 0; j < size; j++) {
                values[i * size + j] = ((i + from) * 31 + j * 17 + labels[i] * j * 5) % 64 / 64f;
            }
        }
        return ArrayDataset.of(IMAGE, values, labels, List.of("a", "b", "c"));
    }

    private static Model model() {
        Layer layers = Sequential.of(
                Conv2D.of(4, 3).same().withoutBias(), BatchNorm.of().momentum(0.2), Activation.RELU, MaxPool2D.of(2),
                Residual.of(Conv2D.of(4, 1)), Flatten.of(), Dropout.of(0.25),
                Dense.of(5).weights(Initializer.heNormal()).activation(Activation.TANH), Dense.of(3));
        Preprocessing preprocessing = new Preprocessing(IMAGE, new float[] {0.5f, 0.25f}, new float[] {0.25f, 0.5f});
        return Model.of("golden", new Network(IMAGE, layers), preprocessing, List.of("a", "b", "c"), Seed.of(5),
                Backends.shared(), Layers.codec());
    }

    private static Fit fit() {
        return Fit.epochs(3).batch(5).optimizer(Adam.of(Warmup.of(1, Cosine.of(0.01))).beta2(0.99)).clip(Clip.norm(2))
                .groups(ParameterGroup.of("*.bias").rateScale(2)).transforms(FlipLeftRight.of(), RandomCrop.of(1))
                .seed(Seed.of(11));
    }

    private static Trainer trainer() {
        return model().trainer(fit(), images(0, 22), images(22, 6), null);
    }

    private static Trainer upTo(int step) {
        Trainer trainer = trainer();
        trainer.run(List.of(event -> {
            if (event instanceof Event.StepDone done && done.step() == step) {
                trainer.interrupt();
            }
        }));
        return trainer;
    }

    private static boolean isVector() {
        return Backends.shared().name().contains("vector");
    }

    private static void requireEqual(CheckpointFile received, CheckpointFile expected) {
        assertThat(received.tensors().keySet()).isEqualTo(expected.tensors().keySet());
        expected.tensors().forEach((name, slice) -> {
            float[] wanted = new float[slice.size()];
            float[] got = new float[slice.size()];
            slice.copy(wanted, 0);
            received.tensors().get(name).copy(got, 0);
            if (isVector()) {
                assertThat(got).as(name).isEqualTo(wanted);
            } else {
                assertThat(got).as(name).containsExactly(wanted, within(ROUNDING));
            }
        });
    }

    private static List<List<Object>> epochs(CheckpointFile file) {
        return file.history().stream()
                .map(epoch -> List.<Object>of(epoch.epoch(), epoch.improved(), epoch.train().correct(),
                        Math.round(epoch.train().loss() / ROUNDING), epoch.validation().correct(),
                        epoch.validation().count(),
                        Math.round(epoch.validation().loss() / ROUNDING)))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void isWhatTheTrainingComesToToday(int version) throws IOException {
        CheckpointFile golden = CheckpointFile.read(resource("training-v" + version + ".safetensors"));
        Path today = folder.resolve("today.safetensors");
        upTo(STEP).save(today);
        CheckpointFile saved = CheckpointFile.read(today);
        requireEqual(saved, golden);
        assertThat(saved.settings()).containsAllEntriesOf(golden.settings());
        assertThat(golden.settings()).hasSizeGreaterThanOrEqualTo(8);
        assertThat(epochs(saved)).isEqualTo(epochs(golden)).hasSize(1);
        assertThat(golden.progress().step()).isEqualTo(saved.progress().step()).isEqualTo(STEP);
        assertThat(golden.progress().lossSum()).isCloseTo(saved.progress().lossSum(), within(1e-4));
        assertThat(golden.seed()).isEqualTo(11);
        assertThat(Optimizers.read(golden.optimizer())).isEqualTo(fit().optimizer());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void goesOnToWhereItWouldHaveEnded(int version) throws IOException {
        Trainer trainer = trainer();
        trainer.resume(resource("training-v" + version + ".safetensors"));
        trainer.run(List.of());
        Path end = folder.resolve("end.safetensors");
        trainer.save(end);
        CheckpointFile expected = CheckpointFile.read(resource("trained.safetensors"));
        requireEqual(CheckpointFile.read(end), expected);
        assertThat(epochs(CheckpointFile.read(end))).isEqualTo(epochs(expected)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void predictsAsItDid(int version) throws IOException {
        Model model = Model.load(resource("training-v" + version + ".safetensors"));
        assertThat(model.network().layers()).isEqualTo(model().network().layers());
        assertThat(model.subject().preprocessing()).isEqualTo(model().subject().preprocessing());
        assertThat(model.labels()).containsExactly("a", "b", "c");
        Evaluator.Result result = model.evaluate(images(22, 6));
        assertThat(result.score().loss()).isCloseTo(1.0308270454406738, within(1e-5));
        assertThat(result.score().correct()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void saysItsVersion(int version) throws IOException {
        assertThat(version(resource("training-v" + version + ".safetensors"))).isEqualTo(version);
    }

    @Test
    void thereIsOneOfEveryVersion() throws IOException {
        Path file = folder.resolve("today.safetensors");
        model().save(file);
        assertThat(version(file)).isEqualTo(CheckpointFile.VERSION);
        assertThat(getClass().getResource("training-v" + CheckpointFile.VERSION + ".safetensors")).isNotNull();
    }

    private static long version(Path file) throws IOException {
        Json text = Json.read(PlainSafetensors.read(file).header().get("__metadata__").get("fovea").stringValue());
        return ((JsonNumber) ((JsonObject) text).get("version")).longValue();
    }

    /// Of every version up to 3, with all components, and of version 4, without defaults.
    @ParameterizedTest
    @ValueSource(strings = {"3", "4"})
    void optimizersAreReadFromBothForms(String version) throws IOException {
        List<String> before = Files.readAllLines(resource("optimizers-v3.jsonl"), StandardCharsets.UTF_8);
        List<String> now = Files.readAllLines(resource("optimizers-v4.jsonl"), StandardCharsets.UTF_8);
        List<String> read = version.equals("3") ? before : now;
        for (int i = 0; i < read.size(); i++) {
            assertThat(Optimizers.write(Optimizers.read(Json.read(read.get(i))))).hasToString(now.get(i));
        }
        assertThat(before).hasSameSizeAs(now);
    }

    /// What is compared is what is meant: a file that says its defaults, and in another order.
    @Test
    void aFileMaySayTheSameInOtherWords() throws IOException {
        CheckpointFile golden = CheckpointFile.read(resource("training-v4.safetensors"));
        Json optimizer = Json.read("""
                {"weightDecay": 0, "schedule": {"then": {"rate": 1e-2, "type": "cosine", "last": 0.0}, "epochs": 1,
                "type": "warmup"}, "beta1": 9e-1, "beta2": 0.99, "epsilon": 1e-8, "type": "adam"}""");
        Path file = folder.resolve("other.safetensors");
        new CheckpointFile(golden.network(), golden.preprocessing(), golden.labels(), optimizer, golden.settings(),
                golden.seed(), golden.progress(), golden.history(), golden.tensors()).write(file);
        Trainer trainer = trainer();
        trainer.resume(file);
        assertThat(trainer.progress().step()).isEqualTo(STEP);
    }

    @Test
    void settingsThatAreUnknownHereAreRefused() throws IOException {
        CheckpointFile golden = CheckpointFile.read(resource("training-v4.safetensors"));
        Path file = folder.resolve("newer.safetensors");
        Map<String, String> settings = new LinkedHashMap<>(golden.settings());
        settings.put("accumulate", "4");
        new CheckpointFile(golden.network(), golden.preprocessing(), golden.labels(), golden.optimizer(), settings,
                golden.seed(), golden.progress(), golden.history(), golden.tensors()).write(file);
        assertThatThrownBy(() -> trainer().resume(file)).isInstanceOf(FileException.class)
                .hasMessage(file + ": it was trained with accumulate 4, got none; resume with the same accumulate,"
                        + " or with the"
                        + " newer Fovea that wrote it");
    }
}
