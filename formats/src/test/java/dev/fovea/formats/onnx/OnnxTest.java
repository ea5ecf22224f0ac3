package dev.fovea.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.data.ArrayDataset;
import dev.fovea.model.Model;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.LayerGraph;
import dev.fovea.nn.LayerNorm;
import dev.fovea.nn.Vertex;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Fit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Networks that torch exported, against what torch computes; `networks.py` among the resources made both.
class OnnxTest {
    @TempDir
    private Path folder;

    private Model model(String file, String output) throws IOException {
        return Onnx.read(copied(file), output);
    }

    private Model model(String file) throws IOException {
        return Onnx.read(copied(file));
    }

    private Path copied(String file) throws IOException {
        Path copy = folder.resolve(file);
        Files.write(copy, bytes(file));
        return copy;
    }

    private static byte[] bytes(String file) throws IOException {
        try (InputStream stream = Objects.requireNonNull(OnnxTest.class.getResourceAsStream(file), file)) {
            return stream.readAllBytes();
        }
    }

    private static float[] samples(String name, Model model) throws IOException {
        return Outputs.channelsLast(Outputs.floats(bytes(name + ".in")), model.network().input());
    }

    @ParameterizedTest
    @CsvSource({
        "plain, legacy", "plain, dynamo", "block, legacy", "block, dynamo", "groups, legacy", "groups, dynamo",
        "next, legacy", "next, dynamo"
    })
    void givesWhatTorchGives(String name, String exporter) throws IOException {
        Model model = model(name + "." + exporter + ".onnx");
        float[] images = samples(name, model);
        float[] expected = Outputs.floats(bytes(name + ".out"));
        assertThat(Outputs.of(model, images, 2)).hasSameSizeAs(expected)
                .containsExactly(expected, within(1e-5f));
    }

    @Test
    void readsFiltersOfEightBitsAndAnyOutput() throws IOException {
        Model model = model("quantised.helper.onnx", "second");
        float[] expected = Outputs.floats(bytes("quantised.out"));
        float[] lying = Outputs.channelsLast(expected, Shape.of(4, 4, 2));
        assertThat(Outputs.of(model, samples("quantised", model), 2)).containsExactly(lying, within(1e-5f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain.dynamo.onnx", "block.legacy.onnx", "groups.legacy.onnx", "next.dynamo.onnx"})
    void trainsAndIsSaved(String file) throws IOException {
        Model model = model(file);
        float[] images = samples(file.substring(0, file.indexOf('.')), model);
        int classes = model.labels().size();
        ArrayDataset data = ArrayDataset.of(
                model.network().input(), images, new int[] {0, classes - 1}, model.labels());
        float[][] before = model.parameters().keySet().stream()
                .map(name -> model.read(name).values().clone()).toArray(float[][]::new);
        double loss = model.evaluate(data).score().loss();
        model.fit(data, Fit.epochs(60).batch(2));
        assertThat(model.evaluate(data).score().loss()).isLessThan(0.9 * loss);
        int i = 0;
        for (String name : model.parameters().keySet()) {
            assertThat(model.read(name).values()).as(name).isNotEqualTo(before[i++]);
        }
        Path saved = folder.resolve("saved.safetensors");
        model.save(saved);
        Model back = Model.load(saved);
        assertThat(Outputs.of(back, images, 2)).containsExactly(Outputs.of(model, images, 2));
        assertThat(back.network()).isEqualTo(model.network());
    }

    @Test
    void weightsKeepTheirNames() throws IOException {
        Model model = model("block.dynamo.onnx");
        assertThat(model.parameters().keySet()).contains(
                "stem.filters", "depthwise.filters", "squeeze.bias", "excite.filters", "head.weights");
    }

    @Test
    void recognisesWhatIsALayerHere() throws IOException {
        assertThat(layers("block.legacy.onnx")).contains("Activation.HARD_SWISH", "Activation.SILU",
                        "GlobalAveragePool2D.of()", "Dense.of(4)")
                .noneMatch(layer -> layer.contains("Transpose"));
        assertThat(layers("next.legacy.onnx")).contains("Activation.GELU").noneMatch(
                layer -> layer.contains("Transpose") || layer.contains("Erf"));
        LayerGraph next = (LayerGraph) model("next.dynamo.onnx").network().layers();
        assertThat(next.vertices()).extracting(Vertex::layer).hasAtLeastOneElementOfType(LayerNorm.class)
                .hasAtLeastOneElementOfType(Conv2D.class);
        LayerGraph plain = (LayerGraph) model("plain.dynamo.onnx").network().layers();
        assertThat(plain.vertices()).extracting(Vertex::layer).doesNotHaveAnyElementsOfTypes(
                dev.fovea.nn.Apply.class).hasSize(isFolded(plain) ? 7 : 8);
    }

    private static boolean isFolded(LayerGraph graph) {
        return graph.vertices().stream().noneMatch(vertex -> vertex.layer() instanceof BatchNorm);
    }

    private java.util.List<String> layers(String file) throws IOException {
        LayerGraph graph = (LayerGraph) model(file).network().layers();
        return graph.vertices().stream().map(vertex -> vertex.layer().toString()).toList();
    }

    @Test
    void oneSampleIsAsTwo() throws IOException {
        Model model = model("groups.dynamo.onnx");
        float[] images = samples("groups", model);
        float[] both = Outputs.of(model, images, 2);
        float[] first = Outputs.of(model, Arrays.copyOf(images, images.length / 2), 1);
        assertThat(IntStream.range(0, first.length).mapToDouble(i -> Math.abs(first[i] - both[i])).max().orElse(1))
                .isLessThan(1e-5);
    }
}
