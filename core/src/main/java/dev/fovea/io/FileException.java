package dev.fovea.io;

import dev.fovea.text.Printable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file of weights or a log that cannot be read or written. The message is one line: the file, what was expected,
/// what was received, what to do.
public final class FileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public FileException(String message) {
        this(message, null);
    }

    public FileException(String message, @Nullable Throwable cause) {
        super(Printable.message(message), cause);
    }

    public static FileException unwritten(Path file, IOException e) {
        return new FileException("cannot write " + file + ": " + FileProblem.reason(e)
                + "; what was there before is unchanged; " + FileProblem.advice(e), e);
    }

    public static FileException unread(String file, IOException e) {
        return new FileException("cannot read " + file + ": " + FileProblem.reason(e), e);
    }
}
