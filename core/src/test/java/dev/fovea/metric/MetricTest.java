package dev.fovea.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.fovea.tensor.Seed;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetricTest {
    /// Three rows of three scores behind one float that belongs to nobody.
    private static final float[] SCORES = {9, 0.1f, 0.7f, 0.2f, 2, 2, 1, -1, -3, -2};

    private static final float[] LABELS = {7, 7, 1, 1, 2};

    @Test
    void accuracyCountsTheFirstOfEqualScores() {
        TopK accuracy = TopK.of(1, 3);
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
        TopK accuracy = TopK.of(1, 2);
        accuracy.add(new float[] {nan, nan, nan, 1, 1, nan}, 0, new float[] {0, 1, 0}, 0, 3);
        assertThat(accuracy.correct()).isZero();
    }

    /// Accuracy, top-k, the confusion matrix and the best class are one opinion, whatever is not finite.
    @Test
    void whatIsNotFiniteIsJudgedAlikeByAll() {
        Seed seed = Seed.of(3);
        float[] values = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -1, 0, 1, 1, 2};
        int classes = 4;
        int n = 2000;
        float[] scores = new float[n * classes];
        float[] labels = new float[n];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = values[seed.below(i < scores.length / 2 ? values.length : 3, i)];
        }
        long right = 0;
        long nothing = 0;
        for (int i = 0; i < n; i++) {
            labels[i] = seed.derive(1).below(classes, i);
            int best = Scores.best(scores, i * classes, classes);
            boolean broken = IntStream.range(i * classes, (i + 1) * classes).anyMatch(k -> Float.isNaN(scores[k]));
            assertThat(best == Scores.NONE).isEqualTo(broken);
            right += best == labels[i] ? 1 : 0;
            nothing += broken ? 1 : 0;
        }
        TopK accuracy = TopK.of(1, classes);
        TopK all = TopK.of(classes, classes);
        ConfusionMatrix matrix = ConfusionMatrix.of(List.of("a", "b", "c", "d"));
        accuracy.add(scores, 0, labels, 0, n);
        all.add(scores, 0, labels, 0, n);
        matrix.add(scores, 0, labels, 0, n);
        assertThat(accuracy.correct()).isEqualTo(right);
        assertThat(all.correct()).isEqualTo(n - nothing);
        assertThat(IntStream.range(0, classes).mapToLong(k -> matrix.count(k, k)).sum()).isEqualTo(right);
        assertThat(IntStream.range(0, classes).mapToLong(matrix::undecided).sum()).isEqualTo(nothing).isPositive();
        assertThat(IntStream.range(0, classes).mapToLong(matrix::count).sum()).isEqualTo(n);
        assertThat(Scores.best(new float[] {1, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY}, 0, 3)).isEqualTo(1);
        assertThat(Scores.best(new float[] {Float.NEGATIVE_INFINITY, -9, -9}, 0, 3)).isEqualTo(1);
    }

    @Test
    void imagesThatWereTakenForNothingAreAColumnOfTheirOwn() {
        ConfusionMatrix matrix = ConfusionMatrix.of(List.of("cat", "dog"));
        matrix.add(new float[] {1, 0, Float.NaN, 1, 0, 2}, 0, new float[] {0, 0, 1}, 0, 3);
        assertThat(matrix).hasToString("""
                     cat  dog  NaN
                cat    1    0  1
                dog    0    1  0""");
        assertThat(matrix.recall(0)).isEqualTo(.5);
        assertThat(matrix.precision(0)).isEqualTo(1);
        matrix.reset();
        assertThat(matrix.undecided(0)).isZero();
    }

    /// By scikit-learn's `precision_recall_fscore_support(y, p, labels=range(5), zero_division=0)`, and its macro
    /// average over the labels that appear.
    /// A whole matrix of so many classes would be 80 GB.
    @Test
    void manyClassesTakeWhatTheyHold() {
        int classes = 100_000;
        ConfusionMatrix matrix = ConfusionMatrix.of(IntStream.range(0, classes).mapToObj(k -> "c" + k).toList());
        float[] scores = new float[classes];
        scores[7] = 1;
        matrix.add(scores, 0, new float[] {7}, 0, 1);
        matrix.add(scores, 0, new float[] {99_999}, 0, 1);
        assertThat(matrix.count(7, 7)).isEqualTo(1);
        assertThat(matrix.row(99_999)).containsExactly(Map.entry(7, 1L));
        assertThat(matrix.taken(7)).isEqualTo(2);
        assertThat(matrix.meanRecall()).isEqualTo(.5);
        assertThat(matrix).hasToString("1 of 2 right, of 100,000 classes");
        matrix.reset();
        assertThat(matrix.row(7)).isEmpty();
        assertThat(matrix.taken(7)).isZero();
    }

    @Test
    void sharesOfNothingAreZeroAsInScikitLearn() {
        int[] actual = {0, 0, 0, 0, 1, 1, 2, 2, 2, 0};
        int[] said = {0, 0, 1, 3, 1, 0, 1, 1, 0, 0};
        ConfusionMatrix matrix = ConfusionMatrix.of(List.of("a", "b", "c", "d", "e"));
        float[] scores = new float[actual.length * 5];
        float[] labels = new float[actual.length];
        for (int i = 0; i < actual.length; i++) {
            labels[i] = actual[i];
            scores[i * 5 + said[i]] = 1;
        }
        matrix.add(scores, 0, labels, 0, actual.length);
        double[] precision = {0.6, 0.25, 0.0, 0.0, 0.0};
        double[] recall = {0.6, 0.5, 0.0, 0.0, 0.0};
        double[] f1 = {0.6, 0.3333333333333333, 0.0, 0.0, 0.0};
        for (int k = 0; k < 5; k++) {
            assertThat(matrix.precision(k)).as("precision %d", k).isCloseTo(precision[k], within(1e-9));
            assertThat(matrix.recall(k)).as("recall %d", k).isCloseTo(recall[k], within(1e-9));
            assertThat(matrix.f1(k)).as("F1 %d", k).isCloseTo(f1[k], within(1e-9));
        }
        assertThat(matrix.meanPrecision()).isCloseTo(0.2125, within(1e-9));
        assertThat(matrix.meanRecall()).isCloseTo(0.275, within(1e-9));
        assertThat(matrix.meanF1()).isCloseTo(0.23333333333333334, within(1e-9));
        assertThat(ConfusionMatrix.of(List.of("a")).meanF1()).isZero();
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
        assertThat(matrix.recall(0)).isZero();
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
        assertThatThrownBy(() -> TopK.of(1, 3).add(SCORES, 1, new float[] {3}, 0, 1))
                .hasMessage("labels must be whole and from 0 to 2: got 3.0");
        assertThatThrownBy(() -> TopK.of(1, 3).add(SCORES, 1, new float[] {0.5f}, 0, 1))
                .hasMessageContaining("got 0.5");
        assertThatThrownBy(() -> TopK.of(1, 3).add(SCORES, 1, new float[] {Float.NaN}, 0, 1))
                .hasMessageContaining("got NaN");
        assertThatThrownBy(() -> TopK.of(4, 3)).hasMessage("k must be from 1 to 3 classes: got 4");
        assertThatThrownBy(() -> TopK.of(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Score(0, 3, 2)).hasMessageContaining("correct=3, count=2");
    }

    @Test
    void countingAllocatesNothing() {
        TopK accuracy = TopK.of(1, 3);
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
