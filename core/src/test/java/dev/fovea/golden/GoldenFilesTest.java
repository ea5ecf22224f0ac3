package dev.fovea.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenFilesTest {
    private static final List<String> WITH_GRADIENTS = List.of(
            "add", "average-pooling", "batch-norm", "bias-add", "clamp", "concatenate", "convolution",
            "convolution-bias-relu", "cos", "dense", "divide", "elu", "exp", "gelu", "global-average-pooling",
            "group-norm", "hard-sigmoid", "hard-swish", "layer-norm", "leaky-relu", "local-response-norm", "log",
            "log-softmax", "matmul", "max-pooling", "maximum", "mean", "mean-squared-error", "minimum", "mish",
            "multiply", "negate", "penalty", "power", "reflect-padding", "relu", "reshape", "resize", "selu",
            "sigmoid", "silu", "sin", "slice", "softmax", "softmax-cross-entropy", "softplus", "subtract", "sum",
            "tanh", "transpose", "transposed-convolution", "zero-padding");

    private static final List<String> OTHERS = List.of(
            "adagrad", "adam", "adamw", "gradient-clipping", "initializers", "lenet-adam", "rmsprop", "schedules",
            "sgd");

    static Stream<String> all() {
        return Stream.concat(WITH_GRADIENTS.stream(), OTHERS.stream());
    }

    @Test
    void theFolderHoldsExactlyTheListedFiles() throws IOException, URISyntaxException {
        URL one = Objects.requireNonNull(GoldenFile.class.getResource("relu.json"));
        try (Stream<Path> files = Files.list(Path.of(one.toURI()).resolveSibling(""))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json")))
                    .containsExactlyInAnyOrderElementsOf(all().map(name -> name + ".json").toList());
        }
    }

    /// A tensor's constructor checks that its values fill its shape.
    @ParameterizedTest
    @MethodSource("all")
    void everyFileIsWellFormed(String operation) {
        GoldenFile file = GoldenFile.read(operation);
        assertThat(file.operation()).isEqualTo(operation);
        assertThat(file.source()).startsWith("libtorch");
        assertThat(file.notes()).isNotBlank();
        assertThat(file.cases()).isNotEmpty();
        assertThat(file.cases().stream().map(GoldenCase::name)).doesNotHaveDuplicates().doesNotContain("");
        for (GoldenCase example : file.cases()) {
            assertThat(example.outputs()).as(example.name()).isNotEmpty();
            for (var tensors : List.of(example.inputs(), example.outputs(), example.gradients())) {
                assertFinite(example.name(), tensors);
            }
            example.gradients().forEach((input, gradient) -> assertThat(gradient.shape())
                    .as(example.name() + ": gradient of " + input)
                    .isEqualTo(example.input(input).shape()));
        }
    }

    @ParameterizedTest
    @MethodSource("withGradients")
    void everyOperationHasGradientsThatFollowFromDy(String operation) {
        for (GoldenCase example : GoldenFile.read(operation).cases()) {
            assertThat(example.input("dy").shape()).as(example.name()).isEqualTo(example.output("y").shape());
            assertThat(example.gradients()).as(example.name()).isNotEmpty();
        }
    }

    static Stream<String> withGradients() {
        return WITH_GRADIENTS.stream();
    }

    @Test
    void filesStaySmall() throws IOException, URISyntaxException {
        long total = 0;
        for (String operation : all().toList()) {
            URL file = Objects.requireNonNull(GoldenFile.class.getResource(operation + ".json"));
            long bytes = Files.size(Path.of(file.toURI()));
            assertThat(bytes).as(operation).isLessThan(operation.equals("lenet-adam") ? 200_000 : 60_000);
            total += bytes;
        }
        assertThat(total).isLessThan(1_000_000);
    }

    @Test
    void aMissingNameSaysWhatThereIs() {
        GoldenCase example = GoldenFile.read("relu").cases().getFirst();
        assertThatThrownBy(() -> example.input("w")).hasMessage("case 'matrix' has no input w: it has [x, dy]");
        assertThatThrownBy(() -> GoldenFile.read("nothing")).hasMessageContaining("no golden file nothing.json");
    }

    private static void assertFinite(String name, Map<String, Tensor> tensors) {
        tensors.forEach((key, tensor) -> {
            for (float value : tensor.values()) {
                assertThat(Float.isFinite(value)).as("%s: %s is finite", name, key).isTrue();
            }
        });
    }
}
