package dev.fovea.data;

import dev.fovea.text.Printable;
import org.jspecify.annotations.Nullable;

/// Data that cannot be used. The message is one line: what was expected, what was received, what to do.
public class DataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DataException(String message) {
        this(message, null);
    }

    public DataException(String message, @Nullable Throwable cause) {
        super(Printable.message(message), cause);
    }
}
