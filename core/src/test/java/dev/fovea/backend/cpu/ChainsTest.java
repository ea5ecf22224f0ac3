package dev.fovea.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.backend.Frame;
import dev.fovea.backend.Layout;
import dev.fovea.backend.NamedValues;
import dev.fovea.backend.Store;
import dev.fovea.backend.cpu.kernel.Kernels;
import dev.fovea.backend.cpu.scalar.ScalarKernels;
import dev.fovea.backend.plan.Fusion;
import dev.fovea.backend.plan.Instruction;
import dev.fovea.graph.Differentiation;
import dev.fovea.graph.Program;
import dev.fovea.op.Constant;
import dev.fovea.op.Exp;
import dev.fovea.op.Input;
import dev.fovea.op.Log;
import dev.fovea.op.Negate;
import dev.fovea.op.Node;
import dev.fovea.op.Parameter;
import dev.fovea.op.Relu;
import dev.fovea.op.Reshaping;
import dev.fovea.op.Sigmoid;
import dev.fovea.op.State;
import dev.fovea.op.Sum;
import dev.fovea.op.Tanh;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Chains compute what their steps compute one by one, bit by bit.
@Tag("kernels")
class ChainsTest {
    private static final int N = 5;
    private static final List<Shape> SHAPES = List.of(
            Shape.batch(3), Shape.batch(1), Shape.batch(7, 3, 5), Shape.batch(13, 9, 8), Shape.batch(3, 700),
            Shape.batch(11, 37, 17), Shape.batch(513));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void giveTheBitsOfTheirSteps(long seed) {
        Random random = new Random(seed);
        int links = 0;
        int repeated = 0;
        for (int round = 0; round < 28; round++) {
            Shape shape = SHAPES.get(round % SHAPES.size());
            Program program = RandomChains.of(random, shape);
            List<Instruction> chains = Fusion.of(program);
            links += program.steps().size() - chains.size();
            repeated += chains.stream().mapToInt(ChainsTest::links).sum() - program.steps().size();
            List<float[]> expected = run(new ScalarKernels(), 1, program, Fusion.withoutChains(program));
            String what = "seed " + seed + ", round " + round + ", " + shape;
            assertSame(run(new ScalarKernels(), 1, program, chains), expected, what + ", scalar");
            assertSame(run(KernelSet.choose().kernels(), 1, program, chains), expected, what + ", vector");
            assertSame(run(KernelSet.choose().kernels(), 3, program, chains), expected, what + ", 3 threads");
        }
        assertThat(links).as("steps that became links").isGreaterThan(300);
        assertThat(repeated).as("steps that run twice").isGreaterThan(10);
    }

    private record Function(UnaryOperator<Node> composed, DoubleUnaryOperator plain) {}

    /// Values and gradients, which chains compute from x again, against plain arithmetic and its differences.
    @Test
    void giveWhatAPlainEvaluationGives() {
        Relu relu = new Relu();
        List<Function> functions = List.of(
                new Function(x -> x.times(new Sigmoid().on(x)), x -> x / (1 + Math.exp(-x))),
                new Function(
                        x -> x.times(relu.on(x.plus(3)).minus(relu.on(x.plus(-3)))).times(1 / 6.0),
                        x -> x * Math.clamp(x + 3, 0, 6) / 6),
                new Function(
                        x -> x.times(new Tanh().on(new Log().on(new Exp().on(x).plus(1)))),
                        x -> x * Math.tanh(Math.log1p(Math.exp(x)))),
                new Function(
                        x -> Constant.of(1).over(new Exp().on(new Negate().on(x)).plus(1)),
                        x -> 1 / (1 + Math.exp(-x))));
        Shape shape = Shape.of(3, 257);
        for (Function function : functions) {
            Node w = new Parameter("w", shape).on();
            Node y = function.composed.apply(w);
            Node loss = Sum.over(0, 1).on(y);
            Differentiation gradients = Differentiation.of(loss, List.of(w));
            Program program = Program.of(
                    Map.of("loss", loss, "y", y), Map.of(), Map.of("w", gradients.byNode().get(w)),
                    gradients.origins(), Map.of());
            for (Kernels kernels : List.of(new ScalarKernels(), KernelSet.choose().kernels())) {
                List<float[]> results = run(kernels, 2, program, Fusion.of(program));
                float[] outputs = results.get(0).length == 1 ? results.get(1) : results.get(0);
                float[] slopes = results.get(2);
                float[] x = NamedValues.normal("w", shape.size());
                for (int i = 0; i < x.length; i++) {
                    DoubleUnaryOperator f = function.plain;
                    double slope = (f.applyAsDouble(x[i] + 1e-6) - f.applyAsDouble(x[i] - 1e-6)) / 2e-6;
                    assertThat(outputs[i]).isCloseTo((float) f.applyAsDouble(x[i]), within(2e-6f));
                    assertThat(slopes[i]).isCloseTo((float) slope, within(1e-5f));
                }
            }
        }
    }

    /// New states are written at the end, one after the other, where the old ones lay; each comes from old ones.
    @Test
    void readStatesBeforeTheirNewValuesAreThere() {
        Node a = new State("a", Shape.of(7)).on();
        Node b = new State("b", Shape.of(7)).on();
        Map<String, Node> updates = new LinkedHashMap<>();
        updates.put("a", new Sigmoid().on(a.plus(b)));
        updates.put("b", new Tanh().on(a).minus(b));
        Program program = Program.of(
                Map.of("y", new Relu().on(new Input("x", Shape.batch(3)).on())), updates, Map.of(), Map.of(), Map.of());
        List<Instruction> steps = Fusion.withoutChains(program);
        assertSame(run(new ScalarKernels(), 1, program, Fusion.of(program)),
                run(new ScalarKernels(), 1, program, steps), "states");
    }

    /// The same where the old value is read under another shape, which lies where it lies.
    @Test
    void readStatesUnderOtherShapesBeforeTheirNewValuesAreThere() {
        Node a = new State("a", Shape.of(7)).on();
        Node b = new State("b", Shape.of(1, 7)).on();
        Map<String, Node> updates = new LinkedHashMap<>();
        updates.put("a", new Sigmoid().on(a.plus(new Reshaping(Shape.of(7)).on(b))));
        updates.put("b", new Tanh().on(new Reshaping(Shape.of(1, 7)).on(a)).times(2));
        Program program = Program.of(
                Map.of("y", new Relu().on(new Input("x", Shape.batch(3)).on())), updates, Map.of(), Map.of(), Map.of());
        List<Instruction> steps = Fusion.withoutChains(program);
        assertSame(run(new ScalarKernels(), 1, program, Fusion.of(program)),
                run(new ScalarKernels(), 1, program, steps), "states");
    }

    private static int links(Instruction instruction) {
        return instruction.chain() == null ? 1 : instruction.chain().links().size();
    }

    private static void assertSame(List<float[]> received, List<float[]> expected, String what) {
        assertThat(received).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(received.get(i)).as(what).isEqualTo(expected.get(i));
        }
    }

    /// Outputs, gradients and states after two steps.
    private static List<float[]> run(Kernels kernels, int threads, Program program, List<Instruction> instructions) {
        try (CpuBackend backend = new CpuBackend(kernels, threads)) {
            Store store = NamedValues.store(program, NamedValues::normal);
            Frame frame = new CpuExecutable(backend, program, instructions, store, N).frame();
            for (Input leaf : inputs(program)) {
                frame.bind(leaf.name(), NamedValues.normal(leaf.name(), leaf.shape().size(N)), 0);
            }
            List<float[]> results = new ArrayList<>();
            for (int n : List.of(N, N - 2)) {
                frame.forward(n, 1);
                program.outputs().keySet().forEach(name -> results.add(frame.read(name).values()));
                frame.backward();
                program.gradients().keySet().forEach(name -> {
                    Layout.Place place = store.parameters().place(name);
                    results.add(Arrays.copyOfRange(frame.gradients(), place.from(), place.to()));
                });
                results.add(store.stateValues().clone());
            }
            return results;
        }
    }

    private static List<Input> inputs(Program program) {
        List<Input> inputs = new ArrayList<>();
        program.values().forEach(value -> {
            if (value.leaf() instanceof Input leaf) {
                inputs.add(leaf);
            }
        });
        return inputs;
    }

}
