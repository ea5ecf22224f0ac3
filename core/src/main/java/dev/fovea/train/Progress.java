package dev.fovea.train;

/// How far a training has come, down to the batch.
///
/// @param epoch whole epochs done
/// @param batch batches done in the epoch that follows
/// @param step optimizer steps done in all
/// @param lossSum sum of the losses of the images seen in that epoch
/// @param correct images of them that were right
/// @param count images seen in that epoch
/// @param seconds spent on training steps in that epoch
public record Progress(int epoch, int batch, long step, double lossSum, long correct, long count, double seconds) {
    public static final Progress START = new Progress(0, 0, 0, 0, 0, 0, 0);

    public Progress {
        if (epoch < 0 || batch < 0 || step < 0 || correct < 0 || correct > count) {
            throw new IllegalArgumentException("progress needs epoch, batch and step from 0, and 0 ≤ correct ≤ count:"
                    + " got " + epoch + ", " + batch + ", " + step + ", " + correct + ", " + count);
        }
        if (!Double.isFinite(lossSum)) {
            throw new IllegalArgumentException("progress needs a finite sum of losses: got " + lossSum);
        }
        if (!(seconds >= 0 && seconds < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("progress needs seconds from 0: got " + seconds);
        }
    }

    /// The position between two epochs.
    public static Progress at(int epoch, long step) {
        return new Progress(epoch, 0, step, 0, 0, 0, 0);
    }
}
