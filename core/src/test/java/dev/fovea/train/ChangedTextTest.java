package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.io.FileException;
import dev.fovea.json.Json;
import dev.fovea.json.JsonObject;
import dev.fovea.json.JsonString;
import dev.fovea.model.Model;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LocalResponseNorm;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Pad2D;
import dev.fovea.nn.Residual;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.Split;
import dev.fovea.nn.Subsample2D;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Models whose text somebody changed, in files that are whole otherwise: they are read, or refused with one line.
class ChangedTextTest {
    private static final String METADATA = "__metadata__";
    private static final int ROUNDS = 2000;
    private static final String LETTERS = "0123456789-.e,:[]{}\"aX n";

    @TempDir
    Path folder;

    private Path file;
    private JsonObject header;
    private byte[] data;
    private String text;

    @BeforeEach
    void save() throws IOException {
        Layer layers = Sequential.of(
                Conv2D.of(2, 3).same().weights(Initializer.heNormal()), BatchNorm.of(), MaxPool2D.of(2),
                Residual.of(Conv2D.of(2, 1)), LocalResponseNorm.of(1, 1, 1e-3, 0.75),
                Split.channels(Pad2D.of(0), Subsample2D.of(1)).extents(1, 1), Flatten.of(), Dropout.of(0.5),
                Dense.of(2).relu());
        file = folder.resolve("model.safetensors");
        Model.of(layers, Shape.of(4, 4, 1), Seed.of(1)).save(file);
        byte[] all = Files.readAllBytes(file);
        int length = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).getInt();
        header = (JsonObject) Json.read(new String(all, 8, length, StandardCharsets.UTF_8));
        data = Arrays.copyOfRange(all, 8 + length, all.length);
        JsonObject metadata = (JsonObject) header.fields().get(METADATA);
        text = ((JsonString) metadata.fields().get(CheckpointFile.KEY)).value();
    }

    /// Without a checksum, as old files are.
    private void write(String changed) throws IOException {
        Map<String, Json> fields = new LinkedHashMap<>(header.fields());
        fields.put(METADATA, JsonObject.builder().put(CheckpointFile.KEY, changed).build());
        byte[] json = new JsonObject(fields).toString().getBytes(StandardCharsets.UTF_8);
        Files.write(file, ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length).put(json).put(data).array());
    }

    @Test
    void isReadOrRefusedWithOneLine() throws IOException {
        write(text);
        assertThat(Model.load(file).labels()).containsExactly("0", "1");
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Seed seed = Seed.of(77).derive(round);
            int at = seed.below(text.length(), 0);
            int goOn = Math.min(text.length(), at + seed.below(3, 1));
            write(text.substring(0, at) + LETTERS.charAt(seed.below(LETTERS.length(), 2)) + text.substring(goOn));
            try {
                assertThat(Model.load(file).labels()).hasSize(2);
            } catch (FileException e) {
                assertThat(e.getMessage()).as("seed 77, round " + round).startsWith(file.toString())
                        .doesNotContain("\n");
                refused++;
            }
        }
        assertThat(refused).isBetween(ROUNDS / 2, ROUNDS - 1);
    }

    /// Parts that are right by themselves, and do not belong together or are of another version.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"labels\":[\"0\",\"1\"] | \"labels\":[\"0\"] | its parts do not belong together: the network gives 2"
                + " values and",
        "\"labels\":[\"0\",\"1\"] | \"labels\":[] | its parts do not belong together: the network gives 2 values and",
        "\"input\":[4,4,1] | \"input\":[2,8,1] | its parts do not belong together: the images do not fit the network",
        "\"input\":[4,4,1] | \"input\":[4,4,\"1\"] | the network in it cannot be built: extents must be at least 1",
        "\"input\":[4,4,1] | \"inputs\":[4,4,1] | the network in it cannot be built: expected input and layers: got",
        "\"units\":2 | \"units\":2,\"rank\":1 | built: Dense has no component \"rank\" in this version: a newer"
                + " version of Fovea",
        "\"rate\":0.5 | \"rate\":5 | the network in it cannot be built: dropout rate must be from 0 to below 1: got"
                + " 5.0",
        "\"mode\":\"FAN_IN\" | \"mode\":\"FAN_OUT\" | FAN_OUT\"; a newer version of Fovea may know more",
        "\"shape\":[4,4,1] | \"shape\":[4,4,1],\"crop\":1 | the preprocessing in it is broken: standardise has no"
                + " component",
    })
    void partsThatDoNotFitAreRefused(String from, String to, String message) throws IOException {
        assertThat(text).contains(from);
        write(text.replace(from, to));
        assertThatThrownBy(() -> Model.load(file))
                .isInstanceOf(FileException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message)
                .message().doesNotContain("\n");
    }
}
