package dev.fovea.explain.example;

import static dev.fovea.drawing.Numerals.fixed;

import dev.fovea.backend.Backend;
import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Diagram;
import dev.fovea.graph.Differentiation;
import dev.fovea.op.Constant;
import dev.fovea.op.Log;
import dev.fovea.op.MatMul;
import dev.fovea.op.Negate;
import dev.fovea.op.Node;
import dev.fovea.op.Sigmoid;
import dev.fovea.op.Softmax;
import dev.fovea.op.Sum;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A whole small network, forward and backward with every number: x → dense → sigmoid → dense → softmax and
/// cross-entropy.
///
/// @param forward what is computed, by name: x, z, a, u, p, and E, the loss
/// @param backward the derivative of E by each of x, z, a, u, and by W, b, V, c
/// @param weights W, b, V, c
/// @param shown weights of which the whole chain is written out
/// @param lossAfter the loss after one step of all weights downhill
public record SmallNetwork(
        Map<String, Tensor> forward, Map<String, Tensor> backward, Map<String, Tensor> weights, List<Chain> shown,
        float rate, float lossAfter) {
    static final float RATE = .5f;

    /// The class that the example is of, counted from 0.
    static final int TRUTH = 0;

    /// A power of two, so that weights are moved exactly.
    private static final float STEP = 1 / 128f;

    private static final List<String> LEARNED = List.of("W", "b", "V", "c");

    public SmallNetwork {
        forward = Map.copyOf(forward);
        backward = Map.copyOf(backward);
        weights = Map.copyOf(weights);
        shown = List.copyOf(shown);
    }

    /// One weight's derivative.
    ///
    /// @param name such as W₁₁
    /// @param gradient by differentiation
    /// @param difference by two runs forward
    /// @param before the weight
    /// @param after the weight after one step
    public record Chain(String name, float gradient, float difference, float before, float after) {}

    static SmallNetwork of(Backend backend) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        weights.put("W", Planes.matrix(new float[] {.5f, -1}, new float[] {.25f, .5f}));
        weights.put("b", Tensor.of(Shape.of(2), 0, .5f));
        weights.put("V", Planes.matrix(new float[] {1, -1}, new float[] {.5f, 2}));
        weights.put("c", Tensor.of(Shape.of(2), .25f, 0));
        Calculation calculation = new Calculation(backend);
        Map<String, Node> leaves = new LinkedHashMap<>();
        weights.forEach((name, value) -> leaves.put(name, calculation.parameter(name, value)));
        Map<String, Node> forward = new LinkedHashMap<>();
        Node x = calculation.input("x", Tensor.of(Shape.of(2), 1, 2));
        Node z = MatMul.plain().on(x, leaf(leaves, "W")).plus(leaf(leaves, "b"));
        Node a = new Sigmoid().on(z);
        Node u = MatMul.plain().on(a, leaf(leaves, "V")).plus(leaf(leaves, "c"));
        Node p = new Softmax().on(u);
        Node hot = Constant.of(Tensor.of(Shape.of(2), 1, 0));
        Node loss = new Negate().on(Sum.over(0, 1).on(new Log().on(p).times(hot)));
        forward.put("x", x);
        forward.put("z", z);
        forward.put("a", a);
        forward.put("u", u);
        forward.put("p", p);
        forward.put("E", loss);
        Map<String, Node> wanted = new LinkedHashMap<>(forward);
        Map<String, Node> by = new LinkedHashMap<>(leaves);
        by.putAll(Map.of("x", x, "z", z, "a", a, "u", u));
        Differentiation gradients = Differentiation.of(loss, by.values());
        by.forEach((name, node) -> wanted.put("d" + name, Objects.requireNonNull(gradients.byNode().get(node))));
        Calculation.Run run = calculation.compile(wanted);
        Map<String, Tensor> values = run.values();
        Map<String, Tensor> backward = new LinkedHashMap<>();
        by.keySet().forEach(name -> backward.put(name, Calculation.value(values, "d" + name)));
        List<Chain> shown = List.of(
                chain("V₁₁", "V", run, weights, backward), chain("W₁₁", "W", run, weights, backward));
        for (String name : LEARNED) {
            run.with(name, stepped(weight(weights, name), Calculation.value(backward, name)));
        }
        float after = loss(run);
        Map<String, Tensor> numbers = new LinkedHashMap<>();
        forward.keySet().forEach(name -> numbers.put(name, Calculation.value(values, name)));
        return new SmallNetwork(numbers, backward, weights, shown, RATE, after);
    }

    private static Node leaf(Map<String, Node> leaves, String name) {
        return Objects.requireNonNull(leaves.get(name), name);
    }

    private static Tensor weight(Map<String, Tensor> weights, String name) {
        return Objects.requireNonNull(weights.get(name), name);
    }

    /// The first number of a matrix.
    private static Chain chain(
            String name, String matrix, Calculation.Run run, Map<String, Tensor> weights,
            Map<String, Tensor> backward) {
        Tensor before = weight(weights, matrix);
        float gradient = Calculation.value(backward, matrix).values()[0];
        float above = loss(run.with(matrix, moved(before, STEP)));
        float below = loss(run.with(matrix, moved(before, -STEP)));
        run.with(matrix, before);
        return new Chain(
                name, gradient, (above - below) / (2 * STEP), before.values()[0],
                stepped(before, Calculation.value(backward, matrix)).values()[0]);
    }

    private static Tensor moved(Tensor tensor, float by) {
        float[] values = tensor.values().clone();
        values[0] += by;
        return new Tensor(tensor.shape(), values);
    }

    private static Tensor stepped(Tensor weights, Tensor gradient) {
        float[] values = weights.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] -= RATE * gradient.values()[i];
        }
        return new Tensor(weights.shape(), values);
    }

    private static float loss(Calculation.Run run) {
        return Calculation.value(run.values(), "E").values()[0];
    }

    private float forward(String name, int index) {
        return Calculation.value(forward, name).values()[index];
    }

    private float backward(String name, int index) {
        return Calculation.value(backward, name).values()[index];
    }

    void addTo(List<Block> page) {
        page.add(new Block.Heading("A whole network: x → dense → sigmoid → dense → softmax, cross-entropy"));
        page.add(Block.text("Two inputs, two hidden neurons, two classes; the example is of class 1. Forward, layer by"
                + " layer: z = x W + b; a = sigmoid(z) = 1 / (1 + e⁻ᶻ); u = a V + c; softmax makes of u the"
                + " probabilities p; the loss is E = −log p₁, small when class 1 gets a high probability. All"
                + " numbers are rounded to four places."));
        page.add(Block.picture("backprop-network.svg"));
        page.add(Block.row(matrix("W", weight(weights, "W")), matrix("b", weight(weights, "b")),
                matrix("V", weight(weights, "V")), matrix("c", weight(weights, "c"))));
        page.add(Block.row(number("x"), number("z"), number("a"), number("u"), number("p")));
        page.add(Block.lines("E = −log " + four(forward("p", TRUTH)) + " = " + four(forward("E", 0))));
        page.add(Block.text("Backward. Softmax and cross-entropy together have a simple derivative, ∂E/∂u = p − y: the"
                + " probabilities minus what they should be, 1 for class 1 and 0 for the other. From there the chain"
                + " rule walks back, one factor for each layer:"));
        page.add(Block.row(
                derivative("u"), derivative("a"), derivative("z"), derivative("x")));
        Chain last = shown.getFirst();
        page.add(Block.text("A weight of the last layer, V₁₁, which carries a₁ to u₁. Two factors:"));
        page.add(Block.lines(
                "∂E/∂V₁₁ = ∂E/∂u₁ · ∂u₁/∂V₁₁ = (p₁ − 1) · a₁",
                "        = " + four(backward("u", 0)) + " · " + four(forward("a", 0)) + " = " + four(last.gradient),
                "finite difference: " + four(last.difference)));
        Chain first = shown.getLast();
        page.add(Block.text("A weight of the first layer, W₁₁, which carries x₁ to z₁. a₁ is read by both outputs, so"
                + " two ways lead to it, and they are added; then come the sigmoid, whose derivative is a · (1 − a),"
                + " and x₁:"));
        page.add(Block.lines(
                "∂E/∂a₁  = ∂E/∂u₁ · V₁₁ + ∂E/∂u₂ · V₁₂",
                "        = " + four(backward("u", 0)) + " · " + four(weight(weights, "V").values()[0]) + " + "
                        + four(backward("u", 1)) + " · (" + four(weight(weights, "V").values()[1]) + ") = "
                        + four(backward("a", 0)),
                "∂a₁/∂z₁ = a₁ · (1 − a₁) = " + four(forward("a", 0)) + " · " + four(1 - forward("a", 0)) + " = "
                        + four(forward("a", 0) * (1 - forward("a", 0))),
                "∂z₁/∂W₁₁ = x₁ = " + four(forward("x", 0)),
                "",
                "∂E/∂W₁₁ = ∂E/∂a₁ · ∂a₁/∂z₁ · ∂z₁/∂W₁₁",
                "        = " + four(backward("a", 0)) + " · " + four(forward("a", 0) * (1 - forward("a", 0))) + " · "
                        + four(forward("x", 0)) + " = " + four(first.gradient),
                "finite difference: " + four(first.difference)));
        page.add(Block.text("One step: each weight goes against its derivative, by the learning rate times it."));
        page.add(Block.lines(
                "W₁₁ ← W₁₁ − " + four(rate) + " · ∂E/∂W₁₁ = " + four(first.before) + " − " + four(rate) + " · ("
                        + four(first.gradient) + ") = " + four(first.after),
                "all weights so, and E goes from " + four(forward("E", 0)) + " to " + four(lossAfter)));
    }

    private Block.Grid number(String name) {
        return matrix(name, Calculation.value(forward, name));
    }

    private Block.Grid derivative(String name) {
        return matrix("∂E/∂" + name, Calculation.value(backward, name));
    }

    private static Block.Grid matrix(String name, Tensor values) {
        Tensor rows = values.shape().rank() == 1 ? Planes.shaped(values, 1, values.values().length) : values;
        return Block.Grid.of(name, rows).decimals(4);
    }

    private static String four(float value) {
        return fixed(value, 4);
    }

    /// The network with the numbers of both ways.
    Diagram diagram() {
        List<Diagram.Box> boxes = new ArrayList<>();
        List<Diagram.Arrow> arrows = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            boxes.add(box("x", i, Colours.GREEN));
        }
        for (int i = 0; i < 2; i++) {
            boxes.add(box("z", i, Colours.BLUE, "a" + (i + 1) + " = " + four(forward("a", i)),
                    "∂E/∂a" + (i + 1) + " = " + four(backward("a", i))));
        }
        for (int i = 0; i < 2; i++) {
            boxes.add(box("u", i, Colours.PURPLE, "p" + (i + 1) + " = " + four(forward("p", i))));
        }
        boxes.add(Diagram.Box.of("E", "E", "−log p1 = " + four(forward("E", 0))).colour(Colours.VERMILION));
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                arrows.add(Diagram.Arrow.of("x" + i, "z" + j));
                arrows.add(Diagram.Arrow.of("z" + i, "u" + j));
            }
            arrows.add(Diagram.Arrow.of("u" + i, "E"));
        }
        return Diagram.of(boxes, arrows);
    }

    private Diagram.Box box(String name, int index, int colour, String... more) {
        String symbol = name + (index + 1);
        List<String> lines = new ArrayList<>();
        lines.add(symbol + " = " + four(forward(name, index)));
        lines.addAll(List.of(more));
        lines.add("∂E/∂" + symbol + " = " + four(backward(name, index)));
        String title = switch (name) {
            case "x" -> "input " + (index + 1);
            case "z" -> "hidden " + (index + 1);
            default -> "class " + (index + 1);
        };
        return Diagram.Box.of(name + index, title, lines.toArray(String[]::new)).colour(colour);
    }
}
