package dev.fovea.train;

import dev.fovea.io.FileException;
import dev.fovea.json.Json;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonBoolean;
import dev.fovea.json.JsonNull;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.json.JsonString;
import dev.fovea.metric.Score;
import dev.fovea.safetensors.TensorSlice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The JSON text of a checkpoint.
final class CheckpointJson {
    private static final String VERSION = "version";
    private static final String NETWORK = "network";
    private static final String PREPROCESSING = "preprocessing";
    private static final String LABELS = "labels";
    private static final String OPTIMIZER = "optimizer";
    private static final String SETTINGS = "settings";
    private static final String SEED = "seed";
    private static final String PROGRESS = "progress";
    private static final String HISTORY = "history";
    private static final Set<String> FIELDS =
            Set.of(VERSION, NETWORK, PREPROCESSING, LABELS, OPTIMIZER, SETTINGS, SEED, PROGRESS, HISTORY);

    private CheckpointJson() {}

    static JsonObject write(CheckpointFile checkpoint) {
        JsonObject.Builder settings = JsonObject.builder();
        checkpoint.settings().forEach(settings::put);
        Json optimizer = checkpoint.optimizer();
        return JsonObject.builder()
                .put(VERSION, CheckpointFile.VERSION)
                .put(NETWORK, checkpoint.network())
                .put(PREPROCESSING, checkpoint.preprocessing())
                .put(LABELS, JsonArray.of(checkpoint.labels()))
                .put(OPTIMIZER, optimizer == null ? JsonNull.NULL : optimizer)
                .put(SETTINGS, settings.build())
                .put(SEED, checkpoint.seed())
                .put(PROGRESS, write(checkpoint.progress()))
                .put(HISTORY, write(checkpoint.history()))
                .build();
    }

    private static Json write(List<Event.EpochDone> history) {
        return HistoryTensors.holds(history)
                ? JsonNumber.of(history.size())
                : new JsonArray(history.stream().map(CheckpointJson::write).toList());
    }

    private static Json write(Event.EpochDone epoch) {
        return JsonObject.builder()
                .put("epoch", epoch.epoch())
                .put("train", write(epoch.train()))
                .put("validation", write(epoch.validation()))
                .put("seconds", finite(epoch.seconds()))
                .put("improved", epoch.improved())
                .build();
    }

    private static Json write(@Nullable Score score) {
        if (score == null) {
            return JsonNull.NULL;
        }
        return JsonObject.builder()
                .put("loss", finite(score.loss()))
                .put("correct", score.correct())
                .put("count", score.count())
                .build();
    }

    private static JsonObject write(Progress progress) {
        return JsonObject.builder()
                .put("epoch", progress.epoch())
                .put("batch", progress.batch())
                .put("step", progress.step())
                .put("lossSum", finite(progress.lossSum()))
                .put("correct", progress.correct())
                .put("count", progress.count())
                .put("seconds", finite(progress.seconds()))
                .build();
    }

    /// JSON has no word for what is not finite: null stands for it, and is read as NaN.
    private static Json finite(double value) {
        return Double.isFinite(value) ? JsonNumber.of(value) : JsonNull.NULL;
    }

    /// @param history reads so many epochs, which lie outside of the text
    /// @throws RuntimeException of any kind, whose message says what is wrong with the text
    static CheckpointFile read(
            String text, Map<String, TensorSlice> tensors, IntFunction<List<Event.EpochDone>> history) {
        JsonObject json = object(Json.read(text), "the checkpoint");
        int version = json.get(VERSION) instanceof JsonNumber number ? number.intValue() : 0;
        if (version < 1 || version > CheckpointFile.VERSION) {
            throw new FileException("expected format version 1 to " + CheckpointFile.VERSION + ", got " + version
                    + ": a newer Fovea reads it");
        }
        List<String> labels = new ArrayList<>();
        array(required(json, LABELS), LABELS).forEach(label -> labels.add(text(label, "the labels")));
        Json optimizer = required(json, OPTIMIZER);
        CheckpointFile checkpoint = new CheckpointFile(
                object(required(json, NETWORK), NETWORK),
                preprocessing(object(required(json, PREPROCESSING), PREPROCESSING), version), labels,
                optimizer == JsonNull.NULL ? null : optimizer, settings(json), whole(json, SEED),
                progress(object(required(json, PROGRESS), PROGRESS), version), history(json, history), tensors);
        requireKnownFields(json, version);
        return checkpoint;
    }

    private static void requireKnownFields(JsonObject json, int version) {
        for (String name : json.fields().keySet()) {
            if (version >= 4 && !FIELDS.contains(name)) {
                throw new FileException(
                        "expected the fields of version " + version + ", got " + new JsonString(name) + " too");
            }
        }
    }

    /// Files of the first days have none.
    private static Map<String, String> settings(JsonObject json) {
        Map<String, String> settings = new LinkedHashMap<>();
        Json known = json.get(SETTINGS);
        if (known != null) {
            object(known, SETTINGS).fields().forEach((name, value) -> settings.put(name, text(value, "the settings")));
        }
        return settings;
    }

    /// Version 1 did not always note the seconds.
    private static Progress progress(JsonObject json, int version) {
        double seconds = version == 1 && json.get("seconds") == null ? 0 : number(json, "seconds");
        return new Progress(
                Math.toIntExact(whole(json, "epoch")), Math.toIntExact(whole(json, "batch")), whole(json, "step"),
                number(json, "lossSum"), whole(json, "correct"), whole(json, "count"), seconds);
    }

    /// Version 1 knew no centre to cut: the image was what the network sees. What else came later has a default.
    private static JsonObject preprocessing(JsonObject json, int version) {
        Json shape = json.get("shape");
        if (version > 1 || shape == null) {
            return json;
        }
        Map<String, Json> fields = new LinkedHashMap<>(json.fields());
        fields.put("image", shape);
        return new JsonObject(fields);
    }

    /// The epochs, or how many of them lie in tensors.
    private static List<Event.EpochDone> history(JsonObject json, IntFunction<List<Event.EpochDone>> tensors) {
        Json epochs = required(json, HISTORY);
        if (epochs instanceof JsonNumber count) {
            return tensors.apply(count.intValue());
        }
        return array(epochs, HISTORY).stream().map(epoch -> epoch(object(epoch, "an epoch"))).toList();
    }

    private static Event.EpochDone epoch(JsonObject json) {
        Json validation = required(json, "validation");
        if (!(required(json, "improved") instanceof JsonBoolean improved)) {
            throw new FileException("expected true or false as improved, got " + json.get("improved"));
        }
        return new Event.EpochDone(
                Math.toIntExact(whole(json, "epoch")), score(required(json, "train")),
                validation == JsonNull.NULL ? null : score(validation), number(json, "seconds"), improved.value());
    }

    private static Score score(Json json) {
        JsonObject score = object(json, "a score");
        return new Score(number(score, "loss"), whole(score, "correct"), whole(score, "count"));
    }

    private static double number(JsonObject json, String name) {
        return switch (required(json, name)) {
            case JsonNull _ -> Double.NaN;
            case JsonNumber number -> number.doubleValue();
            case Json other -> throw unexpected("a number", name, other);
        };
    }

    private static long whole(JsonObject json, String name) {
        Json value = required(json, name);
        if (value instanceof JsonNumber number) {
            return number.longValue();
        }
        throw unexpected("a whole number", name, value);
    }

    private static String text(Json json, String where) {
        if (json instanceof JsonString text) {
            return text.value();
        }
        throw new FileException("expected a text among " + where + ", got " + json.kind());
    }

    private static List<Json> array(Json json, String name) {
        if (json instanceof JsonArray array) {
            return array.elements();
        }
        throw unexpected("a list", name, json);
    }

    private static JsonObject object(Json json, String name) {
        if (json instanceof JsonObject object) {
            return object;
        }
        throw unexpected("an object", name, json);
    }

    private static FileException unexpected(String what, String name, Json json) {
        return new FileException("expected " + what + " as " + name + ", got " + json.kind());
    }

    private static Json required(JsonObject json, String name) {
        Json value = json.get(name);
        if (value == null) {
            throw new FileException("expected a field " + name + ", got none");
        }
        return value;
    }
}
