package dev.fovea.metric;

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

    /// Share of the images that are correct; NaN when there are none.
    public double accuracy() {
        return (double) correct / count;
    }
}
