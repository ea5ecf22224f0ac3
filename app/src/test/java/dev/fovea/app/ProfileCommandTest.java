package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.app.page.ProfileTable;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ProfileCommandTest {
    @TempDir
    private Path folder;

    private static List<String> names(JsonNode rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.path("name").stringValue())
                .toList();
    }

    private static long sum(JsonNode rows, String field) {
        return StreamSupport.stream(rows.spliterator(), false)
                .mapToLong(row -> row.path(field).longValue())
                .sum();
    }

    private Cli.Output refused(String... args) {
        Cli.Output output = Cli.in(folder).run(args);
        assertThat(output.code()).isEqualTo(2);
        assertThat(output.out()).isEmpty();
        return output;
    }

    @Test
    void aTrainingStepAsJson() {
        JsonNode json = Cli.in(folder)
                .run("profile", "digits", "--threads", "2", "--rounds", "2", "--batch", "4", "--json")
                .json();
        assertThat(Cli.fields(json)).containsExactly(
                "name", "of", "batch", "kernels", "threads", "rounds", "runsInRound", "warmUp", "doubts", "peak",
                "whole", "betweenMs", "steps", "operations", "layers");
        assertThat(json.path("of").stringValue()).isEqualTo("training step");
        assertThat(json.path("batch").intValue()).isEqualTo(4);
        assertThat(json.path("threads").intValue()).isEqualTo(2);
        assertThat(json.path("rounds").intValue()).isEqualTo(2);
        assertThat(json.path("peak").path("median").doubleValue()).isPositive();
        JsonNode steps = json.path("steps");
        assertThat(Cli.fields(steps.path(0))).containsExactly(
                "name", "ms", "share", "multiplyAdds", "direct", "gflops", "ofPeak", "bytes", "gigabytesPerSecond");
        List<String> names = names(steps);
        assertThat(names).startsWith("conv2d Convolution").endsWith("optimizer Adam").doesNotHaveDuplicates();
        assertThat(names)
                .contains("conv2d Convolution.FilterGradient")
                .doesNotContain("conv2d Convolution.InputGradient");
        assertThat(steps).allMatch(step -> step.path("ms").doubleValue() >= 0);
        assertThat(steps).allMatch(
                step -> step.path("gflops").isNull() == (step.path("multiplyAdds").longValue() == 0));
        for (String field : new String[] {"multiplyAdds", "bytes"}) {
            assertThat(json.path("whole").path(field).longValue()).isPositive().isEqualTo(sum(steps, field));
            assertThat(sum(json.path("operations"), field)).isEqualTo(sum(steps, field));
        }
        assertThat(names(json.path("layers"))).startsWith("conv2d").endsWith("loss", "optimizer");
    }

    @Test
    void thePredictionOfAResidualNetworkFoldsBatchNorm() {
        JsonNode json = Cli.in(folder)
                .run("profile", "cifar-resnet20", "--predict", "--rounds", "1", "--batch", "2", "--json")
                .json();
        long each = Cli.in(folder).run("summary", "cifar-resnet20", "--json").json().path("multiplyAdds").longValue();
        assertThat(json.path("of").stringValue()).isEqualTo("prediction");
        assertThat(json.path("whole").path("multiplyAdds").longValue()).isEqualTo(2 * each);
        assertThat(names(json.path("steps")))
                .contains("residual_8/conv2d_18 Convolution")
                .noneMatch(name -> name.matches(".*(BatchNormalization|[Gg]radient|optimizer).*"));
    }

    @Test
    void peopleReadEightyColumnsOfAnArchitecture() {
        Cli.Output output = Cli.in(folder).run("profile", "resnet20", "--rounds", "1", "--top", "25");
        assertThat(output.code()).isZero();
        assertThat(output.err()).isEmpty();
        assertThat(output.out()).contains(
                "Training step of resnet20 at batch 1, ", "whole training step", "By operation", "By layer",
                " more, together ");
        assertThat(output.out().lines()).allMatch(line -> line.length() <= ProfileTable.COLUMNS);
    }

    @Test
    void theLongestComeFirstWhenAsked() {
        Cli cli = Cli.in(folder);
        JsonNode json = cli.run("profile", "lenet5", "--rounds", "1", "--sort", "time", "--top", "3", "--json").json();
        List<Double> millis = StreamSupport.stream(json.path("steps").spliterator(), false)
                .map(step -> step.path("ms").doubleValue())
                .toList();
        assertThat(millis).hasSize(3).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(json.path("layers").size()).isEqualTo(3);
    }

    @Test
    void theNewestRunIsProfiledWhereNothingIsNamed() {
        Cli cli = Cli.in(folder);
        Cli.Output none = cli.run("profile");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.error()).contains("no run under runs/ yet: name a recipe or an architecture");
        assertThat(cli.train("runs/first").code()).isZero();
        JsonNode json = cli.run("profile", "--predict", "--rounds", "1", "--json").json();
        assertThat(json.path("name").stringValue()).endsWith("safetensors");
        assertThat(json.path("batch").intValue()).isEqualTo(16);
    }

    @Test
    void wrongUsageIsOneLine() {
        assertThat(refused("profile", "lenet").error()).contains("is named lenet (did you mean lenet5");
        assertThat(refused("profile", "digits", "--rounds", "0").error()).contains("must be at least 1: got 0");
        assertThat(refused("profile", "digits", "--top", "0").error()).contains("--top must be at least 1: got 0");
        assertThat(refused("profile", "digits", "--batch", "0").error()).contains("--batch must be at least 1: got 0");
        assertThat(refused("profile", "digits", "--threads", "0").error()).contains("--threads must be from 1 to ");
        assertThat(refused("profile", "digits", "--sort", "name").error()).contains("must be plan or time: got name");
        assertThat(refused("profile", "digits", "--rounds", "many").error()).contains("--rounds");
    }

    @Test
    void theHelpExplainsEachColumn() {
        Cli.Output output = Cli.in(folder).run("profile", "--help");
        assertThat(output.code()).isZero();
        assertThat(output.out()).contains("  %        share of", "  GFLOP/s  2 × multiply-adds").endsWith("\n");
        assertThat(output.out() + output.err()).doesNotContain("WARN");
        assertThat(output.out().lines()).allMatch(line -> line.length() <= ProfileTable.COLUMNS);
    }

    @Test
    void longNamesKeepWhatTellsThemApart() {
        Set<String> shown = new HashSet<>();
        for (String name : List.of(
                "conv2d_1 Convolution.FilterGradient", "residual_4/conv2d_12 Convolution.InputGradient",
                "residual_4/batch_norm_12 BatchNormalization.ParameterGradient",
                "residual_4/batch_norm_12 BatchNormalization.InputGradient",
                "local_response_norm_1 LocalResponseNormalization.Gradient",
                "residual_4/a_layer_that_has_been_named_at_rather_great_length MatMul (weights gradient)")) {
            shown.add(ProfileTable.fitted(name));
        }
        assertThat(shown).hasSize(6).allMatch(name -> name.length() <= 39).contains(
                "conv2d_1 Convolution.FilterGradient", "…/conv2d_12 Convolution.InputGradient",
                "…/batch_norm_12 Batc….ParameterGradient", "…/batch_norm_12 BatchNor….InputGradient");
    }
}
