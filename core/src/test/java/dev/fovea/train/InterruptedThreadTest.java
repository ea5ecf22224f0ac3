package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.data.Dataset;
import dev.fovea.data.OfAnother;
import dev.fovea.data.Subset;
import dev.fovea.data.source.Digits;
import dev.fovea.model.Model;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Sequential;
import dev.fovea.tensor.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A training whose thread is interrupted ends as by [Trainer#interrupt]: saved, to be resumed, and interrupted still.
class InterruptedThreadTest {
    private static final Dataset DIGITS = Subset.first(Digits.train(), 64);
    private static final Fit FIT = Fit.epochs(3).batch(16).seed(Seed.of(5));

    @TempDir
    Path folder;

    @AfterEach
    void forgetInterruption() {
        Thread.interrupted();
    }

    private static Model model() {
        return Model.of(Sequential.of(Flatten.of(), Dense.of(10)), DIGITS, Seed.of(4));
    }

    private static float[] whole() {
        Model model = model();
        model.trainer(FIT, DIGITS, DIGITS, null).run(List.of());
        return model.subject().store().parameterValues().clone();
    }

    private void endsSavedAndResumable(Trainer trainer, List<? extends Callback> callbacks) {
        Trainer.Result result = trainer.run(callbacks);
        assertThat(result.interrupted()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).as("the thread is interrupted still").isTrue();
        Thread.interrupted();
        Model other = model();
        Trainer rest = other.trainer(FIT, DIGITS, DIGITS, null);
        rest.resume(folder.resolve("last.safetensors"));
        assertThat(rest.progress().step()).isEqualTo(result.steps());
        assertThat(rest.history()).hasSize((int) (result.steps() / 4));
        rest.run(List.of());
        assertThat(other.subject().store().parameterValues()).isEqualTo(whole());
    }

    /// In each callback of the first five steps: within an epoch, before the validation, before and between the saves.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void wherever(int at) {
        AtomicInteger seen = new AtomicInteger();
        Trainer trainer = model().trainer(FIT, DIGITS, DIGITS, new Trainer.Saving(folder, 0));
        endsSavedAndResumable(trainer, List.of(event -> {
            if (seen.incrementAndGet() == at) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    /// While it waits for images, of a step and of the validation; the epoch that is done is kept.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whileItWaitsForImages(boolean validating) {
        Thread training = Thread.currentThread();
        Dataset slow = new Interrupting(training, 30);
        Trainer trainer = model().trainer(
                FIT, validating ? DIGITS : slow, validating ? slow : DIGITS, new Trainer.Saving(folder, 0));
        endsSavedAndResumable(trainer, List.of());
    }

    /// Interrupts the training once, before image `at` is there.
    private record Interrupting(Thread training, int at, AtomicInteger read) implements OfAnother {
        Interrupting(Thread training, int at) {
            this(training, at, new AtomicInteger());
        }

        @Override
        public Dataset other() {
            return DIGITS;
        }

        @Override
        public void read(int index, float[] into, int offset) {
            if (read.incrementAndGet() == at) {
                training.interrupt();
            }
            DIGITS.read(index, into, offset);
        }
    }

    @Test
    void aFitEndsToo() {
        Model model = model();
        List<Event> events = new ArrayList<>();
        Trainer.Result result = model.fit(DIGITS, FIT.validate(0.2), event -> {
            events.add(event);
            if (event instanceof Event.StepDone done && done.step() == 3) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(result.interrupted()).isTrue();
        assertThat(result.steps()).isEqualTo(3);
        assertThat(events.getLast()).isEqualTo(new Event.Interrupted(3, null));
        assertThat(Thread.interrupted()).isTrue();
    }

    /// An interruption of before is one too; after the last step there is nothing to end.
    @Test
    void beforeTheFirstStepAndAfterTheLast() {
        Thread.currentThread().interrupt();
        assertThat(model().fit(DIGITS, FIT).steps()).isZero();
        assertThat(Thread.interrupted()).isTrue();
        Trainer trainer = model().trainer(FIT, DIGITS, null, new Trainer.Saving(folder, 0));
        Trainer.Result result = trainer.run(List.of(event -> {
            if (event instanceof Event.EpochDone done && done.epoch() == 3) {
                Thread.currentThread().interrupt();
            }
        }));
        assertThat(result.interrupted()).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(folder.resolve("last.safetensors")).exists();
    }
}
