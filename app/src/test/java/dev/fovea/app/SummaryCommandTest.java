package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.backend.Backends;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
    void theGraphTellsWhatIsFusedWhatComputesItAndWhereItLies() {
        Cli.Output output = Cli.in(folder).run("summary", "digits", "--graph");
        assertThat(output.code()).isZero();
        assertThat(output.err()).isEmpty();
        List<String> lines = output.out().lines().map(line -> line.replaceAll(" {2,}", " | ").strip()).toList();
        String kernels = Backends.open(1).name();
        assertThat(lines)
                .contains(
                        "The plan of a prediction at batch 32, " + kernels + ":",
                        "The plan of a training step at batch 32, " + kernels + ":",
                        "# | Step | Kernel | Reads | Input → output | Bytes | Lies in",
                        "2 | max_pool2d MaxPooling | pooling | 1 | N×8×8×32 → N×4×4×32 | 65.5 KB | own",
                        "3 | dropout DropoutMask | element-wise | 2 | N×4×4×32 → N×4×4×32 | 65.5 KB | over 2",
                        "5 | flatten Reshaping | nothing runs | 4 | N×2×2×64 → N×256 | 32.8 KB | view",
                        "7 steps, 16 before fusion; 1 view beside them",
                        "33 steps, 44 before fusion; 2 views beside them, then Adam updates the parameters",
                        "view: the input's values under another shape: nothing is copied")
                .anyMatch(line -> line.startsWith("0 | conv2d Convolution + bias + ReLU | "))
                .anyMatch(line -> line.matches("Arena: [\\d,]+ bytes; parameters: 180,648 bytes"));
        assertThat(output.out()).doesNotContain("\u00a0").contains("      + ReLU's gradient\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits", "lenet5-1998", "cifar-resnet20", "vgg16", "resnet50", "googlenet", "alexnet"})
    void theGraphFitsIntoAHundredColumns(String name) {
        Cli.Output output = Cli.in(folder).run("summary", name, "--graph");
        assertThat(output.code()).isZero();
        assertThat(output.out().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void theGraphIsThereAsObjects() {
        JsonNode graph = Cli.in(folder)
                .run("summary", "digits", "--graph", "--batch", "3", "--json")
                .json()
                .path("graph");
        assertThat(graph).extracting(plan -> plan.path("of").stringValue())
                .containsExactly("prediction", "training step");
        for (JsonNode plan : graph) {
            JsonNode steps = plan.path("steps");
            assertThat(plan.path("batch").intValue()).isEqualTo(3);
            assertThat(plan.path("parameterBytes").longValue()).isEqualTo(4 * 45_162);
            assertThat(plan.path("arenaBytes").longValue()).isPositive();
            assertThat(plan.path("stepsBeforeFusion").intValue()).isGreaterThan(steps.size());
            assertThat(plan.path("stepsAfterFusion").intValue() + plan.path("views").intValue())
                    .isEqualTo(steps.size());
            JsonNode first = steps.path(0);
            assertThat(Cli.fields(first)).containsExactly(
                    "index", "name", "layer", "operation", "pass", "fused", "chain", "kernel", "reads", "output",
                    "bytes", "place");
            assertThat(first.path("fused")).extracting(JsonNode::stringValue).containsExactly("bias", "ReLU");
            assertThat(first.path("reads")).extracting(read -> read.path("name").stringValue())
                    .containsExactly("images", "conv2d.filters", "conv2d.bias");
            assertThat(first.path("output").stringValue()).isEqualTo("N×8×8×32");
            assertThat(first.path("bytes").longValue()).isEqualTo(4 * 3 * 8 * 8 * 32);
            assertThat(steps.path(1).path("reads").path(0).path("step").intValue()).isZero();
        }
        assertThat(graph.path(1).path("steps").path(3).path("over").intValue()).isEqualTo(2);
    }

    @Test
    void theGraphOfAnUnknownNameIsRefused() {
        Cli.Output output = Cli.in(folder).run("summary", "digit", "--graph");
        assertThat(output.code()).isEqualTo(2);
        assertThat(output.out()).isEmpty();
        assertThat(output.err()).contains("is named digit").contains("digits");
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
