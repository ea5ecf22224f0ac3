package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.backend.PlanStep;
import dev.fovea.backend.PlanStep.Pass;
import dev.fovea.data.ArrayDataset;
import dev.fovea.data.Dataset;
import dev.fovea.data.Preprocessing;
import dev.fovea.model.Model;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layers;
import dev.fovea.nn.Loss;
import dev.fovea.nn.Network;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.Adam;
import dev.fovea.optim.ParameterGroup;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProfilerTest {
    private static final Shape INPUT = Shape.of(6, 6, 2);
    private static final List<String> CLASSES = List.of("a", "b", "c");

    private Backend backend;
    private Model model;

    @BeforeEach
    void open() {
        backend = Backends.open(2);
        Network network = new Network(
                INPUT, Sequential.of(Conv2D.of(4, 3).relu(), BatchNorm.of(), Flatten.of(), Dense.of(3)));
        model = Model.of("small", network, Preprocessing.of(INPUT), CLASSES, Seed.of(1), backend, Layers.codec());
    }

    @AfterEach
    void close() {
        backend.close();
    }

    private static Dataset images(int count) {
        float[] values = new float[count * (int) INPUT.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Seed.of(3).uniform(i);
        }
        int[] labels = new int[count];
        Arrays.setAll(labels, i -> i % CLASSES.size());
        return ArrayDataset.of(INPUT, values, labels, CLASSES);
    }

    private static long[] run(Profiler profiler) {
        long[] nanos = new long[profiler.steps().size()];
        Arrays.fill(nanos, -1);
        long whole = profiler.run(nanos);
        assertThat(nanos).doesNotContain(-1);
        assertThat(Arrays.stream(nanos).sum()).isLessThanOrEqualTo(whole);
        return nanos;
    }

    @Test
    void theOptimizerComesLastAndParametersKeepTheirValues() {
        float[] before = model.subject().store().parameterValues().clone();
        Fit fit = Fit.epochs(1).batch(8).optimizer(Adam.of(0.1));
        Profiler profiler = Profiler.training(model.subject(), fit, images(8));
        run(profiler);
        run(profiler);
        assertThat(model.subject().store().parameterValues()).isEqualTo(before);
        assertThat(profiler.batch()).isEqualTo(8);
        PlanStep last = profiler.steps().getLast();
        assertThat(last.name()).isEqualTo("optimizer Adam");
        assertThat(last.pass()).isEqualTo(Pass.UPDATE);
        assertThat(profiler.steps()).filteredOn(step -> step.pass() == Pass.UPDATE).hasSize(1);
        // Parameters, gradients and two slots are read, parameters and slots written.
        assertThat(last.bytes()).isEqualTo(7 * 4 * (72 + 4 + 4 + 4 + 192 + 3));
    }

    @Test
    void frozenParametersHaveNoGradient() {
        Fit fit = Fit.epochs(1).batch(4).groups(ParameterGroup.of("conv2d*").frozen());
        Profiler profiler = Profiler.training(model.subject(), fit, images(4));
        assertThat(profiler.steps()).noneMatch(step -> step.operation().equals("Convolution.FilterGradient"));
        assertThat(profiler.steps()).anyMatch(step -> "dense.weights".equals(step.parameter()));
    }

    @Test
    void lossesOnLabelRowsAreBound() {
        Fit fit = Fit.epochs(1).batch(4).loss(Loss.crossEntropy().soft());
        run(Profiler.training(model.subject(), fit, images(4)));
    }

    @Test
    void aPredictionFoldsBatchNormAndHasNoGradients() {
        Profiler profiler = Profiler.prediction(model.subject(), images(5));
        run(profiler);
        assertThat(profiler.batch()).isEqualTo(5);
        assertThat(profiler.steps()).extracting(PlanStep::name)
                .containsExactly("conv2d Convolution", "batch_norm BatchNormalization", "dense MatMul");
    }
}
