package dev.fovea.formats.tensorboard;

/// A number that a training reports, and the tag it has in TensorBoard unless another is given.
public enum Scalar {
    /// The mean loss of a step's batch.
    LOSS("loss"),
    /// The share of a step's batch that was right.
    ACCURACY("accuracy"),
    /// The learning rate of a step.
    RATE("learning rate"),
    /// The mean loss over an epoch's batches, as they were when trained.
    EPOCH_LOSS("epoch/loss"),
    /// The share of an epoch's images that was right, as they were when trained.
    EPOCH_ACCURACY("epoch/accuracy"),
    /// The loss on the validation images after an epoch.
    VALIDATION_LOSS("validation/loss"),
    /// The accuracy on the validation images after an epoch.
    VALIDATION_ACCURACY("validation/accuracy");

    private final String tag;

    Scalar(String tag) {
        this.tag = tag;
    }

    /// The tag unless another is given.
    public String tag() {
        return tag;
    }
}
