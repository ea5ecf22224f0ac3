package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SummaryCommandTest {
    @TempDir
    private Path folder;

    @Test
    void tellsTheLayersOfTheCifarNetwork() {
        JsonNode json = Cli.in(folder).run("summary", "cifar-lenet-keras", "--json").json();
        assertThat(Cli.fields(json))
                .contains("name", "input", "layers", "parameters", "multiplyAdds", "trainingBytes")
                .doesNotContain("plan");
        List<Long> parameters = StreamSupport.stream(json.path("layers").spliterator(), false)
                .map(layer -> layer.path("parameters").longValue())
                .filter(count -> count > 0)
                .toList();
        assertThat(parameters).containsExactly(1_568L, 32_832L, 4_195_328L, 10_250L);
        assertThat(json.path("parameters").longValue()).isEqualTo(4_239_978);
        assertThat(Cli.fields(json.path("layers").path(0)))
                .containsExactly("name", "type", "output", "values", "parameters", "weights", "multiplyAdds");
    }

    /// Only graphs are built: no memory is taken for the 138 million weights.
    @Test
    void tellsTheSizeOfAnArchitectureBesideThePublishedOne() {
        JsonNode json = Cli.in(folder).run("summary", "vgg16", "--json").json();
        assertThat(json.path("parameters").longValue()).isEqualTo(138_357_544);
        assertThat(json.path("weights").longValue()).isEqualTo(138_344_128);
        assertThat(json.path("multiplyAdds").longValue()).isEqualTo(15_470_264_320L);
        assertThat(json.path("layers").path(2).path("values").longValue()).isEqualTo(112 * 112 * 64);
        assertThat(json.path("batch").intValue()).isEqualTo(1);
        assertThat(json.path("published").path("parameters").longValue()).isEqualTo(138_357_544);
        assertThat(json.path("published").path("billionMultiplyAdds").doubleValue()).isEqualTo(15.47);
        assertThat(json.path("published").path("source").stringValue()).startsWith("torchvision");
    }

    /// Weights and gradients, 553 MB each, and the arena: far from the 4 GB that the heap may have, of which a
    /// prediction's packed weights take 553 MB more.
    @Test
    void vgg16TrainsInFourGigabytes() {
        JsonNode json = Cli.in(folder).run("summary", "vgg16", "--batch", "4", "--json").json();
        assertThat(json.path("trainingBytes").longValue()).isBetween(8L * 138_357_544, 1_500_000_000L);
    }

    @Test
    void theMemoryOfOneImageIsTheArticlesTable() {
        Cli.Output output = Cli.in(folder).run("summary", "vgg16", "--memory");
        assertThat(output.code()).isZero();
        assertThat(output.out().lines().map(String::strip).map(line -> line.replaceAll(" {2,}", " | ")))
                .contains(
                        "input | (224, 224, 3) | 150K | 0", "conv2d (Conv2D) | (224, 224, 64) | 3.2M | 1,728",
                        "max_pool2d_4 (MaxPool2D) | (7, 7, 512) | 25K | 0",
                        "dense (Dense) | (4096) | 4,096 | 102,760,448", "Weights without biases: 138,344,128",
                        "Published: 138,357,544 parameters, 15.47 billion multiply-adds");
    }

    @Test
    void triesATrainingStepAndAPrediction() {
        JsonNode tried = Cli.in(folder).run("summary", "resnet20", "--try", "--batch", "2", "--json").json()
                .path("tried");
        assertThat(tried.path("batch").intValue()).isEqualTo(2);
        assertThat(tried.path("stepSeconds").doubleValue()).isPositive();
        assertThat(tried.path("predictionSeconds").doubleValue()).isPositive();
        assertThat(tried.path("loss").doubleValue()).isBetween(0.1, 20.0);
        assertThat(tried.path("heapBytes").longValue()).isBetween(1_000_000L, 64_000_000_000L);
    }

    @Test
    void peopleReadWhatWasTried() {
        Cli.Output output = Cli.in(folder).run("summary", "lenet5-1998", "--try");
        assertThat(output.code()).isZero();
        assertThat(output.out())
                .contains("Total parameters: 60,000", "Published: 60,000 parameters", "Tried: parameters made in ",
                        " kernels\n");
        assertThat(output.out().lines().mapToInt(String::length).max().orElseThrow()).isLessThanOrEqualTo(80);
    }

    @Test
    void aLargerBatchTakesMoreMemory() {
        Cli cli = Cli.in(folder);
        long small = cli.run("summary", "digits", "--batch", "8", "--json").json().path("trainingBytes").longValue();
        long large = cli.run("summary", "digits", "--batch", "64", "--json").json().path("trainingBytes").longValue();
        assertThat(large).isGreaterThan(small);
    }

    @Test
    void thePlanAddsUp() {
        JsonNode plan = Cli.in(folder).run("summary", "digits", "--plan", "--json").json().path("plan");
        long sum = StreamSupport.stream(plan.path("buffers").spliterator(), false)
                .mapToLong(buffer -> buffer.path("bytes").longValue())
                .sum();
        assertThat(plan.path("bufferBytes").longValue()).isEqualTo(sum);
        assertThat(plan.path("bufferShare").doubleValue())
                .isEqualTo(plan.path("arenaBufferBytes").doubleValue() / sum)
                .isBetween(.01, 1.0);
        assertThat(plan.path("arenaBufferBytes").longValue() + plan.path("arenaWorkspaceBytes").longValue())
                .isEqualTo(plan.path("arenaBytes").longValue());
        assertThat(plan.path("arenaWorkspaceBytes").longValue()).isNotNegative();
    }

    @Test
    void peopleGetATable() {
        Cli.Output output = Cli.in(folder).run("summary", "digits", "--plan");
        assertThat(output.code()).isZero();
        assertThat(output.err()).isEmpty();
        assertThat(output.out()).contains("conv2d (Conv2D)", "Training at batch 32: ", "% of their sum, ");
        assertThat(output.out().lines()).allMatch(line -> line.length() <= 80);
    }
}
