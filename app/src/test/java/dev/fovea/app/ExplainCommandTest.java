package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ExplainCommandTest {
    @TempDir
    private Path folder;

    @Test
    void writesThePageAndListsTheFiles() {
        Cli cli = Cli.in(folder);
        cli.train("run").json();
        JsonNode json = cli.run("explain", "run", "--json").json();
        assertThat(Cli.fields(json))
                .containsExactly("model", "image", "label", "probability", "test", "page", "files");
        assertThat(json.path("test").path("count").intValue()).isEqualTo(360);
        assertThat(json.path("image").stringValue()).isEqualTo("Test image 0: it shows 2.");
        assertThat(json.path("page").stringValue()).isEqualTo(folder.resolve("run/explain/report.html").toString());
        assertThat(json.path("files").size()).isGreaterThan(10);
        json.path("files").forEach(file -> assertThat(Path.of(file.stringValue())).isNotEmptyFile());
    }

    @Test
    void followsAPictureOrATestImage() {
        Cli cli = Cli.in(folder);
        cli.train("run").json();
        Cli.Output picture = cli.run("explain", "run", "run/example.png", "--out", "here");
        assertThat(picture.code()).as(picture.err()).isZero();
        assertThat(picture.out()).contains("example.png. The model says", "Files: here/report.html");
        assertThat(folder.resolve("here/report.html")).exists();
        assertThat(folder.resolve("run/explain")).doesNotExist();
        assertThat(cli.run("explain", "run", "run/example.png", "--invert", "--out", "here").out())
                .contains("example.png, inverted.");
        assertThat(cli.run("explain", "run", "--number", "359").out()).contains("Test image 359: it shows 8.");
    }

    @Test
    void takesTheNewestRun() {
        Cli cli = Cli.in(folder);
        cli.run("train", "--steps", "2");
        Cli.Output output = cli.run("explain");
        assertThat(output.code()).as(output.err()).isZero();
        assertThat(output.out()).contains("Explaining runs/digits-");
    }

    @Test
    void whatCannotBeIsSaid() {
        Cli cli = Cli.in(folder);
        assertThat(cli.run("explain").error()).contains("no run under runs/ yet");
        cli.train("run").json();
        assertThat(cli.run("explain", "run", "--number", "360").error())
                .contains("below the number of test images, 360: got 360");
        assertThat(cli.run("explain", "run", "--number", "-1").error()).contains("--number");
        assertThat(cli.run("explain", "run", "--invert").error()).contains("--invert is for a picture");
        assertThat(cli.run("explain", "run", "run/example.png", "--number", "1").error()).contains("leave one out");
        assertThat(cli.run("explain", "a.png", "b.png").error()).contains("expected a run and a picture");
        assertThat(cli.run("explain", "run", "missing.png").error()).contains("missing.png: expected an image");
    }
}
