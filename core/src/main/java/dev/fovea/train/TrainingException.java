package dev.fovea.train;

import dev.fovea.io.Printable;

/// A training cannot go on; the message is one line for the user.
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TrainingException(String message) {
        super(Printable.line(message));
    }
}
