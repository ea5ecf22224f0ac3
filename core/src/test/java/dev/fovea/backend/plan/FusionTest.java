package dev.fovea.backend.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.backend.Frame;
import dev.fovea.backend.NamedValues;
import dev.fovea.backend.Store;
import dev.fovea.backend.cpu.CpuBackend;
import dev.fovea.backend.cpu.KernelSet;
import dev.fovea.backend.cpu.kernel.Kernels;
import dev.fovea.backend.cpu.scalar.ScalarKernels;
import dev.fovea.graph.Differentiation;
import dev.fovea.graph.Program;
import dev.fovea.op.Add;
import dev.fovea.op.BatchNormalization;
import dev.fovea.op.Convolution;
import dev.fovea.op.Input;
import dev.fovea.op.MatMul;
import dev.fovea.op.MaxPooling;
import dev.fovea.op.Mean;
import dev.fovea.op.Node;
import dev.fovea.op.Padding;
import dev.fovea.op.Parameter;
import dev.fovea.op.Pooling;
import dev.fovea.op.Relu;
import dev.fovea.op.State;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What is fused into products and pooling, and that it gives what the steps one by one give. A value that is also an
/// output cannot be fused away, which is how the unfused program is made.
@Tag("kernels")
class FusionTest {
    private static final int N = 3;

    private static Node parameter(String name, int... dims) {
        return new Parameter(name, Shape.of(dims)).on();
    }

    private static Node images() {
        return new Input("x", Shape.batch(6, 5, 4)).on();
    }

    private static Node convolution() {
        return Convolution.of(1, Padding.SAME).on(images(), parameter("w", 3, 3, 4, 7));
    }

    private static Node product() {
        return MatMul.plain().on(new Input("x", Shape.batch(120)).on(), parameter("w", 120, 7));
    }

    private static Node normalised(Node x) {
        return new BatchNormalization(1e-3f, false).on(
                x, parameter("gamma", 7), parameter("beta", 7), new State("statistics", Shape.of(2, 7)).on());
    }

    private static List<Instruction> instructions(Map<String, Node> outputs) {
        return Fusion.withoutChains(Program.of(outputs, Map.of()));
    }

    private static void assertFused(List<Node> chain) {
        Node end = chain.getLast();
        Map<String, Node> all = new LinkedHashMap<>(Map.of("y", end));
        for (Node node : chain) {
            all.putIfAbsent("between" + chain.indexOf(node), node);
        }
        assertThat(instructions(Map.of("y", end))).hasSize(1);
        assertThat(instructions(all)).hasSize(chain.size());
        for (Kernels kernels : List.of(new ScalarKernels(), KernelSet.choose().kernels())) {
            float[] expected = run(kernels, all);
            float[] received = run(kernels, Map.of("y", end));
            assertThat(received).hasSameSizeAs(expected);
            for (int i = 0; i < expected.length; i++) {
                assertThat(received[i]).isCloseTo(expected[i], within(1e-4f));
            }
        }
    }

    private static float[] run(Kernels kernels, Map<String, Node> outputs) {
        Program program = Program.of(outputs, Map.of());
        try (CpuBackend backend = new CpuBackend(kernels, 2)) {
            Store store = NamedValues.store(program, FusionTest::positive);
            Frame frame = backend.compile(program, store, N).frame();
            frame.bind("x", NamedValues.normal("x", N * 120), 0);
            frame.run(N, 0);
            float[] first = frame.read("y").values();
            store.write("w", new Tensor(store.parameters().place("w").shape(), first(store, -2)));
            frame.run(N, 0);
            assertThat(frame.read("y").values()).as("after a change of the parameters").isNotEqualTo(first);
            store.write("w", new Tensor(store.parameters().place("w").shape(), first(store, 1)));
            frame.run(N, 0);
            assertThat(frame.read("y").values()).isEqualTo(first);
            return first;
        }
    }

    private static float[] first(Store store, float factor) {
        float[] values = NamedValues.normal("w", store.parameters().place("w").shape().size());
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return values;
    }

    private static float[] positive(String name, long size) {
        float[] values = NamedValues.normal(name, size);
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.5f + Math.abs(values[i]);
        }
        return values;
    }

    /// The same bits: only the order in which images are visited differs.
    @Test
    void reluGradientGoesIntoThatOfMaxPooling() {
        for (Pooling pooling : List.of(Pooling.of(2, 2), Pooling.of(3, 2), Pooling.of(2, 1))) {
            Node y = new Relu().on(convolution());
            Shape pooled = new MaxPooling(pooling).on(y).shape();
            Node gradient = new MaxPooling.Gradient(pooling).on(y, new Input("dy", pooled).on());
            Map<String, Node> fused = Map.of("y", new Relu.Gradient().on(y, gradient));
            Map<String, Node> apart = new LinkedHashMap<>(fused);
            apart.put("between", gradient);
            assertThat(instructions(fused)).hasSize(2);
            assertThat(instructions(apart)).hasSize(3);
            for (Kernels kernels : List.of(new ScalarKernels(), KernelSet.choose().kernels())) {
                float[] expected = gradient(kernels, apart, pooled);
                assertThat(gradient(kernels, fused, pooled)).containsExactly(expected).contains(0f);
                assertThat(expected).isNotEqualTo(new float[expected.length]);
            }
        }
    }

    /// Another ReLU's gradient stays a step of its own.
    @Test
    void reluGradientOfAnotherValueStays() {
        Node y = new Relu().on(convolution());
        Node other = new Relu().on(new Input("other", Shape.batch(6, 5, 7)).on());
        Pooling pooling = Pooling.of(2, 2);
        Node gradient = new MaxPooling.Gradient(pooling)
                .on(y, new Input("dy", new MaxPooling(pooling).on(y).shape()).on());
        assertThat(instructions(Map.of("y", new Relu.Gradient().on(other, gradient)))).hasSize(4);
    }

    private static float[] gradient(Kernels kernels, Map<String, Node> outputs, Shape pooled) {
        Program program = Program.of(outputs, Map.of());
        try (CpuBackend backend = new CpuBackend(kernels, 2)) {
            Frame frame = backend.compile(program, NamedValues.store(program, FusionTest::positive), N).frame();
            frame.bind("x", NamedValues.normal("x", N * 120), 0);
            frame.bind("dy", NamedValues.normal("dy", pooled.size(N)), 0);
            frame.run(N, 0);
            return frame.read("y").values();
        }
    }

    @Test
    void biasAndReluGoIntoTheConvolution() {
        Node y = convolution();
        Node biased = new Add().on(y, parameter("b", 7));
        assertFused(List.of(y, biased, new Relu().on(biased)));
    }

    @Test
    void biasAndReluGoIntoTheProduct() {
        Node y = product();
        Node biased = new Add().on(y, parameter("b", 7));
        assertFused(List.of(y, biased, new Relu().on(biased)));
    }

    @Test
    void batchNormalizationIsFoldedIntoTheFilters() {
        Node y = convolution();
        Node normalised = normalised(y);
        assertFused(List.of(y, normalised, new Relu().on(normalised)));
    }

    @Test
    void batchNormalizationIsFoldedAfterABias() {
        Node y = product();
        Node biased = new Add().on(y, parameter("b", 7));
        Node normalised = normalised(biased);
        assertFused(List.of(y, biased, normalised, new Relu().on(normalised)));
    }

    @Test
    void whatAnotherReadsIsNotFused() {
        Node y = convolution();
        Node biased = new Add().on(y, parameter("b", 7));
        assertThat(instructions(Map.of("y", new Relu().on(biased).plus(biased)))).hasSize(3);
    }

    @Test
    void aBiasOfAnotherShapeIsNotFused() {
        Node y = convolution();
        assertThat(instructions(Map.of("y", new Add().on(y, parameter("b", 5, 7))))).hasSize(2);
        assertThat(instructions(Map.of("y", new Add().on(y, parameter("b", 1))))).hasSize(2);
    }

    @Test
    void trainingDoesNotFold() {
        Node loss = Mean.over(0, 1, 2, 3).on(normalised(convolution()));
        List<Node> wanted = List.of(loss.input(0).input(1));
        Differentiation gradients = Differentiation.of(loss, wanted);
        Program program = Program.of(Map.of("loss", loss), Map.of(),
                Map.of("gamma", gradients.byNode().get(wanted.getFirst())), gradients.origins(), Map.of());
        assertThat(Fusion.of(program)).noneMatch(instruction -> instruction.fold() != null);
    }
}
