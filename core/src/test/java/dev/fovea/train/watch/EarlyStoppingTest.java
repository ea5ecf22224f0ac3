package dev.fovea.train.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.metric.Score;
import dev.fovea.train.Event;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
    private static final Event.Started STARTED = new Event.Started("a", "vector", 1, 1, 20, 5, 100, 0);

    private static Event.EpochDone epoch(int epoch, double loss, int correct) {
        return new Event.EpochDone(epoch, new Score(9, 0, 100), new Score(loss, correct, 100), 1, false);
    }

    /// The epoch after which it stops, or 0.
    private static int stop(EarlyStopping stopping, double[] losses, int[] correct) {
        stopping.on(STARTED);
        for (int i = 0; i < losses.length; i++) {
            stopping.on(epoch(i + 1, losses[i], correct[i]));
            if (stopping.stop()) {
                return i + 1;
            }
        }
        return 0;
    }

    @Test
    void stopsWhenTheWatchedScoreGetsNoBetter() {
        double[] losses = {1, 0.8, 0.85, 0.79, 0.8, 0.81, 0.7};
        int[] correct = {50, 60, 61, 62, 63, 64, 65};
        assertThat(stop(EarlyStopping.of(2), losses, correct)).isEqualTo(6);
        assertThat(stop(EarlyStopping.of(3), losses, correct)).isZero();
        assertThat(stop(EarlyStopping.of(2).change(0.05), losses, correct)).isEqualTo(4);
        assertThat(stop(EarlyStopping.of(2).byAccuracy(), losses, correct)).isZero();
        assertThat(stop(EarlyStopping.of(1).byAccuracy().change(0.02), losses, correct)).isEqualTo(3);
    }

    @Test
    void nanIsNeverBetter() {
        double nan = Double.NaN;
        assertThat(stop(EarlyStopping.of(2), new double[] {nan, nan}, new int[2])).isEqualTo(2);
        assertThat(stop(EarlyStopping.of(2), new double[] {1, nan, nan}, new int[3])).isEqualTo(3);
    }

    /// A training that had no validation images is resumed with some: its scores until then are of other images.
    @Test
    void epochsBeforeThereWasValidationDecideNothing() {
        EarlyStopping stopping = EarlyStopping.of(2);
        List<Event.EpochDone> history = List.of(
                new Event.EpochDone(1, new Score(.1, 100, 100), null, 1, true),
                new Event.EpochDone(2, new Score(.01, 100, 100), null, 1, true));
        stopping.on(new Event.Restored(Path.of("a"), 10, history));
        stopping.on(new Event.Started("a", "vector", 1, 1, 20, 5, 100, 10));
        assertThat(stopping.stop()).isFalse();
        stopping.on(epoch(3, 1, 0));
        stopping.on(epoch(4, 1, 0));
        assertThat(stopping.stop()).isFalse();
        stopping.on(epoch(5, 1, 0));
        assertThat(stopping.stop()).isTrue();
    }

    @Test
    void aNewTrainingCountsAnew() {
        EarlyStopping stopping = EarlyStopping.of(1);
        assertThat(stop(stopping, new double[] {1, 2}, new int[2])).isEqualTo(2);
        assertThat(stop(stopping, new double[] {3, 4}, new int[2])).isEqualTo(2);
    }

    @Test
    void aResumedTrainingStopsWhereTheOtherWould() {
        double[] losses = {1, 0.8, 0.9, 0.9, 0.9, 0.9};
        for (int done = 0; done <= 4; done++) {
            EarlyStopping stopping = EarlyStopping.of(3);
            List<Event.EpochDone> history = new ArrayList<>();
            for (int i = 0; i < done; i++) {
                history.add(epoch(i + 1, losses[i], 0));
            }
            stopping.on(new Event.Restored(Path.of("a"), done * 5L, history));
            stopping.on(new Event.Started("a", "vector", 1, 1, 20, 5, 100, done * 5L));
            int stop = 0;
            for (int i = done; stop == 0; i++) {
                assertThat(stopping.stop()).isFalse();
                stopping.on(epoch(i + 1, losses[i], 0));
                stop = stopping.stop() ? i + 1 : 0;
            }
            assertThat(stop).as("resumed after " + done).isEqualTo(5);
        }
    }

    @Test
    void needsValidationImagesAndSensibleOptions() {
        EarlyStopping stopping = EarlyStopping.of(2);
        assertThatThrownBy(() -> stopping.on(new Event.EpochDone(1, new Score(1, 1, 1), null, 1, true)))
                .hasMessageContaining("early stopping needs validation images");
        assertThatThrownBy(() -> EarlyStopping.of(0)).hasMessageContaining("at least 1 epoch: got 0");
        assertThatThrownBy(() -> stopping.change(-1)).hasMessageContaining("0 or above: got -1.0");
    }
}
