package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
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
                .containsExactly(
                        "model", "kernels", "threads", "image", "shows", "label", "probability", "test", "page",
                                "files");
        assertThat(json.path("test").path("count").intValue()).isEqualTo(360);
        assertThat(json.path("image").stringValue()).isEqualTo("test image 0");
        assertThat(json.path("shows").stringValue()).isEqualTo("2");
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
        assertThat(picture.out()).contains("The model says of example.png: ", "Files: here/report.html");
        assertThat(folder.resolve("here/report.html")).exists();
        assertThat(folder.resolve("run/explain")).doesNotExist();
        assertThat(cli.run("explain", "run", "run/example.png", "--invert", "--out", "here").out())
                .contains("The model says of example.png, inverted: ");
        assertThat(cli.run("explain", "run", "--number", "359").out())
                .contains("The model says of test image 359, which shows 8: ");
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
    void aPictureIsNamedByItsFile() {
        Cli cli = Cli.in(folder);
        cli.train("run").json();
        JsonNode json = cli.run("explain", "run", "run/example.png", "--json").json();
        assertThat(json.path("image").stringValue()).isEqualTo("example.png");
        assertThat(json.path("shows").isNull()).isTrue();
    }

    @Test
    void aCheckpointAloneIsExplainedWithARecipe() throws IOException {
        Cli cli = Cli.in(folder);
        cli.train("run").json();
        Files.copy(folder.resolve("run/model.safetensors"), folder.resolve("lone.safetensors"));
        assertThat(cli.run("explain", "lone.safetensors").error())
                .contains("no run.json beside", "add --recipe NAME", "or --images DIR");
        assertThat(cli.run("explain", "lone.safetensors", "--skip-broken").error()).contains("--skip-broken goes with");
        JsonNode lone = cli.run("explain", "lone.safetensors", "--recipe", "digits", "--json").json();
        assertThat(lone.path("test")).isEqualTo(cli.run("explain", "run", "--json").json().path("test"));
        assertThat(folder.resolve("explain/report.html")).content()
                .contains("<p>Weights of lone.safetensors.</p>").doesNotContain("Trained for");
    }

    @Test
    void aModelIsExplainedWithPicturesOfTheUsersOwn() throws IOException {
        Cli cli = Cli.in(folder);
        cli.train("run").json();
        for (int i = 0; i < 3; i++) {
            Path picture = folder.resolve("own/" + (7 + i % 2) + "/" + i + ".png");
            Files.createDirectories(picture.getParent());
            Files.copy(folder.resolve("run/example.png"), picture);
        }
        Files.writeString(folder.resolve("own/7/broken.png"), "");
        assertThat(cli.run("explain", "run", "--images", "own").error()).contains("or add --skip-broken");
        JsonNode json = cli.run("explain", "run", "--images", "own", "--skip-broken", "--number", "2", "--json").json();
        assertThat(json.path("test").path("count").intValue()).isEqualTo(3);
        assertThat(json.path("image").stringValue()).isEqualTo("8/1.png");
        assertThat(json.path("shows").stringValue()).isEqualTo("8");
        assertThat(folder.resolve("run/explain/report.html")).content()
                .contains("on the pictures of own", "given 8/1.png, which shows 8", "<li>7/0.png: ", "<li>7/2.png: ")
                .doesNotContain(folder.toString());
    }

    @Test
    void whatCannotBeIsSaid() {
        Cli cli = Cli.in(folder);
        assertThat(cli.run("explain").error()).contains("no run under runs/ yet");
        assertThat(cli.run("explain", "no/such").error())
                .endsWith("no/such: expected a run's folder, a checkpoint or a picture");
        cli.train("run").json();
        assertThat(cli.run("explain", "run", "--number", "360").error())
                .contains("below the number of test images, 360: got 360");
        assertThat(cli.run("explain", "run", "--number", "-1").error()).contains("--number");
        assertThat(cli.run("explain", "run", "--invert").error()).contains("--invert is for a picture");
        assertThat(cli.run("explain", "run", "run/example.png", "--number", "1").error()).contains("leave one out");
        assertThat(cli.run("explain", "run/example.png", "run/example.png").error())
                .contains("expected a run and a picture");
        assertThat(cli.run("explain", "other", "run/example.png").error())
                .endsWith("other: expected a run's folder or a checkpoint");
        assertThat(cli.run("explain", "run", "missing.png").error()).endsWith("missing.png: expected a picture");
    }
}
