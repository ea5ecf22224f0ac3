package dev.fovea.train;

import org.jspecify.annotations.Nullable;

/// A file of weights that cannot be read or written. The message is one line: the file, what was
/// expected, what was received, what to do.
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CheckpointException(String message) {
        this(message, null);
    }

    public CheckpointException(String message, @Nullable Throwable cause) {
        super(message.replace('\n', ' ').replace('\r', ' '), cause);
    }
}
