package dev.fovea.nn;

import dev.fovea.op.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// A network as a graph of layers: each vertex takes values by name, and its output is the value of its own name. It is
/// the form of networks that other tools wrote, and of those that no nesting of [Sequential], [Residual] and [Branches]
/// can say.
///
/// ```java
/// LayerGraph.of(
///         Vertex.of("wide", Conv2D.of(16, 5).same(), LayerGraph.INPUT),
///         Vertex.of("narrow", Conv2D.of(16, 1), LayerGraph.INPUT),
///         Vertex.of("sum", Apply.of(new Add()), "wide", "narrow"))
/// ```
///
/// Variables are those of the vertices' layers: their names begin with the vertex's.
///
/// @param vertices in an order in which each comes after those that it takes
/// @param output the vertex whose value is the graph's
public record LayerGraph(List<Vertex> vertices, String output) implements Layer {
    /// The name of what comes into the graph.
    public static final String INPUT = "input";

    /// @throws IllegalArgumentException if two vertices have one name, or one takes a value that no earlier one gives
    public LayerGraph {
        vertices = List.copyOf(vertices);
        Set<String> known = new HashSet<>(Set.of(INPUT));
        for (Vertex vertex : vertices) {
            for (String input : vertex.inputs()) {
                require(known.contains(input), vertex.name() + " takes " + Excerpt.of(input)
                        + ", which must be \"" + INPUT + "\" or the name of a vertex before it");
            }
            require(known.add(vertex.name()), "two vertices are named " + vertex.name()
                    + ", or one as the input is: names differ");
        }
        require(known.contains(output), "the output is the name of a vertex: got " + Excerpt.of(output));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException("a LayerGraph cannot be: " + message);
        }
    }

    /// The last vertex is the output.
    public static LayerGraph of(Vertex... vertices) {
        return new LayerGraph(List.of(vertices), vertices.length == 0 ? INPUT : vertices[vertices.length - 1].name());
    }

    /// The same graph, of which another vertex is the output.
    public LayerGraph output(String output) {
        return new LayerGraph(vertices, output);
    }

    @Override
    public Node build(Node x, Scope scope) {
        Map<String, Node> values = new HashMap<>(Map.of(INPUT, x));
        for (Vertex vertex : vertices) {
            List<Node> inputs = new ArrayList<>();
            vertex.inputs().forEach(input -> inputs.add(Objects.requireNonNull(values.get(input))));
            values.put(vertex.name(), scope.layer(vertex.layer(), inputs, vertex.name()));
        }
        return Objects.requireNonNull(values.get(output));
    }

    /// The vertices by name, in their order.
    public Map<String, Vertex> byName() {
        Map<String, Vertex> byName = new LinkedHashMap<>();
        vertices.forEach(vertex -> byName.put(vertex.name(), vertex));
        return byName;
    }

    @Override
    public boolean isTransparent() {
        return true;
    }

    @Override
    public String toString() {
        boolean isLast = equals(of(vertices.toArray(Vertex[]::new)));
        return vertices.stream().map(Vertex::toString).collect(Collectors.joining(", ", "LayerGraph.of(", ")"))
                + (isLast ? "" : ".output(\"" + output + "\")");
    }
}
