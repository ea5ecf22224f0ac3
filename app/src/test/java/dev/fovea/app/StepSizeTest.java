package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The advice of a training that diverges can be followed, and a run keeps it.
class StepSizeTest {
    @TempDir
    private Path folder;

    @Test
    void aTrainingThatDivergesNamesTheOptionsThatHelp() {
        Cli cli = Cli.in(folder);
        Cli.Output output = cli.run("train", "--out", "wild", "--epochs", "1", "--rate-scale", "1e30");
        assertThat(output.code()).isEqualTo(1);
        assertThat(output.err()).contains(
                ": lower the learning rate or clip the gradients: train anew with --rate-scale 0.1 or --clip 1");
        assertThat(folder.resolve("wild/best.safetensors")).doesNotExist();
        assertThat(folder.resolve("wild/model.safetensors")).doesNotExist();
    }

    @Test
    void aRunGoesOnWithItsStepSize() throws Exception {
        Cli cli = Cli.in(folder);
        String[] tame = {"--rate-scale", "0.5", "--clip", "0.1", "--batch", "300", "--json"};
        cli.run(arguments("whole", "2", tame)).json();
        cli.run(arguments("cut", "1", tame)).json();
        assertThat(Files.readString(folder.resolve("cut/run.json"))).contains("\"rateScale\"", "\"clip\"");
        assertThat(cli.run("train", "--resume", "cut", "--epochs", "2", "--clip", "1").err())
                .contains("--clip cannot change in mid-training: expected 0.1, got 1.0; leave it out, or train anew");
        assertThat(cli.run("train", "--resume", "cut", "--epochs", "2", "--json").json().path("settings").path("clip")
                        .doubleValue())
                .isEqualTo(0.1);
        assertThat(cli.run(arguments("seen", "1", "--rate-scale", "0.5", "--clip", "0.1", "--batch", "300")).out())
                .contains("Steps: learning rate × 0.5 (logs show it without),", "gradients clipped to a norm of 0.1");
        byte[] whole = Files.readAllBytes(folder.resolve("whole/model.safetensors"));
        JsonNode plain = cli.run(arguments("plain", "2", "--batch", "300", "--json")).json();
        assertThat(plain.path("settings").has("clip")).isFalse();
        assertThat(Files.readAllBytes(folder.resolve("plain/model.safetensors"))).as("it has an effect")
                .isNotEqualTo(whole);
        assertThat(Files.readString(folder.resolve("plain/run.json"))).doesNotContain("rateScale", "clip");
    }

    private static String[] arguments(String out, String epochs, String... more) {
        String[] first = {"train", "--out", out, "--epochs", epochs};
        String[] all = java.util.Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }

    @Test
    void whatIsNotAboveZeroIsMisuse() {
        for (String bad : new String[] {"0", "-1", "NaN", "Infinity"}) {
            assertThat(Cli.in(folder).run("train", "--clip", bad).code()).as(bad).isEqualTo(2);
            assertThat(Cli.in(folder).run("train", "--rate-scale", bad).err()).contains("must be above 0: got ");
        }
    }
}
