package dev.fovea.learn.network;

/// What a page asked of a training or a network cannot be answered. The message is one line.
public final class PageRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /// Why.
    public enum Reason {
        /// The request itself is wrong.
        WRONG,
        /// There is no such thing, or no longer.
        UNKNOWN,
        /// It is doing something else.
        BUSY
    }

    PageRefusal(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
