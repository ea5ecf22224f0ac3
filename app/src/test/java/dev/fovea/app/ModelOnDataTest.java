package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Networks of the zoo on data sets that have no recipe for them.
class ModelOnDataTest {
    @TempDir
    private Path folder;

    @Test
    void itsRunIsARunLikeAnyOther() throws Exception {
        Cli cli = Cli.in(folder);
        Cli.Output trained = cli.run(
                "train", "--model", "lenet5", "--data-set", "digits", "--steps", "4", "--out", "whole");
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("Training lenet5-on-digits: lenet5 on ", "brought to 32×32",
                "32×32×1 → Conv2D 28×28×6", "1,437 train, 360 test", "10 classes");
        Cli.Output cut = cli.with(stop -> {
            stop.run();
            return () -> {};
        }).run("train", "--model", "lenet5", "--data-set", "digits", "--steps", "4", "--out", "run");
        assertThat(cut.code()).as("interrupted").isEqualTo(130);
        assertThat(cli.run("train", "--resume", "run").code()).isZero();
        assertThat(folder.resolve("run/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("whole/model.safetensors"));
        assertThat(cli.run("evaluate", "run", "--json").json().path("test").path("count").intValue()).isEqualTo(360);
        JsonNode predicted = cli.run("predict", "run", "run/example.png", "--json").json();
        assertThat(predicted.isObject()).isTrue();
        assertThat(cli.run("explain", "run", "--out", "page").code()).isZero();
        assertThat(cli.run("summary", "lenet5-on-digits").out()).contains("61,706");
        assertThat(cli.run("train", "lenet5-on-digits", "--steps", "1", "--json").json().path("recipe").stringValue())
                .isEqualTo("lenet5-on-digits");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--data-set digits | --data-set goes with --model NAME: got no --model",
        "--model lenet5 --data-set mnits | no data set is named mnits \\(did you mean mnist\\?\\); there are .*",
        "--model lenet --data-set mnist | no architecture is named lenet \\(did you mean lenet5\\?\\); there are .*",
        "mnist-500 --model lenet5 --data-set mnist | --data-set names what --model is trained on: got the recipe.*",
        "--model lenet5 --data-set mnist --images x | --data-set names what --model is trained on: got --images too.*",
        "--model lenet5-1998 --data-set cifar-100 | lenet5-1998 takes images of 32×32×1 and at most 10 classes, .*",
        "--model lenet5 --data-set mnist --size 9 | --size goes with --images DIR: got no --images",
        "lenet5-1998-on-cifar-100 | lenet5-1998 takes images of 32×32×1 and at most 10 classes, .*"
    })
    void wrongUsageIsSaidInOneLine(String options, String message) {
        Cli.Output output = Cli.in(folder).run(("train " + options).split(" "));
        assertThat(output.error()).matches("fovea: " + message);
        assertThat(output.code()).isEqualTo(2);
        assertThat(folder.resolve("runs")).doesNotExist();
    }
}
