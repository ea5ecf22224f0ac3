package dev.fovea.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.backend.Frame;
import dev.fovea.backend.Layout;
import dev.fovea.backend.Store;
import dev.fovea.backend.cpu.CpuBackend;
import dev.fovea.graph.Differentiation;
import dev.fovea.graph.Program;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// An operation that a user composes trains without a kernel of its own.
@Tag("kernels")
class ComposedOperationTest {
    /// Mish: y = x · tanh(ln(1 + eˣ)) (Misra, 2019).
    private record Mish() implements Composition {
        @Override
        public Node compose(List<Node> inputs) {
            Node x = inputs.getFirst();
            Node softplus = new Log().on(new Exp().on(x).plus(1));
            return x.times(new Tanh().on(softplus));
        }
    }

    @Test
    void itsGradientIsTheDifferenceQuotient() {
        OpCase row = OpCase.of(new Mish(),
                in -> in.getFirst().map(x -> x * Math.tanh(Math.log1p(Math.exp(x)))), OpCase.batch(5));
        List<Doubles> values = List.of(row.inputs().getFirst().draw(new Seed(1), 2));
        double[] weights = Engine.weights(10);
        Engine.Result result = Engine.all().getFirst().run(row, values, 2, 1);
        for (int i = 0; i < 10; i++) {
            double x = values.getFirst().values()[i];
            double slope = (mish(x + 1e-5) - mish(x - 1e-5)) / 2e-5;
            assertThat(result.output()[i]).isCloseTo(mish(x), org.assertj.core.api.Assertions.within(1e-5));
            assertThat(result.gradients().getFirst()[i])
                    .isCloseTo(slope * weights[i], org.assertj.core.api.Assertions.within(1e-4));
        }
    }

    private static double mish(double x) {
        return x * Math.tanh(Math.log1p(Math.exp(x)));
    }

    @Test
    void theGradientOfEqualLargestGoesToTheFirst() {
        OpCase row = OpCase.of(Largest.over(1, 2), in -> Plain.largest(in.getFirst(), 1, 2), OpCase.batch(3, 5));
        double[] x = new double[15];
        x[4] = x[5] = x[7] = x[14] = 2;
        for (Engine engine : Engine.all()) {
            Engine.Result result = engine.run(row, List.of(new Doubles(new int[] {1, 3, 5}, x)), 1, 1);
            double[] expected = new double[15];
            expected[4] = Engine.weights(1)[0];
            assertThat(result.output()).containsExactly(2);
            assertThat(result.gradients().getFirst()).containsExactly(expected);
        }
    }

    /// A network with one hidden layer learns the sign of a product, which no linear one can.
    @Test
    void aNetworkLearnsWithIt() {
        Node x = new Input("x", Shape.batch(2)).on();
        Node w1 = new Parameter("w1", Shape.of(2, 16)).on();
        Node b1 = new Parameter("b1", Shape.of(16)).on();
        Node w2 = new Parameter("w2", Shape.of(16, 2)).on();
        Node logits = MatMul.plain().on(new Mish().on(MatMul.plain().on(x, w1).plus(b1)), w2);
        Node labels = new Input("labels", Shape.batch()).on();
        Node loss = Mean.over(0).on(new SoftmaxCrossEntropy(0).on(logits, labels));
        Map<String, Node> wanted = new LinkedHashMap<>(Map.of("w1", w1));
        wanted.put("b1", b1);
        wanted.put("w2", w2);
        Differentiation differentiation = Differentiation.of(loss, wanted.values());
        Map<String, Node> gradients = new LinkedHashMap<>();
        wanted.forEach((name, node) -> gradients.put(name, differentiation.byNode().get(node)));
        Program program = Program.of(Map.of("loss", loss), Map.of(), gradients, differentiation.origins(), Map.of());
        float[] losses = train(program, wanted);
        assertThat(losses[0]).isBetween(0.3f, 3f);
        assertThat(losses[losses.length - 1]).isLessThan(0.05f);
    }

    private static float[] train(Program program, Map<String, Node> wanted) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        wanted.forEach((name, node) -> shapes.put(name, node.shape()));
        Store store = new Store(Layout.of(shapes), Layout.of(Map.of()));
        Seed seed = new Seed(3);
        shapes.forEach((name, shape) -> {
            Tensor tensor = Tensor.zeros(shape);
            for (int i = 0; i < tensor.values().length; i++) {
                tensor.values()[i] = (float) seed.derive(name).normal(i);
            }
            store.write(name, tensor);
        });
        float[] losses = new float[300];
        try (CpuBackend backend = new CpuBackend(Engine.all().getLast().kernels(), 2)) {
            Frame frame = backend.compile(program, store, 4).frame();
            frame.bind("x", new float[] {1, 1, 1, -1, -1, 1, -1, -1}, 0);
            frame.bind("labels", new float[] {1, 0, 0, 1}, 0);
            for (int step = 0; step < losses.length; step++) {
                frame.run(4, step);
                losses[step] = frame.scalar("loss");
                for (int i = 0; i < frame.gradients().length; i++) {
                    store.parameterValues()[i] -= 0.2f * frame.gradients()[i];
                }
                store.changed();
            }
        }
        return losses;
    }
}
