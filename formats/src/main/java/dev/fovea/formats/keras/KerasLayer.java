package dev.fovea.formats.keras;

import dev.fovea.json.Json;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonBoolean;
import dev.fovea.json.JsonNull;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A layer as the file describes it: names and settings, nothing that runs.
///
/// @param type the name of Keras's class, such as `Conv2D`: looked up in a list of known ones, never as a class
/// @param place of its weights among those of its network, such as `conv2d_1`
/// @param calls what it takes, each time that it is called
/// @param isOperation whether it stands for arithmetic between layers, such as `x + 3`
record KerasLayer(
        String type, String name, String place, LayerSettings settings, List<Call> calls, boolean isOperation) {
    private static final int MOST_LEVELS = 16;

    KerasLayer {
        calls = List.copyOf(calls);
    }

    /// What goes into a layer: values of layers, and numbers.
    record Call(List<Operand> operands) {
        Call {
            operands = List.copyOf(operands);
        }
    }

    sealed interface Operand {}

    /// What a layer put out when it was called.
    ///
    /// @param call which of its calls, from 0
    record Value(String layer, int call) implements Operand {}

    record Constant(double number) implements Operand {}

    /// @param counts how many layers of each place came before
    static KerasLayer of(JsonObject json, Map<String, Integer> counts) {
        LayerSettings outer = new LayerSettings(json);
        String type = outer.text("class_name", "").replaceFirst(".*[>.]", "");
        LayerSettings settings = new LayerSettings(json.get("config") instanceof JsonObject config
                ? config
                : new JsonObject(Map.of()));
        String name = outer.text("name", settings.text("name", type));
        boolean isOperation = outer.text("module", "").contains(".ops.") || type.equals("TFOpLambda");
        String base = snake(type);
        int count = isOperation ? 1 : counts.merge(base, 1, Integer::sum);
        return new KerasLayer(
                type, name, count == 1 ? base : base + "_" + (count - 1), settings, calls(json),
                isOperation);
    }

    /// `max_pooling2d` of `MaxPooling2D`, as Keras names the places of weights.
    static String snake(String type) {
        return type.replaceAll("\\W+", "").replaceAll("(.)([A-Z][a-z]+)", "$1_$2").replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }

    boolean isModel() {
        return type.equals("Sequential") || type.equals("Functional") || type.equals("Model");
    }

    /// Whether it does nothing in inference: what augments images in training.
    boolean isNothing() {
        return isModel()
                ? KerasNetwork.layers(settings).stream().allMatch(KerasLayer::isNothing)
                : type.equals("InputLayer") || KerasTypes.NOTHING.contains(type);
    }

    private static List<Call> calls(JsonObject json) {
        if (!(json.get("inbound_nodes") instanceof JsonArray(List<Json> nodes))) {
            return List.of();
        }
        List<Call> calls = new ArrayList<>();
        for (Json node : nodes) {
            List<Operand> operands = new ArrayList<>();
            switch (node) {
                case JsonObject three -> {
                    collect(three.get("args") instanceof Json args ? args : JsonNull.NULL, operands, 0);
                    if (three.get("kwargs") instanceof JsonObject(Map<String, Json> named)) {
                        named.forEach((key, value) -> named(key, value, operands));
                    }
                }
                case JsonArray two -> collect(two, operands, 0);
                default -> throw LayerSettings.wrong("inbound_nodes", "lists or objects", node);
            }
            calls.add(new Call(operands));
        }
        return calls;
    }

    private static void named(String key, Json value, List<Operand> into) {
        if (key.equals("mask") || key.equals("training") || value instanceof JsonNull || value instanceof JsonBoolean) {
            return;
        }
        collect(value, into, 0);
    }

    private static void collect(Json value, List<Operand> into, int level) {
        if (level > MOST_LEVELS) {
            throw new IllegalArgumentException("inbound_nodes are nested without end");
        }
        switch (value) {
            case JsonArray(List<Json> list) when isReference(list) -> into.add(reference(list));
            case JsonArray(List<Json> list) -> list.forEach(one -> collect(one, into, level + 1));
            case JsonObject object when object.get("config") instanceof JsonObject config
                    && config.get("keras_history") instanceof JsonArray(List<Json> history) -> {
                if (!isReference(history)) {
                    throw new IllegalArgumentException("expected a keras_history of a name and two numbers");
                }
                into.add(reference(history));
            }
            case JsonNumber number -> into.add(new Constant(number.doubleValue()));
            case JsonNull _, JsonBoolean _, JsonString _, JsonObject _ -> { }
        }
    }

    static boolean isReference(List<Json> list) {
        return list.size() >= 3 && list.get(0) instanceof JsonString && list.get(1) instanceof JsonNumber
                && list.get(2) instanceof JsonNumber;
    }

    static Value reference(List<Json> list) {
        if (list.get(0) instanceof JsonString(String layer) && list.get(1) instanceof JsonNumber call
                && list.get(2) instanceof JsonNumber output) {
            if (output.intValue() != 0) {
                throw new IllegalArgumentException("takes output " + output + " of " + layer
                        + ": layers with one output are read");
            }
            return new Value(layer, call.intValue());
        }
        throw new IllegalArgumentException("expected a name and two numbers");
    }
}
