package dev.fovea.explain.example;

import static dev.fovea.drawing.Numerals.fixed;

import dev.fovea.backend.Backend;
import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Diagram;
import dev.fovea.graph.Differentiation;
import dev.fovea.graph.Program;
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
import java.util.stream.Collectors;

/// A computation graph of single numbers: cos x · sin y + x / y, built of the engine's own nodes, compiled, run and
/// differentiated as any network is.
///
/// @param values in the order in which they can be computed
/// @param edges the way back: what each node passes on to each of its inputs
/// @param nudges x a little greater, then y
public record ScalarGraph(List<Value> values, List<Edge> edges, List<Nudge> nudges) implements Example {
    private static final Map<String, Float> LEAVES = Map.of("x", 5f, "y", 3f);
    private static final float SMALL = .001f;

    /// One arrow of the graph, walked backward.
    ///
    /// @param from the node that is an input of `to`
    /// @param formula of the local derivative
    /// @param local the derivative of `to` by `from`, the other inputs of `to` held still
    /// @param upstream the derivative of the last node by `to`
    public record Edge(String from, String to, String formula, float local, float upstream) {
        /// What `to` passes on to `from`.
        public float passed() {
            return local * upstream;
        }
    }

    /// A leaf made a little greater, all others held still.
    ///
    /// @param by how much
    /// @param before the last node's value before
    /// @param after and after
    public record Nudge(String leaf, float by, float before, float after) {
        /// The change of the result for each unit of the leaf's.
        public float quotient() {
            return (after - before) / by;
        }
    }

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
        edges = List.copyOf(edges);
        nudges = List.copyOf(nudges);
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
        List<Edge> edges = new ArrayList<>();
        for (int i = order.size() - 1; i >= 0; i--) {
            Node node = Objects.requireNonNull(nodes.get(order.get(i)));
            List<Value> inputs = node.inputs().stream()
                    .map(input -> values.get(order.indexOf(names.get(input))))
                    .toList();
            edges.addAll(edges(node, values.get(i), inputs, backend));
        }
        return new ScalarGraph(values, edges, List.of(nudge("x", backend), nudge("y", backend)));
    }

    /// The graph as TensorBoard and other readers of programs take it.
    public static Program program() {
        Map<String, Node> nodes = nodes();
        Map<Node, String> names = new LinkedHashMap<>();
        nodes.forEach((name, node) -> names.put(node, name));
        return Program.of(Map.of("add", Objects.requireNonNull(nodes.get("add"))), names);
    }

    /// The node's operation alone, on inputs that are leaves with the same values.
    private static List<Edge> edges(Node node, Value value, List<Value> inputs, Backend backend) {
        if (inputs.isEmpty()) {
            return List.of();
        }
        Calculation calculation = new Calculation(backend);
        List<Node> leaves = inputs.stream()
                .map(input -> calculation.parameter(input.name, Tensor.of(Shape.SCALAR, input.value)))
                .toList();
        Differentiation local = Differentiation.of(node.operation().on(leaves.toArray(Node[]::new)), leaves);
        List<String> symbols = inputs.stream().map(Value::symbol).toList();
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Node slope = Objects.requireNonNull(local.byNode().get(leaves.get(i)));
            edges.add(new Edge(
                    inputs.get(i).name, value.name, derivative(node, i, symbols),
                    calculation.value(slope).values()[0], value.gradient));
        }
        return edges;
    }

    private static String derivative(Node node, int input, List<String> symbols) {
        return switch (node.operation()) {
            case Cos _ -> "−sin " + symbols.getFirst();
            case Sin _ -> "cos " + symbols.getFirst();
            case Multiply _ -> symbols.get(1 - input);
            case Divide _ -> input == 0
                    ? "1 / " + symbols.getLast()
                    : "−" + symbols.getFirst() + " / " + symbols.getLast() + "²";
            case Add _ -> "1";
            default -> throw new IllegalArgumentException("no derivative in words of " + node.operation());
        };
    }

    private static Nudge nudge(String leaf, Backend backend) {
        Calculation calculation = new Calculation(backend);
        LEAVES.forEach((name, value) -> calculation.parameter(name, Tensor.of(Shape.SCALAR, value)));
        Calculation.Run run = calculation.compile(Map.of("add", Objects.requireNonNull(nodes().get("add"))));
        float before = Calculation.value(run.values(), "add").values()[0];
        float moved = Objects.requireNonNull(LEAVES.get(leaf)) + SMALL;
        run.with(leaf, Tensor.of(Shape.SCALAR, moved));
        return new Nudge(leaf, SMALL, before, Calculation.value(run.values(), "add").values()[0]);
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
        List<Block> page = new ArrayList<>();
        page.add(Block.text("A graph says what is computed of what. Each node is an operation on the nodes before it;"
                + " here each value is one number, in a network it is a tensor. Each value has a"
                + " name, w1 to w7. These are the engine's own nodes, and the numbers are what it computes."));
        page.add(Block.picture("graph.svg"));
        page.add(Block.lines(
                "x ──► cos ──┐",
                "            ├──► mult ──┐",
                "y ──► sin ──┘           ├──► add",
                "x, y ─────────► div ────┘"));
        page.add(new Block.Table(
                List.of("node", "", "is", "value"),
                values.stream()
                        .map(value -> List.of(value.name, value.symbol, value.formula, fixed(value.value, 6)))
                        .toList(), List.of(1, 2)));
        addPartialDerivative(page);
        addChainRule(page);
        return page;
    }

    private void addPartialDerivative(List<Block> page) {
        page.add(new Block.Heading("The partial derivative: one input is nudged"));
        page.add(Block.text("How much does the result w7 change if x alone becomes a little greater? Try it: make x"
                + " greater by .001, leave y as it is, and compute again."));
        page.add(new Block.Table(
                List.of("nudged", "by", "w7 before", "w7 after", "change", "change / nudge"),
                nudges.stream()
                        .map(nudge -> List.of(
                                nudge.leaf, fixed(nudge.by, 3), fixed(nudge.before, 6), fixed(nudge.after, 6),
                                fixed(nudge.after - nudge.before, 6), fixed(nudge.quotient(), 3)))
                        .toList(), List.of()));
        page.add(Block.text("The last column is about the partial derivative, written ∂w7/∂x: the change of the result"
                + " for each unit of x, with everything else held still. The smaller the nudge, the closer it comes."
                + " All partial derivatives together are the gradient: it says how to turn each input to make the"
                + " result greater, or a loss smaller."));
    }

    private void addChainRule(List<Block> page) {
        page.add(new Block.Heading("The chain rule: multiply along the way, add where ways meet"));
        page.add(Block.text("Nudging every weight of a network would take a run for each. The chain rule finds all"
                + " derivatives in one walk backward. Each operation knows its own, local derivative: for the product"
                + " w3 · w4, a change of w3 counts w4 times. The walk begins at w7 with ∂w7/∂w7 = 1. At each arrow,"
                + " what has come so far (upstream) is multiplied by the local derivative and passed on:"));
        page.add(new Block.Table(
                List.of("arrow", "local derivative", "", "upstream", "passed on"),
                edges.stream()
                        .map(edge -> List.of(
                                edge.to + " → " + edge.from, edge.formula, fixed(edge.local, 6),
                                fixed(edge.upstream, 6), fixed(edge.passed(), 6)))
                        .toList(), List.of(1)));
        page.add(Block.text("x and y are each read by two nodes: two ways lead back, and what comes along them is"
                + " added (the numbers are rounded to six places)."));
        page.add(Block.lines(sum(values.getFirst()), sum(values.get(1))));
        page.add(new Block.Table(
                List.of("node", "", "value", "∂w7/∂node"),
                values.stream()
                        .map(value -> List.of(
                                value.name, value.symbol, fixed(value.value, 6), fixed(value.gradient, 6)))
                        .toList(), List.of(1)));
    }

    private String sum(Value leaf) {
        List<Edge> ways = edges.stream().filter(edge -> edge.from.equals(leaf.name)).toList();
        String sum = ways.stream().map(edge -> fixed(edge.passed(), 6)).collect(Collectors.joining(" + "));
        return "∂w7/∂" + leaf.name + " = " + sum.replace("+ −", "− ") + " = " + fixed(leaf.gradient, 6);
    }

    /// The graph as boxes with their values and gradients.
    public Diagram diagram() {
        List<Diagram.Box> boxes = new ArrayList<>();
        List<Diagram.Arrow> arrows = new ArrayList<>();
        for (Value value : values) {
            boolean leaf = value.inputs.isEmpty();
            boolean last = value == values.getLast();
            List<String> lines = new ArrayList<>();
            lines.add(value.symbol + " = " + (leaf ? "" : value.formula + " = ") + fixed(value.value, leaf ? 0 : 6));
            edges.stream().filter(edge -> edge.to.equals(value.name)).forEach(edge -> lines.add(
                    "local, by " + edge.from + ": " + fixed(edge.local, 6)));
            lines.add("∂w7/∂" + value.symbol + " = " + fixed(value.gradient, 6));
            boxes.add(Diagram.Box.of(value.name, value.name, lines.toArray(String[]::new))
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
