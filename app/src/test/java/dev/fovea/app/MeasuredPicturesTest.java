package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.data.ClassNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Pictures that trained a run are not measured as new ones without a word.
class MeasuredPicturesTest {
    private static final int EACH = 8;

    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void draw() {
        OwnPictures.in(folder.resolve("shapes"), EACH);
        cli = Cli.in(folder);
    }

    private void train(String images, String... more) {
        cli.run(Stream.concat(
                        Stream.of("train", "--images", images, "--out", "run", "--size", "16", "--batch", "8",
                                "--steps", "2", "--json"),
                        Stream.of(more))
                .toArray(String[]::new)).json();
    }

    private JsonNode measured(String command, String... images) {
        return cli.run(Stream.concat(Stream.of(command, "run", "--json"), Stream.of(images)).toArray(String[]::new))
                .json().path("test");
    }

    private void copy(String from, String to) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(from))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(to).resolve(folder.resolve(from).relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    @Test
    void theRunsOwnPicturesAreWhatWasHeldOutWhereverTheyLie() throws IOException {
        train("shapes");
        JsonNode heldOut = measured("evaluate");
        JsonNode explained = measured("explain");
        assertThat(heldOut.path("count").intValue()).isEqualTo(6);
        copy("shapes", "copy");
        for (String place : List.of("shapes", "copy", folder.resolve("shapes").toString(), "copy/../shapes")) {
            assertThat(measured("evaluate", "--images", place)).as(place).isEqualTo(heldOut);
            assertThat(measured("explain", "--images", place)).as(place).isEqualTo(explained);
            assertThat(cli.run("evaluate", "run", "--images", place).out())
                    .contains("are those of the run: taking what was held out").doesNotContain("Note: among");
        }
    }

    @Test
    void picturesThatTrainedAreCountedAmongOthers() throws IOException {
        train("shapes");
        copy("shapes", "more");
        Files.copy(folder.resolve("shapes/discs/0.png"), folder.resolve("more/crosses/new.png"));
        Files.delete(folder.resolve("more/discs/1.jpg"));
        for (String command : List.of("evaluate", "explain")) {
            assertThat(cli.run(command, "run", "--images", "more").out())
                    .containsPattern("Note: among those that train too: 1[789] of 24 pictures, such as ");
        }
        Files.move(folder.resolve("shapes"), folder.resolve("gone"));
        assertThat(cli.run("evaluate", "run", "--images", "more").out().replaceAll("\\s+", " "))
                .contains("do not lie in " + folder.resolve("shapes") + " as they did: whether some of these are among"
                        + " them cannot be told")
                .doesNotContain("Note: among");
    }

    @Test
    void allPicturesOfARunWithTestPicturesTrain() {
        OwnPictures.in(folder.resolve("others"), 2);
        train("shapes", "--test", "others");
        assertThat(cli.run("evaluate", "run", "--images", "shapes").out())
                .contains("among those that train too: 24 of 24 pictures");
    }

    @Test
    void aListOfAbsolutePathsMovesAlone() throws Exception {
        StringBuilder rows = new StringBuilder();
        StringBuilder before = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder.resolve("shapes"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String label = String.valueOf(file.getParent().getFileName());
                rows.append('"').append(file).append("\",").append(label).append('\n');
                before.append(label).append('\n').append(ClassNames.composed(
                        folder.relativize(file).toString().replace('\\', '/'))).append('\n');
            }
        }
        Path list = Files.writeString(folder.resolve("list.csv"), rows);
        train("list.csv");
        JsonNode heldOut = measured("evaluate");
        Path moved = folder.resolve("d/e/list.csv");
        Files.createDirectories(moved.getParent());
        Files.move(list, moved);
        assertThat(measured("evaluate", "--images", "d/e/list.csv")).isEqualTo(heldOut);
        cli.run("train", "--resume", "run", "--images", "d/e/list.csv", "--steps", "3", "--json").json();
        heldOut = measured("evaluate");

        // Digests once took all paths from the list's folder.
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(before.toString().getBytes(StandardCharsets.UTF_8));
        Path settings = folder.resolve("run/run.json");
        Files.move(moved, list);
        Files.writeString(settings, Files.readString(settings)
                .replace("d/e/list.csv", "list.csv")
                .replaceFirst(
                        "\"digest\":\"[0-9a-f]*\"",
                        "\"digest\":\"" + HexFormat.of().formatHex(hash, 0, 8) + '"'));
        assertThat(measured("evaluate")).isEqualTo(heldOut);
        assertThat(measured("evaluate", "--images", "list.csv")).isEqualTo(heldOut);
        Files.move(list, moved);
        assertThat(measured("evaluate", "--images", "d/e/list.csv")).isEqualTo(heldOut);
        cli.run("train", "--resume", "run", "--images", "d/e/list.csv", "--steps", "4", "--json").json();
        cli.run("train", "--resume", "run", "--steps", "5", "--json").json();
    }
}
