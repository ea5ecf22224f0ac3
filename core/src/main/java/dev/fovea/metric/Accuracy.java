package dev.fovea.metric;

/// Share of images whose highest score is their label's; of equal scores the first counts.
public final class Accuracy {
    private final TopK top;

    private Accuracy(TopK top) {
        this.top = top;
    }

    public static Accuracy of(int classes) {
        return new Accuracy(TopK.of(1, classes));
    }

    /// Counts a batch.
    ///
    /// @param scores n × classes logits or probabilities from `row` on
    /// @param labels n whole numbers from `first` on
    public void add(float[] scores, int row, float[] labels, int first, int n) {
        top.add(scores, row, labels, first, n);
    }

    public void reset() {
        top.reset();
    }

    public long correct() {
        return top.correct();
    }

    public long count() {
        return top.count();
    }

    /// The share; NaN when nothing was counted.
    public double share() {
        return top.share();
    }
}
