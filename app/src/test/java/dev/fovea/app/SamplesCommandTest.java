package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.data.Images;
import dev.fovea.data.source.Digits;
import dev.fovea.tensor.Tensor;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class SamplesCommandTest {
    @TempDir
    private Path folder;

    /// Counted again here.
    @Test
    void everyClassIsCounted() {
        var digits = Digits.load();
        int threes = 0;
        for (int i = 0; i < digits.train().size(); i++) {
            threes += digits.train().label(i) == 3 ? 1 : 0;
        }
        String out = Cli.in(folder).run("samples", "digits").out();
        assertThat(out).containsPattern("(?m)^Class +train +test$")
                .containsPattern("(?m)^3 +" + threes + " +\\d+$")
                .containsPattern("(?m)^All +1,437 +360$")
                .contains("Images of 8×8×1, 10 classes");
        assertThat(out.lines()).allMatch(line -> line.length() <= 79);
        JsonNode json = Cli.in(folder).run("samples", "digits", "--json").json();
        assertThat(json.path("train").intValue()).isEqualTo(1437);
        assertThat(json.path("classes").path(3).path("train").intValue()).isEqualTo(threes);
    }

    /// A row of two for each class: their middles hold pixels of the digits, the margin is white.
    @Test
    void theFirstOfEachClassAreDrawn() {
        Cli.Output output = Cli.in(folder).run("samples", "digits", "--count", "2", "--out", "digits.png");
        assertThat(output.out()).contains("digits.png: the first 2 images of each class");
        Tensor sheet = Images.read(folder.resolve("digits.png"));
        int height = sheet.shape().dim(0);
        int width = sheet.shape().dim(1);
        assertThat((double) height / width).isBetween(4.0, 7.0);
        assertThat(sheet.at(0, 0, 0)).isEqualTo(1);
        int ink = 0;
        for (int y = 0; y < height; y++) {
            ink += sheet.at(y, width / 4, 0) < .9 ? 1 : 0;
        }
        assertThat(ink).as("a column through ten digits").isGreaterThan(height / 10);
    }

    @Test
    void picturesOfOnesOwnAreShownToo() throws Exception {
        OwnPictures.in(folder.resolve("shapes"), 4);
        Cli.Output output = Cli.in(folder).run("samples", "--images", "shapes", "--count", "5", "--out", "own.png");
        assertThat(output.code()).as(output.err()).isZero();
        assertThat(output.out()).containsPattern("(?m)^crosses +4$").containsPattern("(?m)^All +12$");
        assertThat(folder.resolve("own.png")).isNotEmptyFile();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "samples | samples expects a DATASET or --images DIR: got neither",
        "samples digits --images x | samples expects a DATASET or --images DIR: got both",
        "samples digit | no data set is named digit \\(did you mean digits\\?\\); there are digits, mnist, .*",
        "samples digits --out x.jpg | --out is a PNG file: expected a name that ends in .png, got x.jpg",
        "samples digits --count 0 | --count must be at least 1: got 0",
        "samples digits --data x | the UCI digits are built in and read no files: got --data; leave it out"
    })
    void wrongUsageIsSaidInOneLine(String line, String message) {
        Cli.Output output = Cli.in(folder).run(line.split(" "));
        assertThat(output.error()).matches("fovea: " + message);
        assertThat(output.code()).isEqualTo(2);
    }
}
