package dev.fovea.train;

import dev.fovea.text.Printable;

/// A training cannot go on, or what it made cannot be used; the message is one line for the user.
public sealed class TrainingException extends RuntimeException permits NotFiniteException {
    private static final long serialVersionUID = 1;

    public TrainingException(String message) {
        super(Printable.message(message));
    }
}
