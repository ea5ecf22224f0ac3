package dev.fovea.explain.example;

import static dev.fovea.drawing.Numerals.fixed;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Frame;
import dev.fovea.backend.Layout;
import dev.fovea.backend.Store;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Matrix;
import dev.fovea.drawing.Panel;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Network;
import dev.fovea.op.DropoutMask;
import dev.fovea.op.Node;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/// Dropout: what is switched off in training, why what stays is scaled up, and that prediction uses everything.
///
/// @param rate the share that is dropped
/// @param values what ten neurons give
/// @param masked what is passed on in the first steps of a training
/// @param means the mean of what is passed on, over more and more steps
/// @param prediction what is passed on in a prediction
public record DropoutMasks(float rate, Tensor values, List<Tensor> masked, List<Mean> means, Tensor prediction)
        implements Example {
    private static final float RATE = .5f;
    private static final int DRAWN = 30;

    /// So many of those that are drawn are printed.
    private static final int PRINTED = 3;
    private static final int NEURONS = 10;
    private static final List<Integer> COUNTS = List.of(10, 100, 1_000, 10_000);

    /// The mean of what each neuron passes on.
    ///
    /// @param steps over how many steps
    /// @param dropped the share of all values that were dropped in them
    public record Mean(int steps, Tensor values, double dropped) {}

    public DropoutMasks {
        masked = List.copyOf(masked);
        means = List.copyOf(means);
    }

    public static DropoutMasks of(Backend backend) {
        Tensor values = Tensor.of(Shape.of(NEURONS), 2, 4, 1, 3, 5, 2, 1, 4, 3, 5);
        Calculation calculation = new Calculation(backend);
        Node y = new DropoutMask(RATE, 0).on(calculation.parameter("x", values));
        Calculation.Run run = calculation.compile(Map.of("y", y));
        Seed seed = Seed.of(1);
        List<Tensor> masked = new ArrayList<>();
        List<Mean> means = new ArrayList<>();
        double[] sums = new double[NEURONS];
        long dropped = 0;
        int last = COUNTS.getLast();
        for (int step = 1; step <= last; step++) {
            Tensor passed = Calculation.value(run.values(seed.bits(step)), "y");
            for (int i = 0; i < NEURONS; i++) {
                sums[i] += passed.values()[i];
                dropped += passed.values()[i] == 0 ? 1 : 0;
            }
            if (step <= DRAWN) {
                masked.add(passed);
            }
            if (COUNTS.contains(step)) {
                means.add(new Mean(step, mean(sums, step), (double) dropped / step / NEURONS));
            }
        }
        return new DropoutMasks(RATE, values, masked, means, predicted(values, backend));
    }

    private static Tensor mean(double[] sums, int steps) {
        Tensor mean = Tensor.zeros(Shape.of(sums.length));
        for (int i = 0; i < sums.length; i++) {
            mean.values()[i] = (float) (sums[i] / steps);
        }
        return mean;
    }

    /// By a network that is a dropout layer and nothing else.
    private static Tensor predicted(Tensor values, Backend backend) {
        Network network = new Network(values.shape(), Dropout.of(RATE));
        Store nothing = new Store(Layout.of(Map.of()), Layout.of(Map.of()));
        Frame frame = backend.compile(network.inference(), nothing, 1).frame();
        frame.bind(Network.IMAGES, values.values(), 0);
        frame.run(1, 0);
        return new Tensor(values.shape(), frame.read(Network.OUTPUT).values());
    }

    /// Which neurons a step has left on.
    private static List<Boolean> on(Tensor passed) {
        return IntStream.range(0, NEURONS).mapToObj(i -> passed.values()[i] != 0).toList();
    }

    private List<Tensor> printed() {
        return masked.subList(0, PRINTED);
    }

    private double scale() {
        return 1 / (1 - (double) rate);
    }

    @Override
    public String title() {
        return "Dropout: a part of the neurons rests in each step of training";
    }

    @Override
    public List<Block> page() {
        List<Block> page = new ArrayList<>();
        page.add(Block.text("In each step of training, each neuron of a layer is switched off with a probability, the"
                + " rate; here " + fixed(rate, 1) + ". The next step draws anew. So no neuron can rely on a certain"
                + " other one being there, and what is learned is spread over many. It is as if many thinned networks"
                + " were trained together, which share their weights (Srivastava and others, 2014)."));
        page.add(Block.text("What stays is multiplied by 1 / (1 − rate), here " + fixed(scale(), 0) + ". Ten neurons,"
                + " and what the layer passes on in three steps; the seed is fixed, so the draws are the same each"
                + " time:"));
        page.add(Block.picture("dropout.svg"));
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("neurons", values, 0));
        for (int step = 1; step <= PRINTED; step++) {
            rows.add(row("step " + step, masked.get(step - 1), 0));
        }
        page.add(table(rows));
        page.add(new Block.Heading("Why it is scaled"));
        page.add(Block.text("Half of the values are missing, the other half is twice as large: on average, the next"
                + " layer gets what it would get without dropout. The mean over more and more steps:"));
        page.add(Block.picture("dropout-means.svg"));
        List<List<String>> averages = new ArrayList<>();
        means.forEach(mean -> averages.add(row(steps(mean), mean.values, 2)));
        averages.add(row("neurons", values, 2));
        page.add(table(averages));
        Mean last = means.getLast();
        page.add(Block.text("Of all values " + fixed(100 * last.dropped, 1) + " % were dropped. Without the scaling,"
                + " the means would be half as large, " + fixed(last.values.values()[0] / scale(), 2) + " instead of "
                + fixed(last.values.values()[0], 2) + " for the first neuron."));
        page.add(new Block.Heading("In prediction nothing is dropped"));
        page.add(table(List.of(row("prediction", prediction, 0))));
        page.add(Block.text("All neurons take part and nothing is scaled, because training did that already; the same"
                + " picture gets the same answer each time. The older way scaled down in prediction instead. Because"
                + " training runs with half of the network, its loss and accuracy look worse than those of the very"
                + " same weights in prediction."));
        return page;
    }

    private static String steps(Mean mean) {
        return String.format(Locale.ROOT, "%,d steps", mean.steps);
    }

    private static Block table(List<List<String>> rows) {
        List<String> header = new ArrayList<>(List.of(""));
        IntStream.rangeClosed(1, NEURONS).forEach(i -> header.add(Integer.toString(i)));
        return new Block.Table(header, rows, List.of());
    }

    private static List<String> row(String name, Tensor numbers, int decimals) {
        List<String> row = new ArrayList<>(List.of(name));
        for (float number : numbers.values()) {
            row.add(fixed(number, decimals));
        }
        return row;
    }

    @Override
    public Map<String, byte[]> pictures() {
        List<Figure> networks = new ArrayList<>();
        for (int step = 1; step <= PRINTED; step++) {
            networks.add(new ThinnedNetwork(on(masked.get(step - 1))).titled("training, step " + step));
        }
        networks.add(new ThinnedNetwork(on(prediction)).titled("prediction"));
        List<Tensor> lines = new ArrayList<>(List.of(values));
        lines.addAll(printed());
        means.forEach(mean -> lines.add(mean.values));
        lines.add(prediction);
        List<String> names = new ArrayList<>(List.of("neurons"));
        IntStream.rangeClosed(1, PRINTED).forEach(step -> names.add("step " + step));
        means.forEach(mean -> names.add("mean of " + steps(mean)));
        names.add("prediction");
        float[][] numbers = lines.stream().map(Tensor::values).toArray(float[][]::new);
        Matrix matrix = Drawn.signed(Planes.matrix(numbers), 30).decimals(2).names(
                names, IntStream.rangeClosed(1, NEURONS).mapToObj(Integer::toString).toList());
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        pictures.put("dropout.svg", Drawn.bytes(Panel.row(40, networks.toArray(Figure[]::new)), title()));
        pictures.put("dropout-means.svg", Drawn.bytes(matrix, "What is passed on, and its mean"));
        return pictures;
    }
}
