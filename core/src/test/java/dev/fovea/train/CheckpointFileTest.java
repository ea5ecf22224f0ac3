package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.io.FileException;
import dev.fovea.json.Json;
import dev.fovea.json.JsonObject;
import dev.fovea.metric.Score;
import dev.fovea.optim.Adam;
import dev.fovea.optim.Optimizers;
import dev.fovea.safetensors.PlainSafetensors;
import dev.fovea.safetensors.Safetensors;
import dev.fovea.safetensors.TensorSlice;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CheckpointFileTest {
    private static final float[] FLAT = {0.5f, -1.25f, 3, 1e-20f, 0, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f};

    @TempDir
    Path folder;

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static JsonObject object(String text) {
        return (JsonObject) Json.read(text);
    }

    /// The very checkpoint that the golden file of version 1 holds.
    static CheckpointFile example() {
        Map<String, TensorSlice> tensors = new LinkedHashMap<>();
        tensors.put("conv2d.filters", new TensorSlice(Shape.of(1, 1, 1, 3), FLAT, 0));
        tensors.put("conv2d.bias", new TensorSlice(Shape.of(3), FLAT, 2));
        tensors.put("optimizer.mean.conv2d.filters", new TensorSlice(Shape.of(1, 1, 1, 3), FLAT, 5));
        tensors.put("optimizer.variance.conv2d.filters", new TensorSlice(Shape.of(1, 1, 1, 3), FLAT, 7));
        return new CheckpointFile(
                object("{\"layers\":[{\"type\":\"Conv2D\",\"filters\":3}]}"), object("{\"scale\":1.0}"),
                List.of("zero", "eins", "δύο"), Optimizers.write(Adam.of(1e-3)), Map.of(), Long.MIN_VALUE + 1,
                new Progress(2, 5, 25, 0.1 + 0.2, 37, 40, 1.5),
                List.of(new Event.EpochDone(1, new Score(2.302585, 10, 100), null, 1.5, true),
                        new Event.EpochDone(2, new Score(Double.NaN, 20, 100), new Score(0.7, 3, 10), 1.25, false)),
                tensors);
    }

    private static void requireExample(CheckpointFile read, double seconds) {
        CheckpointFile example = example();
        assertThat(read.labels()).isEqualTo(example.labels());
        assertThat(read.seed()).isEqualTo(example.seed());
        assertThat(read.progress()).isEqualTo(new Progress(2, 5, 25, 0.1 + 0.2, 37, 40, seconds));
        assertThat(read.history()).isEqualTo(example.history());
        assertThat(read.network()).isEqualTo(example.network());
        assertThat(read.preprocessing()).isEqualTo(example.preprocessing());
        assertThat(Optimizers.read(read.optimizer())).isEqualTo(Adam.of(1e-3));
        assertThat(read.tensors().keySet()).containsExactlyElementsOf(example.tensors().keySet());
        example.tensors().forEach((name, slice) -> {
            TensorSlice other = read.tensors().get(name);
            float[] expected = new float[slice.size()];
            float[] received = new float[slice.size()];
            slice.copy(expected, 0);
            other.copy(received, 0);
            assertThat(other.shape()).isEqualTo(slice.shape());
            assertThat(received).isEqualTo(expected);
        });
    }

    private Path golden() throws IOException {
        Path file = folder.resolve("golden.safetensors");
        try (InputStream golden = getClass().getResourceAsStream("checkpoint-v1.safetensors")) {
            Files.copy(golden, file);
        }
        return file;
    }

    @Test
    void readsBackWhatWasWritten() {
        Path file = folder.resolve("run/last.safetensors");
        example().write(file);
        requireExample(CheckpointFile.read(file), 1.5);
    }

    @Test
    void readsTheGoldenFileOfVersion1() throws IOException {
        // It did not yet note the seconds of an epoch that is not done.
        requireExample(CheckpointFile.read(golden()), 0);
    }

    @Test
    void anotherReaderSeesTensorsAndText() throws IOException {
        PlainSafetensors plain = PlainSafetensors.read(golden());
        float[] bias = new float[3];
        plain.values("conv2d.bias").asFloatBuffer().get(bias);
        assertThat(bias).containsExactly(3, 1e-20f, 0);
        JsonNode text = json(plain.header().get("__metadata__").get("fovea").stringValue());
        assertThat(text.get("version").intValue()).isEqualTo(1);
        assertThat(text.get("labels").get(2).stringValue()).isEqualTo("δύο");
    }

    @Test
    void aModelOutOfTrainingHasNoOptimizer() {
        CheckpointFile example = example();
        Path file = folder.resolve("model.safetensors");
        new CheckpointFile(example.network(), example.preprocessing(), example.labels(), null, Map.of("batch", "32"), 1,
                Progress.START,
                List.of(), Map.of()).write(file);
        CheckpointFile read = CheckpointFile.read(file);
        assertThat(read.optimizer()).isNull();
        assertThat(read.settings()).isEqualTo(Map.of("batch", "32"));
        assertThat(read.progress()).isEqualTo(Progress.START);
        assertThat(read.tensors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"version\":4 | \"version\":5 | expected format version 1 to 4, got 5: a newer Fovea reads it",
        "\"version\":4 | \"version\":0 | expected format version 1 to 4, got 0",
        "\"version\":4 | \"version\":\"4\" | expected format version 1 to 4, got 0",
        "\"seed\" | \"seat\" | expected a field seed, got none",
        "\"labels\":[\"zero\" | \"labels\":[7 | expected a text among the labels, got a number",
        "\"labels\":[\"zero\" | \"labels\":[null | expected a text among the labels, got null",
        "\"settings\":{ | \"settings\":{\"batch\":7 | expected a text among the settings, got a number",
        "\"network\":{ | \"network\":null,\"x\":{ | expected an object as network, got null",
        "\"labels\":[\"zero\",\"eins\",\"δύο\"] | \"labels\":7 | expected a list as labels",
        "\"batch\":5 | \"batch\":-5 | progress needs",
        "\"batch\":5 | \"batch\":1e99 | ",
        "\"seconds\":1.5},\"history\" | \"second\":1.5},\"history\" | expected a field seconds, got none",
        "\"seconds\":1.5},\"history\" | \"seconds\":-1.5},\"history\" | progress needs seconds from 0: got -1.5",
        "\"seconds\":1.5},\"history\" | \"seconds\":1e999},\"history\" | expected a number that a double holds: got"
                + " 1e999",
        "\"seconds\":1.5},\"history\" | \"seconds\":null},\"history\" | progress needs seconds from 0: got NaN",
        "\"seconds\":1.5},\"history\" | \"seconds\":\"1.5\"},\"history\" | ",
        "\"optimizer\":{ | \"network\":{ | expected each name once",
        "\"scale\" | \"scale\":1e,\"x\" | expected JSON: ",
        "\"preprocessing\":{\"scale\":1.0} | \"preprocessing\":[] | expected an object as preprocessing, got a list",
        "\"settings\" | \"more\":1,\"settings\" | expected the fields of version 4, got \"more\" too",
        "\"correct\":10 | \"correct\":1000 | correct=1000, count=100",
        "\"improved\":true | \"improved\":3 | ",
        "{\"version\" | [{\"version\" | ",
    })
    void refusesTextsThatAreNoCheckpoint(String from, String to, String message) {
        String text = CheckpointJson.write(example()).toString();
        assertThat(text).contains(from);
        Path file = folder.resolve("a.safetensors");
        Safetensors.write(file, Map.of(CheckpointFile.KEY, text.replace(from, to)), List.of());
        assertThatThrownBy(() -> CheckpointFile.read(file))
                .isInstanceOf(FileException.class)
                .hasMessageStartingWith(file + " is not a checkpoint that can be read: ")
                .hasMessageContaining(message == null ? "" : message)
                .message().doesNotContain("\n");
    }

    @Test
    void refusesSafetensorsOfOthers() throws IOException {
        Path file = folder.resolve("a.safetensors");
        Safetensors.write(file, Map.of("format", "pt"), List.of());
        assertThatThrownBy(() -> CheckpointFile.read(file))
                .isInstanceOf(FileException.class).hasMessageContaining("expected a checkpoint of Fovea");
        PlainSafetensors.write(file, "{\"__metadata__\":{\"fovea\":\"{}\"},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}", 0);
        assertThatThrownBy(() -> CheckpointFile.read(file))
                .hasMessageContaining("extents from 1 in tensor \"a\", got [0]");
    }

    /// Of all that is in a file nothing may be another thing unnoticed.
    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x20, 0x80})
    void anyByteThatIsChangedIsRefused(int mask) throws IOException {
        Path file = folder.resolve("last.safetensors");
        example().write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= (byte) mask;
            Files.write(file, changed);
            assertThatThrownBy(() -> CheckpointFile.read(file)).as("byte " + at)
                    .isInstanceOf(FileException.class);
        }
        Files.write(file, whole);
        requireExample(CheckpointFile.read(file), 1.5);
    }

    /// Whatever happens to a file, it is read or refused; nothing else is thrown, and no memory runs out.
    @Test
    void corruptFilesAreReadOrRefused() throws IOException {
        byte[] whole = Files.readAllBytes(golden());
        Path file = folder.resolve("corrupt.safetensors");
        int refused = 0;
        for (int round = 0; round < 2000; round++) {
            Files.write(file, corrupt(whole, Seed.of(42).derive(round)));
            try {
                assertThat(CheckpointFile.read(file).labels()).isNotNull();
            } catch (FileException e) {
                assertThat(e.getMessage()).startsWith(file.toString()).doesNotContain("\n");
                refused++;
            }
        }
        assertThat(refused).isBetween(1000, 1999);
    }

    private static byte[] corrupt(byte[] whole, Seed seed) {
        byte[] bytes = whole.clone();
        int headerEnd = 8 + ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt();
        int at = seed.below(headerEnd, 1);
        switch (seed.below(7, 0)) {
            case 0 -> bytes = Arrays.copyOf(bytes, seed.below(bytes.length, 2));
            case 1 -> bytes[at] ^= (byte) (1 << seed.below(8, 2));
            case 2 -> bytes[seed.below(8, 1)] = (byte) seed.bits(2);
            case 3 -> bytes[at] = (byte) "0123456789{}[]\",:-.eE\\ \u0000".charAt(seed.below(24, 2));
            case 4 -> System.arraycopy(whole, seed.below(headerEnd, 2), bytes, at, Math.min(16, headerEnd - at - 1));
            case 5 -> bytes[seed.below(bytes.length, 1)] ^= (byte) (1 + seed.below(255, 2));
            default -> {
                bytes = Arrays.copyOf(bytes, bytes.length + 1 + seed.below(64, 2));
                int to = at + seed.below(8, 3);
                System.arraycopy(whole, at, bytes, to, Math.min(200, whole.length - to));
            }
        }
        return bytes;
    }
}
