package dev.fovea.learn.server;

import dev.fovea.backend.Backend;
import dev.fovea.data.source.Digits;
import dev.fovea.json.JsonObject;
import dev.fovea.learn.network.LiveTrainings;
import dev.fovea.learn.network.PageRefusal;
import dev.fovea.learn.network.RecordedNudges;

/// What the page about learning asks: to start a training, to take steps, to nudge a weight. A request is a JSON object
/// of a few names.
final class LearningEndpoint {
    /// Its paths begin so.
    static final String PATH = "/api/learning/";

    private final LiveTrainings trainings;

    LearningEndpoint(RecordedNudges recorded, Backend backend) {
        trainings = new LiveTrainings(Digits.load(), recorded, backend);
    }

    /// @throws RefusedException if the question is wrong, or cannot be answered now
    JsonObject answer(String path, byte[] body) {
        String request = RefusedException.question(body);
        try {
            return switch (path.substring(PATH.length())) {
                case "start" -> trainings.start(request);
                case "step" -> trainings.step(request);
                case "nudge" -> trainings.nudge(request);
                default -> throw RefusedException.unknown(path);
            };
        } catch (PageRefusal e) {
            throw RefusedException.of(e);
        }
    }
}
