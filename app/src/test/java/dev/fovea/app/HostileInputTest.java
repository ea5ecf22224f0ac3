package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.app.console.Console;
import dev.fovea.app.console.ExitCode;
import dev.fovea.app.page.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Files and arguments that somebody made to do more than to be read.
class HostileInputTest {
    private static final String STEERING = "a\u001b[31mb\u0007\u009b2J\u202ec\u2066";
    private static final String SPELT = "a\\u001b[31mb\\u0007\\u009b2J\\u202ec\\u2066";

    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void start() {
        cli = Cli.in(folder);
    }

    private static void assertSteersNothing(String text) {
        assertThat(text.codePoints().filter(c -> c != '\n' && c != '\r' && c != '\t'))
                .as(text)
                .noneMatch(c -> Character.isISOControl(c) || c >= 0x2028 && c <= 0x202E || c >= 0x2066 && c <= 0x2069);
    }

    /// Labels and file names, as every command shows them.
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "such names cannot be made there")
    void nothingThatIsShownSteersTheTerminal() throws IOException {
        OwnPictures.in(folder.resolve("shapes"), 6);
        Path hostile = Files.move(folder.resolve("shapes/discs"), folder.resolve("shapes/" + STEERING));
        Files.move(hostile.resolve("1.jpg"), hostile.resolve(STEERING + "\nfovea: done.jpg"));
        Files.writeString(hostile.resolve(STEERING + ".txt"), "");
        String picture = "shapes/" + STEERING + "/" + STEERING + "\nfovea: done.jpg";
        List<Cli.Output> outputs = List.of(
                cli.run("train", "--images", "shapes", "--out", "run", "--size", "16", "--batch", "8", "--steps", "2"),
                cli.run("evaluate", "run", "--details"),
                cli.run("predict", "run", picture),
                cli.run("explain", "run"),
                cli.run("explain", "run", picture),
                cli.run("evaluate", "run", "--images", "shapes", "--details", "--json"),
                cli.run("predict", "run", picture, "--json"),
                cli.run("predict", "run", STEERING),
                cli.run("train", STEERING),
                cli.run("train", "--model", STEERING, "--images", "shapes"),
                cli.run(STEERING),
                cli.run("train", "--" + STEERING),
                cli.run("train", "--epochs", STEERING),
                cli.run("train", "--resume", STEERING),
                cli.run("evaluate", "run", "--images", STEERING));
        for (Cli.Output output : outputs) {
            assertSteersNothing(output.out());
            assertSteersNothing(output.err());
            assertThat(output.out().lines()).noneMatch(line -> line.startsWith("fovea: done"));
        }
        assertThat(outputs.get(1).out()).contains(SPELT);
        assertThat(outputs.get(2).out()).contains(SPELT);
        JsonNode said = outputs.get(6).json();
        assertThat(said.path("predictions").path(0).path("file").stringValue()).isEqualTo(picture);
        try (Stream<Path> pages = Files.walk(folder.resolve("run/explain"))) {
            for (Path page : pages.filter(file -> file.toString().matches(".*\\.(html|svg)")).toList()) {
                assertSteersNothing(Files.readString(page));
            }
        }
    }

    @Test
    void aWordThatBeginsWithAtIsAWord() throws IOException {
        Files.writeString(folder.resolve("words"), "--version");
        Cli.Output output = cli.run("@" + folder.resolve("words"));
        assertThat(output.code()).isEqualTo(ExitCode.MISUSED);
        assertThat(output.error()).contains("no command is named @" + folder.resolve("words"));
        OwnPictures.in(folder.resolve("@shapes"), 3);
        cli.run("train", "--images", "@shapes", "--out", "@run", "--size", "16", "--steps", "1", "--json").json();
        assertThat(folder.resolve("@run/run.json")).exists();
    }

    /// Each of them waits for ever for somebody to write into it.
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no mkfifo")
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void pipesAreRefusedAtOnce() throws Exception {
        OwnPictures.in(folder.resolve("shapes"), 3);
        cli.train("run").json();
        pipe("a.safetensors");
        pipe("a.csv");
        pipe("a.png");
        Files.createDirectories(folder.resolve("data/mnist"));
        pipe("data/mnist/train-images-idx3-ubyte");
        Files.writeString(folder.resolve("list.csv"), "path,label\na.png,one\nshapes/discs/0.png,two\n");
        assertPipe("summary", "a.safetensors");
        assertPipe("evaluate", "a.safetensors", "--recipe", "digits");
        assertPipe("predict", "run", "a.png");
        assertPipe("explain", "run", "a.png");
        assertPipe("show", "image", "a.png");
        assertPipe("augment", "a.png", "--out", "b.png");
        assertPipe("train", "--images", "a.csv");
        assertPipe("train", "--images", "list.csv", "--size", "16");
        assertPipe("train", "mnist-lenet-adam", "--data", "data");
        replaced("run/epochs.csv");
        assertPipe("train", "--resume", "run", "--steps", "9");
        replaced("run/last.safetensors");
        assertPipe("train", "--resume", "run", "--steps", "9");
        replaced("run/.lock");
        assertPipe("train", "--resume", "run", "--steps", "9");
        replaced("run/run.json");
        assertThat(cli.run("train", "--resume", "run", "--steps", "9").error()).contains("no run in ");
    }

    private void replaced(String name) throws Exception {
        Files.delete(folder.resolve(name));
        pipe(name);
    }

    private void pipe(String name) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", folder.resolve(name).toString()).start().waitFor()).isZero();
    }

    private void assertPipe(String... words) {
        Cli.Output output = cli.run(words);
        assertThat(output.code()).as(List.of(words) + output.err()).isEqualTo(ExitCode.FAILED);
        assertThat(output.err()).as("%s", List.of(words)).contains("it is a pipe, a socket or a device");
    }

    /// Somebody else's folder says where to write.
    @Test
    void aRunsSettingsNameNoFolderToWriteInto() throws IOException {
        cli.train("run", "--tensorboard", "board").json();
        Path settings = folder.resolve("run/run.json");
        String named = folder.resolve("elsewhere").toString().replace("\\", "\\\\");
        Files.writeString(settings, Files.readString(settings).replaceFirst(
                "\"tensorboard\":\"[^\"]*\"", java.util.regex.Matcher.quoteReplacement("\"tensorboard\":\"" + named
                        + "\"")));
        Cli.Output refused = cli.run("train", "--resume", "run", "--steps", "5");
        assertThat(refused.error()).contains("elsewhere, which run.json names for TensorBoard, holds nothing of this"
                + " run",
                "add --tensorboard elsewhere");
        assertThat(folder.resolve("elsewhere")).doesNotExist();
        cli.run("train", "--resume", "run", "--steps", "5", "--tensorboard", "elsewhere", "--json").json();
        assertThat(folder.resolve("elsewhere")).isNotEmptyDirectory();
    }

    /// What stands in a run's folder may lead out of it.
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a permission there")
    void noLinkInARunsFolderIsWrittenThrough() throws IOException {
        cli.train("run").json();
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        for (String name : List.of(
                "run.json.part", "result.json.part", "last.safetensors.part", "example.png", "best.safetensors",
                "model.safetensors")) {
            Path link = folder.resolve("run").resolve(name);
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, victim);
        }
        // What is read before it is written must be what it seems.
        Map<Path, String> read = new LinkedHashMap<>();
        for (String name : List.of("epochs.csv", "result.json")) {
            Path link = folder.resolve("run").resolve(name);
            Path target = folder.resolve("target-" + name);
            read.put(target, Files.readString(link));
            Files.move(link, target);
            Files.createSymbolicLink(link, target);
        }
        cli.run("train", "--resume", "run", "--steps", "5", "--json").json();
        assertThat(victim).hasContent("precious");
        read.forEach((file, content) -> assertThat(file).hasContent(content));
        Files.delete(folder.resolve("run/.lock"));
        Files.createSymbolicLink(folder.resolve("run/.lock"), folder.resolve("new"));
        assertThat(cli.run("train", "--resume", "run", "--steps", "6").code()).isEqualTo(ExitCode.FAILED);
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void aDamagedLogIsOneLine() throws IOException {
        cli.train("run").json();
        Path log = folder.resolve("run/epochs.csv");
        byte[] good = Files.readAllBytes(log);
        byte[] latin = (new String(good, StandardCharsets.UTF_8) + "epoch,\u00e9,1\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        for (byte[] bad : new byte[][] {{}, {0, -1, 10}, latin, "row\n".getBytes(StandardCharsets.US_ASCII)}) {
            Files.write(log, bad);
            Cli.Output output = cli.run("train", "--resume", "run", "--steps", "9");
            assertThat(output.code()).isEqualTo(ExitCode.FAILED);
            assertThat(output.error()).contains("epochs.csv: expected ", "move the file away")
                    .doesNotContain("unexpected", "report");
            assertThat(log).hasBinaryContent(bad);
            assertThat(cli.run("explain", "run").code()).isZero();
        }
    }

    /// As a full disk or a closed pipe behaves.
    @Test
    void outputThatCannotBeWrittenFailsTheCommand() {
        for (String[] words : new String[][] {{"recipes", "--json"}, {"recipes"}, {"--help"}, {"show", "image",
                "--json"}}) {
            java.io.ByteArrayOutputStream err = new java.io.ByteArrayOutputStream();
            OutputStream full = new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    throw new IOException("No space left on device");
                }
            };
            Console console = new Console(
                    new PrintStream(full, false, StandardCharsets.UTF_8), new PrintStream(err, true,
                            StandardCharsets.UTF_8),
                    folder, Map.of(), _ -> () -> {});
            assertThat(Main.run(words, console)).as(words[0]).isEqualTo(ExitCode.FAILED);
            assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("fovea: cannot write to standard output")
                    .hasLineCount(1);
        }
    }

    /// Threads have memory of their own: where there are too many, they are what to lower.
    @Test
    void theAdviceNamesThreadsWhereTheyAreMany() {
        OutOfMemoryError none = new OutOfMemoryError("unable to create native thread: possibly out of memory");
        assertThat(Failure.line(none, List.of("--batch"))).contains("lower --threads").doesNotContain("heap",
                "--batch");
        assertThat(Main.sizes("train", "--threads", "1024")).first().isEqualTo("--threads");
        assertThat(Main.sizes("train", "--threads", "1")).doesNotContain("--threads").contains("--batch");
        assertThat(Main.sizes("train")).doesNotContain("--threads");
    }
}
