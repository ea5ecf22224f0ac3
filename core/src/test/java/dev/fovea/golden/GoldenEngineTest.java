package dev.fovea.golden;

import static dev.fovea.golden.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Frame;
import dev.fovea.backend.Layout;
import dev.fovea.backend.Store;
import dev.fovea.backend.cpu.CpuBackend;
import dev.fovea.backend.cpu.KernelSet;
import dev.fovea.backend.cpu.kernel.Kernels;
import dev.fovea.backend.cpu.scalar.ScalarKernels;
import dev.fovea.graph.Differentiation;
import dev.fovea.graph.Program;
import dev.fovea.op.Axes;
import dev.fovea.op.Constant;
import dev.fovea.op.Input;
import dev.fovea.op.Node;
import dev.fovea.op.Parameter;
import dev.fovea.op.Sum;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every operation's outputs and gradients, as the compiled engine computes them, against libtorch.
@Tag("kernels")
class GoldenEngineTest {
    /// What libtorch offers and Fovea does not: a window of even size.
    private static final Set<String> NOT_OFFERED = Set.of("local-response-norm size 4");

    /// How the inputs enter the graph.
    private enum Mode {
        /// All are parameters of known shape; their gradients lie in the flat array.
        PARAMETERS,
        /// Those with samples are batched inputs, in a plan of greater capacity.
        BATCHED,
        /// As BATCHED, without gradients: parameters may be packed once and for all.
        INFERENCE
    }

    static Stream<Arguments> cases() {
        return GoldenGraphs.ALL.keySet().stream().sorted().flatMap(GoldenEngineTest::cases);
    }

    private static Stream<Arguments> cases(String operation) {
        return GoldenFile.read(operation).cases().stream()
                .filter(example -> !NOT_OFFERED.contains(operation + " " + example.name()))
                .flatMap(example ->
                        kernels().map(kernels -> Arguments.of(operation, example, kernels.name(), kernels)));
    }

    /// The scalar kernels, and the vector ones where the JVM has them.
    static Stream<Kernels> kernels() {
        Kernels scalar = new ScalarKernels();
        Kernels chosen = KernelSet.choose().kernels();
        return chosen.name().equals(scalar.name()) ? Stream.of(scalar) : Stream.of(scalar, chosen);
    }

    @Test
    void everyFileWithGradientsHasAGraph() {
        assertThat(GoldenGraphs.ALL.keySet())
                .containsExactlyInAnyOrderElementsOf(GoldenFilesTest.withGradients().toList());
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("cases")
    void parameters(String operation, GoldenCase example, String name, Kernels kernels) {
        check(operation, example, kernels, Mode.PARAMETERS);
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("cases")
    void batched(String operation, GoldenCase example, String name, Kernels kernels) {
        check(operation, example, kernels, Mode.BATCHED);
        check(operation, example, kernels, Mode.INFERENCE);
    }

    private static void check(String operation, GoldenCase example, Kernels kernels, Mode mode) {
        Set<String> batched = mode == Mode.PARAMETERS ? Set.of() : Batched.inputs(operation, example);
        Map<String, Node> leaves = leaves(example, batched);
        Map<String, Node> outputs = new TreeMap<>(GoldenGraphs.ALL.get(operation).build(example, leaves::get));
        Map<String, Node> gradients = new LinkedHashMap<>();
        Map<Node, Node> origins = Map.of();
        Node dy = upstream(example, outputs.get("y"));
        if (mode != Mode.INFERENCE) {
            List<Node> wanted = example.gradients().keySet().stream().map(leaves::get).toList();
            Differentiation differentiation = Differentiation.of(dot(outputs.get("y"), dy), wanted);
            origins = differentiation.origins();
            example.gradients().keySet().forEach(input -> {
                Node gradient = differentiation.byNode().get(leaves.get(input));
                (batched.contains(input) ? outputs : gradients)
                        .put(batched.contains(input) ? "gradient of " + input : input, gradient);
            });
        }
        Program program = Program.of(outputs, Map.of(), gradients, origins, Map.of());
        Store store = store(example, leaves);
        try (Backend backend = new CpuBackend(kernels, 2)) {
            int n = samples(example, batched);
            Frame frame = backend.compile(program, store, n + 3).frame();
            batched.forEach(input -> bind(frame, input, example.input(input)));
            if (dy.operation() instanceof Input && mode != Mode.INFERENCE) {
                bind(frame, "dy", example.input("dy"));
            }
            frame.run(n, 1);
            compare(example, frame, outputs.keySet(), gradients.keySet(), store.parameters());
        }
    }

    private static Map<String, Node> leaves(GoldenCase example, Set<String> batched) {
        Map<String, Node> leaves = new LinkedHashMap<>();
        example.inputs().forEach((name, tensor) -> {
            Shape shape = tensor.shape();
            if (batched.contains(name)) {
                int[] dims = shape.dims();
                dims[0] = Shape.N;
                leaves.put(name, new Input(name, Shape.of(dims)).on());
            } else {
                leaves.put(name, new Parameter(name, shape).on());
            }
        });
        return leaves;
    }

    private static Store store(GoldenCase example, Map<String, Node> leaves) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        leaves.forEach((name, leaf) -> {
            if (leaf.operation() instanceof Parameter) {
                shapes.put(name, leaf.shape());
            }
        });
        Store store = new Store(Layout.of(shapes), Layout.of(Map.of()));
        shapes.keySet().forEach(name -> store.write(name, example.input(name)));
        return store;
    }

    private static Node upstream(GoldenCase example, Node y) {
        return y.shape().isBatched() ? new Input("dy", y.shape()).on() : Constant.of(example.input("dy"));
    }

    /// Σ y · dy, whose gradient by y is dy.
    private static Node dot(Node y, Node dy) {
        int rank = y.shape().rank();
        Node product = y.times(dy);
        return rank == 0 ? product : new Sum(new Axes(IntStream.range(0, rank).boxed().toList())).on(product);
    }

    private static int samples(GoldenCase example, Set<String> batched) {
        return batched.isEmpty() ? 1 : example.input(batched.iterator().next()).shape().dim(0);
    }

    /// Between strangers, from an odd offset.
    private static void bind(Frame frame, String input, Tensor tensor) {
        float[] array = new float[tensor.values().length + 12];
        Arrays.fill(array, Float.NaN);
        System.arraycopy(tensor.values(), 0, array, 5, tensor.values().length);
        frame.bind(input, array, 5);
    }

    private static void compare(
            GoldenCase example, Frame frame, Set<String> outputs, Set<String> gradients, Layout parameters) {
        for (String output : outputs) {
            Tensor expected = output.startsWith("gradient of ")
                    ? example.gradient(output.substring("gradient of ".length()))
                    : example.output(output);
            assertClose(output, frame.read(output), expected);
        }
        for (String input : gradients) {
            Layout.Place place = parameters.place(input);
            float[] actual = Arrays.copyOfRange(frame.gradients(), place.from(), place.to());
            assertClose("gradient of " + input, Tensor.of(place.shape(), actual), example.gradient(input));
        }
    }
}
