package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.backend.Backends;
import dev.fovea.backend.Frame;
import dev.fovea.backend.Layout;
import dev.fovea.backend.Store;
import dev.fovea.data.Preprocessing;
import dev.fovea.json.Json;
import dev.fovea.json.RecordCodec;
import dev.fovea.model.Model;
import dev.fovea.op.Composition;
import dev.fovea.op.Node;
import dev.fovea.op.Relu;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Activations as an option of other layers; [EveryLayerTest] prints, saves and trains each of them.
@Tag("kernels")
class ActivationTest {
    private static final Shape IMAGE = Shape.of(5, 6, 2);
    private static final int N = 4;

    @TempDir
    private Path folder;

    /// x · min(max(x + 3, 0), 6) / 6, by an application.
    private record Swish() implements Composition {
        @Override
        public Node compose(List<Node> inputs) {
            Node x = inputs.getFirst();
            Relu relu = new Relu();
            return x.times(relu.on(x.plus(3)).minus(relu.on(x.plus(-3)))).times(1 / 6.0);
        }
    }

    /// One of an application's own, with a setting and a variable.
    private record Own(float scale) implements Activation {
        @Override
        public Node build(Node x, Scope scope) {
            return new Swish().on(x.times(scope.parameter("inner", Shape.SCALAR, Initializer.ones()))).times(scale);
        }
    }

    static Stream<Activation> activations() {
        return Stream.concat(
                Stream.of(new Own(0.5f)),
                LayerCase.all().map(LayerCase::layer).filter(Activation.class::isInstance).map(Activation.class::cast));
    }

    private static Layer network(Activation activation) {
        return Sequential.of(
                Residual.of(Conv2D.of(2, 3).same().activation(activation)).activation(activation), Flatten.of(),
                Dense.of(5).activation(activation), Dense.of(3));
    }

    /// The slope of the loss along a random direction of all parameters.
    @ParameterizedTest
    @MethodSource("activations")
    void itsGradientIsTheDifferenceQuotient(Activation activation) {
        Network network = new Network(IMAGE, network(activation));
        Store store = Model.of(network.layers(), IMAGE, Seed.of(3)).subject().store();
        Frame frame = Backends.shared()
                .compile(network.training(Loss.crossEntropy(), _ -> true), store, N)
                .frame();
        frame.bind(Network.IMAGES, normal("images", N * (int) IMAGE.size()), 0);
        frame.bind(Network.LABELS, new float[] {0, 2, 1, 0}, 0);
        frame.run(N, 0);
        float[] gradients = frame.gradients().clone();
        float[] start = store.parameterValues().clone();
        float[] direction = normal("direction", start.length);
        double slope = 0;
        for (Layout.Place place : store.parameters().places().values()) {
            for (int i = place.from(); i < place.to(); i++) {
                slope += gradients[i] * direction[i];
            }
        }
        double step = 2e-4;
        double above = loss(frame, store, start, direction, step);
        double below = loss(frame, store, start, direction, -step);
        assertThat((above - below) / (2 * step)).isCloseTo(slope, within(0.01 * (1 + Math.abs(slope))));
        assertThat(Math.abs(slope)).isGreaterThan(1e-3);
    }

    private static double loss(Frame frame, Store store, float[] start, float[] direction, double step) {
        for (int i = 0; i < start.length; i++) {
            store.parameterValues()[i] = (float) (start[i] + step * direction[i]);
        }
        store.changed();
        frame.run(N, 0);
        return frame.scalar(Network.LOSS);
    }

    private static float[] normal(String name, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) new Seed(5).derive(name).normal(i);
        }
        return values;
    }

    /// As files have them since the first version; only what that could not say is an object.
    @Test
    void constantsAreWrittenAsNames() {
        RecordCodec<Layer> codec = Layers.codec();
        assertThat(codec.write(Activation.GELU)).hasToString("{\"type\":\"Activation\",\"name\":\"GELU\"}");
        assertThat(codec.write(Dense.of(3).relu()))
                .hasToString("{\"type\":\"Dense\",\"units\":3,\"activation\":\"RELU\"}");
        assertThat(codec.write(Dense.of(3).activation(LeakyReLU.of(0.5))))
                .hasToString("{\"type\":\"Dense\",\"units\":3,\"activation\":{\"type\":\"LeakyReLU\",\"slope\":0.5}}");
        assertThat(codec.write(Dense.of(3).activation(PReLU.of())))
                .hasToString("{\"type\":\"Dense\",\"units\":3,\"activation\":{\"type\":\"PReLU\"}}");
    }

    @Test
    void whatIsNoActivationIsRefused() {
        assertThatThrownBy(() -> read("\"relu\""))
                .hasMessage("expected one of " + List.of(Activation.Plain.values()).stream().map(Enum::name).toList()
                        + " as activation of Dense: got \"relu\"; a newer version of Fovea may know more");
        assertThatThrownBy(() -> read("{\"type\":\"Flatten\"}"))
                .hasMessage("expected Activation as activation of Dense: got {\"type\":\"Flatten\"}");
        assertThatThrownBy(() -> read("{\"type\":\"Own\",\"scale\":2}"))
                .hasMessageStartingWith("expected one layer among [Activation, ");
        assertThatThrownBy(() -> read("3")).hasMessageStartingWith("expected one layer among [Activation, ");
    }

    private static Layer read(String activation) {
        return Layers.codec().read(Json.read("{\"type\":\"Dense\",\"units\":3,\"activation\":" + activation + "}"));
    }

    @Test
    void anApplicationsOwnIsSavedAndLoaded() {
        RecordCodec<Layer> codec = Layers.codec(Own.class);
        Model model = Model.of(
                "own", new Network(IMAGE, network(new Own(0.5f))), Preprocessing.of(IMAGE), List.of("a", "b", "c"),
                Seed.of(1), Backends.shared(), codec);
        assertThat(model.subject().store().parameters().places()).containsKey("residual/conv2d.inner");
        Path file = folder.resolve("own.safetensors");
        model.save(file);
        Tensor image = new Tensor(IMAGE, normal("image", (int) IMAGE.size()));
        assertThat(Model.load(file, Backends.shared(), codec).predict(image)).isEqualTo(model.predict(image));
    }

    /// The constants are there whichever of the two types is used first: they have no other state to be made from.
    @Test
    void theInterfaceHasNoDefaultMethods() {
        assertThat(Stream.of(Activation.class.getDeclaredMethods()).filter(method -> method.isDefault())).isEmpty();
        assertThat(Activation.class.getDeclaredFields()).hasSameSizeAs(Activation.Plain.values());
    }
}
