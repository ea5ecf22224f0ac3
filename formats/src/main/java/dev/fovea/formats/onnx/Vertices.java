package dev.fovea.formats.onnx;

import dev.fovea.io.FileException;
import dev.fovea.nn.Apply;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerGraph;
import dev.fovea.nn.Network;
import dev.fovea.nn.Vertex;
import dev.fovea.nn.Weight;
import dev.fovea.op.Operation;
import dev.fovea.op.Reshaping;
import dev.fovea.tensor.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The graph of layers that grows while the nodes of a file are read, and the numbers of its variables.
final class Vertices {
    private final Naming naming = new Naming();
    private final Map<String, Vertex> vertices = new LinkedHashMap<>();
    private final Map<String, Shape> shapes = new LinkedHashMap<>();
    private final Map<String, Numbers> variables = new LinkedHashMap<>();
    private final int lead;
    private final int opset;
    private @Nullable OnnxNode node;

    /// @param lead 1 if all axes of the file belong to one sample, and the batch lies before them; else 0
    Vertices(Shape input, int lead, int opset) {
        this.lead = lead;
        this.opset = opset;
        shapes.put(LayerGraph.INPUT, input);
    }

    int lead() {
        return lead;
    }

    int opset() {
        return opset;
    }

    /// What is added from now on belongs to this node.
    void enter(OnnxNode node) {
        this.node = node;
    }

    /// Adds a layer of one input.
    Flow layer(Layer layer, int[] order, Flow x) {
        return Flow.of(add(naming.vertex(entered(), null), layer, x), shapeAfter(), order);
    }

    /// Adds a layer under the name of a weight, where it has one.
    Flow layer(Layer layer, int[] order, Flow x, Numbers weights) {
        return Flow.of(add(naming.vertex(entered(), weights.weight()), layer, x), shapeAfter(), order);
    }

    /// Adds a layer whose output lies as its input does.
    Flow alike(Layer layer, Flow x) {
        Flow y = layer(layer, x.order(), x);
        return new Flow(y.vertex(), y.shape(), x.order(), x.flattened());
    }

    /// Adds an operation.
    Flow apply(Operation operation, int[] order, Flow... inputs) {
        return Flow.of(add(naming.vertex(entered(), null), Apply.of(operation), inputs), shapeAfter(), order);
    }

    /// Adds numbers as they are.
    Flow weight(Numbers numbers, boolean isTrained) {
        Shape shape = Shape.of(numbers.dims());
        Weight weight = Weight.of(shape.dims());
        String name = naming.vertex(entered(), isTrained ? numbers.weight() : null);
        add(name, isTrained ? weight : weight.fixed());
        variable(name, "weight", numbers);
        return Flow.plain(name, shape);
    }

    /// The numbers of a vertex's variable, as they lie there.
    void variable(String vertex, String variable, Numbers numbers) {
        variables.put(vertex + "." + variable, numbers);
    }

    private OnnxNode entered() {
        return Objects.requireNonNull(node, "a node must be entered before vertices are added");
    }

    private @Nullable Shape last;

    private Shape shapeAfter() {
        return Objects.requireNonNull(last);
    }

    private String add(String name, Layer layer, Flow... inputs) {
        List<String> names = Arrays.stream(inputs).map(Flow::vertex).toList();
        Shape shape = shape(layer, inputs);
        vertices.put(name, new Vertex(name, layer, names));
        shapes.put(name, shape);
        last = shape;
        return name;
    }

    /// Fovea itself says what comes out.
    private static Shape shape(Layer layer, Flow... inputs) {
        return switch (layer) {
            case Weight weight -> weight.shape();
            case Apply apply -> apply.operation().shape(Arrays.stream(inputs).map(Flow::shape).toList());
            default -> new Network(inputs[0].shape().sample(), layer).output().batched();
        };
    }

    /// The same numbers in the same order under another shape: of what was reshaped already from there, and nothing at
    /// all where it had that shape.
    Flow reshaped(Flow x, Shape shape, int... order) {
        String vertex = x.vertex();
        for (Vertex at = vertices.get(vertex); at != null && isReshaping(at); at = vertices.get(vertex)) {
            vertex = at.inputs().getFirst();
        }
        Shape before = Objects.requireNonNull(shapes.get(vertex));
        Flow source = Flow.plain(vertex, before);
        return before.equals(shape) ? source.noted(order) : apply(new Reshaping(shape), order, source);
    }

    private static boolean isReshaping(Vertex vertex) {
        return vertex.layer() instanceof Apply(Reshaping _);
    }

    /// The vertex that a value comes from; null for the input.
    @Nullable Vertex origin(Flow x) {
        return vertices.get(x.vertex());
    }

    Shape shape(String vertex) {
        return Objects.requireNonNull(shapes.get(vertex));
    }

    /// The graph up to a value, without what it does not need.
    LayerGraph graph(String output) {
        Set<String> needed = new HashSet<>(Set.of(output));
        Deque<String> open = new ArrayDeque<>(needed);
        while (!open.isEmpty()) {
            Vertex vertex = vertices.get(open.pop());
            if (vertex != null) {
                vertex.inputs().stream().filter(needed::add).forEach(open::push);
            }
        }
        List<Vertex> kept = new ArrayList<>();
        vertices.values().stream().filter(vertex -> needed.contains(vertex.name())).forEach(kept::add);
        return new LayerGraph(kept, output);
    }

    /// The numbers of variables by name; of vertices that a graph does not need too.
    Map<String, Numbers> variables() {
        return Map.copyOf(variables);
    }

    /// @throws FileException for an axis that a value has not
    static int axis(long axis, int rank) {
        long own = axis < 0 ? axis + rank : axis;
        if (own < 0 || own >= rank) {
            throw new FileException("expected an axis from " + -rank + " to " + (rank - 1) + ", got " + axis);
        }
        return (int) own;
    }
}
