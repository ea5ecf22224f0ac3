package dev.fovea.formats.tensorboard;

import dev.fovea.json.Json;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonBoolean;
import dev.fovea.json.JsonNull;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.json.JsonString;
import dev.fovea.optim.Optimizer;
import dev.fovea.optim.Optimizers;
import dev.fovea.train.Fit;
import java.util.LinkedHashMap;
import java.util.Map;

/// The settings of a training, by name: `batch`, `optimizer`, `optimizer/schedule/rate`, …
final class HyperParameters {
    private static final String TYPE = "type";

    private HyperParameters() {}

    static Map<String, Object> of(Fit fit) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("epochs", fit.epochs());
        if (fit.steps() > 0) {
            values.put("steps", fit.steps());
        }
        values.put("batch", fit.batch());
        values.put("seed", fit.seed().value());
        values.put("loss", fit.loss().toString());
        values.put("shuffle", fit.shuffle());
        values.put("transforms", fit.transforms().toString());
        add(values, "optimizer", fit.optimizer());
        return values;
    }

    /// Its settings one by one, defaults too, or as one text for an optimizer of the user's own.
    private static void add(Map<String, Object> values, String name, Optimizer optimizer) {
        try {
            add(values, name, Optimizers.codec().writeWhole(optimizer));
        } catch (IllegalArgumentException unregistered) {
            values.put(name, optimizer.toString());
        }
    }

    private static void add(Map<String, Object> values, String name, Json json) {
        switch (json) {
            case JsonObject object -> object.fields().forEach((field, value) ->
                    add(values, field.equals(TYPE) ? name : name + "/" + field, value));
            case JsonBoolean flag -> values.put(name, flag.value());
            case JsonNumber number -> values.put(name, number.doubleValue());
            case JsonString text -> values.put(name, text.value());
            case JsonArray list -> values.put(name, list.toString());
            case JsonNull none -> values.put(name, none.toString());
        }
    }
}
