package dev.fovea.explain.example;

import static dev.fovea.drawing.Numerals.fixed;

import dev.fovea.backend.Backend;
import dev.fovea.drawing.Axis;
import dev.fovea.drawing.Chart;
import dev.fovea.drawing.Panel;
import dev.fovea.graph.Differentiation;
import dev.fovea.op.LeakyRelu;
import dev.fovea.op.MatMul;
import dev.fovea.op.Node;
import dev.fovea.op.Operation;
import dev.fovea.op.Relu;
import dev.fovea.op.Sigmoid;
import dev.fovea.op.Sum;
import dev.fovea.op.Tanh;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// Activations, their slopes, and what is left of a gradient after ten layers of each.
///
/// @param xs where the curves are tabulated, ascending
public record ActivationCurves(List<Float> xs, List<Curve> curves) implements Example {
    /// How many layers a gradient passes.
    static final int LAYERS = 10;

    /// What leaky ReLU lets through below 0.
    private static final float SLOPE = .1f;

    /// The table's step is a whole number of these.
    private static final float STEP = .125f;
    private static final float END = 4;

    /// Every so many of the points are printed.
    private static final int PRINTED = 8;

    /// One activation.
    ///
    /// @param values at the points
    /// @param slopes the derivative at the points, by differentiation
    /// @param positive what ten layers of one neuron each leave when 1 comes in
    /// @param negative the same when −1 comes in
    public record Curve(
            String name, String formula, List<Float> values, List<Float> slopes, Chain positive, Chain negative) {
        public Curve {
            values = List.copyOf(values);
            slopes = List.copyOf(slopes);
        }
    }

    /// Ten layers of one neuron each, with weight 1 and bias 0.
    ///
    /// @param input what comes into the first layer
    /// @param outputs of the layers, the first first
    /// @param left the gradient of the last output by the input of each layer, the first layer first
    public record Chain(float input, List<Float> outputs, List<Float> left) {
        public Chain {
            outputs = List.copyOf(outputs);
            left = List.copyOf(left);
        }
    }

    public ActivationCurves {
        xs = List.copyOf(xs);
        curves = List.copyOf(curves);
    }

    public static ActivationCurves of(Backend backend) {
        List<Float> xs = new ArrayList<>();
        for (float x = -END; x <= END; x += STEP) {
            xs.add(x);
        }
        return new ActivationCurves(
                xs,
                List.of(
                        curve("sigmoid", "1 / (1 + e^(−x))", new Sigmoid(), xs, backend),
                        curve("tanh", "(e^x − e^(−x)) / (e^x + e^(−x))", new Tanh(), xs, backend),
                        curve("ReLU", "x above 0, else 0", new Relu(), xs, backend),
                        curve("leaky ReLU", "x above 0, else .1·x", new LeakyRelu(SLOPE), xs, backend)));
    }

    private static Curve curve(
            String name, String formula, Operation operation, List<Float> xs, Backend backend) {
        Tensor points = Tensor.zeros(Shape.of(xs.size()));
        for (int i = 0; i < xs.size(); i++) {
            points.values()[i] = xs.get(i);
        }
        Calculation calculation = new Calculation(backend);
        Node x = calculation.parameter("x", points);
        Node y = operation.on(x);
        Node slope = gradients(Sum.over(0).on(y), List.of(x)).getFirst();
        Map<String, Tensor> found = calculation.values(Map.of("y", y, "slope", slope));
        return new Curve(
                name, formula, list(Calculation.value(found, "y")), list(Calculation.value(found, "slope")),
                chain(1, operation, backend), chain(-1, operation, backend));
    }

    private static Chain chain(float input, Operation operation, Backend backend) {
        Calculation calculation = new Calculation(backend);
        Node y = calculation.parameter("x", Tensor.of(Shape.of(1, 1), input));
        List<Node> inputs = new ArrayList<>();
        Map<String, Node> wanted = new LinkedHashMap<>();
        for (int layer = 1; layer <= LAYERS; layer++) {
            inputs.add(y);
            Node weights = calculation.parameter("weights " + layer, Tensor.of(Shape.of(1, 1), 1));
            Node bias = calculation.parameter("bias " + layer, Tensor.zeros(Shape.of(1)));
            y = operation.on(MatMul.plain().on(y, weights).plus(bias));
            wanted.put("y" + layer, y);
        }
        List<Node> left = gradients(Sum.over(0, 1).on(y), inputs);
        for (int layer = 1; layer <= LAYERS; layer++) {
            wanted.put("left" + layer, left.get(layer - 1));
        }
        Map<String, Tensor> found = calculation.values(wanted);
        List<Float> outputs = new ArrayList<>();
        List<Float> gradients = new ArrayList<>();
        for (int layer = 1; layer <= LAYERS; layer++) {
            outputs.add(Calculation.value(found, "y" + layer).values()[0]);
            gradients.add(Calculation.value(found, "left" + layer).values()[0]);
        }
        return new Chain(input, outputs, gradients);
    }

    private static List<Node> gradients(Node loss, List<Node> by) {
        Differentiation differentiation = Differentiation.of(loss, by);
        return by.stream().map(node -> Objects.requireNonNull(differentiation.byNode().get(node))).toList();
    }

    private static List<Float> list(Tensor tensor) {
        List<Float> list = new ArrayList<>();
        for (float value : tensor.values()) {
            list.add(value);
        }
        return list;
    }

    @Override
    public String title() {
        return "Activations: the curves, their slopes, and why ReLU";
    }

    @Override
    public List<Block> page() {
        List<Block> page = new ArrayList<>();
        page.add(Block.text("Without a curve between them, two layers are no more than one: a sum of sums is a sum. So"
                + " each neuron's sum goes through an activation (see fovea show neuron). Four usual ones:"));
        page.add(new Block.Table(
                List.of("activation", "f(x)", "f goes from", "slope goes from"),
                curves.stream().map(curve -> List.of(
                                curve.name, curve.formula, ends(curve.values), ends(curve.slopes)))
                        .toList(),
                List.of(1, 2, 3)));
        page.add(Block.text("The ends are those between x = " + fixed(-END, 0) + " and x = " + fixed(END, 0)
                + ". Leaky ReLU usually lets through .01 of what is below 0; .1 can be seen in a picture."));
        page.add(Block.picture("activation.svg"));
        page.add(new Block.Heading("The values"));
        page.add(table(false));
        page.add(new Block.Heading("The slopes"));
        page.add(Block.text("The slope of a curve at x, its derivative, is how much f changes for a small change of"
                + " x. Training needs it. There a number says how wrong the network is, the loss, and each neuron is"
                + " told how the loss changes with what the neuron gives: a gradient. It comes from the end of the"
                + " network, and each neuron on its way multiplies it by the slope at the place where the neuron stands"
                + " (see fovea show graph and fovea show backprop):"));
        page.add(table(true));
        page.add(Block.text("Sigmoid's slope is nowhere more than .25, and both it and tanh are flat at their ends."
                + " ReLU's slope is 1 wherever the neuron is on. At x = 0 it has a corner; the engine takes 0 there."));
        page.add(new Block.Heading("What is left of a gradient after ten layers"));
        page.add(Block.text("Ten layers of one neuron each, with weight 1 and bias 0; 1 comes in. From the end, where"
                + " the gradient is 1, each layer multiplies it by its slope. What has arrived at the input of each"
                + " layer, by the engine's own differentiation (e−04 stands for ten-thousandths, e−07 for"
                + " ten-millionths):"));
        page.add(Block.picture("activation-ten-layers.svg"));
        List<List<String>> rows = new ArrayList<>();
        for (int layer = LAYERS; layer >= 1; layer--) {
            List<String> row = new ArrayList<>(List.of("layer " + layer));
            for (Curve curve : curves) {
                row.add(small(curve.positive.left.get(layer - 1)));
            }
            rows.add(row);
        }
        rows.add(chainRow("layer 1, −1 came in", Curve::negative));
        page.add(new Block.Table(header("gradient at"), rows, List.of()));
        page.add(Block.text("Behind ten sigmoids the first layer is told almost nothing, so it hardly learns: the"
                + " gradient vanishes. Tanh is better, and still loses at every layer. ReLU loses nothing where it is"
                + " on. That is why ReLU made deep networks trainable; and it needs no power of e. Its price is in"
                + " the last row: where it is off, nothing comes back at all, and a neuron that is off for every"
                + " picture stays so. Leaky ReLU leaves a little; but .1, ten times, is little too. Real networks have"
                + " many neurons in a layer, of which some are on (see fovea show vanishing)."));
        return page;
    }

    private static String ends(List<Float> values) {
        float least = values.stream().min(Float::compare).orElseThrow();
        float greatest = values.stream().max(Float::compare).orElseThrow();
        return fixed(least, 2) + " to " + fixed(greatest, 2);
    }

    private List<String> header(String first) {
        List<String> header = new ArrayList<>(List.of(first));
        curves.forEach(curve -> header.add(curve.name));
        return header;
    }

    private Block table(boolean slopes) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < xs.size(); i += PRINTED) {
            List<String> row = new ArrayList<>(List.of(fixed(xs.get(i), 0)));
            for (Curve curve : curves) {
                row.add(fixed((slopes ? curve.slopes : curve.values).get(i), 3));
            }
            rows.add(row);
        }
        return new Block.Table(header("x"), rows, List.of());
    }

    private List<String> chainRow(String name, Function<Curve, Chain> chain) {
        List<String> row = new ArrayList<>(List.of(name));
        curves.forEach(curve -> row.add(small(chain.apply(curve).left.getFirst())));
        return row;
    }

    /// Four decimals, or a power of ten where they would be zeros.
    private static String small(float value) {
        return value != 0 && Math.abs(value) < 5e-4
                ? String.format(Locale.ROOT, "%.1e", value).replace("-", "−")
                : fixed(value, 4);
    }

    @Override
    public Map<String, byte[]> pictures() {
        double[] x = xs.stream().mapToDouble(Float::doubleValue).toArray();
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        pictures.put("activation.svg", Drawn.bytes(
                Panel.column(
                        20, chart("The curves", "f(x)", x, false), chart("Their slopes", "derivative f′(x)", x, true)),
                title()));
        pictures.put("activation-ten-layers.svg", Drawn.bytes(tenLayers(), "What is left of a gradient"));
        return pictures;
    }

    private Chart chart(String title, String y, double[] x, boolean slopes) {
        Chart.Series[] series = curves.stream()
                .map(curve -> Chart.Series.line(curve.name, x, numbers(slopes ? curve.slopes : curve.values)))
                .toArray(Chart.Series[]::new);
        Axis up = slopes ? Axis.of(y).range(-.05, 1.1) : Axis.of(y).range(-1.25, 2.5);
        return Chart.of(title, Axis.of("x"), up, series);
    }

    /// From the last layer, where the gradient comes in, to the first.
    private Chart tenLayers() {
        Chart.Series[] series = curves.stream()
                .map(curve -> {
                    double[] left = numbers(curve.positive.left.reversed());
                    double[] passed = new double[LAYERS];
                    for (int i = 0; i < LAYERS; i++) {
                        passed[i] = i + 1;
                    }
                    Chart.Style style = curve.name.equals("ReLU") ? Chart.Style.DASHED : Chart.Style.LINE_AND_POINTS;
                    return Chart.Series.line(curve.name, passed, left).style(style);
                })
                .toArray(Chart.Series[]::new);
        return Chart.of(
                "1 came in; ReLU and leaky ReLU lie on one line", Axis.of("layers passed, from the end"),
                Axis.of("gradient").logarithmic(), series);
    }

    private static double[] numbers(List<Float> values) {
        return values.stream().mapToDouble(Float::doubleValue).toArray();
    }
}
