package dev.fovea.explain.example;

import dev.fovea.drawing.Bars;
import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Panel;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Network;
import dev.fovea.nn.Sequential;
import dev.fovea.op.Convolution;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Why images are not given to fully connected layers: what each layer has to learn, counted by the layers themselves.
public record ParameterCounts(List<Row> rows) implements Example {
    /// One layer on one image.
    ///
    /// @param what in words
    /// @param input height × width × channels
    /// @param layer the call that builds it
    /// @param sum how the number comes about
    /// @param parameters weights and biases; of a layer without shared weights, its connections
    public record Row(String what, Shape input, String layer, String sum, long parameters) {}

    public ParameterCounts {
        rows = List.copyOf(rows);
    }

    public static ParameterCounts count() {
        Shape digit = Shape.of(28, 28, 1);
        Shape large = Shape.of(1000, 1000, 1);
        Shape maps = Shape.of(24, 24, 3);
        return new ParameterCounts(List.of(
                dense("one neuron, 28 × 28 in colour", Shape.of(28, 28, 3), 1),
                dense("one neuron, 200 × 200 in colour", Shape.of(200, 200, 3), 1),
                dense("15 neurons, a grey digit", digit, 15),
                dense("million pixels, million neurons", large, 1_000_000),
                local("each neuron sees 10 × 10 pixels", large, 10),
                shared("and all share one kernel", large, Conv2D.of(1, 10).same().withoutBias()),
                shared("three kernels 5 × 5", digit, Conv2D.of(3, 5)),
                shared("LeNet-5, first layer", Shape.of(32, 32, 1), Conv2D.of(6, 5)),
                shared("one kernel 2 × 2", Shape.of(3, 3, 1), Conv2D.of(1, 2)),
                shared("five kernels 2 × 2", Shape.of(3, 3, 1), Conv2D.of(5, 2)),
                normal("batch norm, per neuron", maps, BatchNorm.of().perNeuron()),
                normal("batch norm, per map", maps, BatchNorm.of())));
    }

    /// The tensors that a layer learns, by name.
    private static Map<String, Shape> learned(Shape input, Layer layer) {
        return new Network(input, layer).parameters().shapes();
    }

    private static long total(Map<String, Shape> shapes) {
        return shapes.values().stream().mapToLong(Shape::size).sum();
    }

    /// Every neuron has its own weights: as many as one alone. All of a million times a million would be no tensor.
    private static Row dense(String what, Shape input, int units) {
        Layer layer = Dense.of(units).withoutBias();
        long count = units * total(learned(input, Sequential.of(Flatten.of(), Dense.of(1).withoutBias())));
        return new Row(
                what, input, layer.toString(), factors(input) + (units == 1 ? "" : " · " + number(units)), count);
    }

    /// Every output pixel has its own weights: as many as the multiply-adds of a convolution.
    private static Row local(String what, Shape input, int size) {
        Shape filters = Shape.of(size, size, 1, 1);
        long connections = Convolution.of(1, Padding.SAME)
                .multiplyAdds(List.of(input.batched(), filters), input.batched());
        return new Row(
                what, input, "locally connected", number(input.size()) + " · " + size + " · " + size, connections);
    }

    private static Row shared(String what, Shape input, Conv2D layer) {
        Map<String, Shape> shapes = learned(input, layer);
        long biases = shapes.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("bias"))
                .mapToLong(entry -> entry.getValue().size())
                .sum();
        long weights = total(shapes) - biases;
        String sum = layer.height() + " · " + layer.width() + (layer.filters() == 1 ? "" : " · " + layer.filters());
        String text = biases == 0
                ? sum
                : layer.filters() == 1
                        ? weights + " + " + biases
                        : "(" + weights / layer.filters() + " + 1) · " + layer.filters() + " = " + weights + " + "
                                + biases;
        return new Row(what, input, layer.toString(), text, total(shapes));
    }

    private static Row normal(String what, Shape input, BatchNorm layer) {
        String sum = "2 · " + (layer.eachNeuron() ? factors(input) : Integer.toString(input.dim(2)));
        return new Row(what, input, layer.toString(), sum, total(learned(input, layer)));
    }

    private static String factors(Shape input) {
        List<Integer> dims = new ArrayList<>();
        for (int dim : input.dims()) {
            if (dim != 1) {
                dims.add(dim);
            }
        }
        return dims.stream().map(ParameterCounts::number).collect(Collectors.joining(" · "));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    @Override
    public String title() {
        return "Why not fully connected?";
    }

    @Override
    public List<Block> page() {
        List<List<String>> table = rows.stream()
                .map(row -> List.of(row.what, row.sum, number(row.parameters)))
                .toList();
        return List.of(
                Block.text("What a network learns, its weights and biases, are its parameters. A fully connected"
                        + " neuron has a weight for every pixel. Of pictures of ordinary size that is"
                        + " too much to store, to compute and to learn: so many weights learn the examples by heart."
                        + " But pixels that lie far apart have little to do with each other, and what is a corner here"
                        + " is a corner there: a neuron need only see a small window, and all places can share one"
                        + " kernel."),
                Block.picture("parameters.svg"),
                new Block.Table(List.of("layer", "sum", "to learn"), table, List.of(1)),
                Block.text("The number of a shared kernel's weights does not depend on the size of the image. LeNet-5"
                        + " is a network of 1998 that reads digits. Batch norm (see fovea show normalisation) learns a"
                        + " scale and a shift: for each neuron of the maps, or as is usual for each map."
                        + " Its maps here are those that three kernels of 5 × 5 make of a digit of 28 × 28: the kernel"
                        + " fits at 28 − 5 + 1 = 24 places a row, so 24 × 24 × 3."));
    }

    @Override
    public Map<String, byte[]> pictures() {
        List<Bars.Bar> bars = new ArrayList<>();
        for (Row row : rows) {
            boolean alone = row.layer.startsWith("Dense");
            int colour = alone ? Colours.VERMILION : row.layer.startsWith("local") || row.layer.contains("perNeuron")
                    ? Colours.ORANGE : Colours.BLUE;
            bars.add(new Bars.Bar(row.what, row.parameters, number(row.parameters), colour));
        }
        Figure chart = Panel.column(
                12, Bars.of(bars).logarithmic(),
                Drawn.note("Weights to learn; equal lengths are equal factors. Orange and yellow: every neuron has its"
                        + " own weights; blue: weights are shared by all places.", 110));
        return Map.of("parameters.svg", Drawn.bytes(chart, title()));
    }
}
