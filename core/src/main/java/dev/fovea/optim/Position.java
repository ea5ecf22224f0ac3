package dev.fovea.optim;

/// Where a training stands.
///
/// @param step optimizer steps done, from 0
/// @param stepsPerEpoch steps in one epoch
/// @param totalSteps steps of the whole training
public record Position(long step, int stepsPerEpoch, long totalSteps) {
    public Position {
        if (step < 0 || stepsPerEpoch < 1 || totalSteps < 1) {
            throw new IllegalArgumentException("a position needs step from 0, stepsPerEpoch and totalSteps from 1: got "
                    + step + ", " + stepsPerEpoch + ", " + totalSteps);
        }
    }

    /// Epochs done, a fraction within an epoch.
    public double epoch() {
        return (double) step / stepsPerEpoch;
    }

    /// Whole epochs done.
    public long wholeEpochs() {
        return step / stepsPerEpoch;
    }
}
