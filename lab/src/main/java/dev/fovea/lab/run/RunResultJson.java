package dev.fovea.lab.run;

import dev.fovea.lab.run.RunResult.Measured;
import dev.fovea.lab.run.RunResult.Outcome;
import dev.fovea.lab.run.RunResult.Settings;
import dev.fovea.lab.run.RunResult.Speed;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// [RunResult] as `result.json` holds it and as `--json` prints it. What files of before do not say is read as unknown.
public final class RunResultJson {
    private static final String EXPECTED = "expected the result of a run, got as ";

    private RunResultJson() {}

    public static ObjectNode write(RunResult result) {
        ObjectNode json = JsonNodes.object().put("recipe", result.recipe()).put("digest", result.digest());
        if (result.dataDigest() != null) {
            json.put("dataDigest", result.dataDigest());
        }
        json.put("seed", result.seed())
                .put("kernels", result.kernels())
                .put("threads", result.threads())
                .put("epochs", result.epochs())
                .put("steps", result.steps())
                .put("parameters", result.parameters());
        Settings chosen = result.settings();
        ObjectNode settings = json.putObject("settings");
        settings.put("epochs", chosen.epochs()).put("steps", chosen.steps()).put("batch", chosen.batch());
        chosen.stepSize().write(settings);
        put(json, "train", result.train());
        put(json, "validation", result.validation());
        put(json, result.measured());
        put(json, result.all());
        if (result.thisRun() != null) {
            put(json.putObject("thisRun"), result.thisRun());
        }
        json.set("waiting", JsonNodes.number(result.waiting()));
        json.put("interrupted", result.interrupted())
                .put("machine", result.machine())
                .put("date", result.date());
        return result.commit().isEmpty() ? json : json.put("commit", result.commit());
    }

    private static void put(ObjectNode json, @Nullable Measured measured) {
        put(json, "test", measured == null ? null : measured.test());
        if (measured == null) {
            return;
        }
        json.set("top5", JsonNodes.number(measured.top5()));
        if (measured.first() != null) {
            put(json, "first", measured.first());
        }
        if (measured.baseline() != null) {
            json.putObject("baseline").put("name", Baseline.NAME).put("accuracy", measured.baseline());
        }
        if (!Double.isNaN(measured.nearZero())) {
            json.put("nearZero", measured.nearZero());
        }
    }

    private static void put(ObjectNode json, String name, @Nullable Outcome outcome) {
        if (outcome == null) {
            json.putNull(name);
            return;
        }
        json.set(name, write(outcome));
    }

    /// `{"loss": …, "accuracy": …}`, and where it is counted `"correct"` and `"count"`.
    public static ObjectNode write(Outcome outcome) {
        ObjectNode json = JsonNodes.object();
        json.set("loss", JsonNodes.number(outcome.loss()));
        json.set("accuracy", JsonNodes.number(outcome.accuracy()));
        return outcome.isCounted() ? json.put("correct", outcome.correct()).put("count", outcome.count()) : json;
    }

    private static void put(ObjectNode json, Speed speed) {
        json.set("imagesPerSecond", JsonNodes.number(speed.imagesPerSecond()));
        json.set("seconds", JsonNodes.number(speed.seconds()));
    }

    /// @throws IllegalArgumentException one line, if it is not what [#write] writes
    public static RunResult read(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("expected the result of a run: got " + json);
        }
        JsonNode settings = json.path("settings");
        return new RunResult(
                text(json, "recipe"), text(json, "digest"),
                json.has("dataDigest") ? text(json, "dataDigest") : null, whole(json, "seed", 0), text(json, "kernels"),
                small(json, "threads"), small(json, "epochs"),
                whole(json, "steps", 0), whole(json, "parameters", 0),
                new Settings(
                        small(settings, "epochs"), whole(settings, "steps", 0),
                        small(settings, "batch"), StepSize.read(settings)),
                outcome(json, "train"), outcome(json, "validation"), measured(json), speed(json),
                json.has("thisRun") ? speed(json.path("thisRun")) : null, number(json, "waiting"),
                json.path("interrupted").asBoolean(false), text(json, "machine"), text(json, "date"),
                text(json, "commit"));
    }

    private static @Nullable Measured measured(JsonNode json) {
        Outcome test = outcome(json, "test");
        JsonNode baseline = json.path("baseline");
        return test == null
                ? null
                : new Measured(
                        test, number(json, "top5"), outcome(json, "first"),
                        baseline.isObject() ? number(baseline, "accuracy") : null, number(json, "nearZero"));
    }

    /// Null where the file says nothing, or null.
    private static @Nullable Outcome outcome(JsonNode json, String name) {
        JsonNode own = json.path(name);
        if (own.isMissingNode() || own.isNull()) {
            return null;
        }
        if (!own.isObject()) {
            throw new IllegalArgumentException(EXPECTED + name + ": " + own);
        }
        return new Outcome(
                number(own, "loss"), number(own, "accuracy"), whole(own, "correct", Outcome.UNKNOWN),
                whole(own, "count", Outcome.UNKNOWN));
    }

    private static Speed speed(JsonNode json) {
        return new Speed(number(json, "imagesPerSecond"), number(json, "seconds"));
    }

    private static String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isString() && !value.isMissingNode()) {
            throw new IllegalArgumentException(EXPECTED + name + ": " + value);
        }
        return value.asString("");
    }

    private static int small(JsonNode json, String name) {
        long value = whole(json, name, 0);
        if (value != (int) value) {
            throw new IllegalArgumentException(EXPECTED + name + ": " + value);
        }
        return (int) value;
    }

    private static long whole(JsonNode json, String name, long otherwise) {
        JsonNode value = json.path(name);
        if (!value.isMissingNode() && !(value.isIntegralNumber() && value.canConvertToLong())) {
            throw new IllegalArgumentException(EXPECTED + name + ": " + value);
        }
        return value.asLong(otherwise);
    }

    /// NaN where there is none, or null.
    private static double number(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isMissingNode() && !value.isNull() && !value.isNumber()) {
            throw new IllegalArgumentException(EXPECTED + name + ": " + value);
        }
        return value.asDouble(Double.NaN);
    }
}
