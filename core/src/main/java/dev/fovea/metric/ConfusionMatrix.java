package dev.fovea.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// How often images of one class were taken for another.
///
/// Shares of nothing are 0, as with scikit-learn's `zero_division=0`: the precision of a class that no image was taken
/// for, the recall of one without images, and the F1 of either. Means over the classes leave out those that no image
/// is of and none was taken for.
///
/// Only cells that are not 0 take memory: of 20,000 classes a whole matrix would be 3 GB.
public final class ConfusionMatrix {
    /// More classes are not printed as a table.
    private static final int MOST_PRINTED = 100;

    private final List<String> labels;
    /// Each a counter by the class that was predicted.
    private final List<TreeMap<Integer, long[]>> rows;
    private final long[] taken;
    private final long[] undecided;

    private ConfusionMatrix(List<String> labels) {
        this.labels = labels;
        this.rows = labels.stream().map(_ -> new TreeMap<Integer, long[]>()).toList();
        this.taken = new long[labels.size()];
        this.undecided = new long[labels.size()];
    }

    /// @param labels the names of the classes
    public static ConfusionMatrix of(List<String> labels) {
        Scores.requireClasses(labels.size());
        return new ConfusionMatrix(List.copyOf(labels));
    }

    /// Counts a batch.
    ///
    /// @param scores n × classes logits or probabilities from `row` on
    /// @param actual n whole numbers from `first` on
    public void add(float[] scores, int row, float[] actual, int first, int n) {
        int classes = labels.size();
        for (int i = 0; i < n; i++) {
            int label = Scores.label(actual, first + i, classes);
            int best = Scores.best(scores, row + i * classes, classes);
            if (best == Scores.NONE) {
                undecided[label]++;
            } else {
                rows.get(label).computeIfAbsent(best, _ -> new long[1])[0]++;
                taken[best]++;
            }
        }
    }

    public void reset() {
        rows.forEach(TreeMap::clear);
        Arrays.fill(taken, 0);
        Arrays.fill(undecided, 0);
    }

    public List<String> labels() {
        return labels;
    }

    /// Images of class `actual` that were taken for `predicted`.
    public long count(int actual, int predicted) {
        long[] counter = rows.get(actual).get(Objects.checkIndex(predicted, labels.size()));
        return counter == null ? 0 : counter[0];
    }

    /// What images of class `actual` were taken for, and how many of them: classes in their order, none with 0.
    public SortedMap<Integer, Long> row(int actual) {
        SortedMap<Integer, Long> counts = new TreeMap<>();
        rows.get(actual).forEach((predicted, counter) -> counts.put(predicted, counter[0]));
        return counts;
    }

    /// Images of class `actual`, whatever they were taken for.
    public long count(int actual) {
        return undecided[actual] + rows.get(actual).values().stream().mapToLong(counter -> counter[0]).sum();
    }

    /// Images of class `actual` that were taken for nothing, as one of their scores was NaN.
    public long undecided(int actual) {
        return undecided[actual];
    }

    /// Images that were taken for class `label`, whatever they are.
    public long taken(int label) {
        return taken[label];
    }

    /// Share of the class's images that were found.
    public double recall(int label) {
        return share(count(label, label), count(label));
    }

    /// Share of the images taken for the class that are of it.
    public double precision(int label) {
        return share(count(label, label), taken(label));
    }

    /// The harmonic mean of [#precision] and [#recall]: 2 TP / (2 TP + FP + FN).
    public double f1(int label) {
        return share(2 * count(label, label), count(label) + taken(label));
    }

    /// The mean of the classes' recalls, each class counting alike.
    public double meanRecall() {
        return mean(this::recall);
    }

    /// The mean of the classes' precisions, each class counting alike.
    public double meanPrecision() {
        return mean(this::precision);
    }

    /// The mean of the classes' F1, each class counting alike: scikit-learn's macro average.
    public double meanF1() {
        return mean(this::f1);
    }

    private double mean(IntToDoubleFunction share) {
        return IntStream.range(0, labels.size())
                .filter(k -> count(k) + taken(k) > 0)
                .mapToDouble(share)
                .average()
                .orElse(0);
    }

    private static double share(long part, long all) {
        return all == 0 ? 0 : (double) part / all;
    }

    /// One row for each actual class, one column for each predicted one, and one for NaN where there were some; of more
    /// than 100 classes how many images are right.
    @Override
    public String toString() {
        if (labels.size() > MOST_PRINTED) {
            long right = IntStream.range(0, labels.size()).mapToLong(k -> count(k, k)).sum();
            long all = IntStream.range(0, labels.size()).mapToLong(this::count).sum();
            return String.format(Locale.ROOT, "%,d of %,d right, of %,d classes", right, all, labels.size());
        }
        int name = labels.stream().mapToInt(String::length).max().orElse(0);
        int width = Math.max(name, Long.toString(most()).length());
        StringBuilder text = new StringBuilder(" ".repeat(name));
        labels.forEach(label -> pad(text.append("  "), label, width));
        boolean broken = Arrays.stream(undecided).anyMatch(count -> count > 0);
        text.append(broken ? "  NaN" : "");
        for (int actual = 0; actual < labels.size(); actual++) {
            pad(text.append('\n'), labels.get(actual), name);
            for (int predicted = 0; predicted < labels.size(); predicted++) {
                pad(text.append("  "), Long.toString(count(actual, predicted)), width);
            }
            text.append(broken ? "  " + undecided[actual] : "");
        }
        return text.toString();
    }

    private long most() {
        return rows.stream().flatMap(row -> row.values().stream()).mapToLong(counter -> counter[0]).max().orElse(0);
    }

    private static void pad(StringBuilder text, String word, int width) {
        text.repeat(' ', width - word.length()).append(word);
    }
}
