package dev.fovea.learn.site;

import dev.fovea.explain.example.Connections;
import dev.fovea.explain.example.DropoutMasks;
import dev.fovea.explain.example.Neuron;
import dev.fovea.explain.example.ScalarGraph;
import dev.fovea.explain.example.SmallNetwork;
import dev.fovea.json.Json;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Neurons and nodes, and what goes along the wires between them.
record WireMotions(MotionJson json) {
    private static final String LOWERED = "₁₂";

    List<Motion> graph(ScalarGraph graph) {
        List<Json> nodes = new ArrayList<>();
        for (ScalarGraph.Value value : graph.values()) {
            nodes.add(node(value.name(), value.symbol(), value.formula(), value.value(), value.gradient()));
        }
        JsonArray edges = JsonArray.of(graph.edges(), edge -> edge(
                edge.from(), edge.to(), edge.local(), edge.passed()).build());
        return List.of(new Motion("", "graph", JsonObject.builder()
                .put("nodes", new JsonArray(nodes))
                .put("edges", edges)
                .put("result", graph.values().getLast().symbol())
                .put("decimals", 4)
                .build()));
    }

    private static JsonObject node(String id, String symbol, String formula, float value, float gradient) {
        return JsonObject.builder()
                .put("id", id)
                .put("symbol", symbol)
                .put("formula", formula)
                .put("value", JsonNumber.of(value))
                .put("gradient", JsonNumber.of(gradient))
                .build();
    }

    /// @param local the derivative of `to` by `from`
    /// @param passed that times the derivative of the result by `to`
    private static JsonObject.Builder edge(String from, String to, float local, float passed) {
        return JsonObject.builder()
                .put("from", from)
                .put("to", to)
                .put("local", JsonNumber.of(local))
                .put("passed", JsonNumber.of(passed));
    }

    List<Motion> network(SmallNetwork network) {
        List<Json> nodes = new ArrayList<>();
        List<Json> edges = new ArrayList<>();
        layer(nodes, network, "x", "");
        layer(nodes, network, "z", "x W + b");
        layer(nodes, network, "a", "sigmoid(z)");
        layer(nodes, network, "u", "a V + c");
        Tensor loss = value(network.forward(), "E");
        nodes.add(node("E", "E", "−log p₁", loss.values()[0], 1));
        // From the end, as gradients go.
        for (int j = 0; j < 2; j++) {
            float slope = value(network.backward(), "u").values()[j];
            edges.add(edge("u" + LOWERED.charAt(j), "E", slope, slope).build());
        }
        weighted(edges, network, "a", "V", "u");
        for (int j = 0; j < 2; j++) {
            float a = value(network.forward(), "a").values()[j];
            float local = a * (1 - a);
            float passed = local * value(network.backward(), "a").values()[j];
            edges.add(edge("z" + LOWERED.charAt(j), "a" + LOWERED.charAt(j), local, passed).build());
        }
        weighted(edges, network, "x", "W", "z");
        return List.of(new Motion("A whole network", "graph", JsonObject.builder()
                .put("nodes", new JsonArray(nodes))
                .put("edges", new JsonArray(edges))
                .put("result", "E")
                .put("decimals", 4)
                .build()));
    }

    private static void layer(List<Json> nodes, SmallNetwork network, String name, String formula) {
        for (int i = 0; i < 2; i++) {
            String symbol = name + LOWERED.charAt(i);
            nodes.add(node(
                    symbol, symbol, formula, value(network.forward(), name).values()[i],
                    value(network.backward(), name).values()[i]));
        }
    }

    /// The four wires of a dense layer, each with its weight and the weight's own derivative.
    private static void weighted(List<Json> edges, SmallNetwork network, String from, String matrix, String to) {
        Tensor weights = value(network.weights(), matrix);
        Tensor slopes = value(network.backward(), matrix);
        for (int j = 0; j < 2; j++) {
            for (int i = 0; i < 2; i++) {
                float weight = weights.at(i, j);
                edges.add(edge(
                        from + LOWERED.charAt(i), to + LOWERED.charAt(j), weight,
                        weight * value(network.backward(), to).values()[j])
                        .put("weight", matrix + LOWERED.charAt(i) + LOWERED.charAt(j))
                        .put("slope", JsonNumber.of(slopes.at(i, j)))
                        .build());
            }
        }
    }

    private static Tensor value(Map<String, Tensor> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    List<Motion> neuron(Neuron neuron) {
        return List.of(new Motion("", "neuron", MotionJson.choices(neuron.cases().stream()
                .map(one -> JsonObject.builder()
                        .put("name", json.both(Character.toUpperCase(one.name().charAt(0)) + one.name().substring(1)))
                        .put("inputs", MotionJson.numbers(one.inputs()))
                        .put("weights", MotionJson.numbers(one.weights()))
                        .put("bias", JsonNumber.of(one.bias()))
                        .put("products", MotionJson.numbers(one.products()))
                        .put("sum", JsonNumber.of(one.sum()))
                        .put("before", JsonNumber.of(one.before()))
                        .put("relu", JsonNumber.of(one.relu()))
                        .build())
                .toList())));
    }

    List<Motion> connections(Connections connections) {
        return List.of(new Motion("", "connections", MotionJson.choices(connections.kinds().stream()
                .map(kind -> JsonObject.builder()
                        .put("name", json.both(kind.name()))
                        .put("wires", MotionJson.numbers(kind.wires()))
                        .put("count", kind.count())
                        .put("weights", kind.weights())
                        .put("biases", kind.biases())
                        .build())
                .toList())));
    }

    List<Motion> dropout(DropoutMasks masks) {
        return List.of(new Motion("", "dropout", JsonObject.builder()
                .put("rate", JsonNumber.of(masks.rate()))
                .put("values", MotionJson.numbers(masks.values()))
                .put("masked", JsonArray.of(masks.masked(), MotionJson::numbers))
                .put("prediction", MotionJson.numbers(masks.prediction()))
                .build()));
    }
}
