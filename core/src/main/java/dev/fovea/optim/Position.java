package dev.fovea.optim;

/// Where a training stands.
///
/// @param step optimizer steps done, from 0
/// @param stepsPerEpoch steps in one epoch
/// @param totalSteps steps of the whole training
public record Position(long step, int stepsPerEpoch, long totalSteps) {
    /// Epochs done, a fraction within an epoch.
    public double epoch() {
        return (double) step / stepsPerEpoch;
    }
}
