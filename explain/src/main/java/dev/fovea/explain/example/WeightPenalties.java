package dev.fovea.explain.example;

import static dev.fovea.drawing.Numerals.fixed;

import dev.fovea.backend.Backend;
import dev.fovea.data.Dataset;
import dev.fovea.drawing.Axis;
import dev.fovea.drawing.Chart;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Matrix;
import dev.fovea.drawing.Panel;
import dev.fovea.graph.Differentiation;
import dev.fovea.metric.Score;
import dev.fovea.model.Model;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Penalised;
import dev.fovea.nn.Sequential;
import dev.fovea.op.Node;
import dev.fovea.op.Penalty;
import dev.fovea.optim.Adam;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Fit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// What penalties on the weights do to them: one small network, trained on the built-in digits without a penalty, with
/// L1 and with L2.
///
/// @param epochs of each training
/// @param trainedOn how many digits each was trained on
/// @param sums the penalties of three weights, by the engine
public record WeightPenalties(int epochs, int trainedOn, Sums sums, List<Net> nets) implements Example {
    private static final int EPOCHS = 40;
    private static final float L1 = 3e-4f;
    private static final float L2 = 1e-3f;

    /// A weight of less than this size counts as gone.
    private static final float SMALL = .01f;

    /// A pixel that is darker than this on average says next to nothing.
    private static final double DARK = .015;

    /// Of the histogram: from −END to END, in steps of STEP.
    private static final float END = .8f;
    private static final float STEP = .04f;
    private static final int BINS = 40;

    /// The height of a drawn weight.
    private static final double CELL = 5;

    public WeightPenalties {
        nets = List.copyOf(nets);
    }

    /// The penalties of a few weights.
    ///
    /// @param l1 the sum of their sizes
    /// @param slopes1 of it by each weight
    /// @param l2 half of the sum of their squares
    /// @param slopes2 of it by each weight
    public record Sums(Tensor weights, float l1, Tensor slopes1, float l2, Tensor slopes2) {}

    /// A trained network.
    ///
    /// @param weights those of the first layer, pixels × neurons
    /// @param count of all weights
    /// @param small how many of them are smaller than .01 in size
    /// @param dark how many of those belong to pixels that are dark in nearly every digit
    /// @param mean of the sizes of all
    /// @param greatest of the sizes
    /// @param histogram how many lie in each of 40 bins from −.8 to .8; the ends hold what lies outside
    public record Net(
            String name, Tensor weights, int count, int small, int dark, double mean, double greatest,
            List<Integer> histogram, Score train, Score heldOut) {
        public Net {
            histogram = List.copyOf(histogram);
        }

        /// The share of the weights that are nearly 0.
        public double share() {
            return (double) small / count;
        }
    }

    public static WeightPenalties of(Backend backend) {
        return of(backend, EPOCHS);
    }

    static WeightPenalties of(Backend backend, int epochs) {
        DigitsNetwork digits = new DigitsNetwork(backend);
        Layer layers = Sequential.of(Flatten.of(), Dense.of(64).relu(), Dense.of(10));
        Dataset train = digits.digits().train();
        return new WeightPenalties(
                epochs, train.size(), sums(backend),
                List.of(
                        net("none", layers, epochs, digits), net("L1", Penalised.l1(L1, layers), epochs, digits),
                        net("L2", Penalised.l2(L2, layers), epochs, digits)));
    }

    private static Sums sums(Backend backend) {
        Tensor weights = Tensor.of(Shape.of(3), .5f, -.1f, .01f);
        Calculation calculation = new Calculation(backend);
        Node w = calculation.parameter("w", weights);
        Node l1 = new Penalty(1, 0).on(w);
        Node l2 = new Penalty(0, 1).on(w);
        Map<String, Tensor> found = calculation.values(
                Map.of("l1", l1, "slopes1", slopes(l1, w), "l2", l2, "slopes2", slopes(l2, w)));
        return new Sums(
                weights, Calculation.value(found, "l1").values()[0], Calculation.value(found, "slopes1"),
                Calculation.value(found, "l2").values()[0], Calculation.value(found, "slopes2"));
    }

    private static Node slopes(Node penalty, Node weights) {
        return Objects.requireNonNull(Differentiation.of(penalty, List.of(weights)).byNode().get(weights));
    }

    private static Net net(String name, Layer layers, int epochs, DigitsNetwork digits) {
        Model model = digits.trained(layers, Fit.epochs(epochs).optimizer(Adam.of(1e-3)));
        Tensor first = model.read("dense.weights");
        int[] bins = new int[BINS];
        int count = 0;
        int small = 0;
        double sum = 0;
        double greatest = 0;
        for (String parameter : model.parameters().keySet()) {
            if (parameter.endsWith(".weights")) {
                for (float weight : model.read(parameter).values()) {
                    float size = Math.abs(weight);
                    count++;
                    small += size < SMALL ? 1 : 0;
                    sum += size;
                    greatest = Math.max(greatest, size);
                    bins[Math.clamp((int) Math.floor((weight + END) / STEP), 0, BINS - 1)]++;
                }
            }
        }
        return new Net(
                name, first, count, small, dark(first, digits.digits().train()), sum / count, greatest,
                Arrays.stream(bins).boxed().toList(), model.evaluate(digits.digits().train()).score(),
                model.evaluate(digits.digits().test()).score());
    }

    /// How many small weights of the first layer belong to pixels that are dark in nearly every digit.
    private static int dark(Tensor weights, Dataset digits) {
        int pixels = weights.shape().dim(0);
        double[] light = new double[pixels];
        float[] digit = new float[pixels];
        for (int i = 0; i < digits.size(); i++) {
            digits.read(i, digit, 0);
            for (int pixel = 0; pixel < pixels; pixel++) {
                light[pixel] += digit[pixel] / digits.size();
            }
        }
        int dark = 0;
        for (int i = 0; i < weights.values().length; i++) {
            boolean small = Math.abs(weights.values()[i]) < SMALL;
            dark += small && light[i / weights.shape().dim(1)] < DARK ? 1 : 0;
        }
        return dark;
    }

    @Override
    public String title() {
        return "Regularisation: what L1 and L2 do to the weights";
    }

    @Override
    public List<Block> page() {
        List<Block> page = new ArrayList<>();
        page.add(Block.text("A network with many weights can learn its examples by heart. A penalty makes weights"
                + " expensive: it is added to the loss, so training keeps only what lowers the loss by more than it"
                + " costs. L1 is λ times the sum of the weights' sizes, L2 is λ/2 times the sum of their squares. For"
                + " three weights and λ = 1:"));
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < sums.weights.values().length; i++) {
            float weight = sums.weights.values()[i];
            rows.add(List.of(
                    fixed(weight, 2), fixed(Math.abs(weight), 2), fixed(sums.slopes1.values()[i], 0),
                    fixed(weight * weight / 2, 5), fixed(sums.slopes2.values()[i], 2)));
        }
        rows.add(List.of("sum", fixed(sums.l1, 2), "", fixed(sums.l2, 5), ""));
        page.add(new Block.Table(
                List.of("weight w", "L1: |w|", "its slope", "L2: w²/2", "its slope"), rows, List.of()));
        page.add(Block.text("The slope is what pushes a weight towards 0. L1 pushes every weight alike, however small"
                + " it is, so small ones get to 0 and stay there. L2 pushes a large weight hard and a small one hardly"
                + " at all: large ones shrink, and few become 0."));
        page.add(new Block.Heading("One network, trained three times"));
        page.add(Block.text("64 pixels, 64 neurons with ReLU, 10 classes; " + count(trainedOn) + " of the"
                + " built-in digits, " + epochs + (epochs == 1 ? " epoch" : " epochs")
                + ", the same start and order each time. λ is " + fixed(L1, 4) + " for L1 and " + fixed(L2, 3)
                + " for L2. Of the " + count(nets.getFirst().count) + " weights:"));
        page.add(Block.picture("regularisation.svg"));
        page.add(new Block.Table(
                List.of("penalty", "below .01", "mean size", "largest", "trained on", "held out", "loss, held out"),
                nets.stream().map(net -> List.of(
                                net.name, percent(net.share()), fixed(net.mean, 3), fixed(net.greatest, 2),
                                percent(net.train.accuracy()), percent(net.heldOut.accuracy()),
                                fixed(net.heldOut.loss(), 3)))
                        .toList(),
                List.of()));
        page.add(Block.picture("regularisation-weights.svg"));
        Net none = nets.get(0);
        Net l1 = nets.get(1);
        Net l2 = nets.get(2);
        page.add(Block.text("The columns \"trained on\" and \"held out\" are the shares of digits that are right; the"
                + " held-out ones were written by people who wrote none of the others. Below .01 in size are "
                + percent(none.share()) + " of the weights without a penalty, " + percent(l1.share()) + " with L1 and "
                + percent(l2.share()) + " with L2. L1 chooses: what is at 0 could be left out. L2 spreads: all"
                + " weights shrink and share the work; of its " + count(l2.small) + " small ones " + count(l2.dark)
                + " belong to pixels that are dark in nearly every digit, so that hardly anything but the"
                + " penalty moves them."));
        page.add(Block.text("Of " + none.heldOut.count() + " held-out digits " + none.heldOut.correct()
                + " are right without a penalty, " + l1.heldOut.correct() + " with L1, " + l2.heldOut.correct()
                + " with L2. One seed and so few digits tell no difference of a few; the loss, in which certainty"
                + " counts too, is the finer measure. With a λ that is too great both get worse: it is chosen by"
                + " trying, on digits that are held out for that."));
        return page;
    }

    private static String count(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    @Override
    public Map<String, byte[]> pictures() {
        Chart.Series[] series = nets.stream().map(WeightPenalties::outline).toArray(Chart.Series[]::new);
        Figure chart = Chart.of(
                "How many weights have which size", Axis.of("weight, in steps of .04").range(-END, END),
                Axis.of("weights").logarithmic(), series);
        List<Figure> matrices = new ArrayList<>();
        for (Net net : nets) {
            Matrix matrix = Drawn.signed(net.weights, CELL).decimals(-1);
            matrices.add(matrix.titled(net.name.equals("none") ? "no penalty" : net.name));
        }
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        pictures.put("regularisation.svg", Drawn.bytes(chart, title()));
        pictures.put("regularisation-weights.svg", Drawn.bytes(
                Panel.column(
                        14, Panel.row(26, matrices.toArray(Figure[]::new)),
                        Drawn.note("A row for each pixel, a column for each neuron: orange above 0, blue below, white"
                                + " near 0. Rows of pixels at the edge, which are always dark, get no gradient: a"
                                + " penalty alone moves their weights.", 150)),
                "The weights of the first layer"));
        return pictures;
    }

    /// The bins as stairs.
    private static Chart.Series outline(Net net) {
        double[] xs = new double[2 * BINS];
        double[] ys = new double[2 * BINS];
        for (int i = 0; i < BINS; i++) {
            xs[2 * i] = -END + STEP * i;
            xs[2 * i + 1] = -END + STEP * (i + 1);
            // Nothing is not on a logarithmic axis: half of one is.
            ys[2 * i] = Math.max(.5, net.histogram.get(i));
            ys[2 * i + 1] = ys[2 * i];
        }
        return Chart.Series.line(net.name.equals("none") ? "no penalty" : net.name, xs, ys);
    }
}
