package dev.fovea.explain.example;

import static dev.fovea.drawing.Numerals.fixed;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Layout;
import dev.fovea.backend.Store;
import dev.fovea.data.source.Digits;
import dev.fovea.graph.Differentiation;
import dev.fovea.op.Constant;
import dev.fovea.op.Mean;
import dev.fovea.op.Node;
import dev.fovea.optim.Sgd;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Fit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Gradient descent on a linear regression, θ ← θ − α ∇J, at three learning rates.
///
/// @param xs of the data
/// @param ys of the data
/// @param first the first step at the right rate
/// @param bowl points (w, b) of equal loss, a list for each level
public record Descent(List<Float> xs, List<Float> ys, List<Run> runs, DescentStep first, List<Contour> bowl)
        implements Example {
    private static final int STEPS = 50;
    private static final List<Integer> SHOWN = List.of(0, 1, 2, 3, 5, 10, 20, 30, 40, 50);

    /// The line that the data lies on.
    private static final float SLOPE = 2;
    private static final float OFFSET = 1;
    private static final int DIRECTIONS = 180;

    /// How close to the least loss counts as arrived.
    private static final float ARRIVED = 1e-4f;

    public Descent {
        xs = List.copyOf(xs);
        ys = List.copyOf(ys);
        runs = List.copyOf(runs);
        bowl = List.copyOf(bowl);
    }

    /// A line of equal loss around the lowest place.
    public record Contour(float level, List<Float> weights, List<Float> biases) {
        public Contour {
            weights = List.copyOf(weights);
            biases = List.copyOf(biases);
        }
    }

    /// How a learning rate turned out.
    public enum Outcome {
        TOO_SMALL("too small: still on its way"),
        RIGHT("right: arrived"),
        DIVERGES("too large: diverges");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }
    }

    /// Where a descent stands after some steps.
    public record Point(int step, float weight, float bias, float loss) {}

    /// One descent.
    public record Run(float rate, List<Point> points, Outcome outcome) {
        public Run {
            points = List.copyOf(points);
        }
    }

    public static Descent of(Backend backend) {
        List<Float> xs = List.of(-1f, -.5f, 0f, .5f, 1f);
        List<Float> ys = xs.stream().map(x -> SLOPE * x + OFFSET).toList();
        List<Run> runs =
                List.of(run(xs, ys, .01f, backend), run(xs, ys, .5f, backend), run(xs, ys, 2.1f, backend));
        return new Descent(xs, ys, runs, first(xs, ys, runs.get(1), backend), bowl(xs, ys, backend));
    }

    /// The loss as a graph, with what it is computed of.
    private record Regression(Calculation calculation, Node w, Node b, Node line, Node error, Node loss) {
        static Regression of(List<Float> xs, List<Float> ys, Backend backend) {
            Calculation calculation = new Calculation(backend);
            Node w = calculation.parameter("weight", Tensor.of(Shape.SCALAR, 0));
            Node b = calculation.parameter("bias", Tensor.of(Shape.SCALAR, 0));
            Node line = Constant.of(vector(xs)).times(w).plus(b);
            Node error = line.minus(Constant.of(vector(ys)));
            return new Regression(calculation, w, b, line, error, Mean.over(0).on(error.times(error)).times(.5));
        }

        Map<String, Node> slopes() {
            Differentiation gradients = Differentiation.of(loss, List.of(w, b));
            return Map.of(
                    "dweight", Objects.requireNonNull(gradients.byNode().get(w)), "dbias",
                    Objects.requireNonNull(gradients.byNode().get(b)));
        }
    }

    private static DescentStep first(List<Float> xs, List<Float> ys, Run run, Backend backend) {
        Regression regression = Regression.of(xs, ys, backend);
        Map<String, Node> wanted = new LinkedHashMap<>(regression.slopes());
        wanted.put("line", regression.line);
        wanted.put("error", regression.error);
        wanted.put("product", regression.error.times(Constant.of(vector(xs))));
        Map<String, Tensor> values = regression.calculation.values(wanted);
        List<DescentStep.Point> points = new ArrayList<>();
        for (int i = 0; i < xs.size(); i++) {
            points.add(new DescentStep.Point(
                    xs.get(i), ys.get(i), Calculation.value(values, "line").values()[i],
                    Calculation.value(values, "error").values()[i], Calculation.value(values, "product").values()[i]));
        }
        Point before = run.points.get(0);
        Point after = run.points.get(1);
        return new DescentStep(
                run.rate, points, before.loss, Calculation.value(values, "dweight").values()[0],
                Calculation.value(values, "dbias").values()[0], before.weight, before.bias, after.weight, after.bias,
                after.loss);
    }

    /// J is a square function with 0 at the line's own w and b: in each direction it grows with the square of the
    /// distance, so that the loss one unit away tells how far each level is.
    private static List<Contour> bowl(List<Float> xs, List<Float> ys, Backend backend) {
        Regression regression = Regression.of(xs, ys, backend);
        Calculation.Run run = regression.calculation.compile(Map.of("loss", regression.loss));
        double[] reach = new double[DIRECTIONS + 1];
        for (int i = 0; i <= DIRECTIONS; i++) {
            double angle = 2 * Math.PI * i / DIRECTIONS;
            run.with("weight", Tensor.of(Shape.SCALAR, (float) (SLOPE + Math.cos(angle))));
            run.with("bias", Tensor.of(Shape.SCALAR, (float) (OFFSET + Math.sin(angle))));
            reach[i] = Math.sqrt(1 / Calculation.value(run.values(), "loss").values()[0]);
        }
        List<Contour> bowl = new ArrayList<>();
        for (float level : new float[] {.05f, .2f, .5f, 1, 2, 4}) {
            List<Float> weights = new ArrayList<>();
            List<Float> biases = new ArrayList<>();
            for (int i = 0; i <= DIRECTIONS; i++) {
                double angle = 2 * Math.PI * i / DIRECTIONS;
                double radius = Math.sqrt(level) * reach[i];
                weights.add((float) (SLOPE + radius * Math.cos(angle)));
                biases.add((float) (OFFSET + radius * Math.sin(angle)));
            }
            bowl.add(new Contour(level, weights, biases));
        }
        return bowl;
    }

    private static Run run(List<Float> xs, List<Float> ys, float rate, Backend backend) {
        Regression regression = Regression.of(xs, ys, backend);
        Map<String, Node> wanted = new LinkedHashMap<>(regression.slopes());
        wanted.put("loss", regression.loss);
        Calculation.Run compiled = regression.calculation.compile(wanted);
        Store store = compiled.store();
        Sgd rule = Sgd.of(rate);
        List<Point> points = new ArrayList<>();
        for (int step = 0; step <= STEPS; step++) {
            Map<String, Tensor> values = compiled.values();
            points.add(new Point(
                    step, store.read("weight").values()[0], store.read("bias").values()[0],
                    Calculation.value(values, "loss").values()[0]));
            float[] slopes = new float[store.parameters().length()];
            for (String name : List.of("weight", "bias")) {
                Layout.Place place = store.parameters().place(name);
                slopes[place.from()] = Calculation.value(values, "d" + name).values()[0];
            }
            rule.update(
                    step + 1, rate, rule.weightDecay(), store.parameterValues(), slopes, new float[0][], Layout.START,
                    slopes.length);
            store.changed();
        }
        return new Run(rate, points, outcome(points));
    }

    private static Outcome outcome(List<Point> points) {
        float first = points.getFirst().loss;
        float last = points.getLast().loss;
        return last > first ? Outcome.DIVERGES : last < ARRIVED * first ? Outcome.RIGHT : Outcome.TOO_SMALL;
    }

    private static Tensor vector(List<Float> numbers) {
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i);
        }
        return Tensor.of(Shape.of(values.length), values);
    }

    @Override
    public String title() {
        return "Gradient descent at three learning rates";
    }

    @Override
    public List<Block> page() {
        List<Block> page = new ArrayList<>();
        page.add(Block.text("Five points lie on the line y = 2x + 1. The smallest network there is, w·x + b, has to"
                + " find that out: it starts at w = 0, b = 0. e is its error at a point, and its loss is"
                + " J = mean(e²) / 2. Each step goes down the slope of J:"));
        page.add(Block.lines("θ ← θ − α ∇J,   θ = (w, b)"));
        page.add(Block.text("θ (theta) is all that is learned together. ∇J (nabla J) is the gradient of the loss: how"
                + " J grows with w and with b. α (alpha) is the learning rate: how long the step is."));
        first.addTo(page);
        page.add(new Block.Heading("Many steps, at three rates"));
        page.add(Block.picture("descent.svg"));
        List<List<String>> rows = new ArrayList<>();
        for (int step : SHOWN) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(step)));
            runs.forEach(run -> row.add(brief(run.points.get(step).loss)));
            rows.add(row);
        }
        List<String> header = new ArrayList<>(List.of("J at step"));
        runs.forEach(run -> header.add("α = " + rate(run)));
        page.add(new Block.Table(header, rows, List.of()));
        List<List<String>> ends = runs.stream()
                .map(run -> List.of(
                        "α = " + rate(run), brief(run.points.getLast().weight), brief(run.points.getLast().bias),
                        run.outcome.words))
                .toList();
        page.add(new Block.Table(List.of("after " + STEPS + " steps", "w", "b", ""), ends, List.of(3)));
        page.add(Block.picture("descent-lines.svg"));
        page.add(Block.text("Why does a large rate diverge? Along b the slope of J grows by 1 for each 1 that b is too"
                + " great: such a growth of the slope is called curvature. A step takes α times the slope from b, so"
                + " it multiplies the error of b by 1\u00A0−\u00A0α: above α\u00A0=\u00A02 that is more than 1 in"
                + " size, and the error grows with every step, first to one side, then to the other."));
        addBatches(page);
        return page;
    }

    private static void addBatches(List<Block> page) {
        int pictures = Digits.train().size();
        int batch = Fit.epochs(1).batch();
        int steps = Math.ceilDiv(pictures, batch);
        page.add(new Block.Heading("With thousands of pictures: batches, epochs, a seed"));
        page.add(Block.text("Here each step looks at all points. With thousands of pictures a step looks at a few of"
                + " them, drawn at random, a batch: its gradient is less exact, and much quicker to get. When all"
                + " pictures have been seen once, an epoch is over, and the next begins in a new order. The "
                + String.format(Locale.ROOT, "%,d", pictures) + " built-in digits that networks in the examples are"
                + " trained on make " + steps + " steps an epoch: " + (steps - 1) + " batches of " + batch
                + " and one of " + (pictures - (steps - 1) * batch) + ". How good a network is, is counted on other"
                + " digits, which are held out of the training."));
        page.add(Block.text("Weights start as random numbers, and the order of the pictures is random too. A computer"
                + " works such numbers out from one that it is given, the seed: with the same seed a training comes to"
                + " the same network, with another seed to one that is a little different."));
    }

    static String rate(Run run) {
        return run.rate < 1 ? fixed(run.rate, run.rate < .1f ? 2 : 1) : fixed(run.rate, 1);
    }

    static String brief(float value) {
        float size = Math.abs(value);
        if (size != 0 && size < 5e-5f || size >= 1e5f) {
            return String.format(Locale.ROOT, "%.2e", value).replace("-", "−");
        }
        return size < 1000 ? fixed(value, 4) : String.format(Locale.ROOT, "%,.4f", value).replace('-', '−');
    }

    @Override
    public Map<String, byte[]> pictures() {
        return DescentPictures.of(this);
    }
}
