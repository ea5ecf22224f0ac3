package dev.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.backend.Backends;
import dev.fovea.backend.Frame;
import dev.fovea.data.ArrayDataset;
import dev.fovea.data.Dataset;
import dev.fovea.data.augment.FlipLeftRight;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Apply;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Branches;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.GlobalAveragePool2D;
import dev.fovea.nn.Head;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerGraph;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Network;
import dev.fovea.nn.Penalised;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.Vertex;
import dev.fovea.op.Add;
import dev.fovea.optim.ParameterGroup;
import dev.fovea.optim.Sgd;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Fit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A new head on what has been learned.
class HeadTest {
    private static final Shape IMAGE = Shape.of(6, 6, 1);
    private static final Conv2D CONV = Conv2D.of(4, 3).same().relu();

    /// Networks of three classes, and the name of the head's layer.
    static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of(Sequential.of(CONV, BatchNorm.of(), Flatten.of(), Dense.of(3)), "dense"),
                Arguments.of(Sequential.of(Flatten.of(), Dense.of(5).relu(), Dense.of(3), Activation.SOFTMAX),
                        "dense_1"),
                Arguments.of(Sequential.of(CONV, Conv2D.of(3, 1).relu(), GlobalAveragePool2D.of()), "conv2d_1"),
                Arguments.of(
                        Sequential.of(
                                Sequential.of(CONV, MaxPool2D.of(2)).named("body"),
                                Sequential.of(Flatten.of(), Dense.of(4), Penalised.l2(0.1, Dense.of(3)))
                                        .named("classifier")),
                        "classifier/dense_1"),
                Arguments.of(
                        LayerGraph.of(
                                Vertex.of("a", CONV, LayerGraph.INPUT),
                                Vertex.of("b", Conv2D.of(4, 3).same(), "a"),
                                Vertex.of("sum", Apply.of(new Add()), "a", "b"),
                                Vertex.of("pool", GlobalAveragePool2D.of(), "sum"),
                                Vertex.of("fc", Dense.of(3), "pool"),
                                Vertex.of("softmax", Activation.SOFTMAX, "fc")),
                        "fc"));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void bodyAndHeadAreTheNetwork(Layer layers, String name) {
        Model model = Model.of(layers, IMAGE, Seed.of(3));
        Head head = Head.of(model.network());
        assertThat(head.name()).isEqualTo(name);
        assertThat(head.whole()).isEqualTo(layers);
        Model body = Model.of(head.body(), IMAGE, Seed.of(4));
        Model rest = Model.of(head.layers(), body.network().output(), Seed.of(5));
        copy(model, body);
        copy(model, rest);
        assertThat(names(body, rest)).isEqualTo(names(model));
        Tensor image = random(1);
        float[] features = output(body, image);
        assertThat(output(rest, Tensor.of(body.network().output(), features)))
                .containsExactly(output(model, image), within(1e-6f));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void aNewHeadHasNewClassesAndTheBodyIsKept(Layer layers, String name) {
        Model model = Model.of(layers, IMAGE, Seed.of(3));
        Model next = model.withHead(List.of("a", "b", "c", "d", "e"), Seed.of(9));
        assertThat(next.labels()).containsExactly("a", "b", "c", "d", "e");
        assertThat(next.network().output().size()).isEqualTo(5);
        next.parameters().forEach((parameter, shape) -> {
            if (parameter.startsWith(name + ".")) {
                assertThat(shape.dim(-1)).as(parameter).isEqualTo(5);
            } else {
                assertThat(next.read(parameter).values()).as(parameter).isEqualTo(model.read(parameter).values());
            }
        });
    }

    /// Classes are told apart by what a fixed body makes of them: the head learns them, the body stays as it is.
    @Test
    void theHeadAloneIsTrainedOnFeatures() {
        Model model = Model.of(
                Sequential.of(CONV, BatchNorm.of(), MaxPool2D.of(2), Flatten.of(), Dense.of(7)), IMAGE, Seed.of(3));
        Dataset data = stripes(40);
        Model next = model.withHead(data.labels(), Seed.of(2));
        Map<String, List<Float>> before = body(next);
        double untrained = next.evaluate(data).score().loss();
        next.fitHead(data, Fit.epochs(80).batch(8).optimizer(Sgd.of(0.1)).seed(Seed.of(6)));
        assertThat(next.evaluate(data).score().accuracy()).isEqualTo(1);
        assertThat(next.evaluate(data).score().loss()).isLessThan(untrained / 2);
        assertThat(body(next)).isEqualTo(before);
    }

    /// The head's training is that of the whole network with a frozen body, step by step.
    @Test
    void itIsTheTrainingWithAFrozenBody() {
        Layer layers = Sequential.of(CONV, Flatten.of(), Dense.of(2));
        Dataset data = stripes(24);
        Fit fit = Fit.epochs(3).batch(8).optimizer(Sgd.of(0.05)).seed(Seed.of(6));
        Model features = Model.of(layers, data, Seed.of(3));
        Model frozen = Model.of(layers, data, Seed.of(3));
        features.fitHead(data, fit);
        frozen.fit(data, fit.groups(ParameterGroup.of("conv2d*").frozen()));
        assertThat(features.read("dense.weights").values())
                .containsExactly(frozen.read("dense.weights").values(), within(1e-5f));
    }

    @Test
    void anyLayersFeaturesCanBeRead() {
        Model model = Model.of(Sequential.of(CONV, Flatten.of(), Dense.of(2)), IMAGE, Seed.of(3));
        Tensor image = random(1);
        assertThat(model.features(image, "conv2d").shape()).isEqualTo(Shape.of(1, 6, 6, 4));
        assertThat(model.features(image, "dense").values()).containsExactly(output(model, image), within(1e-6f));
        assertThatThrownBy(() -> model.features(image, "conv3d"))
                .hasMessage("no layer with an output of its own is named conv3d: there are conv2d, flatten, dense");
    }

    @Test
    void refusesWhatHasNoHead() {
        Layer branches = Sequential.of(Flatten.of(), Branches.of(Dense.of(2), Dense.of(2)));
        assertThatThrownBy(() -> Head.of(new Network(IMAGE, branches)))
                .hasMessageStartingWith("the network has no head: expected that its last weights are those of a Dense");
        assertThatThrownBy(() -> Head.of(new Network(IMAGE, Flatten.of()))).hasMessageEndingWith("got no weights");
        assertThatThrownBy(() -> Head.of(new Network(IMAGE, Sequential.of(
                        Flatten.of(), Dense.of(2), BatchNorm.of()))))
                .hasMessageContaining("has no head");
        Model model = Model.of(Sequential.of(Flatten.of(), Dense.of(2)), stripes(4), Seed.of(1));
        assertThatThrownBy(() -> model.fitHead(stripes(4), Fit.epochs(1).transforms(new FlipLeftRight())))
                .hasMessageContaining("without transforms: got 1");
    }

    private static Map<String, List<Float>> body(Model model) {
        Map<String, List<Float>> body = new TreeMap<>();
        model.parameters().keySet().stream().filter(name -> !name.startsWith("dense."))
                .forEach(name -> body.put(name, numbers(model.read(name))));
        model.states().keySet().forEach(name -> body.put(name, numbers(model.read(name))));
        return body;
    }

    private static List<Float> numbers(Tensor tensor) {
        List<Float> numbers = new ArrayList<>();
        for (float value : tensor.values()) {
            numbers.add(value);
        }
        return numbers;
    }

    private static List<String> names(Model... models) {
        return Stream.of(models).flatMap(model -> model.parameters().keySet().stream()).sorted().toList();
    }

    private static void copy(Model from, Model to) {
        to.parameters().keySet().forEach(name -> to.write(name, from.read(name)));
        to.states().keySet().forEach(name -> to.write(name, from.read(name)));
    }

    private static float[] output(Model model, Tensor image) {
        Frame frame = Backends.shared().compile(model.network().inference(), model.subject().store(), 1).frame();
        frame.bind(Network.IMAGES, image.values(), 0);
        frame.run(1, 0);
        return frame.read(Network.OUTPUT).values();
    }

    private static Tensor random(int seed) {
        float[] values = new float[Math.toIntExact(IMAGE.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Seed.of(seed).uniform(i);
        }
        return Tensor.of(IMAGE, values);
    }

    /// Pictures that are light above or light on the left.
    private static Dataset stripes(int count) {
        float[] values = new float[count * 36];
        int[] classes = new int[count];
        for (int i = 0; i < values.length; i++) {
            int picture = i / 36;
            classes[picture] = picture % 2;
            boolean light = picture % 2 == 0 ? i % 36 / 6 < 3 : i % 6 < 3;
            values[i] = (light ? 0.6f : 0.1f) + 0.3f * (float) Seed.of(8).uniform(i);
        }
        return ArrayDataset.of(IMAGE, values, classes, List.of("above", "left"));
    }
}
