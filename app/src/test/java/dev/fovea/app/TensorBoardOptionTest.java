package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.lab.run.RunFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the files hold is tested where they are written; here, that the option leads there.
class TensorBoardOptionTest {
    @TempDir
    private Path folder;

    @Test
    void aTrainingIsWrittenIntoTheFolder() throws Exception {
        Cli cli = Cli.in(folder);
        cli.train("run", "--tensorboard", "board/one").json();
        List<Path> files = files("board/one");
        assertThat(files).hasSize(1);
        assertThat(files.getFirst().getFileName().toString()).startsWith("events.out.tfevents.");
        String text = Files.readString(files.getFirst(), StandardCharsets.ISO_8859_1);
        assertThat(text).contains(
                "brain.Event:2", "loss", "accuracy", "learning rate", "conv2d/filters", "images/train", "digits",
                "_hparams_/session_start_info", "gradients/");
    }

    @Test
    void withoutTheOptionNothingIsWritten() throws Exception {
        Cli.in(folder).train("run").json();
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.filter(file -> file.toString().contains("tfevents"))).isEmpty();
        }
    }

    @Test
    void aFolderHoldsOneTrainingUnlessItGoesOn() throws Exception {
        Cli cli = Cli.in(folder);
        cli.train("run", "--tensorboard", "board").json();
        Cli.Output second = cli.train("other", "--tensorboard", "board");
        assertThat(second.code()).isEqualTo(1);
        assertThat(second.error()).contains("board holds another training already", "such as board/2");
        assertThat(folder.resolve("other")).doesNotExist();

        cli.run("train", "--resume", "run", "--steps", "5", "--tensorboard", "board", "--json").json();
        assertThat(files("board")).hasSize(2);
        cli.run("train", "--resume", "run", "--steps", "6", "--json").json();
        assertThat(files("board")).as("the run remembers the folder").hasSize(3);
    }

    @Test
    void aMovedRunGoesOn() throws Exception {
        Cli cli = Cli.in(folder);
        cli.train("run", "--tensorboard", "board").json();
        Files.move(folder.resolve("run"), folder.resolve("moved"));
        cli.run("train", "--resume", "moved", "--steps", "5", "--json").json();
        assertThat(files("board")).hasSize(2);
    }

    /// Runs had no name of their own once: where they lay told them.
    @Test
    void aRunFromBeforeThereWereNamesGoesOn() throws Exception {
        Cli cli = Cli.in(folder);
        cli.train("run").json();
        RunFolder run = new RunFolder(folder.resolve("run"));
        String settings = Files.readString(run.settingsFile()).replace(",\"id\":\"" + run.id() + "\"", "");
        Files.writeString(run.settingsFile(), settings);
        cli.run("train", "--resume", "run", "--steps", "5", "--tensorboard", "board", "--json").json();
        Files.writeString(
                run.settingsFile(), Files.readString(run.settingsFile()).replaceFirst(",\"id\":\"[^\"]*\"", ""));
        cli.run("train", "--resume", "run", "--steps", "6", "--json").json();
        assertThat(files("board")).hasSize(2);
    }

    @Test
    void aRunWithoutACheckpointStartsAgainInItsOwnFolder() throws Exception {
        Cli cli = Cli.in(folder);
        cli.train("run", "--tensorboard", "board").json();
        Files.delete(folder.resolve("run/last.safetensors"));
        Cli.Output again = cli.run("train", "--resume", "run", "--tensorboard", "board", "--json");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(files("board")).hasSize(1);
    }

    @Test
    void anotherRunsFilesStayWhenOneGoesOn() throws Exception {
        Cli cli = Cli.in(folder);
        cli.train("a", "--tensorboard", "board").json();
        cli.train("b").json();
        byte[] before = Files.readAllBytes(files("board").getFirst());
        Cli.Output resumed = cli.run("train", "--resume", "b", "--steps", "5", "--tensorboard", "board");
        assertThat(resumed.error()).contains("board holds another training already", "such as board/2");
        assertThat(Files.readAllBytes(files("board").getFirst())).isEqualTo(before);
    }

    @Test
    void aFileIsNoFolder() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        Cli.Output output = Cli.in(folder).train("run", "--tensorboard", "file");
        assertThat(output.error()).contains("file is a file: expected a folder");
    }

    private List<Path> files(String name) throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.sorted().toList();
        }
    }
}
