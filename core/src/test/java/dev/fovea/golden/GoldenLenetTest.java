package dev.fovea.golden;

import static dev.fovea.golden.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Frame;
import dev.fovea.backend.Layout;
import dev.fovea.backend.Store;
import dev.fovea.backend.cpu.CpuBackend;
import dev.fovea.backend.cpu.kernel.Kernels;
import dev.fovea.graph.Differentiation;
import dev.fovea.graph.Program;
import dev.fovea.op.Convolution;
import dev.fovea.op.Flattening;
import dev.fovea.op.Input;
import dev.fovea.op.MatMul;
import dev.fovea.op.MaxPooling;
import dev.fovea.op.Mean;
import dev.fovea.op.Node;
import dev.fovea.op.Padding;
import dev.fovea.op.Parameter;
import dev.fovea.op.Pooling;
import dev.fovea.op.Relu;
import dev.fovea.op.SoftmaxCrossEntropy;
import dev.fovea.optim.Adam;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Ten steps of LeNet with Adam, from given weights on given batches, against libtorch's.
@Tag("kernels")
class GoldenLenetTest {
    private static final GoldenCase GOLDEN = GoldenFile.read("lenet-adam").example("ten steps");
    private static final int BATCH = 8;

    static Stream<Named<Kernels>> kernels() {
        return GoldenEngineTest.kernels().map(kernels -> Named.of(kernels.name(), kernels));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void followsTheLossesOfTenSteps(Kernels kernels) {
        Store store = store();
        Adam adam = Adam.of(GOLDEN.number("rate"))
                .beta1(GOLDEN.number("b1"))
                .beta2(GOLDEN.number("b2"))
                .epsilon(GOLDEN.number("epsilon"));
        float[][] slots = new float[adam.slots().size()][store.parameters().length()];
        float[] losses = GOLDEN.output("losses").values();
        try (Backend backend = new CpuBackend(kernels, 2)) {
            Frame frame = backend.compile(program(), store, BATCH).frame();
            for (int step = 0; step < losses.length; step++) {
                frame.bind("images", GOLDEN.input("images").values(), step * BATCH * 12 * 12);
                frame.bind("labels", GOLDEN.input("labels").values(), step * BATCH);
                frame.run(BATCH, step);
                assertThat(frame.scalar("loss"))
                        .as("loss of step " + (step + 1))
                        .isCloseTo(losses[step], within(1e-4f));
                if (step == 0) {
                    assertFirstStep(frame, store);
                }
                adam.update(step + 1, (float) GOLDEN.number("rate"), 0, store.parameterValues(), frame.gradients(),
                        slots, 0, store.parameters().length());
                store.changed();
            }
        }
        assertClose("sums of the weights", sums(store), GOLDEN.output("sums").values(), 1e-5);
    }

    private static void assertFirstStep(Frame frame, Store store) {
        assertClose("logits", frame.read("logits"), GOLDEN.output("logits"));
        store.parameters().places().forEach((name, place) -> assertClose(
                "gradient of " + name,
                Tensor.of(place.shape(), Arrays.copyOfRange(frame.gradients(), place.from(), place.to())),
                GOLDEN.gradient(name)));
    }

    private static Program program() {
        Node images = new Input("images", Shape.batch(12, 12, 1)).on();
        Node labels = new Input("labels", Shape.batch()).on();
        Map<String, Node> weights = new LinkedHashMap<>();
        GOLDEN.gradients().forEach((name, w) -> weights.put(name, new Parameter(name, w.shape()).on()));
        Node features = new Flattening().on(block(block(images, weights, "conv1"), weights, "conv2"));
        Node logits = dense(new Relu().on(dense(features, weights, "dense1")), weights, "dense2");
        Node loss = Mean.over(0).on(new SoftmaxCrossEntropy(0).on(logits, labels));
        Differentiation differentiation = Differentiation.of(loss, weights.values());
        Map<String, Node> gradients = new LinkedHashMap<>();
        weights.forEach((name, node) -> gradients.put(name, differentiation.byNode().get(node)));
        return Program.of(
                Map.of("loss", loss, "logits", logits), Map.of(), gradients, differentiation.origins(), Map.of());
    }

    private static Node block(Node x, Map<String, Node> weights, String name) {
        Node y = Convolution.of(1, Padding.SAME)
                .on(x, weights.get(name + ".filters"))
                .plus(weights.get(name + ".bias"));
        return new MaxPooling(Pooling.of(2, 2)).on(new Relu().on(y));
    }

    private static Node dense(Node x, Map<String, Node> weights, String name) {
        return MatMul.plain().on(x, weights.get(name + ".weights")).plus(weights.get(name + ".bias"));
    }

    private static Store store() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        GOLDEN.gradients().forEach((name, w) -> shapes.put(name, w.shape()));
        Store store = new Store(Layout.of(shapes), Layout.of(Map.of()));
        shapes.keySet().forEach(name -> store.write(name, GOLDEN.input(name)));
        return store;
    }

    /// Of each weight the sum and the sum of absolute values.
    private static float[] sums(Store store) {
        float[] sums = new float[2 * store.parameters().places().size()];
        int at = 0;
        for (String name : store.parameters().places().keySet()) {
            double sum = 0;
            double absolute = 0;
            for (float w : store.read(name).values()) {
                sum += w;
                absolute += Math.abs(w);
            }
            sums[at++] = (float) sum;
            sums[at++] = (float) absolute;
        }
        return sums;
    }
}
