package dev.fovea.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Results are kept for years: what versions of before wrote is read, and written again, as it stands.
class RunResultJsonTest {
    private static final Path RESULTS = Path.of("..", "docs", "results");

    static List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(RESULTS)) {
            return files.filter(file -> file.toString().endsWith(".json")
                            && !file.toString().matches(".*-(neighbours|svm)-\\d+.json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("kept")
    void whatIsKeptIsReadAndWrittenAsItStands(Path file) {
        JsonNode json = JsonFile.read(file);
        RunResult result = RunResultJson.read(json);

        assertThat(RunResultJson.write(result)).hasToString(json.toString());
        assertThat(RunResultJson.read(RunResultJson.write(result))).isEqualTo(result);
        assertThat(result.measured()).isNotNull();
        assertThat(result.measured().test().accuracy())
                .isEqualTo((double) result.measured().test().correct() / result.measured().test().count());
    }

    @Test
    void aListIsNoResult() {
        assertThatThrownBy(() -> RunResultJson.read(JsonNodeFactory.instance.arrayNode()))
                .hasMessage("expected the result of a run: got []");
    }

    @Test
    void thereAreSuch() throws IOException {
        assertThat(kept()).hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "recipe|3", "seed|\"1\"", "seed|1.5", "threads|[]", "threads|99999999999",
        "test|0.9", "test|{\"accuracy\":\"high\"}", "commit|{}",
        "settings|{\"batch\":true}", "baseline|{\"accuracy\":[]}", "imagesPerSecond|false"})
    void whatIsNoResultIsRefused(String name, String value) throws IOException {
        ObjectNode json = (ObjectNode) JsonFile.read(kept().getFirst());
        Path file = Files.createTempFile("result", ".json");
        try {
            Files.writeString(file, value);
            json.set(name, JsonFile.read(file));
        } finally {
            Files.delete(file);
        }

        assertThatThrownBy(() -> RunResultJson.read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected the result of a run, got as ");
    }
}
