package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.DataException;
import dev.fovea.data.Dataset;
import dev.fovea.data.Holdout;
import dev.fovea.data.OfAnother;
import dev.fovea.data.Subset;
import dev.fovea.data.source.Digits;
import dev.fovea.graph.Program;
import dev.fovea.metric.Score;
import dev.fovea.model.Model;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Branches;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.GlobalAveragePool2D;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Loss;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Penalised;
import dev.fovea.nn.Scope;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.Shared;
import dev.fovea.op.Convolution;
import dev.fovea.op.Node;
import dev.fovea.optim.Adam;
import dev.fovea.optim.ParameterGroup;
import dev.fovea.optim.Sgd;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    private static final Dataset DIGITS = Digits.train();

    @TempDir
    Path folder;

    private static Model cnn(Dataset data) {
        return Model.of(
                Sequential.of(
                        Conv2D.of(8, 3).same().relu(), MaxPool2D.of(2), Flatten.of(), Dense.of(32).relu(),
                        Dense.of(10)),
                data, Seed.of(4));
    }

    @Test
    void sendsEventsInOrderWithTheNumbersOfEachBatch() {
        Dataset data = Subset.first(DIGITS, 50);
        Holdout split = Holdout.first(data, 40);
        Trainer.Saving saving = new Trainer.Saving(folder, 2);
        List<Event> events = new ArrayList<>();
        Trainer.Result result = cnn(data)
                .trainer(Fit.epochs(2).batch(16), split.train(), split.validation(), saving)
                .run(List.of(events::add));

        assertThat(events).extracting(event -> event.getClass().getSimpleName()).startsWith(
                "Started", "StepDone", "StepDone", "CheckpointSaved", "StepDone", "EpochDone", "CheckpointSaved",
                "CheckpointSaved", "StepDone", "CheckpointSaved", "StepDone").endsWith("Finished");
        assertThat(events.getFirst()).isInstanceOfSatisfying(Event.Started.class, started -> {
            assertThat(started.stepsPerEpoch()).isEqualTo(3);
            assertThat(started.totalSteps()).isEqualTo(6);
            assertThat(started.parameters()).isEqualTo(80 + 128 * 32 + 32 + 330);
        });
        List<Event.StepDone> steps = of(Event.StepDone.class, events);
        assertThat(steps).extracting(Event.StepDone::images).containsExactly(16, 16, 8, 16, 16, 8);
        assertThat(steps).extracting(Event.StepDone::stepInEpoch).containsExactly(1, 2, 3, 1, 2, 3);
        assertThat(steps).extracting(Event.StepDone::step).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        Event.EpochDone first = of(Event.EpochDone.class, events).getFirst();
        double sum = steps.subList(0, 3).stream().mapToDouble(step -> (double) step.loss() * step.images()).sum();
        long correct = steps.subList(0, 3).stream().mapToLong(Event.StepDone::correct).sum();
        assertThat(first.train()).isEqualTo(new Score(sum / 40, correct, 40));
        assertThat(first.validation().count()).isEqualTo(10);
        assertThat(result.images()).isEqualTo(80);
        assertThat(result.waiting()).isBetween(0.0, 1.0);
    }

    /// The best checkpoint is of the epoch with the highest validation accuracy, then the lowest loss.
    @Test
    void keepsTheBestEpochAndSaysWhichItIs() {
        Holdout split = Holdout.first(Subset.first(DIGITS, 260), 100);
        Trainer.Saving saving = new Trainer.Saving(folder, 0);
        Fit fit = Fit.epochs(12).batch(20).optimizer(Sgd.of(0.8));
        Model model = cnn(DIGITS);
        List<Event> events = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        model.trainer(fit, split.train(), split.validation(), saving).run(List.of(events::add));

        List<Event.EpochDone> epochs = of(Event.EpochDone.class, events);
        Score best = null;
        for (Event.EpochDone epoch : epochs) {
            Score score = epoch.validation();
            boolean better = best == null || score.correct() > best.correct()
                    || score.correct() == best.correct() && score.loss() < best.loss();
            assertThat(epoch.improved()).as("epoch " + epoch).isEqualTo(better);
            best = better ? score : best;
            losses.add(score.loss());
        }
        assertThat(epochs).extracting(Event.EpochDone::improved).contains(true, false);
        assertSame(Model.load(saving.best()).evaluate(split.validation()).score(), best);
        assertSame(Model.load(saving.last()).evaluate(split.validation()).score(), epochs.getLast().validation());
        assertThat(of(Event.CheckpointSaved.class, events)).filteredOn(saved -> saved.reason().equals("best"))
                .hasSameSizeAs(epochs.stream().filter(Event.EpochDone::improved).toList())
                .last().extracting(Event.CheckpointSaved::to).isEqualTo(best);
    }

    /// The loss is summed over batches of another size.
    private static void assertSame(Score received, Score expected) {
        assertThat(received.correct()).isEqualTo(expected.correct());
        assertThat(received.loss()).isCloseTo(expected.loss(), Offset.offset(1e-6));
    }

    @Test
    void aCallbackEndsTheTrainingAndItsEpochIsScored() {
        List<Event> events = new ArrayList<>();
        Callback stops = new Callback() {
            @Override
            public void on(Event event) {
                events.add(event);
            }

            @Override
            public boolean stop() {
                return events.getLast() instanceof Event.StepDone done && done.step() == 4;
            }
        };
        Trainer.Result result =
                cnn(DIGITS).trainer(Fit.epochs(5).batch(10), Subset.first(DIGITS, 30), null, null).run(List.of(stops));
        assertThat(result.steps()).isEqualTo(4);
        assertThat(result.epochs()).isEqualTo(2);
        assertThat(result.train().count()).isEqualTo(10);
        assertThat(result.interrupted()).isFalse();
        assertThat(events.getLast()).isInstanceOfSatisfying(
                Event.Finished.class, finished -> assertThat(finished.reason()).isEqualTo("stopped early"));
    }

    @Test
    void anExceptionInACallbackEndsTheLoader() {
        Trainer trainer = cnn(DIGITS).trainer(Fit.epochs(5), DIGITS, null, null);
        long before = loaders();
        assertThatThrownBy(() -> trainer.run(List.of(event -> {
                    if (event instanceof Event.StepDone done && done.step() == 3) {
                        throw new IllegalStateException("the disk is full");
                    }
                })))
                .isInstanceOf(IllegalStateException.class).hasMessage("the disk is full");
        assertThat(loaders()).isEqualTo(before);
    }

    private static long loaders() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("fovea-loader"))
                .count();
    }

    @Test
    void anImageThatCannotBeReadEndsTheTrainingWithOneLine() {
        Dataset broken = new Broken(DIGITS, 17);
        Trainer trainer = cnn(DIGITS).trainer(Fit.epochs(1).unshuffled().batch(10), broken, null, null);
        long before = loaders();
        assertThatThrownBy(() -> trainer.run(List.of())).hasMessageContaining("image 17 is torn");
        assertThat(loaders()).isEqualTo(before);
        assertThat(trainer.progress().step()).as("whole batches before it").isEqualTo(1);
    }

    private record Broken(Dataset other, int at) implements OfAnother {
        @Override
        public void read(int index, float[] into, int offset) {
            if (index == at) {
                throw new DataException("image " + at + " is torn");
            }
            other.read(index, into, offset);
        }
    }

    /// Batches of one image: the running variance, divided by count − 1, must not become NaN.
    @Test
    void batchNormSurvivesABatchOfOneImage() {
        Dataset data = Subset.first(DIGITS, 9);
        Model model = Model.of(
                Sequential.of(Conv2D.of(4, 3), BatchNorm.of(), GlobalAveragePool2D.of(), BatchNorm.of().perNeuron(),
                        Dense.of(10)),
                data, Seed.of(1));
        model.fit(data, Fit.epochs(3).batch(8));
        for (float value : model.subject().store().stateValues()) {
            assertThat(value).isFinite();
        }
        assertThat(model.evaluate(data).score().loss()).isFinite();
    }

    @Test
    void batchesMayBeLargerThanTheData() {
        Holdout split = Holdout.first(Subset.first(DIGITS, 8), 5);
        Trainer.Result result = cnn(DIGITS)
                .trainer(Fit.epochs(2).batch(1000), split.train(), split.validation(), null).run(List.of());
        assertThat(result.steps()).isEqualTo(2);
        assertThat(result.validation().count()).isEqualTo(3);
    }

    @Test
    void frozenParametersKeepTheirBitsAndTheirGradientsAreNotComputed() {
        Model model = cnn(DIGITS);
        float[] filters = model.read("conv2d.filters").values().clone();
        float[] bias = model.read("conv2d.bias").values().clone();
        float[] weights = model.read("dense.weights").values().clone();
        model.fit(Subset.first(DIGITS, 64), Fit.epochs(2).optimizer(Adam.of(1e-2).weightDecay(0.1))
                .groups(ParameterGroup.of("conv2d.*").frozen()));
        assertThat(model.read("conv2d.filters").values()).isEqualTo(filters);
        assertThat(model.read("conv2d.bias").values()).isEqualTo(bias);
        assertThat(model.read("dense.weights").values()).isNotEqualTo(weights);

        Program all = model.network().training(Loss.crossEntropy(), name -> true);
        Program head = model.network().training(Loss.crossEntropy(), name -> !name.startsWith("conv2d"));
        assertThat(all.steps()).anyMatch(step -> step.operation() instanceof Convolution.FilterGradient);
        assertThat(head.steps()).noneMatch(step -> step.operation() instanceof Convolution.FilterGradient
                || step.operation().label().startsWith("MaxPooling.Gradient"));
        assertThat(head.multiplyAdds()).isLessThan(all.multiplyAdds());
    }

    /// A parameter that the loss does not depend on has no gradient; the others train as if it were not there.
    @Test
    void aParameterThatTheLossNeverReachesStays() {
        Dataset data = Subset.first(DIGITS, 32);
        Layer plain = Sequential.of(Flatten.of(), Dense.of(10).named("head"));
        Layer idle = Sequential.of(Flatten.of(), new Idle(), Dense.of(10).named("head"));
        Model with = Model.of(idle, data, Seed.of(1));
        Model without = Model.of(plain, data, Seed.of(1));
        float[] before = with.read("idle.never").values().clone();
        with.fit(data, Fit.epochs(3));
        without.fit(data, Fit.epochs(3));
        assertThat(with.read("idle.never").values()).isEqualTo(before);
        assertThat(with.read("head.weights").values()).isEqualTo(without.read("head.weights").values());
    }

    private record Idle() implements Layer {
        @Override
        public Node build(Node x, Scope scope) {
            scope.parameter("never", Shape.of(5), Initializer.ones());
            return x;
        }
    }

    @Test
    void penaltiesAreAddedToTheLoss() {
        Dataset data = Subset.first(DIGITS, 32);
        Dense dense = Dense.of(10).weights(Initializer.normal(0.3)).bias(Initializer.constant(5));
        Model plain = Model.of(Sequential.of(Flatten.of(), dense), data, Seed.of(1));
        double absolute = 0;
        double squares = 0;
        for (float w : plain.read("dense.weights").values()) {
            absolute += Math.abs(w);
            squares += (double) w * w;
        }
        double loss = firstLoss(plain, data);
        Model l1 = Model.of(Sequential.of(Flatten.of(), Penalised.l1(0.01, dense)), data, Seed.of(1));
        Model l2 = Model.of(Sequential.of(Penalised.l2(0.02, Sequential.of(Flatten.of(), dense))), data, Seed.of(1));
        Model both = Model.of(Sequential.of(Flatten.of(), new Penalised(0.01f, 0.02f, dense)), data, Seed.of(1));
        assertThat(firstLoss(l1, data) - loss).isCloseTo(0.01 * absolute, offset());
        assertThat(firstLoss(l2, data) - loss).isCloseTo(0.01 * squares, offset());
        assertThat(firstLoss(both, data) - loss).isCloseTo(0.01 * absolute + 0.01 * squares, offset());
        assertThat(l1.read("dense.weights").values()).as("after a step")
                .isNotEqualTo(plain.read("dense.weights").values());
        assertThat(l1.read("dense.bias").values()).as("penalties leave the bias alone")
                .isEqualTo(plain.read("dense.bias").values());
    }

    private static Offset<Double> offset() {
        return Offset.offset(1e-4);
    }

    private static double firstLoss(Model model, Dataset data) {
        List<Event> events = new ArrayList<>();
        model.fit(data, Fit.epochs(1).optimizer(Sgd.of(0.01)), events::add);
        return of(Event.StepDone.class, events).getFirst().loss();
    }

    /// Two places with one key are one set of parameters, whose gradient is the sum of both places'.
    @Test
    void sharedLayersLearnOnce() {
        Dataset data = Subset.first(DIGITS, 32);
        Layer tower = Conv2D.of(2, 3).same();
        Layer twice = Sequential.of(
                Branches.of(Shared.of("tower", tower), Shared.of("tower", tower)), Flatten.of(),
                Dense.of(10).weights(Initializer.constant(0.01)));
        Layer once = Sequential.of(
                tower.named("tower"), Flatten.of(), Dense.of(10).weights(Initializer.constant(0.02)));
        Model shared = Model.of(twice, data, Seed.of(1));
        Model single = Model.of(once, data, Seed.of(1));
        assertThat(shared.subject().store().parameters().places()).containsOnlyKeys(
                "tower.filters", "tower.bias", "dense.weights", "dense.bias");
        assertThat(shared.read("tower.filters").values()).isEqualTo(single.read("tower.filters").values());
        shared.fit(data, Fit.epochs(1).optimizer(Sgd.of(0.1)));
        single.fit(data, Fit.epochs(1).optimizer(Sgd.of(0.1)));
        float[] a = shared.read("tower.filters").values();
        float[] b = single.read("tower.filters").values();
        for (int i = 0; i < a.length; i++) {
            assertThat(a[i]).isCloseTo(b[i], Offset.offset(1e-6f));
        }
    }

    private static <T extends Event> List<T> of(Class<T> type, List<Event> events) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
