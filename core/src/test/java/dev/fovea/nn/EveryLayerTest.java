package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.backend.Backends;
import dev.fovea.backend.Frame;
import dev.fovea.data.ArrayDataset;
import dev.fovea.data.Dataset;
import dev.fovea.json.Json;
import dev.fovea.json.RecordCodec;
import dev.fovea.model.Model;
import dev.fovea.optim.Adam;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Fit;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every layer of the registry.
class EveryLayerTest {
    private static final int SAMPLES = 3;

    @TempDir
    Path folder;

    static Stream<LayerCase> cases() {
        return LayerCase.all();
    }

    @Test
    void everyLayerOfTheRegistryHasACase() throws ReflectiveOperationException {
        Set<Class<?>> tried = new HashSet<>();
        for (LayerCase row : LayerCase.all().toList()) {
            collect(row.layer(), tried);
        }
        assertThat(tried).containsAll(Layers.all());
        assertThat(LayerCase.all().map(LayerCase::layer)).contains(Activation.Plain.values());
    }

    private static void collect(Object part, Set<Class<?>> tried) throws ReflectiveOperationException {
        switch (part) {
            case List<?> list -> {
                for (Object one : list) {
                    collect(one, tried);
                }
            }
            case Vertex vertex -> collect(vertex.layer(), tried);
            case Layer layer -> {
                tried.add(layer.getClass());
                RecordComponent[] components = layer.getClass().getRecordComponents();
                for (int i = 0; components != null && i < components.length; i++) {
                    components[i].getAccessor().setAccessible(true);
                    collect(components[i].getAccessor().invoke(layer), tried);
                }
            }
            default -> {}
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void printsAsTheCallThatBuildsIt(LayerCase row) {
        assertThat(row.layer()).hasToString(row.call());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theDeclaredShapeIsTheRealOne(LayerCase row) {
        Network network = new Network(row.input(), row.layer());
        assertThat(network.output()).isEqualTo(row.output());
        Model model = Model.of(row.layer(), row.input(), Seed.of(1));
        Frame frame = Backends.shared().compile(network.inference(), model.subject().store(), 2 * SAMPLES).frame();
        frame.bind(Network.IMAGES, values(2 * SAMPLES, row.input()), 0);
        for (int n : new int[] {2 * SAMPLES, 1, SAMPLES}) {
            frame.run(n, 0);
            Tensor output = frame.read(Network.OUTPUT);
            assertThat(output.shape()).isEqualTo(row.output().batched().at(n));
            for (float value : output.values()) {
                assertThat(value).isFinite();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theSummaryCountsParametersAndMultiplyAdds(LayerCase row) {
        Network network = new Network(row.input(), row.layer());
        Summary summary = network.summary("one");
        assertThat(summary.parameters()).isEqualTo(row.parameters())
                .isEqualTo(network.parameters().shapes().values().stream().mapToLong(Shape::size).sum());
        assertThat(summary.multiplyAdds()).isEqualTo(row.multiplyAdds()).isEqualTo(network.inference().multiplyAdds());
        assertThat(summary.rows().getLast().output()).isEqualTo(row.output());
        assertThat(summary.rows()).extracting(Summary.Row::name).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void asJsonTextItStaysEqual(LayerCase row) {
        RecordCodec<Layer> codec = Layers.codec();
        String text = codec.write(row.layer()).toString();
        assertThat(codec.read(Json.read(text))).isEqualTo(row.layer());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void savedAndLoadedItPredictsTheSameBits(LayerCase row) {
        Model model = Model.of(row.layer(), row.input(), Seed.of(1));
        Path file = folder.resolve("layer.safetensors");
        model.save(file);
        Tensor image = new Tensor(row.input(), values(1, row.input()));
        assertThat(Model.load(file).predict(image)).isEqualTo(model.predict(image));
    }

    /// Between two layers with parameters: the gradient must pass, and the layer's own parameters must help.
    @ParameterizedTest
    @MethodSource("cases")
    void itsLossFalls(LayerCase row) {
        Layer before = switch (row.input().rank()) {
            case 3 -> Conv2D.of(row.input().dim(2), 1);
            case 2 -> Conv1D.of(row.input().dim(1), 1);
            default -> Dense.of(row.input().dim(0));
        };
        Layer whole = Sequential.of(
                before.named("before"), row.layer(), Flatten.of().named("flat"), Dense.of(3).named("after"));
        Dataset data = images(row.input());
        Model model = Model.of(whole, data, Seed.of(6));
        float[] first = model.read(first(model)).values().clone();
        double loss = model.evaluate(data).score().loss();
        model.fit(data, Fit.epochs(60).batch(6).optimizer(Adam.of(1e-2)));
        assertThat(model.evaluate(data).score().loss()).isLessThan(0.8 * loss);
        assertThat(model.read(first(model)).values()).as("the gradient passes").isNotEqualTo(first);
    }

    private static String first(Model model) {
        return model.subject().store().parameters().places().keySet().iterator().next();
    }

    /// Twelve images of three classes, each brighter in the channel of its class.
    private static Dataset images(Shape sample) {
        int[] classes = {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2};
        float[] values = values(classes.length, sample);
        int channels = sample.dim(-1);
        for (int i = 0; i < values.length; i++) {
            values[i] += i % channels == classes[Math.toIntExact(i / sample.size())] ? 0.5f : 0;
        }
        return ArrayDataset.of(sample, values, classes, List.of("a", "b", "c"));
    }

    private static float[] values(int count, Shape sample) {
        Seed seed = Seed.of(12);
        float[] values = new float[Math.toIntExact(count * sample.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) seed.uniform(i);
        }
        return values;
    }
}
