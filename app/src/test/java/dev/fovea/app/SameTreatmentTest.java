package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.app.console.ExitCode;
import dev.fovea.data.Preprocessing;
import dev.fovea.model.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What is done to a picture is the same in training, measuring, predicting and explaining.
class SameTreatmentTest {
    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void draw() {
        OwnPictures.in(folder.resolve("shapes"), 8);
        cli = Cli.in(folder);
    }

    private Cli.Output train(String... more) {
        return cli.run(Stream.concat(
                        Stream.of("train", "--images", "shapes", "--out", "run", "--size", "16", "--batch", "8"),
                        Arrays.stream(more))
                .toArray(String[]::new));
    }

    @Test
    void standardizeIsDoneToAllPicturesAndSaved() throws Exception {
        Cli.Output trained = train("--epochs", "2", "--augment", "flip-left-right", "--augment", "standardize");
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.out().replaceAll("\\s+", " "))
                .contains("then each standardised by itself", "epochs, flip-left-right")
                .doesNotContain("flip-left-right, standardize");
        Preprocessing saved = Model.load(folder.resolve("run/model.safetensors")).subject().preprocessing();
        assertThat(saved.standardised()).isTrue();
        assertThat(saved.mean()).isEmpty();
        everyPictureGetsOneAnswer();
        assertThat(cli.run("train", "--resume", "run", "--epochs", "3").code()).isZero();

        Files.move(folder.resolve("run"), folder.resolve("first"));
        Cli.Output alone = train("--steps", "1", "--augment", "standardize");
        assertThat(alone.out().replaceAll("\\s+", " "))
                .contains("then each standardised by itself", "pictures as they are");
    }

    @Test
    void everyPictureGetsOneAnswer() throws Exception {
        if (Files.notExists(folder.resolve("run"))) {
            assertThat(train("--epochs", "2", "--fit", "pad").code()).isZero();
        }
        // Under names of their own: of the run's own pictures what was held out would be measured alone.
        Path others = folder.resolve("others");
        for (String label : OwnPictures.CLASSES) {
            Files.createDirectories(others.resolve(label));
            try (Stream<Path> list = Files.list(folder.resolve("shapes").resolve(label))) {
                for (Path file : list.toList()) {
                    Files.copy(file, others.resolve(label).resolve("other-" + file.getFileName()));
                }
            }
        }
        JsonNode evaluated = cli.run("evaluate", "run", "--images", "others", "--details", "--json").json();
        List<String> mistakes = new ArrayList<>();
        List<Double> sure = new ArrayList<>();
        for (JsonNode one : evaluated.path("mistakes")) {
            mistakes.add(one.path("image").stringValue());
            sure.add(one.path("probability").doubleValue());
        }
        int right = 0;
        for (String label : OwnPictures.CLASSES) {
            List<Path> files;
            try (Stream<Path> list = Files.list(others.resolve(label))) {
                files = list.sorted().toList();
            }
            for (Path file : files) {
                JsonNode top = cli.run("predict", "run", file.toString(), "--json").json()
                        .path("predictions").path(0).path("top").path(0);
                int mistake = mistakes.indexOf(file.toString());
                assertThat(mistake < 0).as("%s is right", file)
                        .isEqualTo(top.path("label").stringValue().equals(label));
                right += mistake < 0 ? 1 : 0;
                if (mistake >= 0) {
                    assertThat(top.path("probability").doubleValue()).isEqualTo(sure.get(mistake), within(1e-6));
                }
            }
        }
        assertThat(evaluated.path("test").path("correct").intValue()).isEqualTo(right);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "center-crop=12,12 resize=16,16 | CenterCrop.to(12, 12)",
        "resize=16,16 | Resize.to(16, 16)",
        "resize-area=16,16 | Resize.to(16, 16).area()",
        "flip-left-right zoom=2,2 | Zoom.of(2.0, 2.0)",
        "contrast=3,3 | Contrast.of(3.0, 3.0)",
        "saturation=0,0 | Saturation.of(0.0, 0.0)"
    })
    void whatIsTheSameForEveryPictureIsNoAugmentation(String names, String named) {
        List<String> options = new ArrayList<>(List.of("--steps", "1"));
        for (String name : names.split(" ")) {
            options.addAll(List.of("--augment", name));
        }
        Cli.Output output = train(options.toArray(String[]::new));
        assertThat(output.code()).isEqualTo(ExitCode.MISUSED);
        assertThat(output.error()).startsWith("fovea: augmentations are for what varies in training: got " + named);
        assertThat(folder.resolve("run")).doesNotExist();
    }

    /// The test images are measured after each epoch: no word says that they were held out for that.
    @Test
    void watchedTestImagesAreCalledSo() throws Exception {
        Cli.Output trained = train("--epochs", "2");
        assertThat(trained.out()).containsPattern("Epoch 2/2 .* acc \\S+, test \\S+ ").doesNotContain(" val ");
        assertThat(cli.run("explain", "run").code()).isZero();
        String page = Files.readString(folder.resolve("run/explain/report.html"));
        assertThat(page).contains("test images, watched").doesNotContain("held out");
    }

    @Test
    void picturesThatAreLearnedAndMeasuredAreNoted() throws Exception {
        Path shapes = folder.resolve("shapes");
        assertThat(train("--steps", "1").out()).doesNotContain("Note:");
        Cli.Output itself = cli.run(
                "train", "--images", "shapes", "--test", "shapes", "--size", "16", "--steps", "1", "--out", "itself");
        assertThat(itself.out()).contains("Note: among those that train too: 24 of 24 test pictures, such as ");
        Files.copy(shapes.resolve("discs/0.png"), shapes.resolve("stripes/0-copy.png"));
        Cli.Output copied = cli.run(
                "train", "--images", "shapes", "--size", "16", "--steps", "1", "--out", "copied");
        assertThat(copied.out()).contains("Note: under two labels: 1 picture, such as "
                + shapes.resolve("discs/0.png") + " (discs) and " + shapes.resolve("stripes/0-copy.png")
                + " (stripes)");
        Files.writeString(folder.resolve("twice.csv"), OwnPictures.CLASSES.stream()
                .map(label -> ("shapes/" + label + "/1.jpg," + label + "\n").repeat(6))
                .collect(Collectors.joining()));
        Cli.Output twice = cli.run(
                "train", "--images", "twice.csv", "--size", "16", "--steps", "1", "--out", "twice", "--json");
        assertThat(twice.err()).contains("Note: among those that train too: 3 of 3 test pictures, such as ");
    }

    /// Such runs were begun before they were refused: they can be measured and used, not trained on.
    @Test
    void aRunThatWasBegunSoIsStillMeasured() throws Exception {
        assertThat(train("--steps", "1", "--augment", "flip-left-right").code()).isZero();
        JsonNode before = cli.run("evaluate", "run", "--json").json();
        ObjectNode settings = (ObjectNode) new JsonMapper().readTree(Files.readString(folder.resolve("run/run.json")));
        ((ObjectNode) settings.path("images")).putArray("augment").add("center-crop=12,12").add("resize=16,16");
        Files.writeString(folder.resolve("run/run.json"), settings.toString());
        assertThat(cli.run("evaluate", "run", "--json").json()).isEqualTo(before);
        assertThat(cli.run("explain", "run").code()).isZero();
        Cli.Output resumed = cli.run("train", "--resume", "run", "--steps", "2");
        assertThat(resumed.error()).startsWith("fovea: augmentations are for what varies in training");
    }
}
