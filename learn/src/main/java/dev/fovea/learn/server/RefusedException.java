package dev.fovea.learn.server;

/// A request that gets no answer but one line that says why.
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// HTTP's status.
    private final int status;

    RefusedException(int status, String line) {
        super(line);
        this.status = status;
    }

    int status() {
        return status;
    }
}
