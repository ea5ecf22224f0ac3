package dev.fovea.learn.server;

import dev.fovea.learn.network.PageRefusal;
import java.nio.charset.StandardCharsets;

/// A request that gets no answer but one line that says why.
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MOST_QUESTION = 4096;
    private static final int CONFLICT = 409;
    private static final int GONE = 410;

    /// HTTP's status.
    private final int status;

    RefusedException(int status, String line) {
        super(line);
        this.status = status;
    }

    static RefusedException of(PageRefusal refusal) {
        int status = switch (refusal.reason()) {
            case WRONG -> LearnServer.BAD;
            case UNKNOWN -> GONE;
            case BUSY -> CONFLICT;
        };
        return new RefusedException(status, String.valueOf(refusal.getMessage()));
    }

    static RefusedException unknown(String path) {
        return new RefusedException(LearnServer.UNKNOWN, "nothing is asked at " + path);
    }

    /// A question's text.
    ///
    /// @throws RefusedException if it is longer than any question is
    static String question(byte[] body) {
        if (body.length > MOST_QUESTION) {
            throw new RefusedException(
                    LearnServer.TOO_LARGE, "a question may have " + MOST_QUESTION + " bytes: got more");
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    int status() {
        return status;
    }
}
