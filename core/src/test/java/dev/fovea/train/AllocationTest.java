package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.Allocations;
import dev.fovea.Allocations.Spent;
import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.backend.Frame;
import dev.fovea.backend.Store;
import dev.fovea.backend.cpu.KernelSet;
import dev.fovea.data.Dataset;
import dev.fovea.data.Preprocessing;
import dev.fovea.data.augment.CutMix;
import dev.fovea.data.augment.FlipLeftRight;
import dev.fovea.data.augment.Mixup;
import dev.fovea.data.source.Digits;
import dev.fovea.model.Model;
import dev.fovea.nn.Activation;
import dev.fovea.nn.AveragePool2D;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.ELU;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.GlobalAveragePool2D;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Layers;
import dev.fovea.nn.LeakyReLU;
import dev.fovea.nn.LocalResponseNorm;
import dev.fovea.nn.Loss;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Network;
import dev.fovea.nn.PReLU;
import dev.fovea.nn.Residual;
import dev.fovea.nn.Sequential;
import dev.fovea.op.Exp;
import dev.fovea.op.Gelu;
import dev.fovea.op.Log;
import dev.fovea.op.Relu;
import dev.fovea.op.Sigmoid;
import dev.fovea.op.Tanh;
import dev.fovea.optim.Adam;
import dev.fovea.optim.Clip;
import dev.fovea.optim.ParameterGroup;
import dev.fovea.tensor.Seed;
import dev.fovea.train.watch.CsvLog;
import dev.fovea.train.watch.ProgressBar;
import dev.fovea.train.watch.Terminal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What steps allocate, the caller and Fovea's threads together, once the compiler has seen them: the least of several
/// rounds. The build runs it a second time in a JVM that has no type profiles and takes every call for a rare one
/// (-XX:-UseTypeProfile -XX:MinInlineFrequencyRatio=1000000), because any JVM may compile a kernel before it has seen
/// enough of it.
@Tag("allocation")
class AllocationTest {
    private static final int STEPS = 100;
    private static final int ROUNDS = 400;
    private static final int MOST_BYTES = 1024;

    private Backend backend;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        backend = Backends.open(2);
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void theExecutableAndTheOptimizerAllocateNothing() {
        assertNothing(leastAllocatedBySteps(model()));
    }

    /// Functions whose vectors go through several methods, windows that overlap, fewer channels than lanes.
    @Test
    void curvesAndOverlappingWindowsAllocateNothing() {
        assertNothing(leastAllocatedBySteps(model(Sequential.of(
                        Conv2D.of(6, 3).same(), Activation.TANH, MaxPool2D.of(3).stride(2), Flatten.of(),
                        Dense.of(24), Activation.GELU, Dense.of(20), Activation.SILU, Dense.of(20), Activation.SIGMOID,
                        Dense.of(20), ELU.of(1), Dense.of(20), LeakyReLU.of(.1), Dense.of(10)))));
    }

    /// The loops that the other networks leave out; 20 channels end in part of a vector.
    @Test
    void otherLoopsAllocateNothing() {
        Layer gelu = (x, _) -> new Gelu(true).on(x);
        assertNothing(leastAllocatedBySteps(model(Sequential.of(
                Conv2D.of(20, 3).same(), BatchNorm.of(), gelu, AveragePool2D.of(3).stride(2),
                LocalResponseNorm.of(2, 1, 1e-4, 0.75), Conv2D.of(20, 3).same().groups(20),
                Residual.of(Conv2D.of(20, 1)), GlobalAveragePool2D.of(), Dense.of(10)))));
    }

    /// Chains of what others are composed of, with curves, rows and numbers; some are longer than a block.
    @Test
    void chainsAllocateNothing() {
        Layer silu = (x, _) -> x.times(new Sigmoid().on(x));
        Layer hardSwish = (x, _) ->
                x.times(new Relu().on(x.plus(3)).minus(new Relu().on(x.plus(-3)))).times(1 / 6.0);
        Layer mish = (x, _) -> x.times(new Tanh().on(new Log().on(new Exp().on(x).plus(1))));
        assertNothing(leastAllocatedBySteps(model(Sequential.of(
                Conv2D.of(20, 3).same().activation(PReLU.of()), BatchNorm.of(), silu, Conv2D.of(20, 1), hardSwish,
                Residual.of(Conv2D.of(20, 1)).activation(ELU.of(1)), GlobalAveragePool2D.of(), Dense.of(20), mish,
                Dense.of(10)))));
    }

    /// A dense layer that is updated beside the backward pass, where nothing is clipped.
    @Test
    void anUpdateBesideTheBackwardPassAllocatesNothing() {
        Model model = model(Sequential.of(
                Conv2D.of(16, 3).same().relu(), Conv2D.of(32, 3).same().relu(), Flatten.of(), Dense.of(32),
                Dense.of(10)));
        Frame frame = backend
                .compile(model.network().training(fit().loss(), name -> true), model.subject().store(), 16).frame();
        assertThat(frame.overlap("dense.weights", (from, to) -> {})).isTrue();
        assertNothing(leastAllocatedBySteps(model, fit().clip(Clip.none())));
    }

    private Spent leastAllocatedBySteps(Model model) {
        return leastAllocatedBySteps(model, fit());
    }

    private Spent leastAllocatedBySteps(Model model, Fit fit) {
        Store store = model.subject().store();
        Frame frame = backend.compile(model.network().training(fit.loss(), name -> true), store, 16).frame();
        float[][] slots = new float[fit.optimizer().slots().size()][store.parameters().length()];
        Update update = new Update(backend, store, frame, slots, fit);
        frame.bind(Network.IMAGES, new float[16 * 64], 0);
        frame.bind(Network.LABELS, new float[16], 0);
        return leastAllocated(step -> {
            update.begin(step, 1e-3f);
            frame.run(step % 3 == 0 ? 16 : 13, step);
            update.finish();
        });
    }

    @Test
    void aTimedStepAllocatesNothing() {
        Profiler profiler = Profiler.training(model().subject(), fit(), Digits.train());
        long[] nanos = new long[profiler.steps().size()];
        assertNothing(leastAllocated(step -> profiler.run(nanos)));
    }

    @Test
    void anEvaluationPlanAllocatesNothing() {
        Model model = model();
        Store store = model.subject().store();
        Frame frame = backend.compile(model.network().evaluation(Loss.crossEntropy()), store, 16).frame();
        frame.bind(Network.IMAGES, new float[16 * 64], 0);
        frame.bind(Network.LABELS, new float[16], 0);
        float[] outputs = new float[16 * 10];
        assertNothing(leastAllocated(step -> {
            store.changed();
            frame.run(16, 0);
            frame.read(Network.OUTPUT, outputs, 0);
        }));
    }

    /// Loader, events, progress bar on a terminal and a CSV row for each step included.
    @Test
    void aStepOfTheTrainerAllocatesAtMostOneKilobyte() {
        Dataset digits = Digits.train();
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        ProgressBar bar = new ProgressBar(nowhere, new Terminal(true, 100), System::nanoTime, 1, 0);
        CsvLog log = CsvLog.at(folder.resolve("log.csv")).everySteps(1);
        Fit fit = fit().withEpochs(200).batch(4).seed(Seed.of(1)).transforms(new FlipLeftRight())
                .mixing(Mixup.of(0.2), CutMix.of(1)).loss(Loss.crossEntropy().soft());
        Measured measured = new Measured();
        Trainer trainer = model().trainer(fit, digits, null, new Trainer.Saving(folder, 0));
        trainer.run(List.of(bar, log, measured));
        assertThat(measured.windows).isGreaterThan(Measured.ENOUGH);
        assertThat(measured.least.bytes() / STEPS).as("bytes a step, %s", measured.least)
                .isLessThanOrEqualTo(MOST_BYTES);
    }

    /// Windows of steps that no epoch's end falls into.
    private static final class Measured implements Callback {
        private static final int ENOUGH = 20;
        Spent least = Spent.UNKNOWN;
        int windows;
        private @Nullable Allocations window;

        @Override
        public void on(Event event) {
            if (event instanceof Event.StepDone done && done.stepInEpoch() % STEPS == 0) {
                if (window != null && done.stepInEpoch() > STEPS) {
                    least = least.or(window.end());
                    windows++;
                }
                window = Allocations.begin();
            }
        }

        /// The compilers need some seconds.
        @Override
        public boolean stop() {
            return windows > ENOUGH && least.bytes() <= STEPS * MOST_BYTES;
        }
    }

    /// The kernels are compiled before anything is counted.
    private static Spent leastAllocated(LongConsumer body) {
        for (int step = 1; step <= 6; step++) {
            body.accept(step);
        }
        KernelSet.choose().kernels().awaitWarmUp();
        return Allocations.least(ROUNDS, STEPS, done -> body.accept(done + 7));
    }

    private static void assertNothing(Spent least) {
        assertThat(least.bytes()).as("least of a round of %d steps, %s", STEPS, least).isZero();
    }

    private Model model() {
        return model(Sequential.of(
                Conv2D.of(16, 3).same().relu(), BatchNorm.of(), MaxPool2D.of(2), Residual.of(Conv2D.of(16, 3).same()),
                Flatten.of(), Dropout.of(0.2), Dense.of(64).relu(), Dense.of(10)));
    }

    private Model model(Sequential layers) {
        Dataset digits = Digits.train();
        return Model.of("digits", new Network(digits.sample(), layers), Preprocessing.of(digits.sample()),
                digits.labels(), Seed.of(3), backend, Layers.codec());
    }

    private static Fit fit() {
        return Fit.epochs(12).optimizer(Adam.of(1e-3)).clip(Clip.norm(0.1))
                .groups(ParameterGroup.of("*.bias").rateScale(2));
    }
}
