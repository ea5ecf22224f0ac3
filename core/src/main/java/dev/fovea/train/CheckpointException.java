package dev.fovea.train;

import dev.fovea.io.FileProblem;
import dev.fovea.io.Printable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file of weights or a log that cannot be read or written. The message is one line: the file, what was expected,
/// what was received, what to do.
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CheckpointException(String message) {
        this(message, null);
    }

    public CheckpointException(String message, @Nullable Throwable cause) {
        super(Printable.message(message), cause);
    }

    static CheckpointException unwritten(Path file, IOException e) {
        return new CheckpointException("cannot write " + file + ": " + FileProblem.reason(e)
                + "; what was there before is unchanged; " + FileProblem.cure(e), e);
    }

    static CheckpointException unread(String file, IOException e) {
        return new CheckpointException("cannot read " + file + ": " + FileProblem.reason(e), e);
    }
}
