package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
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
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.ELU;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layers;
import dev.fovea.nn.LeakyReLU;
import dev.fovea.nn.Loss;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Network;
import dev.fovea.nn.Residual;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.Adam;
import dev.fovea.optim.Clip;
import dev.fovea.optim.ParameterGroup;
import dev.fovea.tensor.Seed;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What steps allocate, over all threads, once the compiler has seen them: the least of several rounds.
@Tag("allocation")
class AllocationTest {
    private static final int STEPS = 100;
    private static final int ROUNDS = 400;
    private static final int MOST_BYTES = 1024;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

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
        assertThat(leastAllocatedBySteps(model())).isZero();
    }

    /// Functions whose vectors go through several methods, windows that overlap, fewer channels than lanes.
    @Test
    void curvesAndOverlappingWindowsAllocateNothing() {
        assertThat(leastAllocatedBySteps(model(Sequential.of(
                        Conv2D.of(6, 3).same(), Activation.TANH, MaxPool2D.of(3).stride(2), Flatten.of(),
                        Dense.of(24), Activation.GELU, Dense.of(20), Activation.SILU, Dense.of(20), Activation.SIGMOID,
                        Dense.of(20), ELU.of(1), Dense.of(20), LeakyReLU.of(.1), Dense.of(10)))))
                .isZero();
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
        assertThat(leastAllocatedBySteps(model, fit().clip(Clip.none()))).isZero();
    }

    private long leastAllocatedBySteps(Model model) {
        return leastAllocatedBySteps(model, fit());
    }

    private long leastAllocatedBySteps(Model model, Fit fit) {
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
        assertThat(leastAllocated(step -> profiler.run(nanos))).isZero();
    }

    @Test
    void anEvaluationPlanAllocatesNothing() {
        Model model = model();
        Store store = model.subject().store();
        Frame frame = backend.compile(model.network().evaluation(Loss.crossEntropy()), store, 16).frame();
        frame.bind(Network.IMAGES, new float[16 * 64], 0);
        frame.bind(Network.LABELS, new float[16], 0);
        float[] outputs = new float[16 * 10];
        assertThat(leastAllocated(step -> {
            store.changed();
            frame.run(16, 0);
            frame.read(Network.OUTPUT, outputs, 0);
        })).isZero();
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
        assertThat(measured.least / STEPS).as("bytes a step").isLessThanOrEqualTo(MOST_BYTES);
    }

    /// Windows of steps that no epoch's end falls into.
    private static final class Measured implements Callback {
        private static final int ENOUGH = 20;
        long least = Long.MAX_VALUE;
        int windows;
        private long before;

        @Override
        public void on(Event event) {
            if (event instanceof Event.StepDone done && done.stepInEpoch() % STEPS == 0) {
                if (done.stepInEpoch() > STEPS) {
                    least = smaller(least, allocated() - before);
                    windows++;
                }
                before = allocated();
            }
        }

        /// The compilers need some seconds.
        @Override
        public boolean stop() {
            return windows > ENOUGH && least <= STEPS * MOST_BYTES;
        }
    }

    private interface Body {
        void step(long step);
    }

    private static long leastAllocated(Body body) {
        long least = Long.MAX_VALUE;
        long step = 0;
        while (step < 6) {
            body.step(++step);
        }
        KernelSet.choose().kernels().settle();
        for (int round = 0; round < ROUNDS && least > 0; round++) {
            long before = allocated();
            for (int i = 0; i < STEPS; i++) {
                body.step(++step);
            }
            long after = allocated();
            // What the call itself allocates depends on the number of threads.
            long own = allocated() - after;
            least = smaller(least, after - before - own);
        }
        return least;
    }

    /// A thread that ended takes what it allocated along: such a round says nothing. Kernels are rehearsed on one at
    /// the beginning.
    private static long smaller(long least, long bytes) {
        return bytes < 0 ? least : Math.min(least, bytes);
    }

    /// Bytes that all threads which are alive have allocated so far, but for this method's own.
    private static long allocated() {
        long own = THREADS.getCurrentThreadAllocatedBytes();
        long current = Thread.currentThread().threadId();
        long sum = 0;
        for (long id : THREADS.getAllThreadIds()) {
            sum += id == current ? 0 : Math.max(0, THREADS.getThreadAllocatedBytes(id));
        }
        return sum + own;
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
