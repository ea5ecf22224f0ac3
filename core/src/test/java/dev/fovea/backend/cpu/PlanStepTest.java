package dev.fovea.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.fovea.backend.Executable;
import dev.fovea.backend.Frame;
import dev.fovea.backend.PlanStep.Pass;
import dev.fovea.backend.PlanStep;
import dev.fovea.backend.Store;
import dev.fovea.backend.cpu.kernel.Kernels;
import dev.fovea.backend.cpu.scalar.ScalarKernels;
import dev.fovea.backend.plan.Instruction;
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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a plan says of its steps, and that a timed run computes what any other does.
class PlanStepTest {
    private static final int N = 3;
    private static final Shape INPUT = Shape.of(10, 10, 3);
    private static final Layer LAYERS = Sequential.of(
            Conv2D.of(8, 3).same().relu(), BatchNorm.of(), Residual.of(Conv2D.of(8, 3).same()), MaxPool2D.of(2),
            Flatten.of(), Dense.of(12).relu(), Dropout.of(0.5f), Dense.of(10));

    static Stream<Named<Network>> networks() {
        return Stream.concat(
                Stream.of(Named.of("small", new Network(INPUT, LAYERS))),
                Stream.of("resnet20", "lenet5-1998").map(id -> Named.of(id, Zoo.named(id).network())));
    }

    private static Store store(Network network) {
        return Model.of(network.layers(), network.input(), Seed.of(1)).subject().store();
    }

    private static Program training(Network network) {
        return network.training(Loss.crossEntropy(), _ -> true);
    }

    private static long multiplyAdds(List<PlanStep> steps, Pass pass) {
        return steps.stream().filter(step -> step.pass() == pass).mapToLong(PlanStep::multiplyAdds).sum();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theForwardPassTakesTheMultiplyAddsOfTheSummary(Network network) {
        try (CpuBackend backend = new CpuBackend(new ScalarKernels(), 1)) {
            Store store = store(network);
            long expected = N * network.summary("any").multiplyAdds();
            Executable training = backend.compile(training(network), store, N);
            assertThat(multiplyAdds(training.steps(N), Pass.FORWARD)).isEqualTo(expected);
            assertThat(multiplyAdds(training.steps(1), Pass.FORWARD)).isEqualTo(expected / N);
            List<PlanStep> inference = backend.compile(network.inference(), store, N).steps(N);
            assertThat(multiplyAdds(inference, Pass.FORWARD)).isEqualTo(expected);
            assertThat(inference).allMatch(step -> step.pass() == Pass.FORWARD && step.parameter() == null);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyInstructionThatRunsIsThereOnceInOrder(Network network) {
        try (CpuBackend backend = new CpuBackend(new ScalarKernels(), 1)) {
            for (Program program : List.of(training(network), network.inference())) {
                CpuExecutable executable = new CpuExecutable(backend, program, store(network), N);
                List<Instruction> expected = executable.instructions().stream()
                        .filter(instruction -> !(instruction.operation() instanceof Reshaping))
                        .toList();
                List<PlanStep> steps = executable.steps(N);
                assertThat(steps).hasSameSizeAs(expected);
                for (int i = 0; i < steps.size(); i++) {
                    PlanStep step = steps.get(i);
                    Instruction instruction = expected.get(i);
                    String label = instruction.label();
                    assertThat(step.operation()).isEqualTo(label);
                    if (!instruction.name().equals(label)) {
                        assertThat(step.layer()).isEqualTo(instruction.name());
                    }
                    assertThat(step.pass()).isEqualTo(
                            instruction.backward() || step.parameter() != null ? Pass.BACKWARD : Pass.FORWARD);
                }
                assertThat(steps).allMatch(step -> step.bytes() > 0);
                assertThat(steps.stream().map(PlanStep::parameter).filter(name -> name != null))
                        .containsExactlyInAnyOrderElementsOf(program.gradients().keySet());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void aTimedRunGivesTheBitsOfAnyOther(Network network) {
        try (CpuBackend backend = new CpuBackend(KernelSet.choose().kernels(), 2)) {
            for (Program program : List.of(training(network), network.inference())) {
                Result plain = run(backend, program, network, false);
                Result timed = run(backend, program, network, true);
                assertThat(timed.outputs).isEqualTo(plain.outputs);
                assertThat(timed.gradients).isEqualTo(plain.gradients);
                assertThat(timed.states).isEqualTo(plain.states);
                if (!program.gradients().isEmpty()) {
                    assertThat(plain.gradients).isNotEqualTo(new float[plain.gradients.length]);
                }
            }
        }
    }

    private record Result(float[] outputs, float[] gradients, float[] states) {}

    private static Result run(CpuBackend backend, Program program, Network network, boolean timed) {
        Store store = store(network);
        Executable executable = backend.compile(program, store, N);
        Frame frame = executable.frame();
        frame.bind(Network.IMAGES, floats(N * (int) network.input().size()), 0);
        if (!program.gradients().isEmpty()) {
            frame.bind(Network.LABELS, new float[] {1, 0, 2}, 0);
        }
        long[] nanos = new long[executable.steps(N).size()];
        Arrays.fill(nanos, -1);
        for (int step = 0; step < 2; step++) {
            if (timed) {
                frame.run(N, step, nanos);
                assertThat(nanos).doesNotContain(-1);
            } else {
                frame.run(N, step);
            }
        }
        return new Result(
                frame.read(Network.OUTPUT).values(), frame.gradients().clone(), store.stateValues().clone());
    }

    private static float[] floats(int size) {
        float[] values = new float[size];
        Seed seed = Seed.of(2);
        for (int i = 0; i < size; i++) {
            values[i] = (float) seed.uniform(i);
        }
        return values;
    }

    /// 10 × 10 pixels, 3 → 8 channels: the first layer has no input gradient.
    @Test
    void gradientsTakeWhatTheirConvolutionTakesAndSayWhoseTheyAre() {
        try (CpuBackend backend = new CpuBackend(new ScalarKernels(), 1)) {
            Network network = new Network(INPUT, LAYERS);
            List<PlanStep> steps = backend.compile(training(network), store(network), N).steps(N);
            long first = N * 100L * 9 * 3 * 8;
            long second = N * 100L * 9 * 8 * 8;
            assertThat(steps).filteredOn(step -> step.operation().startsWith("Convolution"))
                    .extracting(PlanStep::name, PlanStep::multiplyAdds)
                    .containsExactlyInAnyOrder(
                            tuple("conv2d Convolution", first),
                            tuple("residual/conv2d_1 Convolution", second),
                            tuple("residual/conv2d_1 Convolution.InputGradient", second),
                            tuple("residual/conv2d_1 Convolution.FilterGradient", second),
                            tuple("conv2d Convolution.FilterGradient", first));
            assertThat(steps).extracting(PlanStep::name).contains(
                    "dense_1 MatMul", "dense_1 MatMul (gradient)", "dense_1 MatMul (weights gradient)",
                    "dense_1 Sum (bias gradient)", "SoftmaxCrossEntropy", "SoftmaxCrossEntropy.Gradient",
                    "dropout DropoutMask", "dropout DropoutMask (gradient)");
        }
    }

    /// Images, 3 × 3 × 3 × 8 filters and 8 biases are read, N × 10 × 10 × 8 values written; a folded batch norm adds
    /// nothing where there is a bias.
    @Test
    void bytesAreThoseOfTheOperands() {
        try (CpuBackend backend = new CpuBackend(new ScalarKernels(), 1)) {
            long expected = 4 * (N * 300 + 216 + 8 + N * 800);
            Network plain = new Network(INPUT, Conv2D.of(8, 3).same().relu());
            assertThat(backend.compile(plain.inference(), store(plain), N).steps(N))
                    .singleElement().extracting(PlanStep::bytes).isEqualTo(expected);
            Network folded = new Network(INPUT, Sequential.of(Conv2D.of(8, 3).same(), BatchNorm.of()));
            assertThat(backend.compile(folded.inference(), store(folded), N).steps(N))
                    .singleElement().extracting(PlanStep::bytes).isEqualTo(expected);
        }
    }

    /// Of the batch only its size counts for running statistics; a slice reads what it writes.
    @Test
    void bytesLeaveOutWhatIsNotRead() {
        try (CpuBackend backend = new CpuBackend(new ScalarKernels(), 1)) {
            Network network = new Network(INPUT, LAYERS);
            assertThat(backend.compile(training(network), store(network), N).steps(N))
                    .extracting(PlanStep::name, PlanStep::bytes)
                    .contains(
                            tuple("batch_norm RunningStatistics", 4L * 3 * 2 * 8),
                            tuple("batch_norm Slice (gradient)", 4L * 2 * 8),
                            tuple("batch_norm Identity (gamma gradient)", 4L * 2 * 8));
        }
    }

    /// A plan says of each convolution whether Winograd's algorithm computes it, and so does the kernel by itself.
    @Test
    void whatWinogradsAlgorithmComputesIsNotDirect() {
        Network network = new Network(INPUT, Sequential.of(
                Conv2D.of(32, 3).same(), Conv2D.of(32, 3).same(), Flatten.of(), Dense.of(10)));
        for (String wanted : List.of("vector", "direct", "scalar")) {
            Kernels kernels = KernelSet.named(wanted).kernels();
            boolean winograd = kernels.name().endsWith("winograd");
            try (CpuBackend backend = new CpuBackend(kernels, 1)) {
                List<PlanStep> steps = backend.compile(training(network), store(network), N).steps(N);
                assertThat(steps).filteredOn(step -> !step.direct()).extracting(PlanStep::name)
                        .hasSize(winograd ? 3 : 0)
                        .allMatch(name -> name.startsWith("conv2d_1 Convolution"));
            }
        }
    }

    @Test
    void tooFewTimesAreRefused() {
        try (CpuBackend backend = new CpuBackend(new ScalarKernels(), 1)) {
            Network network = new Network(INPUT, LAYERS);
            Frame frame = backend.compile(network.inference(), store(network), N).frame();
            assertThatThrownBy(() -> frame.run(N, 0, new long[1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("got room for 1");
        }
    }
}
