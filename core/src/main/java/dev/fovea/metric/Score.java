package dev.fovea.metric;

import java.util.Locale;

/// How well a network did on some images.
///
/// @param loss mean over the images
/// @param correct images whose highest score is their label's
/// @param count images, 0 or more
public record Score(double loss, long correct, long count) {
    public Score {
        if (correct < 0 || correct > count) {
            throw new IllegalArgumentException(
                    "a score needs 0 ≤ correct ≤ count: got correct=" + correct + ", count=" + count);
        }
    }

    /// `97.80 % (352 of 360), loss 0.0812`.
    public String words() {
        return String.format(Locale.ROOT, "%.2f %% (%,d of %,d), loss %.4f", 100 * accuracy(), correct, count, loss);
    }

    /// Share of the images that are correct; NaN when there are none.
    public double accuracy() {
        return (double) correct / count;
    }
}
