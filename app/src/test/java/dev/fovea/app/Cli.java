package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.app.console.Console;
import dev.fovea.app.console.Interrupts;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs commands in this JVM, from a folder of their own.
record Cli(Path folder, Map<String, String> environment, Interrupts interrupts) {
    /// What a command left behind.
    record Output(int code, String out, String err) {
        /// The one object on the one line of standard output.
        JsonNode json() {
            assertThat(code).as(err).isZero();
            return object();
        }

        JsonNode object() {
            assertThat(out.lines()).as(out).hasSize(1);
            assertThat(out).endsWith("\n").doesNotContain("NaN", "Infinity");
            JsonNode json = new JsonMapper().readTree(out);
            assertThat(json.isObject()).isTrue();
            return json;
        }

        /// The one line of standard error.
        String error() {
            assertThat(err.lines().filter(line -> line.startsWith("fovea: ")).toList()).as(err).hasSize(1);
            assertThat(err).doesNotContain("\tat ");
            return err.lines().filter(line -> line.startsWith("fovea: ")).findFirst().orElseThrow();
        }
    }

    static Cli in(Path folder) {
        return new Cli(folder, Map.of("FOVEA_DATA", folder.resolve("nowhere").toString()), _ -> () -> {});
    }

    Cli with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Cli(folder, more, interrupts);
    }

    Cli with(Interrupts interrupts) {
        return new Cli(folder, environment, interrupts);
    }

    Output run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
                folder, environment, interrupts);
        int code = Main.run(args, console);
        return new Output(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// A training of a few steps in `folder/name`.
    Output train(String name, String... more) {
        return run(java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("train", "--out", name, "--steps", "3", "--batch", "16", "--json"),
                        java.util.stream.Stream.of(more))
                .toArray(String[]::new));
    }

    static List<String> fields(JsonNode json) {
        return List.copyOf(json.propertyNames());
    }
}
