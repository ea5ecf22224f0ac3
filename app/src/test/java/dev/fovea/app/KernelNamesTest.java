package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Numbers differ in their last bits from kernels to kernels: whoever shows some says which they were.
class KernelNamesTest {
    @TempDir
    private Path folder;

    @Test
    void everyCommandThatComputesNamesThem() {
        Cli cli = Cli.in(folder);
        cli.train("run").json();
        String name;
        try (Backend backend = Backends.open(1)) {
            name = backend.name();
        }
        List<List<String>> commands = List.of(
                List.of("train", "--steps", "1", "--out", "other"), List.of("evaluate", "run"),
                List.of("predict", "run", "run/example.png"), List.of("explain", "run"),
                List.of("summary", "digits", "--try"));
        for (List<String> words : commands) {
            Cli.Output said = cli.run(words.toArray(String[]::new));
            assertThat(said.code()).as("%s: %s", words, said.err()).isZero();
            assertThat(said.out() + said.err()).as("%s", words).contains(name + " kernels");
        }
        for (List<String> words : commands.subList(1, commands.size())) {
            List<String> asJson = new ArrayList<>(words);
            asJson.add("--json");
            JsonNode json = cli.run(asJson.toArray(String[]::new)).json();
            assertThat(json.findValue("kernels").stringValue()).as("%s", words).isEqualTo(name);
        }
    }
}
