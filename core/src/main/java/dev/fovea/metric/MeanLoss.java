package dev.fovea.metric;

/// The mean loss over images, from the mean losses of batches of any size.
public final class MeanLoss {
    private double sum;
    private long count;

    /// Counts a batch of `n` images with a mean loss.
    public void add(double loss, int n) {
        sum += loss * n;
        count += n;
    }

    public void reset() {
        sum = 0;
        count = 0;
    }

    public long count() {
        return count;
    }

    /// Sum over images so far, to be saved in mid-epoch.
    public double sum() {
        return sum;
    }

    /// Goes on from a sum and a count that were saved.
    public void resume(double sum, long count) {
        this.sum = sum;
        this.count = count;
    }

    /// The mean; NaN when nothing was counted.
    public double mean() {
        return sum / count;
    }
}
