package dev.fovea.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.backend.Frame;
import dev.fovea.data.Preprocessing;
import dev.fovea.io.FileException;
import dev.fovea.json.Json;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.model.Model;
import dev.fovea.nn.AveragePool2D;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.LayerGraph;
import dev.fovea.nn.Network;
import dev.fovea.nn.Sequential;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The files are Keras's own, with the inputs and outputs that it computed: see
/// `bench/src/main/python/keras_networks.py`.
class KerasTest {
    private static final String DENSE = "{'class_name': 'Dense', 'config': {'name': 'd', 'units': 1}}";

    @TempDir
    private Path folder;

    private static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(KerasTest.class.getResource(name)).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static float[] floats(Json json) {
        List<Json> list = ((JsonArray) json).elements();
        float[] values = new float[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = ((JsonNumber) list.get(i)).floatValue();
        }
        return values;
    }

    private static float[] outputs(Model model, float[] input) {
        Network network = model.network();
        Frame frame = model.subject().backend().compile(network.inference(), model.subject().store(), 1).frame();
        float[] output = new float[(int) network.output().size()];
        frame.bind(Network.IMAGES, model.input(new Tensor(model.picture(), input)), 0);
        frame.run(1, 0);
        frame.read(Network.OUTPUT, output, 0);
        return output;
    }

    private static void requireOutputs(Model model, String name) throws IOException {
        JsonObject known = (JsonObject) Json.read(Files.readString(file(name + ".json")));
        List<Json> inputs = ((JsonArray) Objects.requireNonNull(known.get("inputs"))).elements();
        List<Json> outputs = ((JsonArray) Objects.requireNonNull(known.get("outputs"))).elements();
        assertThat(inputs).hasSize(2);
        for (int i = 0; i < inputs.size(); i++) {
            assertThat(outputs(model, floats(inputs.get(i)))).containsExactly(floats(outputs.get(i)), within(1e-5f));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chain.keras", "chain.h5", "graph.keras", "graph.h5", "plain.keras", "plain.h5", "old.h5"})
    void computesWhatKerasComputes(String name) throws IOException {
        requireOutputs(Keras.read(file(name)), name.substring(0, name.indexOf('.')));
    }

    @Test
    void aChainStaysAChainWithItsNames() {
        Model model = Keras.read(file("chain.keras"));
        assertThat(model.network().layers()).isInstanceOf(Sequential.class);
        assertThat(model.parameters()).containsKeys("norm.gamma", "out.weights");
        assertThat(model.subject().name()).isEqualTo("chain");
    }

    /// 2 · 255 v / 255 − 1 = (v − 0.5) / 0.5 of values v from 0 to 1.
    @Test
    void scalingAtTheInputBecomesPreprocessing() {
        assertThat(Keras.read(file("chain.h5")).subject().preprocessing()).isEqualTo(new Preprocessing(
                Shape.of(9, 8, 3), new float[] {0.5f, 0.5f, 0.5f}, new float[] {0.5f, 0.5f, 0.5f}));
    }

    @Test
    void aGraphKeepsItsNamesAndSharesWhatItCallsTwice() {
        Model model = Keras.read(file("graph.keras"));
        LayerGraph graph = (LayerGraph) model.network().layers();
        assertThat(graph.byName()).containsKeys("shared", "shared_1", "inner", "joined", "gate", "out");
        assertThat(model.parameters().keySet().stream().filter(name -> name.contains("shared")))
                .containsExactly("shared.filters", "shared.bias");
        assertThat(model.parameters()).containsKey("inner/point.filters");
    }

    @Test
    void whatIsReadIsSavedAndLoaded() throws IOException {
        Path saved = folder.resolve("graph.safetensors");
        Keras.read(file("graph.keras")).save(saved);
        requireOutputs(Model.load(saved), "graph");
    }

    @Test
    void weightsAloneGoIntoANetworkOfOnesOwn() throws IOException {
        Sequential own = Sequential.of(
                Conv2D.of(3, 3).relu(), BatchNorm.of().epsilon(1e-3), Flatten.of(), Dense.of(2));
        Model model = Model.of(own, Shape.of(6, 5, 1), Seed.of(1));
        Keras.readWeights(file("plain.weights.h5"), model);
        requireOutputs(model, "plain");
    }

    @Test
    void weightsOfOtherShapesChangeNothing() {
        Sequential own = Sequential.of(
                Conv2D.of(3, 3).relu(), BatchNorm.of(), AveragePool2D.of(2), Flatten.of(), Dense.of(2));
        Model model = Model.of(own, Shape.of(6, 5, 1), Seed.of(1));
        Tensor before = model.read("conv2d.filters");
        assertThatThrownBy(() -> Keras.readWeights(file("plain.weights.h5"), model))
                .isInstanceOf(FileException.class)
                .hasMessageContaining("expected dense.weights of shape 6×2: got 36×2");
        assertThat(model.read("conv2d.filters").values()).containsExactly(before.values());
    }

    /// TensorFlow's padding "same": ⌈n / s⌉ outputs, of the pixels to be added the smaller half before.
    @ParameterizedTest
    @CsvSource({"8, 3, 2", "8, 2, 2", "7, 3, 2", "9, 4, 3", "5, 1, 2", "6, 5, 1"})
    void paddingIsThatOfTensorFlow(int extent, int size, int stride) {
        int outputs = (extent + stride - 1) / stride;
        int added = Math.max(0, (outputs - 1) * stride + size - extent);
        Model model = Model.of(
                Sequential.of(Conv2D.of(1, 1, size).stride(1, stride).same().withoutBias()), Shape.of(1, extent, 1),
                Seed.of(3));
        float[] filter = model.read("conv2d.filters").values();
        float[] x = new float[extent];
        float[] expected = new float[outputs];
        for (int i = 0; i < extent; i++) {
            x[i] = (float) Math.sin(i + 1);
        }
        for (int i = 0; i < outputs; i++) {
            double sum = 0;
            for (int j = 0; j < size; j++) {
                int at = i * stride + j - added / 2;
                sum += at < 0 || at >= extent ? 0 : (double) x[at] * filter[j];
            }
            expected[i] = (float) sum;
        }
        assertThat(outputs(model, x)).containsExactly(expected, within(1e-6f));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lambda.keras | layer code is a Lambda: its code is never run
            external-link.h5 | elsewhere in it is a link to another place or file, which is not followed
            compressed.h5 | its numbers are compressed, which is not read
            external-data.h5 | expected an HDF5 file without links, external or virtual data
            virtual.h5 | expected an HDF5 file without links, external or virtual data
            plain.weights.h5 | a file of weights alone goes with Keras.readWeights(file, model)
            plain.json | expected an HDF5 file
            """)
    void refusesInOneLine(String name, String message) {
        requireRefusal(file(name), message);
    }

    private static void requireRefusal(Path file, String message) {
        assertThatThrownBy(() -> Keras.read(file)).isInstanceOf(FileException.class)
                .hasMessageContaining(file.getFileName().toString())
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'class_name': 'Attention', 'config': {'name': 'a'}} | layer a is a Attention, which is not read; known are
            {'class_name': 'Conv2D', 'config': {'name': 'c', 'data_format': 'channels_first'}} | has channels_first
            {'class_name': 'DepthwiseConv2D', 'config': {'name': 'd'}} | layer d has no depthwise_kernel
            {'class_name': 'Activation', 'config': {'name': 'x', 'activation': 'mine'}} | has the activation mine
            {'class_name': 'java.lang.Runtime', 'config': {'name': 'r'}} | layer r is a Runtime, which is not read
            """)
    void refusesLayersThatItDoesNotKnow(String layer, String message) throws IOException {
        requireRefusal(zip(config(layer), file("plain.weights.h5")), message);
    }

    @Test
    void refusesWeightsOfAnotherShape() throws IOException {
        String json = new String(zipEntry(file("plain.keras"), "config.json"), StandardCharsets.UTF_8);
        String other = json.replace("\"filters\": 3", "\"filters\": 4");
        assertThat(other).isNotEqualTo(json);
        requireRefusal(zip(other, file("plain.weights.h5")), "filters of shape 3×3×1×4: got 3×3×1×3");
    }

    @Test
    void refusesSeveralInputs() throws IOException {
        String config = "{'class_name': 'Functional', 'config': {'layers': [], 'input_layers': [['a', 0, 0],"
                + " ['b', 0, 0]], 'output_layers': [['a', 0, 0]]}}";
        requireRefusal(zip(config.replace('\'', '"'), file("plain.weights.h5")),
                "networks with one input are read: got 2, [a, b]");
    }

    @Test
    void refusesNamesThatLeaveTheFile() throws IOException {
        Path file = folder.resolve("up.keras");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("../config.json"));
        }
        requireRefusal(file, "names stay inside, without ..");
    }

    @Test
    void refusesZipBombs() throws IOException {
        Path file = folder.resolve("bomb.keras");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            entry(zip, "config.json", config(DENSE).getBytes(StandardCharsets.UTF_8));
            entry(zip, "model.weights.h5", new byte[1 << 24]);
        }
        requireRefusal(file, "got a zip bomb");
    }

    /// Each byte of a small file changed in turn: what is not read is refused, and nothing else happens.
    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(file("old.h5"));
        Path damaged = folder.resolve("damaged.h5");
        int refused = 0;
        for (int i = 0; i < bytes.length; i += 7) {
            byte[] changed = bytes.clone();
            changed[i] ^= (byte) 0x41;
            Files.write(damaged, changed);
            try {
                Keras.read(damaged);
            } catch (FileException e) {
                refused++;
                assertThat(e.getMessage()).doesNotContain("\n");
            }
        }
        assertThat(refused).isPositive();
    }

    private static String config(String layer) {
        return ("{'class_name': 'Sequential', 'config': {'name': 's', 'layers': [{'class_name': 'InputLayer', 'config':"
                + " {'name': 'i', 'batch_shape': [null, 4, 4, 1]}}, " + layer + "]}}").replace('\'', '"');
    }

    private Path zip(String config, Path weights) throws IOException {
        Path file = folder.resolve("model.keras");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            entry(zip, "config.json", config.getBytes(StandardCharsets.UTF_8));
            entry(zip, "model.weights.h5", Files.readAllBytes(weights));
        }
        return file;
    }

    private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        ((OutputStream) zip).write(bytes);
        zip.closeEntry();
    }

    private static byte[] zipEntry(Path file, String name) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.getInputStream(Objects.requireNonNull(zip.getEntry(name))).readAllBytes();
        }
    }
}
