package dev.fovea.formats.tensorboard;

import dev.fovea.optim.Optimizer;
import dev.fovea.optim.Optimizers;
import dev.fovea.train.Fit;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

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

    /// Its settings one by one, or as one text for an optimizer of the user's own.
    private static void add(Map<String, Object> values, String name, Optimizer optimizer) {
        try {
            add(values, name, Optimizers.write(optimizer));
        } catch (IllegalArgumentException unregistered) {
            values.put(name, optimizer.toString());
        }
    }

    private static void add(Map<String, Object> values, String name, JsonNode json) {
        if (json.isObject()) {
            json.forEachEntry((field, value) -> add(values, field.equals(TYPE) ? name : name + "/" + field, value));
        } else if (json.isBoolean()) {
            values.put(name, json.booleanValue());
        } else if (json.isNumber()) {
            values.put(name, json.doubleValue());
        } else {
            values.put(name, json.isString() ? json.stringValue() : json.toString());
        }
    }
}
