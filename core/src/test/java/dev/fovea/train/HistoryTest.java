package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.Subset;
import dev.fovea.data.source.Digits;
import dev.fovea.io.FileException;
import dev.fovea.metric.Score;
import dev.fovea.model.Model;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Sequential;
import dev.fovea.safetensors.Safetensors;
import dev.fovea.safetensors.SafetensorsReader;
import dev.fovea.tensor.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The epochs done, however many there are.
class HistoryTest {
    private static final int IMAGES = 40;

    @TempDir
    Path folder;

    private static Trainer trainer(int epochs) {
        var digits = Subset.first(Digits.train(), IMAGES);
        return Model.of(Sequential.of(Flatten.of(), Dense.of(10)), digits, Seed.of(1))
                .trainer(Fit.epochs(epochs).batch(IMAGES), digits, null, null);
    }

    private static List<Event.EpochDone> epochs(int count) {
        List<Event.EpochDone> epochs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Score validation = i % 3 == 1 ? null : new Score(i % 5 == 0 ? Double.NaN : 1.0 / (i + 1), i % 7, 7);
            Score train = new Score(2.0 / (i + 3), i % 41, 41);
            epochs.add(new Event.EpochDone(i + 1, train, validation, 0.1 * i, i % 11 == 0));
        }
        return epochs;
    }

    private Path written(int count) {
        Path file = folder.resolve("long.safetensors");
        trainer(1).save(file);
        CheckpointFile start = CheckpointFile.read(file);
        new CheckpointFile(start.network(), start.preprocessing(), start.labels(), start.optimizer(), start.settings(),
                start.seed(), Progress.at(count, count), epochs(count), start.tensors()).write(file);
        return file;
    }

    /// On both sides of where tensors begin; as JSON the last would have been larger than any header may be.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10_000, 10_001, 600_000})
    void isReadBackAsItWas(int count) {
        Path file = written(count);
        CheckpointFile read = CheckpointFile.read(file);
        assertThat(read.history()).isEqualTo(epochs(count));
        assertThat(read.tensors().keySet()).allMatch(name -> !name.startsWith("history."));
    }

    @Test
    void takesLessThanAHundredBytesForAnEpoch() throws IOException {
        assertThat((Files.size(written(20_000)) - Files.size(written(0))) / 20_000).isLessThan(100);
    }

    @Test
    void aTrainingOfManyEpochsGoesOn() {
        int count = 10_001;
        Trainer trainer = trainer(count + 1);
        trainer.resume(written(count));
        assertThat(trainer.history()).isEqualTo(epochs(count));
        trainer.run(List.of());
        Path end = folder.resolve("end.safetensors");
        trainer.save(end);
        assertThat(CheckpointFile.read(end).history()).hasSize(count + 1)
                .startsWith(epochs(3).toArray(Event.EpochDone[]::new));
    }

    /// A layer may be called history.
    @Test
    void tensorsOfTheNetworkAreToldFromIt() {
        var digits = Subset.first(Digits.train(), IMAGES);
        Model model = Model.of(Sequential.of(Flatten.of(), Dense.of(10).named("history")), digits, Seed.of(1));
        Path file = folder.resolve("model.safetensors");
        model.save(file);
        assertThat(Model.load(file).read("history.weights").values())
                .isEqualTo(model.read("history.weights").values());
    }

    @Test
    void columnsThatDoNotFitAreRefused() {
        Path file = written(10_001);
        Map<String, Safetensors.Entry> entries = new LinkedHashMap<>();
        String text;
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            text = reader.metadata().get(CheckpointFile.KEY);
        }
        HistoryTensors.write(epochs(10_001)).forEach(entry -> entries.put(entry.name(), entry));
        assertRefused(file, text.replace("\"history\":10001", "\"history\":10002"), entries,
                "expected 10002 epochs in tensor history.epoch, got 10001");
        assertRefused(file, text.replace("\"history\":10001", "\"history\":-1"), entries,
                "expected a number of epochs from 1, or a list, as history, got -1");
        assertRefused(file, text.replace("\"history\":10001", "\"history\":1e99"), entries, "whole number");
        Map<String, Safetensors.Entry> fewer = new LinkedHashMap<>(entries);
        fewer.remove("history.train.loss");
        assertRefused(file, text, fewer, "expected 10001 epochs in tensor history.train.loss, got 0");
    }

    private static void assertRefused(Path file, String text, Map<String, Safetensors.Entry> entries, String message) {
        Safetensors.write(file, Map.of(CheckpointFile.KEY, text), List.copyOf(entries.values()));
        assertThatThrownBy(() -> CheckpointFile.read(file)).isInstanceOf(FileException.class)
                .hasMessageStartingWith(file.toString()).hasMessageContaining(message).message().doesNotContain("\n");
    }
}
