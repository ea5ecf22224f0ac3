package dev.fovea.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.fovea.backend.Executable;
import dev.fovea.backend.PlanGraph.Computed;
import dev.fovea.backend.PlanGraph.Given;
import dev.fovea.backend.PlanGraph.Node;
import dev.fovea.backend.PlanGraph.Place;
import dev.fovea.backend.PlanGraph;
import dev.fovea.backend.Store;
import dev.fovea.backend.cpu.kernel.Kernels;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.cpu.scalar.ScalarKernels;
import dev.fovea.graph.Program;
import dev.fovea.model.Model;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Loss;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Network;
import dev.fovea.nn.Residual;
import dev.fovea.nn.Sequential;
import dev.fovea.op.Reshaping;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.zoo.Zoo;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a plan tells of itself: what is fused into what, what computes it, and where it lies.
@Tag("kernels")
class PlanGraphTest {
    private static final int N = 3;
    private static final Shape INPUT = Shape.of(10, 10, 3);
    private static final String TILE = "\\d+×\\d+";
    private static final String TILED = "(direct|im2col|Winograd|narrow|product) " + TILE;

    /// The second convolution is one for Winograd's algorithm.
    private static final Layer LAYERS = Sequential.of(
            Conv2D.of(32, 3).same().relu(), Conv2D.of(32, 3).same(), BatchNorm.of(),
            Residual.of(Conv2D.of(32, 3).same()), Conv2D.of(8, 3).same().relu(), MaxPool2D.of(2), Flatten.of(),
            Dense.of(12).relu(), Dropout.of(0.5f), Dense.of(10));

    private static List<Kernels> sets() {
        Kernels chosen = KernelSet.choose().kernels();
        return chosen.name().equals("scalar")
                ? List.of(chosen)
                : List.of(new ScalarKernels(), chosen, KernelSet.named("direct").kernels());
    }

    static Stream<Named<Network>> networks() {
        return Stream.concat(
                Stream.of(Named.of("small", new Network(INPUT, LAYERS))),
                Stream.of("resnet20", "lenet5-1998").map(id -> Named.of(id, Zoo.named(id).network())));
    }

    private static List<Program> programs(Network network) {
        return List.of(network.inference(), network.training(Loss.crossEntropy(), _ -> true));
    }

    private static Executable compiled(CpuBackend backend, Network network, Program program) {
        Store store = Model.of(network.layers(), network.input(), Seed.of(1)).subject().store();
        return backend.compile(program, store, N);
    }

    private static Node node(PlanGraph graph, String name) {
        return graph.nodes().stream().filter(node -> node.step().name().equals(name)).findFirst().orElseThrow();
    }

    private interface Check {
        void of(Executable executable, Program program, Kernels kernels);
    }

    private static void each(Network network, Check check) {
        for (Kernels kernels : sets()) {
            try (CpuBackend backend = new CpuBackend(kernels, 1)) {
                programs(network).forEach(program ->
                        check.of(compiled(backend, network, program), program, kernels));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyStepIsThereWithWhatComputesIt(Network network) {
        each(network, (executable, program, kernels) -> {
            PlanGraph graph = executable.graph(N);
            assertThat(graph.steps()).isEqualTo(executable.steps(N));
            assertThat(graph.nodes()).filteredOn(Node::isView).allMatch(node -> node.step().bytes() == 0);
            assertThat(graph.nodes()).extracting(Node::kernel).noneMatch(String::isBlank);
            assertThat(graph.nodes()).extracting(node -> node.step().operation()).doesNotContain("Gradient");
            assertThat(graph.before()).isGreaterThan(graph.steps().size()).isEqualTo(program.steps().stream()
                    .filter(step -> !(step.operation() instanceof Reshaping))
                    .count());
            for (Node node : graph.nodes()) {
                String operation = node.step().operation();
                if (operation.startsWith("Convolution") || operation.equals("MatMul")) {
                    assertThat(node.kernel()).matches(kernels.name().equals("scalar")
                            ? "scalar product|scalar correlation"
                            : "few rows|" + TILED + "(, (" + TILE + "|" + TILED + "))?");
                    assertThat(node.kernel().startsWith("Winograd")).isEqualTo(!node.step().direct());
                }
            }
        });
    }

    /// The plan for another batch takes other kernels: its own.
    @Test
    void aStepSaysWhatTheWorkOfAFrameSays() {
        Network network = new Network(INPUT, LAYERS);
        for (Kernels kernels : sets()) {
            List<Work> made = new ArrayList<>();
            try (CpuBackend backend = new CpuBackend(noting(kernels, made), 1)) {
                for (Program program : programs(network)) {
                    Executable executable = compiled(backend, network, program);
                    made.clear();
                    executable.frame();
                    List<Work> bound = List.copyOf(made);
                    for (int n = 1; n <= N; n++) {
                        int batch = n;
                        assertThat(executable.graph(n).nodes())
                                .filteredOn(node -> node.step().multiplyAdds() > 0)
                                .filteredOn(node -> node.step().operation().matches("Convolution.*|MatMul"))
                                .extracting(Node::kernel)
                                .containsExactlyElementsOf(bound.stream().map(work -> work.kernel(batch)).toList());
                    }
                }
            }
        }
    }

    /// Kernels that note the works that they give.
    private static Kernels noting(Kernels kernels, List<Work> made) {
        return (Kernels) Proxy.newProxyInstance(
                Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(kernels, arguments);
                        if (result instanceof Work work) {
                            made.add(work);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void winogradsAlgorithmComputesWhatItSuits() {
        Network network = new Network(INPUT, LAYERS);
        each(network, (executable, program, kernels) -> {
            PlanGraph graph = executable.graph(N);
            boolean winograd = kernels.name().endsWith("winograd");
            assertThat(node(graph, "conv2d_1 Convolution").kernel().startsWith("Winograd ")).isEqualTo(winograd);
            assertThat(node(graph, "conv2d Convolution").kernel()).doesNotStartWith("Winograd");
        });
        for (String asked : List.of("direct", "scalar")) {
            try (CpuBackend backend = new CpuBackend(KernelSet.named(asked).kernels(), 1)) {
                for (Program program : programs(network)) {
                    assertThat(compiled(backend, network, program).graph(N).nodes())
                            .noneMatch(node -> node.kernel().contains("Winograd"));
                }
            }
        }
    }

    @Test
    void saysWhatIsFusedIntoWhat() {
        Network network = new Network(INPUT, LAYERS);
        for (Kernels kernels : sets()) {
            try (CpuBackend backend = new CpuBackend(kernels, 1)) {
                PlanGraph prediction = compiled(backend, network, programs(network).getFirst()).graph(N);
                assertThat(prediction.nodes()).extracting(node -> node.step().name(), Node::fused).contains(
                        tuple("conv2d Convolution", List.of("bias", "ReLU")),
                        tuple("conv2d_1 Convolution", List.of("bias", "batch norm")),
                        tuple("max_pool2d MaxPooling", List.of()),
                        tuple("dense MatMul", List.of("bias", "ReLU")),
                        tuple("dense_1 MatMul", List.of("bias")));
                Node residual = prediction.nodes().stream()
                        .filter(node -> !node.chain().isEmpty()).findFirst().orElseThrow();
                assertThat(residual.chain()).containsExactly("Add", "Relu");
                assertThat(residual.step().operation()).matches("relu\\([xy] \\+ [xy]\\)");
                assertThat(residual.fused()).isEmpty();
                PlanGraph training = compiled(backend, network, programs(network).getLast()).graph(N);
                assertThat(training.nodes()).extracting(node -> node.step().name(), Node::fused).contains(
                        tuple("conv2d Convolution", List.of("bias", "ReLU")),
                        tuple("conv2d_1 Convolution", List.of("bias")),
                        tuple("max_pool2d MaxPooling.Gradient", List.of("ReLU's gradient")));
            }
        }
    }

    /// A folded batch norm reads what the filters are folded with.
    @Test
    void saysWhatIsRead() {
        Network network = new Network(INPUT, LAYERS);
        try (CpuBackend backend = new CpuBackend(new ScalarKernels(), 1)) {
            PlanGraph graph = compiled(backend, network, programs(network).getFirst()).graph(N);
            Shape each = Shape.of(32);
            assertThat(node(graph, "conv2d_1 Convolution").reads()).containsExactly(
                    new Computed(0, Shape.batch(10, 10, 32)), new Given("conv2d_1.filters", Shape.of(3, 3, 32, 32)),
                    new Given("conv2d_1.bias", each), new Given("batch_norm.gamma", each),
                    new Given("batch_norm.beta", each), new Given("batch_norm.statistics", Shape.of(2, 32)));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void whatIsReadIsComputedBeforeAndLiesWhereItSays(Network network) {
        each(network, (executable, program, kernels) -> {
            List<Node> nodes = executable.graph(N).nodes();
            for (int i = 0; i < nodes.size(); i++) {
                Node node = nodes.get(i);
                int index = i;
                assertThat(node.bytes()).isEqualTo(4 * node.output().size(N));
                assertThat(node.reads()).allMatch(read -> !(read instanceof Computed computed)
                        || computed.node() < index
                                && nodes.get(computed.node()).output().equals(computed.shape()));
                if (node.place() instanceof Place.InPlace(int over)) {
                    assertThat(node.reads()).contains(new Computed(over, nodes.get(over).output()));
                    assertThat(nodes.get(over).bytes()).isEqualTo(node.bytes());
                    assertThat(nodes.subList(i + 1, nodes.size())).noneMatch(
                            later -> later.reads().contains(new Computed(over, nodes.get(over).output())));
                }
            }
            assertThat(nodes).filteredOn(node -> node.place() instanceof Place.Gradients)
                    .extracting(node -> node.step().parameter())
                    .containsExactlyInAnyOrderElementsOf(program.gradients().keySet());
            assertThat(nodes).filteredOn(node -> node.place() instanceof Place.States)
                    .hasSameSizeAs(program.updates().keySet());
        });
    }
}
