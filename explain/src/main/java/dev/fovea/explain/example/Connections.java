package dev.fovea.explain.example;

import dev.fovea.backend.Backend;
import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Ink;
import dev.fovea.drawing.Lettering;
import dev.fovea.drawing.Panel;
import dev.fovea.drawing.Svg;
import dev.fovea.graph.Differentiation;
import dev.fovea.op.Concatenate;
import dev.fovea.op.Constant;
import dev.fovea.op.Convolution;
import dev.fovea.op.MatMul;
import dev.fovea.op.Node;
import dev.fovea.op.Padding;
import dev.fovea.op.Reshaping;
import dev.fovea.op.Slice;
import dev.fovea.op.Sum;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Full, local and shared connections between the same neurons, as wires. The engine tells which weight lies on which
/// wire: weights are numbered, and the derivative of a neuron by an input is the number on the wire between them.
public record Connections(List<Kind> kinds) implements Example {
    static final int INPUTS = 8;
    static final int WINDOW = 3;
    static final int OUTPUTS = INPUTS - WINDOW + 1;

    public Connections {
        kinds = List.copyOf(kinds);
    }

    /// One way to connect.
    ///
    /// @param wires the number of the weight on each wire, outputs × inputs; 0 where there is none
    /// @param weights how many there are
    /// @param biases how many there are
    public record Kind(String name, String lesson, Tensor wires, int weights, int biases) {
        /// How many wires there are.
        public int count() {
            int count = 0;
            for (float wire : wires.values()) {
                count += wire == 0 ? 0 : 1;
            }
            return count;
        }

        public int parameters() {
            return weights + biases;
        }
    }

    public static Connections of(Backend backend) {
        return new Connections(List.of(full(backend), local(backend), shared(backend)));
    }

    private static Kind full(Backend backend) {
        Calculation calculation = new Calculation(backend);
        Tensor weights = Planes.counting(1, INPUTS, OUTPUTS);
        Node x = input(calculation);
        Node y = MatMul.plain().on(x, calculation.parameter("W", weights));
        return kind(
                "Full", "Each neuron sees every input, each over a weight of its own: a dense layer.", calculation, x,
                y, weights.values().length, OUTPUTS);
    }

    private static Kind local(Backend backend) {
        Calculation calculation = new Calculation(backend);
        Node x = input(calculation);
        List<Node> neurons = new ArrayList<>();
        for (int j = 0; j < OUTPUTS; j++) {
            Node w = calculation.parameter("w" + j, Planes.counting(1 + WINDOW * j, WINDOW, 1));
            neurons.add(MatMul.plain().on(new Slice(1, j, j + WINDOW).on(x), w));
        }
        return kind(
                "Local", "Each neuron sees only " + WINDOW + " inputs side by side, its receptive field.", calculation,
                x, new Concatenate(1).on(neurons.toArray(Node[]::new)), WINDOW * OUTPUTS, OUTPUTS);
    }

    private static Kind shared(Backend backend) {
        Calculation calculation = new Calculation(backend);
        Node x = input(calculation);
        Node row = new Reshaping(Shape.batch(1, INPUTS, 1)).on(x);
        Node kernel = calculation.parameter("kernel", Planes.shaped(Planes.counting(1, 1, WINDOW), 1, WINDOW, 1, 1));
        Node y = Convolution.of(1, Padding.VALID).on(row, kernel);
        return kind(
                "Shared", "All neurons use the same " + WINDOW + " weights and one bias: a convolution.", calculation,
                x, new Reshaping(Shape.batch(OUTPUTS)).on(y), WINDOW, 1);
    }

    private static Node input(Calculation calculation) {
        return calculation.input("x", Tensor.zeros(Shape.of(INPUTS)));
    }

    private static Kind kind(
            String name, String lesson, Calculation calculation, Node x, Node y, int weights, int biases) {
        float[] wires = new float[OUTPUTS * INPUTS];
        for (int j = 0; j < OUTPUTS; j++) {
            float[] one = new float[OUTPUTS];
            one[j] = 1;
            Node neuron = Sum.over(0, 1).on(y.times(Constant.of(Tensor.of(Shape.of(OUTPUTS), one))));
            Node slope = Objects.requireNonNull(Differentiation.of(neuron, List.of(x)).byNode().get(x));
            System.arraycopy(calculation.value(slope).values(), 0, wires, j * INPUTS, INPUTS);
        }
        return new Kind(name, lesson, Tensor.of(Shape.of(OUTPUTS, INPUTS), wires), weights, biases);
    }

    @Override
    public String title() {
        return "Connections: full, local, shared";
    }

    @Override
    public List<Block> page() {
        List<Block> page = new ArrayList<>();
        page.add(Block.text(INPUTS + " inputs in a row, " + OUTPUTS + " neurons above them. A wire carries an input to"
                + " a neuron and multiplies it by the weight on the wire. Below, each row is a neuron, each column an"
                + " input; the number says which weight lies on the wire between them, 0 that there is no wire."));
        page.add(Block.picture("connections.svg"));
        for (Kind kind : kinds) {
            page.add(new Block.Heading(kind.name + ": " + kind.weights + " weights and "
                    + (kind.biases == 1 ? "1 bias" : kind.biases + " biases")));
            page.add(Block.text(kind.lesson));
            page.add(Block.row(Block.Grid.of("weights on the wires", kind.wires)));
        }
        page.add(Block.text("Local wires fit pictures, because what belongs together lies together. Shared weights fit"
                + " them, because a feature looks the same wherever it is: the kernel that finds it in one place finds"
                + " it in all. These few numbers learn from every place of every picture."));
        page.add(new Block.Table(
                List.of("", "wires", "weights", "biases", "to learn"),
                kinds.stream()
                        .map(kind -> List.of(
                                kind.name, number(kind.count()), number(kind.weights), number(kind.biases),
                                number(kind.parameters())))
                        .toList(), List.of()));
        page.add(Block.text("On a picture of 1000 × 1000 pixels with a million neurons, as show parameters counts:"));
        List<ParameterCounts.Row> rows = ParameterCounts.count().rows();
        page.add(new Block.Table(
                List.of("", "weights"),
                List.of(
                        List.of("full", number(rows.get(3).parameters())),
                        List.of("local, 10 × 10 pixels each", number(rows.get(4).parameters())),
                        List.of("shared, one kernel of 10 × 10", number(rows.get(5).parameters()))), List.of()));
        return page;
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    @Override
    public Map<String, byte[]> pictures() {
        List<Figure> figures = kinds.stream()
                .map(kind -> new Wires(kind).titled(
                        kind.name + ": " + kind.parameters() + " to learn",
                        kind.count() + " wires, " + kind.weights + " weights, "
                                + (kind.biases == 1 ? "1 bias" : kind.biases + " biases")))
                .toList();
        Figure all = Panel.column(
                16, Panel.row(50, figures.toArray(Figure[]::new)),
                Drawn.note("Wires of one colour and width carry the same weight: the shared layer has three, the others"
                        + " as many as they have wires.", 110));
        return Map.of("connections.svg", Drawn.bytes(all, title()));
    }

    /// Neurons above inputs, and the wires between them.
    private record Wires(Kind kind) implements Figure {
        private static final double STEP = 40;
        private static final double RADIUS = 12;
        private static final double RISE = 190;

        @Override
        public double width() {
            return STEP * (INPUTS - 1) + 2 * RADIUS;
        }

        @Override
        public double height() {
            return RISE + 2 * RADIUS;
        }

        private double input(int i) {
            return RADIUS + STEP * i;
        }

        private double output(int j) {
            return RADIUS + STEP * (j + (INPUTS - OUTPUTS) / 2.0);
        }

        @Override
        public void draw(Svg svg, double x, double y) {
            boolean shared = kind.weights == WINDOW;
            for (int j = 0; j < OUTPUTS; j++) {
                for (int i = 0; i < INPUTS; i++) {
                    int weight = (int) kind.wires.at(j, i);
                    if (weight > 0) {
                        int colour = shared
                                ? Colours.series(weight - 1)
                                : Colours.mix(Colours.SKY, Colours.INK, (double) weight / kind.weights);
                        svg.line(
                                x + input(i), y + RISE + RADIUS, x + output(j), y + RADIUS,
                                Ink.line(colour, shared ? 2.5 : 1.2));
                    }
                }
            }
            for (int i = 0; i < INPUTS; i++) {
                neuron(svg, x + input(i), y + RISE + RADIUS, "x" + (i + 1), Colours.GREEN);
            }
            for (int j = 0; j < OUTPUTS; j++) {
                neuron(svg, x + output(j), y + RADIUS, "y" + (j + 1), Colours.BLUE);
            }
        }

        private static void neuron(Svg svg, double x, double y, String name, int colour) {
            svg.circle(x, y, RADIUS, Ink.fill(Colours.mix(Colours.WHITE, colour, .15)).border(colour, 1.5));
            svg.text(x, y + 4, name, Lettering.of(11).middle());
        }
    }
}
