package dev.fovea.bench.peers;

/// An engine cannot take part in a contest; the message says why.
final class Unsupported extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unsupported(String message) {
        super(message);
    }
}
