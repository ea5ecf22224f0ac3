package dev.fovea.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.fovea.tensor.Seed;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetricTest {
    /// Three rows of three scores behind one float that belongs to nobody.
    private static final float[] SCORES = {9, 0.1f, 0.7f, 0.2f, 2, 2, 1, -1, -3, -2};

    private static final float[] LABELS = {7, 7, 1, 1, 2};

    @Test
    void accuracyCountsTheFirstOfEqualScores() {
        Accuracy accuracy = Accuracy.of(3);
        accuracy.add(SCORES, 1, LABELS, 2, 3);
        assertThat(accuracy.correct()).isEqualTo(1);
        assertThat(accuracy.count()).isEqualTo(3);
        assertThat(accuracy.share()).isEqualTo(1 / 3.0);
        accuracy.reset();
        assertThat(accuracy.share()).isNaN();
    }

    @Test
    void topKAgreesWithSorting() {
        Seed seed = Seed.of(11);
        int classes = 7;
        int n = 200;
        float[] scores = new float[n * classes];
        float[] labels = new float[n];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = seed.below(5, i);
        }
        for (int i = 0; i < n; i++) {
            labels[i] = seed.derive(1).below(classes, i);
        }
        for (int k = 1; k <= classes; k++) {
            TopK top = TopK.of(k, classes);
            top.add(scores, 0, labels, 0, n);
            long expected = 0;
            for (int i = 0; i < n; i++) {
                int row = i * classes;
                int label = (int) labels[i];
                expected += IntStream.range(0, classes).boxed()
                        .sorted(Comparator.comparing((Integer c) -> -scores[row + c]))
                        .limit(k).filter(c -> c == label).count();
            }
            assertThat(top.correct()).as("k " + k).isEqualTo(expected);
        }
    }

    @Test
    void aNetworkThatGivesNanIsNeverRight() {
        float nan = Float.NaN;
        Accuracy accuracy = Accuracy.of(2);
        accuracy.add(new float[] {nan, nan, nan, 1, 1, nan}, 0, new float[] {0, 1, 0}, 0, 3);
        assertThat(accuracy.correct()).isZero();
    }

    @Test
    void confusionMatrixCountsActualAgainstPredicted() {
        ConfusionMatrix matrix = ConfusionMatrix.of(List.of("cat", "dog", "horse"));
        matrix.add(SCORES, 1, LABELS, 2, 3);
        matrix.add(SCORES, 1, new float[] {1}, 0, 1);
        assertThat(matrix.count(1, 1)).isEqualTo(2);
        assertThat(matrix.count(1, 0)).isEqualTo(1);
        assertThat(matrix.count(2, 0)).isEqualTo(1);
        assertThat(matrix.recall(1)).isEqualTo(2 / 3.0);
        assertThat(matrix.precision(1)).isEqualTo(1);
        assertThat(matrix.f1(1)).isCloseTo(0.8, within(1e-12));
        assertThat(matrix.precision(0)).isZero();
        assertThat(matrix.recall(0)).isNaN();
        assertThat(matrix).hasToString("""
                         cat    dog  horse
                  cat      0      0      0
                  dog      1      2      0
                horse      1      0      0""");
        matrix.reset();
        assertThat(matrix.count(1, 1)).isZero();
    }

    @Test
    void meanLossWeighsBatchesByTheirSize() {
        MeanLoss loss = new MeanLoss();
        loss.add(1, 30);
        loss.add(4, 10);
        assertThat(loss.mean()).isEqualTo(1.75);
        MeanLoss resumed = new MeanLoss();
        resumed.resume(loss.sum(), loss.count());
        assertThat(resumed.mean()).isEqualTo(1.75);
        loss.reset();
        assertThat(loss.mean()).isNaN();
    }

    @Test
    void refusesWhatCannotBeCounted() {
        assertThatThrownBy(() -> Accuracy.of(3).add(SCORES, 1, new float[] {3}, 0, 1))
                .hasMessage("labels must be whole and from 0 to 2: got 3.0");
        assertThatThrownBy(() -> Accuracy.of(3).add(SCORES, 1, new float[] {0.5f}, 0, 1))
                .hasMessageContaining("got 0.5");
        assertThatThrownBy(() -> Accuracy.of(3).add(SCORES, 1, new float[] {Float.NaN}, 0, 1))
                .hasMessageContaining("got NaN");
        assertThatThrownBy(() -> TopK.of(4, 3)).hasMessage("k must be from 1 to 3 classes: got 4");
        assertThatThrownBy(() -> Accuracy.of(0)).hasMessageContaining("at least 1 class");
        assertThatThrownBy(() -> new Score(0, 3, 2)).hasMessageContaining("correct=3, count=2");
    }

    @Test
    void countingAllocatesNothing() {
        Accuracy accuracy = Accuracy.of(3);
        ConfusionMatrix matrix = ConfusionMatrix.of(List.of("a", "b", "c"));
        MeanLoss loss = new MeanLoss();
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 100; i++) {
                accuracy.add(SCORES, 1, LABELS, 2, 3);
                matrix.add(SCORES, 1, LABELS, 2, 3);
                loss.add(1, 3);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
    }
}
