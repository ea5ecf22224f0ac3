package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.backend.Frame;
import dev.fovea.backend.Store;
import dev.fovea.data.Preprocessing;
import dev.fovea.model.Model;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layers;
import dev.fovea.nn.Network;
import dev.fovea.nn.Penalised;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.Adam;
import dev.fovea.optim.Clip;
import dev.fovea.optim.ParameterGroup;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A network whose dense layer is large enough to be updated during the backward pass of the convolution before it.
class UpdateTest {
    private static final int BATCH = 40;
    private static final int STEPS = 6;
    private static final Shape INPUT = Shape.of(16, 16, 4);
    private static final String DENSE = "dense.weights";
    private static final String FILTERS = "conv2d.filters";

    private static final Fit FIT = Fit.epochs(1).batch(BATCH).optimizer(Adam.of(1e-3))
            .groups(ParameterGroup.of(DENSE).rateScale(0.5).weightDecay(1e-3));

    /// One training: a model and what a step needs.
    private record Run(Store store, Frame frame, float[][] slots, Update update) {
        static Run of(Backend backend, Fit fit, boolean overlapping) {
            Network network = new Network(INPUT, Sequential.of(
                    Conv2D.of(16, 5).same(), Activation.TANH, Flatten.of(), Penalised.l2(1e-3, Dense.of(40).relu()),
                    Dense.of(10)));
            List<String> labels = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
            Model model = Model.of(
                    "large", network, Preprocessing.of(INPUT), labels, Seed.of(3), backend, Layers.codec());
            Store store = model.subject().store();
            Frame frame = backend.compile(network.training(fit.loss(), name -> true), store, BATCH).frame();
            float[][] slots = Update.slots(fit, store);
            Update update = overlapping
                    ? new Update(backend, store, frame, slots, fit)
                    : new Update(backend, store, frame.gradients(), slots, fit);
            float[] images = new float[BATCH * (int) INPUT.size()];
            float[] classes = new float[BATCH];
            for (int i = 0; i < images.length; i++) {
                images[i] = (float) Seed.of(4).uniform(i);
            }
            for (int i = 0; i < BATCH; i++) {
                classes[i] = i % 10;
            }
            frame.bind(Network.IMAGES, images, 0);
            frame.bind(Network.LABELS, classes, 0);
            return new Run(store, frame, slots, update);
        }

        void step(int step) {
            frame.forward(step % 2 == 0 ? BATCH : BATCH - 7, step);
            update.begin(step, 1e-3f);
            frame.backward();
        }

        float[] read(String parameter) {
            return store.read(parameter).values();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void duringTheBackwardPassOrAfterItTheBitsAreTheSame(int threads) {
        try (Backend backend = Backends.open(threads)) {
            Run during = Run.of(backend, FIT, true);
            Run after = Run.of(backend, FIT, false);
            for (int step = 1; step <= STEPS; step++) {
                for (Run run : List.of(during, after)) {
                    run.step(step);
                    run.update.finish();
                }
                assertThat(during.store.parameterValues()).as("step %d", step)
                        .isEqualTo(after.store.parameterValues());
            }
            assertThat(during.slots).isDeepEqualTo(after.slots);
        }
    }

    @Test
    void largeParametersAreUpdatedDuringTheBackwardPassAndSmallOnesAfterIt() {
        try (Backend backend = Backends.open(2)) {
            Run run = Run.of(backend, FIT, true);
            float[] dense = run.read(DENSE);
            float[] filters = run.read(FILTERS);
            run.step(1);
            float[] denseThen = run.read(DENSE);
            assertThat(denseThen).isNotEqualTo(dense);
            assertThat(run.read(FILTERS)).isEqualTo(filters);
            run.update.finish();
            assertThat(run.read(DENSE)).isEqualTo(denseThen);
            assertThat(run.read(FILTERS)).isNotEqualTo(filters);
        }
    }

    @Test
    void theForwardPassUpdatesNothing() {
        try (Backend backend = Backends.open(2)) {
            Run run = Run.of(backend, FIT, true);
            float[] dense = run.read(DENSE);
            run.frame.forward(BATCH, 1);
            assertThat(run.frame.scalar(Network.LOSS)).isPositive();
            assertThat(run.frame.firstNonFinite(BATCH, 1)).isNull();
            run.frame.run(BATCH, 1, new long[100]);
            assertThat(run.read(DENSE)).isEqualTo(dense);
        }
    }

    /// Their norm is known when all are there.
    @Test
    void clippedGradientsAreWaitedFor() {
        try (Backend backend = Backends.open(2)) {
            Run run = Run.of(backend, FIT.clip(Clip.norm(1)), true);
            float[] dense = run.read(DENSE);
            run.step(1);
            assertThat(run.read(DENSE)).isEqualTo(dense);
            run.update.finish();
            assertThat(run.read(DENSE)).isNotEqualTo(dense);
        }
    }
}
