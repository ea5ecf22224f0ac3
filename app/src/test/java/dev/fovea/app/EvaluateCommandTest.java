package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.lab.run.RunFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class EvaluateCommandTest {
    @TempDir
    private static Path folder;

    private static Cli cli;
    private static JsonNode trained;

    @BeforeAll
    static void train() {
        cli = Cli.in(folder);
        trained = cli.train("runs/a").json();
    }

    @Test
    void findsWhatTheTrainingFound() {
        JsonNode json = cli.run("evaluate", "runs/a", "--json").json();
        assertThat(json.path("test").path("correct")).isEqualTo(trained.path("test").path("correct"));
        assertThat(json.path("test").path("count").longValue()).isEqualTo(360);
        assertThat(json.path("test").path("loss").doubleValue())
                .isEqualTo(trained.path("test").path("loss").doubleValue());
        assertThat(cli.run("evaluate", "runs/a/last.safetensors", "--json").json().path("test"))
                .isEqualTo(json.path("test"));
        assertThat(cli.run("evaluate", "--threads", "1", "--json").json().path("test")).isEqualTo(json.path("test"));
        assertThat(cli.run("evaluate").out()).contains("Test: ");
    }

    @Test
    void aFileAloneNeedsTheRecipe() throws IOException {
        Path lone = Files.copy(folder.resolve("runs/a/model.safetensors"), folder.resolve("lone.safetensors"));
        Cli.Output output = cli.run("evaluate", "lone.safetensors");
        assertThat(output.code()).isEqualTo(2);
        assertThat(output.error()).contains("no run.json beside " + lone, "--recipe");
        assertThat(cli.run("evaluate", "lone.safetensors", "--recipe", "digits", "--json").json().path("test")
                .path("correct"))
                .isEqualTo(trained.path("test").path("correct"));
        assertThat(cli.run("summary", "lone.safetensors", "--json").json().path("parameters").longValue())
                .isEqualTo(trained.path("parameters").longValue());
        Path other = Files.writeString(folder.resolve("other.safetensors"), "no model at all");
        assertThat(cli.run("evaluate", other.toString()).error())
                .contains(other + " is not a complete safetensors file", "as in files of another kind");
    }

    @Test
    void refusesBrokenCheckpoints() throws IOException {
        byte[] good = Files.readAllBytes(folder.resolve("runs/a/model.safetensors"));
        assertRefused("truncated", Arrays.copyOf(good, good.length - 1));
        assertRefused("short", Arrays.copyOf(good, 5));
        assertRefused("empty", new byte[0]);
        assertRefused("noise", "not a checkpoint at all, but long enough to have a header".getBytes());
        byte[] vast = good.clone();
        ByteBuffer.wrap(vast).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 5L << 40);
        assertRefused("vast", vast);
        // A tensor that claims terabytes, in a file of a few bytes.
        byte[] header =
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1000000,1000000],\"data_offsets\":[0,4000000000000]}}".getBytes();
        assertRefused("claim", ByteBuffer.allocate(8 + header.length).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length).put(header).array());
    }

    @Test
    void tensorsOfAnotherProgramAreListedButGiveNoAnswers() throws IOException {
        byte[] header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}".getBytes();
        Files.write(folder.resolve("foreign.safetensors"), ByteBuffer.allocate(12 + header.length)
                .order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header).array());
        assertThat(cli.run("summary", "foreign.safetensors").out()).contains("a ");
        assertFails("foreign.safetensors", "evaluate", "foreign.safetensors", "--recipe", "digits", "--json");
        assertFails("foreign.safetensors", "predict", "foreign.safetensors", "runs/a/example.png", "--json");
    }

    private static void assertRefused(String name, byte[] content) throws IOException {
        String file = name + ".safetensors";
        Files.write(folder.resolve(file), content);
        assertFails(file, "evaluate", file, "--recipe", "digits", "--json");
        assertFails(file, "summary", file, "--json");
        assertFails(file, "predict", file, "runs/a/example.png", "--json");
    }

    private static void assertFails(String file, String... args) {
        Cli.Output output = cli.run(args);
        assertThat(output.code()).as(String.join(" ", args)).isEqualTo(1);
        assertThat(output.error()).contains(file);
        assertThat(output.out()).isEmpty();
    }

    @Test
    void refusesAModelOfAnotherRecipe() throws IOException {
        Path data = IdxFiles.write(folder.resolve("data/mnist"), 5_001, 9);
        Cli.Output output = cli.with("FOVEA_DATA", data.getParent().toString())
                .run("evaluate", "runs/a", "--recipe", "mnist-lenet-adam", "--json");
        assertThat(output.code()).isEqualTo(1);
        assertThat(output.error()).contains("expects images of 8×8×1", "mnist-lenet-adam are 28×28×1");
    }

    @Test
    void takesTheDataFolderOfTheRun() throws IOException {
        IdxFiles.write(folder.resolve("elsewhere/mnist"), 5_020, 9);
        String run = folder.resolve("mnist").toString();
        JsonNode json = cli.run(
                        "train", "mnist-lenet-adam", "--data", "elsewhere", "--out", run, "--steps", "1", "--batch",
                        "2", "--json")
                .json();
        assertThat(new RunFolder(folder.resolve("mnist")).settings().data()).isEqualTo(folder.resolve("elsewhere"));
        assertThat(cli.run("evaluate", run, "--json").json().path("test").path("correct"))
                .isEqualTo(json.path("test").path("correct"));
        assertThat(cli.run("train", "--resume", run, "--steps", "2", "--json").json().path("steps").longValue())
                .isEqualTo(2);
        assertThat(new RunFolder(folder.resolve("mnist")).settings().data()).isEqualTo(folder.resolve("elsewhere"));
    }

    @Test
    void refusesWhereThereIsNoRun() {
        Cli.Output output = Cli.in(folder.resolve("elsewhere")).run("evaluate");
        assertThat(output.code()).isEqualTo(1);
        assertThat(output.error()).contains("no run under runs/ yet");
    }
}
