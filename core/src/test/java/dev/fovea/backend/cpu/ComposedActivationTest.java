package dev.fovea.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.assertj.core.groups.Tuple.tuple;

import dev.fovea.backend.Executable;
import dev.fovea.backend.Frame;
import dev.fovea.backend.Layout;
import dev.fovea.backend.PlanStep;
import dev.fovea.backend.Store;
import dev.fovea.backend.cpu.scalar.ScalarKernels;
import dev.fovea.backend.plan.Fusion;
import dev.fovea.graph.Program;
import dev.fovea.model.Model;
import dev.fovea.nn.Activation;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LeakyReLU;
import dev.fovea.nn.Loss;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Network;
import dev.fovea.nn.Scope;
import dev.fovea.nn.Sequential;
import dev.fovea.op.Log;
import dev.fovea.op.Node;
import dev.fovea.op.Relu;
import dev.fovea.op.Sigmoid;
import dev.fovea.op.Silu;
import dev.fovea.op.Tanh;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.zoo.Zoo;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An activation that is composed costs what a primitive does: as many steps, and as much memory.
class ComposedActivationTest {
    private static final int N = 6;
    private static final Shape INPUT = Shape.of(13, 11, 3);

    /// An activation of an application.
    record Composed(String formula, UnaryOperator<Node> function) implements Layer {
        @Override
        public Node build(Node x, Scope scope) {
            return function.apply(x);
        }

        @Override
        public String type() {
            return "Activation";
        }
    }

    private static Node hardSwish(Node x) {
        Relu relu = new Relu();
        return x.times(relu.on(x.plus(3)).minus(relu.on(x.plus(-3)))).times(1 / 6.0);
    }

    static Stream<Composed> composed() {
        return Stream.of(
                new Composed("x · sigmoid(x)", x -> x.times(new Sigmoid().on(x))),
                new Composed("sigmoid(x) · x", x -> new Sigmoid().on(x).times(x)),
                new Composed("x · (relu(x + 3) − relu(x − 3)) · 0.1667", ComposedActivationTest::hardSwish),
                new Composed("x · tanh(silu(x) + 1)", x -> x.times(new Tanh().on(new Silu().on(x).plus(1)))));
    }

    private static List<Network> networks(Layer activation) {
        return List.of(
                new Network(INPUT, Sequential.of(
                        Conv2D.of(8, 3).same(), activation, Conv2D.of(7, 3), activation, MaxPool2D.of(2),
                        Flatten.of(), Dense.of(20), activation, Dense.of(10))),
                new Network(INPUT, Sequential.of(
                        Conv2D.of(9, 3).same(), BatchNorm.of(), activation, Conv2D.of(9, 3), BatchNorm.of(),
                        activation, Flatten.of(), Dense.of(10))));
    }

    private static List<Program> programs(Network network) {
        return List.of(network.training(Loss.crossEntropy(), _ -> true), network.inference());
    }

    private static Executable compiled(CpuBackend backend, Network network, Program program) {
        return backend.compile(
                program, Model.of(network.layers(), network.input(), Seed.of(1)).subject().store(), N);
    }

    private static long bytes(Executable executable) {
        return executable.steps(N).stream().mapToLong(PlanStep::bytes).sum();
    }

    @ParameterizedTest
    @MethodSource("composed")
    void takesTheStepsAndTheMemoryOfAPrimitive(Composed composed) {
        try (CpuBackend backend = new CpuBackend(new ScalarKernels(), 2)) {
            for (int which = 0; which < networks(composed).size(); which++) {
                Network plain = networks(Activation.SILU).get(which);
                Network network = networks(composed).get(which);
                for (int i = 0; i < 2; i++) {
                    Executable expected = compiled(backend, plain, programs(plain).get(i));
                    Executable received = compiled(backend, network, programs(network).get(i));
                    assertThat(received.steps(N)).extracting(PlanStep::layer, PlanStep::pass)
                            .containsExactlyElementsOf(expected.steps(N).stream()
                                    .map(step -> tuple(step.layer(), step.pass()))
                                    .toList());
                    assertThat(bytes(received)).as("but for constants")
                            .isCloseTo(bytes(expected), withinPercentage(0.1));
                    assertThat(received.memory().arena()).isEqualTo(expected.memory().arena());
                    assertThat(received.steps(N)).extracting(PlanStep::name)
                            .contains("activation " + composed.formula);
                }
            }
        }
    }

    /// x is what came in, y the gradient by what came out.
    @Test
    void theBackwardPassOfSiluIsAFormulaToo() {
        try (CpuBackend backend = new CpuBackend(new ScalarKernels(), 1)) {
            Network network = networks(composed().findFirst().orElseThrow()).getFirst();
            assertThat(compiled(backend, network, programs(network).getFirst()).steps(N)).extracting(PlanStep::name)
                    .contains("activation y · sigmoid(x) + sigmoid′(sigmoid(x), y · x) (gradient)");
        }
    }

    /// With chains no plan has more steps or takes more memory than without.
    @ParameterizedTest
    @ValueSource(strings = {"lenet5-1998", "lenet5", "googlenet-aux", "resnet18", "resnet50", "resnet20", "resnet110"})
    void noPublishedNetworkGetsAWorsePlan(String name) {
        try (CpuBackend backend = new CpuBackend(new ScalarKernels(), 1)) {
            Network network = Zoo.named(name).network();
            Store store = Model.of(network.layers(), network.input(), Seed.of(1)).subject().store();
            for (Program program : programs(network)) {
                CpuExecutable chains = new CpuExecutable(backend, program, store, 4);
                CpuExecutable steps = new CpuExecutable(backend, program, Fusion.withoutChains(program), store, 4);
                assertThat(chains.memory().arena()).isLessThanOrEqualTo(steps.memory().arena());
                assertThat(chains.steps(4)).hasSizeLessThanOrEqualTo(steps.steps(4).size());
            }
        }
    }

    /// Takes logarithms: NaN of what is negative.
    private record Logarithm() implements Layer {
        @Override
        public Node build(Node x, Scope scope) {
            return new Log().on(x);
        }
    }

    /// Profiles and refusals name layers: a chain holds steps of one.
    @Test
    void aChainStaysInItsLayer() {
        Network network = new Network(Shape.of(4), Sequential.of(
                new Logarithm(), Activation.TANH, LeakyReLU.of(0.1), Activation.SIGMOID));
        Program program = network.inference();
        Store store = new Store(Layout.of(Map.of()), Layout.of(Map.of()));
        try (CpuBackend backend = new CpuBackend(new ScalarKernels(), 1)) {
            Executable executable = backend.compile(program, store, 1);
            assertThat(executable.steps(1)).extracting(PlanStep::layer)
                    .containsExactly("logarithm", "activation", "leaky_re_lu", "activation_1");
            Frame frame = executable.frame();
            frame.bind(Network.IMAGES, new float[] {1, -1, 2, 3}, 0);
            assertThat(frame.firstNonFinite(1, 0)).isEqualTo("logarithm");
        }
    }
}
