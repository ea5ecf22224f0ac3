package dev.fovea.train.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.fovea.metric.Score;
import dev.fovea.text.Figures;
import dev.fovea.train.Event;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressBarTest {
    private static final long SECOND = 1_000_000_000;
    private static final Event.Started STARTED = new Event.Started("digits", "vector", 2, 1_234_567, 10, 40, 400, 0);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private long now = 5 * SECOND;

    private ProgressBar bar(boolean interactive, int columns) {
        return new ProgressBar(out, new Terminal(interactive, columns), () -> now, 10 * SECOND, 0);
    }

    private static Event.StepDone step(int step, float loss, int correct) {
        return new Event.StepDone(step, (step - 1) / 40 + 1, (step - 1) % 40 + 1, 32, loss, correct, 0.1f);
    }

    private String text() {
        String text = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return text;
    }

    @Test
    void redrawsOneLineOnATerminal() {
        ProgressBar bar = bar(true, 101);
        bar.on(STARTED);
        assertThat(text()).isEqualTo("digits: 1,234,567 parameters, vector kernels, 2 threads"
                + System.lineSeparator() + "10 epochs of 40 steps"
                + System.lineSeparator());
        now += SECOND;
        bar.on(step(1, 2, 8));
        assertThat(text()).isEqualTo("\rEpoch 1/10 [>" + " ".repeat(26)
                + "] 2 % step 1/40 loss 2.0000 acc 0.2500 32 images/s 00:39 left");
        now += SECOND / 20;
        bar.on(step(2, 1, 24));
        assertThat(text()).as("too soon").isEmpty();
        now += SECOND * 19 / 20;
        bar.on(step(3, 0, 32));
        assertThat(text()).isEqualTo("\rEpoch 1/10 [==>" + " ".repeat(24)
                + "] 7 % step 3/40 loss 1.0000 acc 0.6667 48 images/s 00:25 left");
    }

    @Test
    void aShorterLineCoversTheLongerOne() {
        ProgressBar bar = bar(true, 60);
        bar.on(STARTED);
        text();
        now += 100 * SECOND;
        bar.on(step(1, 2, 8));
        String first = text();
        now += SECOND;
        bar.on(step(2, 2, 8));
        String second = text();
        assertThat(second.length()).isGreaterThanOrEqualTo(first.length());
        bar.on(new Event.EpochDone(1, new Score(0.5, 30, 40), null, 61.4, false));
        assertThat(text()).isEqualTo("\r" + " ".repeat(second.stripTrailing().length() - 1) + "\r"
                + "Epoch 1/10 00:01:01 loss 0.5000 acc 0.7500 30/40 1 images/s" + System.lineSeparator());
    }

    @Test
    void fitsEveryWidth() {
        for (int columns = 20; columns < 160; columns++) {
            ProgressBar bar = bar(true, columns);
            bar.on(STARTED);
            text();
            now += SECOND;
            bar.on(step(39, 0.5f, 8));
            String line = text();
            assertThat(line).startsWith("\rEpoch 1/10 ").hasSizeLessThanOrEqualTo(columns);
            if (columns >= 40) {
                assertThat(line).contains("97 %").contains("loss 0.5000");
            }
            if (columns >= 80) {
                assertThat(line).contains("[").contains(" 39/40 ").contains("/s ").endsWith("left");
            }
            if (columns >= 95) {
                assertThat(line).contains("step 39/40").contains("images/s");
            }
        }
    }

    @Test
    void aLogGetsALineForEachInterval() {
        ProgressBar bar = bar(false, 120);
        bar.on(STARTED);
        text();
        for (int step = 1; step <= 40; step++) {
            now += SECOND * 3 / 5;
            bar.on(step(step, 1, 16));
        }
        assertThat(text().lines()).hasSize(2).allMatch(line -> line.matches(
                "Epoch 1/10 \\[=+> +] \\d+ % step \\d+/40 loss 1\\.0000 acc 0\\.5000 53 images/s 00:\\d\\d left"));
        ProgressBar each = bar(false, 120).everySteps(10);
        each.on(STARTED);
        text();
        for (int step = 1; step <= 80; step++) {
            each.on(step(step, 1, 16));
        }
        assertThat(text().lines()).hasSize(8);
        ProgressBar slow = bar(false, 120).every(Duration.ofSeconds(20));
        slow.on(STARTED);
        text();
        for (int step = 1; step <= 40; step++) {
            now += SECOND * 3 / 5;
            slow.on(step(step, 1, 16));
        }
        assertThat(text().lines()).hasSize(1);
    }

    /// As the articles print it: 5 steps of 32 images in 2.5 s are 64 images a second and .5 s each.
    @Test
    void aLineEverySoManySteps() {
        for (boolean interactive : new boolean[] {true, false}) {
            ProgressBar bar = bar(interactive, 100).stepLines(5);
            bar.on(STARTED);
            text();
            for (int step = 1; step <= 44; step++) {
                now += SECOND / 2;
                bar.on(step(step, step, 16));
            }
            List<String> lines = text().replace('\r', '\n').lines().filter(line -> line.startsWith("Step")).toList();
            assertThat(lines).hasSize(8)
                    .startsWith("Step 5 loss 5.0000, 64.0 examples/s, 0.500 s/batch")
                    .endsWith("Step 40 loss 40.000, 64.0 examples/s, 0.500 s/batch");
        }
        assertThatThrownBy(() -> bar(true, 80).stepLines(0)).hasMessageContaining("at least 1: got 0");
    }

    /// What was trained before a resume counts, and who watches nothing has the training images.
    @Test
    void theBestEpochIsNamedAtTheEnd() {
        ProgressBar bar = bar(false, 120);
        Event.EpochDone good = new Event.EpochDone(2, new Score(.5, 38, 40), null, 1, true);
        bar.on(new Event.Restored(Path.of("x"), 80, List.of(
                new Event.EpochDone(1, new Score(.5, 30, 40), null, 1, true), good)));
        bar.on(new Event.EpochDone(3, new Score(.5, 37, 40), null, 1, false));
        bar.on(new Event.Finished(120, 3, 3, null));
        assertThat(text()).endsWith("Best accuracy 0.9500 (38 of 40, training) in epoch 2" + System.lineSeparator());
        ProgressBar none = bar(false, 120);
        none.on(new Event.Finished(3, 0, 3, null));
        assertThat(text()).doesNotContain("Best");
    }

    @Test
    void timeLeftAfterAResumeInMidEpochCountsOnlyNewSteps() {
        ProgressBar bar = bar(true, 120);
        bar.on(new Event.Started("digits", "vector", 2, 10, 10, 40, 400, 70));
        assertThat(text()).contains("from step 70");
        now += SECOND;
        bar.on(step(71, 1, 16));
        assertThat(text()).contains("Epoch 2/10").contains("step 31/40").endsWith("00:09 left");
    }

    @Test
    void eachOtherEventHasItsLine() {
        ProgressBar bar = bar(false, 120);
        Path path = Path.of("run", "best.safetensors");
        Score old = new Score(0.5, 90, 100);
        Event.EpochDone epoch = new Event.EpochDone(3, old, new Score(0.25, 19, 20), 3725, true);
        bar.on(new Event.Restored(path, 120, List.of(epoch)));
        bar.on(epoch);
        bar.on(new Event.CheckpointSaved(path, "best", old, new Score(0.4, 95, 100)));
        bar.on(new Event.CheckpointSaved(path, "best", old, new Score(0.4, 90, 100)));
        bar.on(new Event.CheckpointSaved(path, "best", null, old));
        bar.on(new Event.CheckpointSaved(path, "last", null, null));
        bar.on(new Event.Interrupted(130, path));
        bar.on(new Event.Interrupted(130, null));
        bar.on(new Event.Finished(400, 10, 59.6, null));
        bar.on(new Event.Finished(160, 4, 7200, "no better loss for 2 epochs"));
        assertThat(text().lines()).containsExactly(
                "Restored " + path + ": 1 epoch, 120 steps done",
                "Epoch 3 01:02:05 loss 0.5000 acc 0.9000, val 0.2500 0.9500 19/20 0/s best",
                "Saved the best: accuracy 0.9500 > 0.9000, " + path,
                "Saved the best: loss 0.4000 < 0.5000, " + path,
                "Saved the best: accuracy 0.9000, " + path,
                "Interrupted after step 130; saved " + path,
                "Interrupted after step 130; nothing was saved",
                "Finished 10 epochs, 400 steps in 00:01:00",
                "Best accuracy 0.9500 (19 of 20, val) in epoch 3",
                "Finished 4 epochs, 160 steps in 02:00:00: no better loss for 2 epochs",
                "Best accuracy 0.9500 (19 of 20, val) in epoch 3");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0.5, 0.25, 0.4", "60, 0.5, 0.25, 3", "100, 1.5, 2.25, 59", "999, 12.34567, 99.99996, 3599",
        "9999, 123456.789, 99999.96, 359999", "9999, 1e30, -1e30, 0", "9999, NaN, Infinity, 0.001"
    })
    void theLineOfAnEpochHasAtMost80Columns(int epochs, double loss, double validation, double seconds) {
        atMost80Columns(bar(false, 120), epochs, loss, validation, seconds);
        atMost80Columns(bar(false, 120).watching("test"), epochs, loss, validation, seconds);
    }

    private void atMost80Columns(ProgressBar bar, int epochs, double loss, double validation, double seconds) {
        bar.on(new Event.Started("digits", "vector", 2, 10, epochs, 40, 400, 0));
        text();
        for (int images : new int[] {1, 50_000, Integer.MAX_VALUE}) {
            Score train = new Score(loss, images, images);
            bar.on(new Event.EpochDone(epochs, train, new Score(validation, 0, 10_000), seconds, true));
            bar.on(new Event.EpochDone(epochs, train, null, seconds, true));
            assertThat(text().lines()).hasSize(2).allSatisfy(line -> assertThat(line)
                    .hasSizeLessThanOrEqualTo(79).startsWith("Epoch " + epochs + "/" + epochs + " ").endsWith(" best"));
        }
    }

    @Test
    void theLineOfAnEpochSaysWhatValidationGaveBehindTraining() {
        ProgressBar bar = bar(false, 120);
        bar.on(new Event.Started("cifar", "vector", 2, 10, 100, 40, 400, 0));
        text();
        bar.on(new Event.EpochDone(
                100, new Score(0.0614, 49_000, 50_000), new Score(12.345678, 8_750, 10_000), 2, true));
        bar.on(new Event.EpochDone(101, new Score(0.0614, 49_000, 50_000), new Score(0.3, 8_750, 10_000), 7200, false));
        bar.watching("test").everySteps(3).on(new Event.EpochDone(
                2, new Score(0.5, 9, 10), new Score(0.25, 19, 20), 2, false));
        // As the article's: 7881 of 10000, 60 epochs.
        ProgressBar sixty = bar(false, 120).watching("test");
        sixty.on(new Event.Started("cifar", "vector", 2, 10, 60, 40, 400, 0));
        sixty.on(new Event.EpochDone(
                60, new Score(0.421, 42_500, 50_000), new Score(0.521, 7_881, 10_000), 48, true));
        sixty.on(new Event.EpochDone(5, new Score(0.421, 51_000, 60_000), null, 48, true));
        // No room for a speed of seven digits.
        bar.on(new Event.Started("cifar", "vector", 2, 10, 9999, 40, 400, 0));
        bar.on(new Event.EpochDone(
                9999, new Score(99_999, 1, 5_000_000_000L), new Score(0.3, 8_750, 10_000), 3600, false));
        assertThat(text().lines().filter(line -> line.startsWith("Epoch"))).containsExactly(
                "Epoch 100/100 00:00:02 loss 0.0614 acc 0.9800, val 12.346 0.8750 25000/s best",
                "Epoch 101/100 02:00:00 loss 0.0614 acc 0.9800, val 0.3000 0.8750 7/s",
                "Epoch 2 00:00:02 loss 0.5000 acc 0.9000, test 0.2500 0.9500 19/20 5/s",
                "Epoch 60/60 00:00:48 loss 0.4210 acc 0.8500, test 0.5210 0.7881 7881/10000 best",
                "Epoch 5/60 00:00:48 loss 0.4210 acc 0.8500 51000/60000 1250 images/s best",
                "Epoch 9999/9999 01:00:00 loss 99999 acc 0.0000, val 0.3000 0.8750");
    }

    @Test
    void stepsAllocateLittle() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        ProgressBar bar = new ProgressBar(nowhere, new Terminal(true, 100), () -> now, SECOND, 0);
        bar.on(STARTED);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 1; i <= 100; i++) {
                now += SECOND;
                bar.on(step(i, 1, 7));
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least / 100).as("bytes a step, each of them drawn, its event counted").isLessThan(200);
    }

    @Test
    void numbersAreTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            redrawsOneLineOnATerminal();
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void anyOtherStreamIsALog() {
        assertThat(Terminal.of(out, Map.of())).isEqualTo(new Terminal(false, 120));
        assertThat(Terminal.of(System.out, Map.of("TERM", "dumb"))).isEqualTo(new Terminal(false, 120));
        assertThatThrownBy(() -> bar(true, 80).everySteps(0)).hasMessageContaining("at least 1: got 0");
        assertThatThrownBy(() -> bar(true, 80).every(Duration.ZERO)).hasMessageContaining("above 0");
    }

    @Test
    void figures() {
        StringBuilder text = new StringBuilder();
        for (double value : new double[] {0, -0.00001, 0.00005, -1.5, 123456.78949, 1e13, -1e13, Double.NaN}) {
            Figures.fixed(text, value, 4).append(' ');
        }
        assertThat(text).hasToString("0.0000 0.0000 0.0001 -1.5000 123456.7895 >1e12 <-1e12 NaN ");
        text.setLength(0);
        for (double value : new double[] {0.5, 9.99996, 99.9996, -1.5, 12345.6, 999_999.4, 1e6, -1e6, Double.NaN}) {
            Figures.brief(text, value).append(' ');
        }
        assertThat(text).hasToString("0.5000 10.000 100.00 -1.500 12346 999999 >1e5 <-1e4 NaN ");
        text.setLength(0);
        for (double seconds : new double[] {0.4, 59.5, 3599, 3600, 1e9, Double.NaN}) {
            Figures.clock(text, seconds, false).append(' ');
        }
        assertThat(text).hasToString("00:00 01:00 59:59 01:00:00 99:59:59 00:00 ");
    }
}
