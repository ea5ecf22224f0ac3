package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.app.console.ExitCode;
import dev.fovea.lab.run.FolderLock;
import dev.fovea.lab.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ResumedRunTest {
    private static final String[] TRAINING = {"train", "--epochs", "2", "--batch", "300", "--seed", "7", "--json"};

    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void start() {
        cli = Cli.in(folder);
    }

    private static String[] training(String... more) {
        return java.util.stream.Stream.of(TRAINING, more).flatMap(java.util.stream.Stream::of).toArray(String[]::new);
    }

    /// Interrupts a training at once: it takes no step, or the few that it was quick enough for.
    private Cli.Output interrupted(String out) {
        return cli.with(stop -> {
                    stop.run();
                    return () -> {};
                })
                .run(training("--out", out));
    }

    private byte[] model(String run) throws IOException {
        return Files.readAllBytes(folder.resolve(run).resolve("model.safetensors"));
    }

    @Test
    void interruptedAndResumedIsTheUninterruptedTraining() throws IOException {
        cli.run(training("--out", "whole")).json();
        Cli.Output output = interrupted("cut");
        assertThat(output.code()).isEqualTo(130);
        assertThat(output.err()).contains("./fovea train --resume cut" + System.lineSeparator());
        assertThat(folder.resolve("cut/last.safetensors")).isNotEmptyFile();
        assertThat(folder.resolve("cut/model.safetensors")).doesNotExist();
        assertThat(output.object().path("interrupted").booleanValue()).isTrue();
        JsonNode resumed = cli.run("train", "--resume", "cut", "--threads", "1", "--json").json();
        assertThat(resumed.path("steps").longValue()).isEqualTo(10);
        assertThat(model("cut")).isEqualTo(model("whole"));
    }

    @Test
    void stoppedInMidTrainingItGoesOnWhereItStood() throws IOException {
        cli.run(training("--out", "whole")).json();
        AtomicInteger asked = new AtomicInteger();
        Thread[] stopper = new Thread[1];
        Cli.Output output = cli.with(stop -> {
                    stopper[0] = Thread.ofVirtual().start(() -> {
                        while (!Files.exists(folder.resolve("cut/best.safetensors"))) {
                            Thread.onSpinWait();
                        }
                        asked.incrementAndGet();
                        stop.run();
                    });
                    return () -> {};
                })
                .run(training("--out", "cut"));
        assertThat(asked).hasValue(1);
        if (output.code() == 130) {
            assertThat(output.object().path("steps").longValue()).isBetween(5L, 9L);
        }
        cli.run("train", "--out", "cut", "--resume", "--json").json();
        assertThat(model("cut")).isEqualTo(model("whole"));
    }

    @Test
    void aRunThatEndedBeforeItSavedStartsAgain() throws IOException {
        cli.run(training("--out", "whole")).json();
        interrupted("cut");
        Files.delete(folder.resolve("cut/last.safetensors"));
        Cli.Output output = cli.run("train", "--resume", "cut", "--json");
        output.json();
        assertThat(output.err()).contains("starts at the first step");
        assertThat(model("cut")).isEqualTo(model("whole"));
    }

    @Test
    void moreEpochsGoOnFromTheEnd() {
        cli.train("run").json();
        JsonNode json = cli.run("train", "--resume", "run", "--steps", "5", "--json").json();
        assertThat(json.path("steps").longValue()).isEqualTo(5);
        assertThat(new RunFolder(folder.resolve("run")).settings().steps()).isEqualTo(5);
    }

    @Test
    void aFinishedRunSaysHowToTrainOn() {
        double seconds = cli.train("run").json().path("seconds").doubleValue();
        Cli.Output again = cli.run("train", "--resume", "run", "--json");
        assertThat(again.err()).contains("already finished; --steps N trains on").doesNotContain("NaN", "Infinity");
        assertThat(again.json().path("seconds").doubleValue()).as("of the whole training").isEqualTo(seconds);
        cli.run("train", "--out", "whole", "--epochs", "1", "--batch", "300", "--json").json();
        assertThat(cli.run("train", "--resume", "whole").out())
                .contains("already finished; --epochs N trains on", "Test: ")
                .doesNotContain("NaN", "Infinity", "Trained in");
    }

    @Test
    void whatCannotChangeIsRefused() {
        interrupted("run");
        assertRefused("--batch cannot change in mid-training: expected 300, got 8", "--batch", "8");
        assertRefused("--seed cannot change in mid-training: expected 7, got 8", "--seed", "8");
        assertRefused(
                "the run in " + folder.resolve("run") + " trains digits: got mnist-lenet-adam", "mnist-lenet-adam");
        assertRefused("got --out elsewhere too", "--out", "elsewhere");
    }

    private void assertRefused(String message, String... more) {
        Cli.Output output = cli.run(java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("train"),
                        java.util.stream.Stream.concat(
                                java.util.stream.Stream.of(more), java.util.stream.Stream.of("--resume", "run")))
                .toArray(String[]::new));
        assertThat(output.code()).isEqualTo(2);
        assertThat(output.error()).contains(message);
    }

    @Test
    void brokenSettingsAndForeignCheckpointsAreRefused() throws IOException {
        interrupted("run");
        assertThat(cli.run("train", "--resume", "none").error()).contains("no run in " + folder.resolve("none"));
        Path settings = folder.resolve("run/run.json");
        String good = Files.readString(settings);
        for (String bad : new String[] {
            "", "{", "[]", "{}", good.replace("300", "0"), good.replace("300", "3e99"), good.replace("7", "1.5"),
            good.replace("\"version\":1", "\"version\":2")
        }) {
            Files.writeString(settings, bad);
            Cli.Output output = cli.run("train", "--resume", "run");
            assertThat(output.code()).as(bad).isEqualTo(1);
            assertThat(output.error()).contains("cannot read the settings in " + settings);
        }
        Files.writeString(settings, good.replace("digits", "gone"));
        assertThat(cli.run("train", "--resume", "run").error()).contains("no recipe is named gone");
        Files.writeString(settings, good);
        Path last = folder.resolve("run/last.safetensors");
        byte[] bytes = Files.readAllBytes(last);
        Files.write(last, java.util.Arrays.copyOf(bytes, bytes.length - 10));
        Cli.Output truncated = cli.run("train", "--resume", "run");
        assertThat(truncated.code()).isEqualTo(1);
        assertThat(truncated.error()).contains("last.safetensors");
        assertThat(folder.resolve("run/model.safetensors")).doesNotExist();
    }

    @Test
    void aTrainingIsNotOverwritten() {
        double seconds = cli.train("run").json().path("seconds").doubleValue();
        Cli.Output again = cli.train("run");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.error()).contains("there is a run in", "--resume");
    }

    @Test
    void twoTrainingsInOneFolderAreRefused() throws Exception {
        cli.train("run").json();
        byte[] settings = Files.readAllBytes(folder.resolve("run/run.json"));
        try (FolderLock lock = new FolderLock()) {
            lock.take(folder.resolve("run"), "");
            Cli.Output second = cli.run("train", "--resume", "run", "--steps", "9");
            assertThat(second.code()).isEqualTo(1);
            assertThat(second.error()).endsWith("run is being trained by another process: wait until that ends, or"
                    + " train in another folder");
            lock.take(folder.resolve("new"), "");
            assertThat(cli.train("new").error()).contains("new is being trained by another process");
            assertThat(folder.resolve("new/run.json")).doesNotExist();
        }
        assertThat(folder.resolve("run/run.json")).hasBinaryContent(settings);
        cli.run("train", "--resume", "run", "--steps", "9", "--json").json();
        cli.train("new").json();
    }

    @Test
    void aFolderIsTakenWhileItIsTrained() {
        cli.with(stop -> {
                    Cli.Output second = cli.run("train", "--resume", "run");
                    assertThat(second.error()).contains("run is being trained by another process");
                    return () -> {};
                })
                .run(training("--out", "run"));
        assertThat(cli.run("train", "--resume", "run").code()).isZero();
    }

    /// Run by the kernels of a property, which is read when a backend is opened.
    private Cli.Output with(String kernels, String... words) {
        String before = System.getProperty("fovea.kernels");
        System.setProperty("fovea.kernels", kernels);
        try {
            return cli.run(words);
        } finally {
            if (before == null) {
                System.clearProperty("fovea.kernels");
            } else {
                System.setProperty("fovea.kernels", before);
            }
        }
    }

    @Test
    void otherKernelsGoOnOnlyWhereTheyAreAskedFor() throws IOException {
        with("scalar", training("--steps", "3", "--out", "run"));
        byte[] last = Files.readAllBytes(folder.resolve("run/last.safetensors"));
        String[] more = {"train", "--resume", "run", "--steps", "6", "--json"};
        Cli.Output refused = with("vector", more);
        String vector = with("vector", training("--steps", "1", "--out", "other")).json().path("kernels").stringValue();
        org.junit.jupiter.api.Assumptions.assumeFalse(vector.equals("cpu, scalar"), "this JVM has no vector kernels");
        assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.error()).contains("run was trained with cpu, scalar kernels: got " + vector,
                "FOVEA_JAVA_OPTS=-Dfovea.kernels=scalar has the same run", "add --any-kernels");
        assertThat(folder.resolve("run/last.safetensors")).hasBinaryContent(last);
        JsonNode same = with("scalar", more).json();
        assertThat(same.path("kernels").stringValue()).isEqualTo("cpu, scalar");
        more[4] = "8";
        JsonNode other = with("vector", "train", "--resume", "run", "--steps", "8", "--any-kernels", "--json").json();
        assertThat(other.path("kernels").stringValue()).isEqualTo("cpu, scalar; " + vector);
        assertThat(new RunFolder(folder.resolve("run")).result().kernels())
                .isEqualTo(other.path("kernels").stringValue());
        assertThat(with("scalar", "train", "--resume", "run", "--json").json().path("kernels"))
                .as("measured only").isEqualTo(other.path("kernels"));
        assertThat(with("scalar", "train", "--resume", "run", "--steps", "9").error()).contains("add --any-kernels");
        assertThat(cli.run("train", "--any-kernels").error()).contains("--any-kernels goes with --resume RUN");
    }

    /// Nothing that a killed training leaves lets other kernels go on unasked: what they did was never saved.
    @Test
    void kernelsThatSavedNothingDoNotCount() throws IOException {
        with("scalar", training("--steps", "3", "--out", "run"));
        String vector = with("vector", training("--steps", "1", "--out", "other")).json().path("kernels").stringValue();
        org.junit.jupiter.api.Assumptions.assumeFalse(vector.equals("cpu, scalar"), "this JVM has no vector kernels");
        RunFolder run = new RunFolder(folder.resolve("run"));
        byte[] log = Files.readAllBytes(run.log());
        Files.writeString(run.log(), "row\n");
        String[] more = {"train", "--resume", "run", "--steps", "6", "--any-kernels"};
        assertThat(with("vector", more).error()).as("ends before its first step").contains("epochs.csv: expected ");
        Files.write(run.log(), log);
        assertThat(run.kernels()).containsExactly("cpu, scalar");
        String[] unasked = {"train", "--resume", "run", "--steps", "6"};
        assertThat(with("vector", unasked).error()).contains("trained with cpu, scalar kernels: got " + vector);
        String settings = Files.readString(run.settingsFile());
        assertThat(settings).contains("\"kernels\":[\"cpu, scalar\"]");
        Files.writeString(run.settingsFile(), settings.replace("[\"cpu, scalar\"]", "[\"cpu, scalar\",\"" + vector
                + "\"]"));
        assertThat(with("vector", unasked).error()).as("the checkpoint decides")
                .contains("trained with cpu, scalar kernels: got " + vector, "add --any-kernels");
        Files.writeString(run.settingsFile(), settings.replace("[\"cpu, scalar\"]", "[]"));
        assertThat(with("vector", unasked).error()).contains("trained with cpu, scalar kernels: got " + vector);
        assertThat(with("vector", more).code()).isZero();
        assertThat(run.kernels()).containsExactly("cpu, scalar", vector);
    }

    /// Runs did not note their kernels once.
    @Test
    void aRunThatNamesNoKernelsGoesOn() throws IOException {
        cli.train("run").json();
        RunFolder run = new RunFolder(folder.resolve("run"));
        String settings = Files.readString(run.settingsFile());
        Files.writeString(run.settingsFile(), settings.replaceFirst(",\"kernels\":\\[[^\\]]*\\]", ""));
        String kernels = cli.run("train", "--resume", "run", "--steps", "5", "--json").json().path("kernels")
                .stringValue();
        assertThat(kernels).startsWith("unknown; cpu, ");
    }

    @Test
    void moreStepsSayWhatTheRateDoes() throws IOException {
        OwnPictures.in(folder.resolve("shapes"), 6);
        cli.run("train", "--images", "shapes", "--out", "run", "--size", "16", "--batch", "8", "--epochs", "2",
                "--json")
                .json();
        Cli.Output more = cli.run("train", "--resume", "run", "--epochs", "4", "--json");
        assertThat(more.err()).contains("The run is now to take 8 steps, not 4, and its learning rate follows that:"
                + " the last"
                + " step had 0.000146, the next has 0.000500");
        assertThat(cli.run("train", "--resume", "run", "--json").err()).doesNotContain("learning rate follows");
    }

    @Test
    void aResumedTrainingTellsItsTimeHereAndInAll() {
        JsonNode first = cli.train("run").json();
        assertThat(first.path("thisRun").path("seconds").doubleValue())
                .isCloseTo(first.path("seconds").doubleValue(), within(1e-6));
        Cli.Output more = cli.run("train", "--resume", "run", "--steps", "5", "--json");
        JsonNode json = more.json();
        assertThat(json.path("seconds").doubleValue())
                .isGreaterThan(json.path("thisRun").path("seconds").doubleValue());
        assertThat(more.err()).contains("Trained in ", "In all, with what was trained before: ");
        assertThat(cli.run("train", "--out", "fresh", "--steps", "2").out()).doesNotContain("In all");
    }
}
