package dev.fovea.formats.keras;

import dev.fovea.formats.keras.KerasLayer.Call;
import dev.fovea.formats.keras.KerasLayer.Value;
import dev.fovea.json.Json;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonNull;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A network as the file describes it, with one input and one output. A chain of layers is one where each takes what
/// the one before put out.
///
/// @param layers without those that stand for inputs
/// @param input the layer that stands for the input
/// @param shape of one sample; null where the file leaves it open
record KerasNetwork(List<KerasLayer> layers, Value input, Value output, @Nullable Shape shape) {
    private static final int MOST_LAYERS = 10_000;
    private static final String NO_NAME = "";

    KerasNetwork {
        layers = List.copyOf(layers);
    }

    static KerasNetwork of(KerasLayer model) {
        List<KerasLayer> all = layers(model.settings());
        Set<String> names = new HashSet<>();
        for (KerasLayer layer : all) {
            if (!names.add(layer.name())) {
                throw new IllegalArgumentException("two layers are named " + layer.name());
            }
        }
        return model.type().equals("Sequential") ? chain(model, all) : graph(model, all);
    }

    /// The layers of a model, in the order of the file.
    static List<KerasLayer> layers(LayerSettings model) {
        if (!(model.get("layers") instanceof JsonArray(List<Json> list))) {
            throw new IllegalArgumentException("expected the config of a model to list its layers");
        }
        if (list.size() > MOST_LAYERS) {
            throw new IllegalArgumentException("a model has at most " + MOST_LAYERS + " layers: got " + list.size());
        }
        Map<String, Integer> counts = new HashMap<>();
        List<KerasLayer> layers = new ArrayList<>();
        for (Json one : list) {
            if (!(one instanceof JsonObject object)) {
                throw LayerSettings.wrong("layers", "objects", one);
            }
            layers.add(KerasLayer.of(object, counts));
        }
        return layers;
    }

    private static KerasNetwork chain(KerasLayer model, List<KerasLayer> all) {
        List<KerasLayer> layers = new ArrayList<>();
        Value last = new Value(NO_NAME, 0);
        Shape shape = shape(model.settings().get("build_input_shape"));
        for (KerasLayer layer : all) {
            Shape said = shape(layer.settings());
            shape = layers.isEmpty() && said != null ? said : shape;
            if (!layer.type().equals("InputLayer")) {
                layers.add(new KerasLayer(
                        layer.type(), layer.name(), layer.place(), layer.settings(),
                        List.of(new Call(List.of(last))), false));
                last = new Value(layer.name(), 0);
            }
        }
        return new KerasNetwork(layers, new Value(NO_NAME, 0), last, shape);
    }

    private static KerasNetwork graph(KerasLayer model, List<KerasLayer> all) {
        Value input = only("input", model.settings().get("input_layers"));
        Value output = only("output", model.settings().get("output_layers"));
        Shape shape = null;
        List<KerasLayer> layers = new ArrayList<>();
        for (KerasLayer layer : all) {
            if (layer.name().equals(input.layer())) {
                shape = shape(layer.settings());
            } else if (layer.type().equals("InputLayer")) {
                throw new IllegalArgumentException("expected one input: got " + input.layer() + " and " + layer.name());
            }
            if (!layer.type().equals("InputLayer")) {
                layers.add(layer);
            }
        }
        return new KerasNetwork(layers, input, output, shape);
    }

    private static Value only(String what, @Nullable Json references) {
        List<Value> values = new ArrayList<>();
        collect(references == null ? JsonNull.NULL : references, values, 0);
        if (values.size() != 1) {
            throw new IllegalArgumentException("networks with one " + what + " are read: got " + values.size()
                    + (values.isEmpty() ? "" : ", " + values.stream().map(Value::layer).toList())
                    + "; cut the model with keras.Model(inputs, outputs)");
        }
        return values.getFirst();
    }

    private static void collect(Json json, List<Value> into, int level) {
        switch (json) {
            case JsonArray(List<Json> list) when KerasLayer.isReference(list) -> into.add(KerasLayer.reference(list));
            case JsonArray(List<Json> list) when level < 3 -> list.forEach(one -> collect(one, into, level + 1));
            case JsonObject(Map<String, Json> named) when level < 3 ->
                named.values().forEach(one -> collect(one, into, level + 1));
            default -> { }
        }
    }

    /// The first of the indices by which calls of a layer are named: Keras counts the making of a model as one.
    int firstCall(KerasLayer layer) {
        int least = output.layer().equals(layer.name()) ? output.call() : Integer.MAX_VALUE;
        for (KerasLayer other : layers) {
            for (Call call : other.calls()) {
                for (KerasLayer.Operand operand : call.operands()) {
                    if (operand instanceof Value(String from, int index) && from.equals(layer.name())) {
                        least = Math.min(least, index);
                    }
                }
            }
        }
        return layer.isModel() && least == 1 ? 1 : 0;
    }

    private static @Nullable Shape shape(LayerSettings layer) {
        Json said = layer.get("batch_shape");
        return shape(said == null ? layer.get("batch_input_shape") : said);
    }

    private static @Nullable Shape shape(@Nullable Json json) {
        if (!(json instanceof JsonArray(List<Json> list)) || list.size() < 2) {
            return null;
        }
        int[] dims = new int[list.size() - 1];
        for (int i = 0; i < dims.length; i++) {
            if (!(list.get(i + 1) instanceof JsonNumber number)) {
                return null;
            }
            dims[i] = number.intValue();
            if (dims[i] < 1) {
                throw new IllegalArgumentException("expected an input of at least 1 along each axis: got " + dims[i]);
            }
        }
        return Shape.of(dims);
    }
}
