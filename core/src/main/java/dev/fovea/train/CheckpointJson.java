package dev.fovea.train;

import dev.fovea.data.Fitting;
import dev.fovea.metric.Score;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON text of a checkpoint.
final class CheckpointJson {
    private CheckpointJson() {}

    static ObjectNode write(CheckpointFile checkpoint) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("version", CheckpointFile.VERSION);
        json.set("network", checkpoint.network());
        json.set("preprocessing", checkpoint.preprocessing());
        ArrayNode labels = json.putArray("labels");
        checkpoint.labels().forEach(labels::add);
        json.set("optimizer", checkpoint.optimizer());
        ObjectNode settings = json.putObject("settings");
        checkpoint.settings().forEach(settings::put);
        json.put("seed", checkpoint.seed());
        json.set("progress", write(checkpoint.progress()));
        ArrayNode history = json.putArray("history");
        checkpoint.history().forEach(epoch -> history.add(write(epoch)));
        return json;
    }

    private static ObjectNode write(Progress progress) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("epoch", progress.epoch()).put("batch", progress.batch()).put("step", progress.step());
        put(json, "lossSum", progress.lossSum());
        json.put("correct", progress.correct()).put("count", progress.count());
        put(json, "seconds", progress.seconds());
        return json;
    }

    private static ObjectNode write(Event.EpochDone epoch) {
        ObjectNode json = JsonMapper.shared().createObjectNode().put("epoch", epoch.epoch());
        json.set("train", write(epoch.train()));
        json.set("validation", write(epoch.validation()));
        put(json, "seconds", epoch.seconds());
        return json.put("improved", epoch.improved());
    }

    private static @Nullable ObjectNode write(@Nullable Score score) {
        if (score == null) {
            return null;
        }
        ObjectNode json = JsonMapper.shared().createObjectNode();
        put(json, "loss", score.loss());
        return json.put("correct", score.correct()).put("count", score.count());
    }

    /// JSON has no word for what is not finite: null stands for it, and is read as NaN.
    private static void put(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        } else {
            json.putNull(name);
        }
    }

    static CheckpointFile read(Path file, String text, Map<String, TensorSlice> tensors) {
        try {
            return read(JsonMapper.shared().readTree(text), tensors);
        } catch (JacksonException e) {
            throw failure(file, e.getOriginalMessage(), e);
        } catch (IllegalArgumentException | CheckpointException e) {
            throw failure(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static CheckpointException failure(Path file, String reason, RuntimeException e) {
        return new CheckpointException(
                file + " is not a checkpoint that can be read: " + reason + "; take another copy", e);
    }

    private static CheckpointFile read(JsonNode json, Map<String, TensorSlice> tensors) {
        int version = json.path("version").intValue();
        if (version < 1 || version > CheckpointFile.VERSION) {
            throw new CheckpointException("expected format version 1 to " + CheckpointFile.VERSION + ", got " + version
                    + ": a newer Fovea reads it");
        }
        List<String> labels = new ArrayList<>();
        array(json, "labels").forEach(label -> labels.add(text(label, "the labels")));
        List<Event.EpochDone> history = new ArrayList<>();
        array(json, "history").forEach(epoch -> history.add(epoch(epoch)));
        JsonNode optimizer = required(json, "optimizer");
        return new CheckpointFile(
                required(json, "network"), preprocessing(required(json, "preprocessing"), version), labels,
                optimizer.isNull() ? null : optimizer, settings(json), required(json, "seed").longValue(),
                progress(required(json, "progress"), version), history, tensors);
    }

    /// Files of the first days have none.
    private static Map<String, String> settings(JsonNode json) {
        Map<String, String> settings = new LinkedHashMap<>();
        json.path("settings").forEachEntry((name, value) -> settings.put(name, text(value, "the settings")));
        return settings;
    }

    /// Version 1 did not always note the seconds.
    private static Progress progress(JsonNode json, int version) {
        double seconds = version == 1 && !json.has("seconds") ? 0 : number(json, "seconds");
        return new Progress(required(json, "epoch").intValue(), required(json, "batch").intValue(),
                required(json, "step").longValue(), number(json, "lossSum"), required(json, "correct").longValue(),
                required(json, "count").longValue(), seconds);
    }

    /// Version 1 knew neither a centre to cut nor images standardised one by one. Up to version 2 pictures of other
    /// aspects were always cut.
    private static JsonNode preprocessing(JsonNode json, int version) {
        if (json instanceof ObjectNode old && old.has("shape")) {
            if (version < 2) {
                old.set("image", old.path("shape"));
                old.put("standardised", false);
            }
            if (version < 3) {
                old.put("fitting", Fitting.CROP.name());
            }
        }
        return json;
    }

    private static Event.EpochDone epoch(JsonNode json) {
        JsonNode validation = required(json, "validation");
        return new Event.EpochDone(required(json, "epoch").intValue(), score(required(json, "train")),
                validation.isNull() ? null : score(validation), number(json, "seconds"),
                required(json, "improved").booleanValue());
    }

    private static Score score(JsonNode json) {
        return new Score(
                number(json, "loss"), required(json, "correct").longValue(), required(json, "count").longValue());
    }

    private static double number(JsonNode json, String name) {
        JsonNode value = required(json, name);
        return value.isNull() ? Double.NaN : value.doubleValue();
    }

    private static String text(JsonNode json, String where) {
        if (!json.isString()) {
            throw new CheckpointException("expected a text among " + where + ", got " + json.getNodeType());
        }
        return json.stringValue();
    }

    private static ArrayNode array(JsonNode json, String name) {
        if (json.path(name) instanceof ArrayNode array) {
            return array;
        }
        throw new CheckpointException("expected a list as " + name);
    }

    private static JsonNode required(JsonNode json, String name) {
        JsonNode value = json.get(name);
        if (value == null) {
            throw new CheckpointException("expected a field " + name + ", got none");
        }
        return value;
    }
}
