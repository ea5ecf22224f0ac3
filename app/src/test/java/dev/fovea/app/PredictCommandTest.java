package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class PredictCommandTest {
    @TempDir
    private static Path folder;

    private static Cli cli;

    @BeforeAll
    static void train() throws IOException {
        cli = Cli.in(folder);
        cli.run("train", "--out", "runs/a", "--steps", "120", "--json").json();
        picture("grey.png", "png", 100, 57, BufferedImage.TYPE_BYTE_GRAY);
        picture("colour.jpg", "jpg", 64, 64, BufferedImage.TYPE_INT_RGB);
        Files.writeString(folder.resolve("text.png"), "not a picture");
        Files.createFile(folder.resolve("empty.png"));
    }

    private static void picture(String name, String format, int width, int height, int type) throws IOException {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            image.setRGB(width / 2, y, 0xFFFFFF);
        }
        assertThat(ImageIO.write(image, format, folder.resolve(name).toFile())).isTrue();
    }

    @Test
    void findsTheDigitOfTheExample() {
        Cli.Output output = cli.run("predict", "runs/a", "runs/a/example.png", "--top", "2", "--json");
        JsonNode prediction = output.json().path("predictions").path(0);
        assertThat(prediction.path("file").stringValue()).isEqualTo("runs/a/example.png");
        assertThat(prediction.path("top").size()).isEqualTo(2);
        assertThat(Cli.fields(prediction.path("top").path(0))).containsExactly("label", "probability");
        assertThat(prediction.path("top").path(0).path("label").stringValue()).isEqualTo("2");
        assertThat(prediction.path("top").path(0).path("probability").doubleValue()).isBetween(0.5, 1.0);
    }

    @Test
    void takesTheNewestRunAndPicturesOfAnySize() {
        JsonNode json = cli.run("predict", "grey.png", "colour.jpg", "--top", "20", "--json").json();
        assertThat(json.path("model").stringValue()).isEqualTo(folder.resolve("runs/a/model.safetensors").toString());
        assertThat(json.path("predictions").size()).isEqualTo(2);
        double sum = 0;
        for (JsonNode one : json.path("predictions").path(1).path("top")) {
            sum += one.path("probability").doubleValue();
        }
        assertThat(sum).isBetween(0.999, 1.001);
    }

    @Test
    void showsBarsAndSaysWhenInverted() {
        Cli.Output plain = cli.run("predict", "runs/a/example.png");
        assertThat(plain.out()).contains("█", "%", "runs/a/example.png").doesNotContain("inverted");
        Cli.Output inverted = cli.run("predict", "runs/a/example.png", "--invert");
        assertThat(inverted.out()).contains("inverted");
        assertThat(inverted.out().lines().skip(1)).isNotEqualTo(plain.out().lines().skip(1));
        JsonNode json = cli.run("predict", "runs/a/example.png", "--invert", "--json").json();
        JsonNode usual = cli.run("predict", "runs/a/example.png", "--json").json();
        assertThat(json.path("predictions")).isNotEqualTo(usual.path("predictions"));
    }

    @Test
    void aBadPictureDoesNotKeepTheOthers() {
        Cli.Output output = cli.run("predict", "--json", "text.png", "grey.png", "missing.png");
        assertThat(output.code()).isEqualTo(1);
        assertThat(output.err()).contains("text.png is not an image", "missing.png: expected an image");
        JsonNode predictions = output.object().path("predictions");
        assertThat(predictions.size()).isEqualTo(1);
        assertThat(predictions.path(0).path("file").stringValue()).isEqualTo("grey.png");
    }

    @Test
    void hintsAtInvertingOnceWhereThePictureIsLight() throws IOException {
        BufferedImage paper = new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_GRAY);
        paper.getRaster().setSamples(0, 0, 9, 8, 0, java.util.Collections.nCopies(72, 255).stream()
                .mapToInt(Integer::intValue).toArray());
        assertThat(ImageIO.write(paper, "png", folder.resolve("paper.png").toFile())).isTrue();
        String hint = "paper.png: mostly light picture; this model learned light strokes on dark: try --invert";
        assertThat(cli.run("predict", "paper.png", "paper.png").err().lines()).containsExactly(hint);
        assertThat(cli.run("predict", "paper.png", "--json").err()).contains(hint);
        assertThat(cli.run("predict", "paper.png", "--invert").err()).isEmpty();
        assertThat(cli.run("predict", "grey.png").err()).isEmpty();
        assertThat(cli.run("explain", "runs/a", "paper.png", "--out", "page").err().lines()).containsExactly(hint);
        assertThat(cli.run("explain", "runs/a", "paper.png", "--invert", "--out", "page").err()).isEmpty();
    }

    @Test
    void refusesWhatItCannotUse() {
        assertRefused(1, "text.png is not an image", "text.png");
        assertRefused(1, "empty.png is not an image", "empty.png");
        assertRefused(1, "missing.png: expected an image", "missing.png");
        assertRefused(2, "expected a picture after runs/a", "runs/a");
        assertRefused(2, "--top must be at least 1: got 0", "grey.png", "--top", "0");
        assertRefused(2, "predict needs ");
        assertRefused(1, "no " + folder.resolve("gone.safetensors"), "gone.safetensors", "grey.png");
        assertRefused(1, "no model in " + folder, ".", "grey.png");
    }

    private static void assertRefused(int code, String message, String... words) {
        String[] args = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("predict", "--json"), java.util.stream.Stream.of(words))
                .toArray(String[]::new);
        Cli.Output output = cli.run(args);
        assertThat(output.code()).isEqualTo(code);
        assertThat(output.error()).contains(message);
        assertThat(output.out()).isEmpty();
    }
}
