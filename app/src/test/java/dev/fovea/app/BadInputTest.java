package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fovea.app.page.Failure;
import dev.fovea.backend.Backend;
import dev.fovea.lab.recipe.Recipes;
import dev.fovea.lab.run.RunException;
import dev.fovea.lab.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every mistake is one line and leaves nothing behind.
class BadInputTest {
    private static final String IMAGES = "train-images-idx3-ubyte";
    private static final String LABELS = "train-labels-idx1-ubyte";

    @TempDir
    private Path folder;

    private Cli cli;
    private Path data;

    @BeforeEach
    void start() {
        cli = Cli.in(folder);
        data = folder.resolve("data/mnist");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "trian | no command is named trian (did you mean train?); there are train, evaluate,",
        "help trian | no command is named trian (did you mean train?)",
        "show pooing | no command of show is named pooing (did you mean pooling?)",
        "show --out pictures xo | --out goes behind a name: fovea show image --out",
        "train --bach 3 | train has no option --bach; did you mean --batch",
        "train digts | no recipe is named digts (did you mean digits?)",
        "train my/photos | no recipe is named my/photos; ./fovea recipes lists them, and ./fovea train --images DIR"
                + " takes pictures of your own",
        "train nothing-like-it | no recipe is named nothing-like-it; ./fovea recipes lists them",
        "train --batch 0 | --batch must be at least 1: got 0",
        "train --batch -4 | --batch must be at least 1: got -4",
        "train --batch many | --batch expects a whole number: got many; see fovea train --help",
        "train --epochs 0 | --epochs must be at least 1: got 0",
        "train --steps 0 | --steps must be at least 1: got 0",
        "train --threads 0 | --threads must be from 1 to 1024: got 0",
        "train --threads 5000 | --threads must be from 1 to 1024: got 5000",
        "train --seed | --seed expects N: got nothing",
        "train --seed x | --seed expects a whole number: got x",
        "train --epochs 3000000000 | --epochs expects a whole number of at most 2,147,483,647: got 3000000000",
        "train --images a --hold-out x | --hold-out expects a number: got x",
        "augment a.png | augment needs --out FILE.png",
        "augment --out a.png | augment needs IMAGE",
        "train --data . | built in and read no files: got --data",
        "train --download | built in and read no files: got --download",
        "train digits extra | train expects RECIPE and options: got extra too; see fovea train --help",
        "bench quux | bench expects nothing but options: got quux; see fovea bench --help",
        "summary lenet5 x | and options: got x too",
        "summary | summary needs ",
        "summary digits --batch 0 | --batch must be at least 1: got 0",
        "summary digist | did you mean digits?",
        "evaluate x.safetensors --threads 0 | --threads must be from 1",
        "predict x.png --threads 0 | --threads must be from 1",
    })
    void wrongUsageIsOneLine(String line, String message) {
        String[] args = line.split(" ");
        Cli.Output output = cli.run(args);
        assertThat(output.error()).contains(message);
        assertThat(output.err().lines()).hasSize(1);
        assertThat(output.code()).isEqualTo(2);
        assertThat(output.out()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void dataThatIsNotThereIsOneLine() {
        assertMnistFails("no data folder ", "add --download");
    }

    @Test
    void dataThatIsDamagedIsOneLine() throws IOException {
        IdxFiles.write(data, 5_010, 10);
        change(IMAGES, bytes -> Arrays.copyOf(bytes, bytes.length - 1));
        assertMnistFails(IMAGES);
        change(IMAGES, bytes -> {
            bytes[3] = 7;
            return bytes;
        });
        assertMnistFails(IMAGES);
        change(IMAGES, bytes -> new byte[0]);
        assertMnistFails(IMAGES);
        change(LABELS, bytes -> {
            bytes[8] = 10;
            return bytes;
        });
        assertMnistFails(LABELS, "10");
        change(LABELS, bytes -> {
            Arrays.fill(bytes, 4, 8, (byte) 0);
            return Arrays.copyOf(bytes, 8);
        });
        assertMnistFails(LABELS);
        IdxFiles.write(data, 0, 0);
        assertMnistFails("");
        IdxFiles.write(data, 5_010, 10);
        Files.delete(data.resolve(LABELS));
        assertMnistFails(LABELS, "incomplete");
    }

    @Test
    void aCacheThatCannotBeWrittenToIsOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Cli.Output output = cli.run("train", "mnist-lenet-adam", "--data", "file", "--download", "--out", "run");
        assertThat(output.code()).isEqualTo(1);
        assertThat(output.error()).contains("cannot write into " + file, "choose another data folder");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void tooSmallAHeapIsOneLine() {
        Throwable full = new IllegalStateException("a worker failed", new OutOfMemoryError());
        assertThat(Failure.line(full, List.of("--batch"))).contains("the heap of ", "lower --batch, or give more");
        assertThat(Failure.line(full)).contains("is full: give more with").doesNotContain("--batch");
        Backend.OutOfMemory plan = new Backend.OutOfMemory("needs 9.0 GB at batch 64, heap 4.0 GB", 20, 12);
        assertThat(plan).hasMessage("needs 9.0 GB at batch 64, heap 4.0 GB: use a batch of 20 or a heap of 12 GB");
        assertThat(Failure.line(plan, List.of("--batch")))
                .isEqualTo("needs 9.0 GB at batch 64, heap 4.0 GB: use --batch 20 or FOVEA_JAVA_OPTS=-Xmx12g");
        assertThat(Failure.line(plan)).endsWith("heap 4.0 GB: use FOVEA_JAVA_OPTS=-Xmx12g");
        assertThat(Failure.line(new Backend.OutOfMemory("much", 0, 0))).isEqualTo("much: use a smaller network");
    }

    @Test
    void numbersThatAreTooLargeAreOneLine() {
        assertThat(cli.run("summary", "digits", "--batch", "100000000").error())
                .isEqualTo("fovea: --batch must be at most 1,000,000: got 100,000,000");
        assertThat(cli.run("summary", "vgg16", "--batch", "1000000").error())
                .matches("fovea: needs \\d+\\.\\d GB at batch 1000000, heap .* GB: use --batch \\d+"
                        + " or FOVEA_JAVA_OPTS=-Xmx\\d+g");
        assertThat(cli.run("train", "digits", "--batch", "100000000").error()).contains("--batch must be at most");
    }

    @Test
    void whatNobodyExpectedAsksForAReport() {
        assertThat(Failure.line(new NullPointerException())).contains("unexpected", "--debug");
    }

    private void change(String name, java.util.function.UnaryOperator<byte[]> change) throws IOException {
        IdxFiles.write(data, 5_010, 10);
        Files.write(data.resolve(name), change.apply(Files.readAllBytes(data.resolve(name))));
    }

    private void assertMnistFails(String... messages) {
        Cli.Output output = cli.run("train", "mnist-lenet-adam", "--data", "data", "--out", "run", "--json");
        assertThat(output.code()).isEqualTo(1);
        assertThat(output.error()).contains(messages);
        assertThat(output.out()).isEmpty();
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void anOutputFolderThatCannotBeIsOneLineBeforeTheTraining() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        assertTrainFails("is a file: expected a folder for the run", "file");
        assertTrainFails("is a file: expected a folder for the run", "file/below");
        assertThat(folder.resolve("file")).isEmptyFile();
        Files.writeString(folder.resolve("runs"), "");
        Cli.Output output = cli.run("train");
        assertThat(output.code()).isEqualTo(1);
        assertThat(output.error()).contains("runs is a file");
    }

    /// Whoever may write everywhere meets a folder of the system that nobody writes to.
    @Test
    void aReadOnlyOutputFolderIsOneLineBeforeTheTraining() {
        Path locked = folder.resolve("locked");
        assertThat(locked.toFile().mkdir()).isTrue();
        assertThat(locked.toFile().setWritable(false)).isTrue();
        Path readOnly = Files.isWritable(locked) ? Path.of("/proc/self") : locked;
        try {
            assertTrainFails("choose another --out", readOnly.resolve("run").toString());
            assertTrainFails("choose another --out", readOnly.toString());
        } finally {
            assertThat(locked.toFile().setWritable(true)).isTrue();
        }
        assertThat(locked).isEmptyDirectory();
    }

    private void assertTrainFails(String message, String out) {
        Cli.Output output = cli.run("train", "--steps", "1", "--out", out, "--json");
        assertThat(output.code()).isEqualTo(1);
        assertThat(output.error()).contains(message);
        assertThat(output.err()).doesNotContain("Finished");
        assertThat(output.out()).isEmpty();
    }

    @Test
    void aFullDiskIsOneLineBeforeTheTraining() {
        RunFolder run = new RunFolder(folder.resolve("run"));
        RunException thrown = catchThrowableOfType(RunException.class, () -> run.requireSpace(Long.MAX_VALUE));
        assertThat(thrown.problem()).isEqualTo(RunException.Problem.SPACE);
        assertThat(thrown).hasMessageContaining("the checkpoints need ");
        assertThat(Failure.line(thrown)).endsWith(" are free; make space or choose another --out");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aPlanThatDoesNotFitIsOneLine() {
        Cli.Output output = cli.run("summary", "cifar-lenet-keras", "--batch", "200000");
        assertThat(output.code()).isEqualTo(1);
        assertThat(output.error()).contains("at batch 200000", "use --batch");
    }

    @Test
    void onlyDebugShowsWhereAnErrorComesFrom() {
        assertThat(cli.run("train", "--out", "/dev/null").err()).doesNotContain("\tat ");
        assertThat(cli.run("train", "--out", "/dev/null", "--debug").err()).contains("\tat dev.fovea.app");
    }

    @Test
    void noCommandIsTheHelpAndWrongUsage() {
        Cli.Output output = cli.run();
        assertThat(output.code()).isEqualTo(2);
        assertThat(output.err()).isEqualTo(cli.run("--help").out());
        assertThat(output.out()).isEmpty();
    }

    @Test
    void helpIsACommandToo() {
        assertThat(cli.run("help").code()).isZero();
        assertThat(cli.run("help").out()).isEqualTo(cli.run("--help").out()).contains("Usage: fovea ");
        for (String command : Main.names()) {
            assertThat(cli.run("help", command).out()).isEqualTo(cli.run(command, "--help").out());
        }
    }

    @Test
    void everyCommandHasHelp() {
        for (String command : Main.names()) {
            Cli.Output output = cli.run(command, "--help");
            assertThat(output.code()).isZero();
            assertThat(output.out()).contains("Usage: fovea " + command, "--json", "--debug");
            assertThat(output.err()).isEmpty();
        }
        assertThat(cli.run("--help").out().lines().map(String::strip)).anyMatch(line -> line.startsWith("train"));
        assertThat(cli.run("--version").out()).startsWith("fovea ");
        assertThat(Stream.of(cli.run("recipes").out().split("\n")))
                .anyMatch(line -> line.startsWith("cifar-lenet-keras"));
        assertThat(cli.run("recipes", "--json").json().path("recipes").size()).isEqualTo(Recipes.all().size());
    }
}
