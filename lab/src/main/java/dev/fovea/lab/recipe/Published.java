package dev.fovea.lab.recipe;

import org.jspecify.annotations.Nullable;

/// What an article reports of a training, and what a repetition must reach.
///
/// @param article that reports it; null where it is a paper named in the words, or nobody
/// @param words everything that is reported; empty if nothing
/// @param accuracy the share that is compared; NaN where none is reported
/// @param bar the least that the seeds must reach; NaN for none
/// @param images the first so many test images that the article measured on; 0 for all
/// @param deciding which of the seeds must reach the bar
public record Published(
        @Nullable Article article, String words, double accuracy, double bar, int images, Deciding deciding) {
    /// Which of the seeds' accuracies is held against the bar.
    public enum Deciding {
        /// Their mean.
        MEAN,
        /// The greatest, where the published figure is of one run and training can get stuck.
        BEST
    }

    /// The two-sided normal quantile of 95 %.
    private static final double QUANTILE = 1.96;

    public static Published nothing() {
        return words("");
    }

    /// Words without a figure to compare with.
    public static Published words(String words) {
        return accuracy(Double.NaN, words);
    }

    public static Published accuracy(double accuracy, String words) {
        return new Published(null, words, accuracy, Double.NaN, 0, Deciding.MEAN);
    }

    /// Reported in an article; where it reports nothing, the article that the training is taken from.
    public Published in(Article article) {
        return new Published(article, words, accuracy, bar, images, deciding);
    }

    /// The bar lies so far below the published figure.
    public Published within(double tolerance) {
        return new Published(article, words, accuracy, accuracy - tolerance, images, deciding);
    }

    /// The bar is a number of its own.
    public Published atLeast(double bar) {
        return new Published(article, words, accuracy, bar, images, deciding);
    }

    /// Measured on the first `count` test images: the bar is the lower end of p ± 1.96 √(p (1 − p) / count), within
    /// which 95 % of such samples fall.
    public Published onFirst(int count) {
        double half = QUANTILE * Math.sqrt(accuracy * (1 - accuracy) / count);
        return new Published(article, words, accuracy, accuracy - half, count, deciding);
    }

    /// One seed that reaches the bar is enough.
    public Published byBest() {
        return new Published(article, words, accuracy, bar, images, Deciding.BEST);
    }
}
