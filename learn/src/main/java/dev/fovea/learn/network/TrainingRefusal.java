package dev.fovea.learn.network;

/// What was asked of a training on the page cannot be done. The message is one line.
public final class TrainingRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /// Why.
    public enum Reason {
        /// The request itself is wrong.
        WRONG,
        /// There is no such training, or no longer.
        UNKNOWN,
        /// It is doing something else.
        BUSY
    }

    TrainingRefusal(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
