package dev.fovea.train;

/// A number that a network holds or gives is NaN or infinite. The message names the image, the layer or the parameter.
public final class NotFiniteException extends TrainingException {
    private static final long serialVersionUID = 1;

    private final boolean diverged;

    public NotFiniteException(String message) {
        this(message, false);
    }

    private NotFiniteException(String message, boolean diverged) {
        super(message);
        this.diverged = diverged;
    }

    /// A training whose steps are too large.
    static NotFiniteException ofDivergence(String what) {
        return new NotFiniteException(what + ": lower the learning rate or clip the gradients", true);
    }

    /// Whether smaller steps would help.
    public boolean diverged() {
        return diverged;
    }
}
