package dev.fovea.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// How often images of one class were taken for another.
public final class ConfusionMatrix {
    private final List<String> labels;
    private final long[] counts;

    private ConfusionMatrix(List<String> labels) {
        this.labels = labels;
        this.counts = new long[Math.multiplyExact(labels.size(), labels.size())];
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
            counts[label * classes + Scores.best(scores, row + i * classes, classes)]++;
        }
    }

    public void reset() {
        Arrays.fill(counts, 0);
    }

    public List<String> labels() {
        return labels;
    }

    /// Images of class `actual` that were taken for `predicted`.
    public long count(int actual, int predicted) {
        int classes = labels.size();
        return counts[Objects.checkIndex(actual, classes) * classes
                + Objects.checkIndex(predicted, classes)];
    }

    /// Images of class `actual`, whatever they were taken for.
    public long count(int actual) {
        long all = 0;
        for (int predicted = 0; predicted < labels.size(); predicted++) {
            all += count(actual, predicted);
        }
        return all;
    }

    /// Share of the class's images that were found; NaN when there were none.
    public double recall(int label) {
        return (double) count(label, label) / count(label);
    }

    /// Share of the images taken for the class that are of it; NaN when there were none.
    public double precision(int label) {
        long all = 0;
        for (int actual = 0; actual < labels.size(); actual++) {
            all += count(actual, label);
        }
        return (double) count(label, label) / all;
    }

    /// The harmonic mean of [#precision] and [#recall]; NaN where one of them is.
    public double f1(int label) {
        double precision = precision(label);
        double recall = recall(label);
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    /// One row for each actual class, one column for each predicted one.
    @Override
    public String toString() {
        int name = labels.stream().mapToInt(String::length).max().orElse(0);
        int width = Math.max(name, Long.toString(Arrays.stream(counts).max().orElse(0)).length());
        StringBuilder text = new StringBuilder(" ".repeat(name));
        labels.forEach(label -> pad(text.append("  "), label, width));
        for (int actual = 0; actual < labels.size(); actual++) {
            pad(text.append('\n'), labels.get(actual), name);
            for (int predicted = 0; predicted < labels.size(); predicted++) {
                pad(text.append("  "), Long.toString(count(actual, predicted)), width);
            }
        }
        return text.toString();
    }

    private static void pad(StringBuilder text, String word, int width) {
        text.repeat(' ', width - word.length()).append(word);
    }
}
