package dev.fovea.learn.server;

import dev.fovea.backend.Backend;
import dev.fovea.data.source.Digits;
import dev.fovea.json.JsonObject;
import dev.fovea.learn.network.LiveTrainings;
import dev.fovea.learn.network.TrainingRefusal;
import java.nio.charset.StandardCharsets;

/// What the page about learning asks: to start a training, to take steps, to nudge a weight. A request is a JSON object
/// of a few names.
final class LearningEndpoint {
    /// Its paths begin so.
    static final String PATH = "/api/learning/";
    private static final int MOST_BYTES = 4096;
    private static final int CONFLICT = 409;
    private static final int GONE = 410;

    private final LiveTrainings trainings;

    LearningEndpoint(Backend backend) {
        trainings = new LiveTrainings(Digits.load(), backend);
    }

    /// @throws RefusedException if the question is wrong, or cannot be answered now
    JsonObject answer(String path, byte[] body) {
        if (body.length > MOST_BYTES) {
            throw new RefusedException(
                    LearnServer.TOO_LARGE, "a question may have " + MOST_BYTES + " bytes: got more");
        }
        String request = new String(body, StandardCharsets.UTF_8);
        try {
            return switch (path.substring(PATH.length())) {
                case "start" -> trainings.start(request);
                case "step" -> trainings.step(request);
                case "nudge" -> trainings.nudge(request);
                default -> throw new RefusedException(LearnServer.UNKNOWN, "nothing is asked at " + path);
            };
        } catch (TrainingRefusal e) {
            int status = switch (e.reason()) {
                case WRONG -> LearnServer.BAD;
                case UNKNOWN -> GONE;
                case BUSY -> CONFLICT;
            };
            throw new RefusedException(status, String.valueOf(e.getMessage()));
        }
    }
}
