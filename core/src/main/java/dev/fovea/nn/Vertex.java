package dev.fovea.nn;

import java.util.List;

/// A layer of a [LayerGraph], and what it takes.
///
/// @param name of its output and the start of the names of its variables, as of a [Named] layer
/// @param inputs [LayerGraph#INPUT], or names of vertices; as many as the layer takes, in its order
public record Vertex(String name, Layer layer, List<String> inputs) {
    public Vertex {
        Named.requireName(name);
        inputs = List.copyOf(inputs);
    }

    public static Vertex of(String name, Layer layer, String... inputs) {
        return new Vertex(name, layer, List.of(inputs));
    }

    @Override
    public String toString() {
        StringBuilder call = new StringBuilder("Vertex.of(\"").append(name).append("\", ").append(layer);
        inputs.forEach(input -> call.append(", \"").append(input).append('"'));
        return call.append(')').toString();
    }
}
