package dev.fovea.metric;

/// Share of images whose label is among the k classes with the highest scores; of equal scores the
/// class with the lower index comes first.
public final class TopK {
    private final int k;
    private final int classes;
    private long correct;
    private long count;

    private TopK(int k, int classes) {
        this.k = k;
        this.classes = classes;
    }

    /// @param k from 1 to the number of classes
    public static TopK of(int k, int classes) {
        Scores.requireClasses(classes);
        if (k < 1 || k > classes) {
            throw new IllegalArgumentException("k must be from 1 to " + classes + " classes: got " + k);
        }
        return new TopK(k, classes);
    }

    /// Counts a batch.
    ///
    /// @param scores n × classes logits or probabilities from `row` on
    /// @param labels n whole numbers from `first` on
    public void add(float[] scores, int row, float[] labels, int first, int n) {
        for (int i = 0; i < n; i++) {
            int label = Scores.label(labels, first + i, classes);
            if (Scores.rank(scores, row + i * classes, classes, label) < k) {
                correct++;
            }
        }
        count += n;
    }

    public void reset() {
        correct = 0;
        count = 0;
    }

    /// Goes on from counts that were saved.
    public void resume(long correct, long count) {
        this.correct = correct;
        this.count = count;
    }

    public int k() {
        return k;
    }

    public long correct() {
        return correct;
    }

    public long count() {
        return count;
    }

    /// The share; NaN when nothing was counted.
    public double share() {
        return (double) correct / count;
    }
}
