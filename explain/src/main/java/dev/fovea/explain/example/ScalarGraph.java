package dev.fovea.explain.example;

import static dev.fovea.drawing.Numerals.fixed;

import dev.fovea.backend.Backend;
import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Diagram;
import dev.fovea.graph.Differentiation;
import dev.fovea.op.Add;
import dev.fovea.op.Cos;
import dev.fovea.op.Divide;
import dev.fovea.op.Leaf;
import dev.fovea.op.Multiply;
import dev.fovea.op.Node;
import dev.fovea.op.Parameter;
import dev.fovea.op.Sin;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A computation graph of single numbers: cos x · sin y + x / y, built of the engine's own nodes, compiled, run and
/// differentiated as any network is.
///
/// @param values in the order in which they can be computed
public record ScalarGraph(List<Value> values) implements Example {
    private static final Map<String, Float> LEAVES = Map.of("x", 5f, "y", 3f);

    /// One node.
    ///
    /// @param name as in TensorBoard
    /// @param symbol w1 … w7
    /// @param formula how it is computed of other symbols
    /// @param inputs names of the nodes it is computed of
    /// @param gradient of the last node by this one
    public record Value(
            String name, String symbol, String formula, List<String> inputs, float value, float gradient) {
        public Value {
            inputs = List.copyOf(inputs);
        }
    }

    public ScalarGraph {
        values = List.copyOf(values);
    }

    /// The graph's nodes by name, each after those that it is computed of: x, y, cos, sin, mult, div, add.
    public static Map<String, Node> nodes() {
        Node x = new Parameter("x", Shape.SCALAR).on();
        Node y = new Parameter("y", Shape.SCALAR).on();
        Node cos = new Cos().on(x);
        Node sin = new Sin().on(y);
        Node mult = new Multiply().on(cos, sin);
        Node div = new Divide().on(x, y);
        Map<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("x", x);
        nodes.put("y", y);
        nodes.put("cos", cos);
        nodes.put("sin", sin);
        nodes.put("mult", mult);
        nodes.put("div", div);
        nodes.put("add", new Add().on(mult, div));
        return nodes;
    }

    /// Runs the graph at x = 5 and y = 3, forward and backward.
    public static ScalarGraph of(Backend backend) {
        Map<String, Node> nodes = nodes();
        Calculation calculation = new Calculation(backend);
        LEAVES.forEach((name, value) -> calculation.parameter(name, Tensor.of(Shape.SCALAR, value)));
        Node last = Objects.requireNonNull(nodes.get("add"));
        Differentiation gradients = Differentiation.of(last, nodes.values());
        Map<String, Node> wanted = new LinkedHashMap<>(nodes);
        nodes.forEach((name, node) ->
                wanted.put("d" + name, Objects.requireNonNull(gradients.byNode().get(node))));
        Map<String, Tensor> numbers = calculation.values(wanted);
        Map<Node, String> names = new LinkedHashMap<>();
        nodes.forEach((name, node) -> names.put(node, name));
        List<String> order = List.copyOf(nodes.keySet());
        List<Value> values = new ArrayList<>();
        nodes.forEach((name, node) -> {
            List<String> inputs = node.inputs().stream().map(names::get).toList();
            List<String> symbols = inputs.stream().map(input -> "w" + (order.indexOf(input) + 1)).toList();
            values.add(new Value(
                    name, "w" + (order.indexOf(name) + 1), formula(node, name, symbols), inputs,
                    Calculation.value(numbers, name).values()[0], Calculation.value(numbers, "d" + name).values()[0]));
        });
        return new ScalarGraph(values);
    }

    private static String formula(Node node, String name, List<String> symbols) {
        return switch (node.operation()) {
            case Leaf _ -> name;
            case Cos _ -> "cos " + symbols.getFirst();
            case Sin _ -> "sin " + symbols.getFirst();
            case Multiply _ -> String.join(" · ", symbols);
            case Divide _ -> String.join(" / ", symbols);
            case Add _ -> String.join(" + ", symbols);
            default -> node.operation().label() + symbols;
        };
    }

    @Override
    public String title() {
        return "A computation graph: cos x · sin y + x / y";
    }

    @Override
    public List<Block> page() {
        List<List<String>> rows = values.stream()
                .map(value -> List.of(
                        value.name, value.symbol, value.formula, fixed(value.value, 6), fixed(value.gradient, 6)))
                .toList();
        Value x = values.getFirst();
        Value y = values.get(1);
        return List.of(
                Block.text("A graph says what is computed of what. Each node is an operation on the nodes before it;"
                        + " here each value is one number, in a network it is a tensor. These are the engine's own"
                        + " nodes, put in order, compiled and run by its backend."),
                Block.lines(
                        "x ──► cos ──┐",
                        "            ├──► mult ──┐",
                        "y ──► sin ──┘           ├──► add",
                        "x, y ─────────► div ────┘"),
                new Block.Table(List.of("node", "", "is", "value", "∂w7/∂node"), rows, List.of(1, 2)),
                Block.text("Forward, each value comes of those above it. Backward, from w7 with 1, each node passes its"
                        + " gradient on to its inputs, times its own derivative; x and y have two readers each, and"
                        + " what comes back is added:"),
                Block.lines(
                        "∂w7/∂w1 = −sin w1 · w4 + 1 / w2   = " + fixed(x.gradient, 6),
                        "∂w7/∂w2 = w3 · cos w2 − w1 / w2²  = " + fixed(y.gradient, 6)));
    }

    /// The graph as boxes with their values and gradients.
    public Diagram diagram() {
        List<Diagram.Box> boxes = new ArrayList<>();
        List<Diagram.Arrow> arrows = new ArrayList<>();
        for (Value value : values) {
            boolean leaf = value.inputs.isEmpty();
            boolean last = value == values.getLast();
            boxes.add(Diagram.Box.of(
                            value.name, value.name, value.symbol + " = " + (leaf ? "" : value.formula + " = ")
                                    + fixed(value.value, leaf ? 0 : 6), "∂w7/∂" + value.symbol + " = "
                                    + fixed(value.gradient, 6))
                    .colour(leaf ? Colours.GREEN : last ? Colours.VERMILION : Colours.BLUE));
            value.inputs.forEach(input -> arrows.add(Diagram.Arrow.of(input, value.name)));
        }
        return Diagram.of(boxes, arrows);
    }

    @Override
    public Map<String, byte[]> pictures() {
        return Map.of("graph.svg", Drawn.bytes(diagram(), title()));
    }
}
