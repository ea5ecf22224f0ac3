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

    private final LiveTrainings trainings;

    LearningEndpoint(Backend backend) {
        trainings = new LiveTrainings(Digits.load(), backend);
    }

    /// @param code of HTTP
    record Answer(int code, JsonObject json) {
        static Answer error(int code, String line) {
            return new Answer(code, JsonObject.builder().put("error", line).build());
        }
    }

    Answer answer(String path, byte[] body) {
        if (body.length > MOST_BYTES) {
            return Answer.error(413, "a question may have " + MOST_BYTES + " bytes: got more");
        }
        String request = new String(body, StandardCharsets.UTF_8);
        try {
            return switch (path.substring(PATH.length())) {
                case "start" -> new Answer(200, trainings.start(request));
                case "step" -> new Answer(200, trainings.step(request));
                case "nudge" -> new Answer(200, trainings.nudge(request));
                default -> Answer.error(404, "nothing is asked at " + path);
            };
        } catch (TrainingRefusal e) {
            return Answer.error(switch (e.reason()) {
                case WRONG -> 400;
                case UNKNOWN -> 410;
                case BUSY -> 409;
            }, String.valueOf(e.getMessage()));
        }
    }
}
