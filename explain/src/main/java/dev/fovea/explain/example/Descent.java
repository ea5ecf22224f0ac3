package dev.fovea.explain.example;

import static dev.fovea.drawing.Numerals.fixed;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Layout;
import dev.fovea.backend.Store;
import dev.fovea.drawing.Axis;
import dev.fovea.drawing.Chart;
import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Lettering;
import dev.fovea.drawing.Panel;
import dev.fovea.drawing.Words;
import dev.fovea.graph.Differentiation;
import dev.fovea.op.Constant;
import dev.fovea.op.Mean;
import dev.fovea.op.Node;
import dev.fovea.optim.Sgd;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
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
public record Descent(List<Float> xs, List<Float> ys, List<Run> runs) implements Example {
    private static final int STEPS = 50;
    private static final List<Integer> SHOWN = List.of(0, 1, 2, 3, 5, 10, 20, 30, 40, 50);

    /// Where the picture of (w, b) ends.
    private static final double LOWEST = -2.5;
    private static final double HIGHEST = 4.5;

    /// How close to the least loss counts as arrived.
    private static final float ARRIVED = 1e-4f;

    public Descent {
        xs = List.copyOf(xs);
        ys = List.copyOf(ys);
        runs = List.copyOf(runs);
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
        List<Float> ys = xs.stream().map(x -> 2 * x + 1).toList();
        return new Descent(
                xs, ys, List.of(run(xs, ys, .01f, backend), run(xs, ys, .5f, backend), run(xs, ys, 2.1f, backend)));
    }

    private static Run run(List<Float> xs, List<Float> ys, float rate, Backend backend) {
        Calculation calculation = new Calculation(backend);
        Node w = calculation.parameter("weight", Tensor.of(Shape.SCALAR, 0));
        Node b = calculation.parameter("bias", Tensor.of(Shape.SCALAR, 0));
        Node error = Constant.of(vector(xs)).times(w).plus(b).minus(Constant.of(vector(ys)));
        Node loss = Mean.over(0).on(error.times(error)).times(.5);
        Differentiation gradients = Differentiation.of(loss, List.of(w, b));
        Map<String, Node> wanted = new LinkedHashMap<>();
        wanted.put("loss", loss);
        wanted.put("dweight", Objects.requireNonNull(gradients.byNode().get(w)));
        wanted.put("dbias", Objects.requireNonNull(gradients.byNode().get(b)));
        Calculation.Run compiled = calculation.compile(wanted);
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
        page.add(Block.text("Five points of the line y = 2x + 1. A line w·x + b starts at w = 0, b = 0; its loss is"
                + " J = mean(e²) / 2, e the error at each point. Each step goes down the slope:"));
        page.add(Block.lines("θ ← θ − α ∇J,   θ = (w, b)"));
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
        page.add(Block.text("The curvature of J along b is 1, so each step multiplies the error of b by"
                + " 1\u00A0−\u00A0α: above α\u00A0=\u00A02 that is more than 1 in size, and the error grows with every"
                + " step, first to one side, then to the other."));
        return page;
    }

    private static String rate(Run run) {
        return run.rate < 1 ? fixed(run.rate, run.rate < .1f ? 2 : 1) : fixed(run.rate, 1);
    }

    private static String brief(float value) {
        float size = Math.abs(value);
        if (size != 0 && size < 5e-5f || size >= 1e5f) {
            return String.format(Locale.ROOT, "%.2e", value).replace("-", "−");
        }
        return size < 1000 ? fixed(value, 4) : String.format(Locale.ROOT, "%,.4f", value).replace('-', '−');
    }

    @Override
    public Map<String, byte[]> pictures() {
        Chart.Series[] losses = runs.stream().map(run -> series(run, true)).toArray(Chart.Series[]::new);
        Figure curves = Chart.of(
                "The loss of each step", Axis.of("step"), Axis.of("loss J").logarithmic(), losses);
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        pictures.put("descent.svg", Drawn.bytes(Panel.grid(2, 30, List.of(curves, path())), title()));
        pictures.put("descent-lines.svg", Drawn.bytes(lines(runs.get(1)), "The line at α = " + rate(runs.get(1))));
        return pictures;
    }

    private static Chart.Series series(Run run, boolean loss) {
        double[] xs = run.points.stream().mapToDouble(point -> loss ? point.step : point.weight).toArray();
        double[] ys = run.points.stream().mapToDouble(point -> loss
                ? Math.max(1e-14, point.loss)
                : point.bias).toArray();
        return Chart.Series.line("α = " + rate(run), xs, ys)
                .style(loss || run.outcome == Outcome.TOO_SMALL ? Chart.Style.LINE : Chart.Style.LINE_AND_POINTS);
    }

    /// Where (w, b) goes; what leaves the frame is told below it.
    private Figure path() {
        Chart.Series[] paths = runs.stream().map(run -> series(run, false)).toArray(Chart.Series[]::new);
        Figure chart = Chart.of(
                        "The way of w and b", Axis.of("w").range(-0.25, 2.75), Axis.of("b").range(LOWEST, HIGHEST),
                        paths)
                .size(380, 260);
        List<Figure> lines = new ArrayList<>(List.of(chart));
        runs.forEach(run ->
                lines.add(Words.of("α = " + rate(run) + ": " + way(run), Lettering.of(12).colour(Colours.MUTED))));
        return Panel.column(4, lines.toArray(Figure[]::new));
    }

    /// What a way looks like, in words.
    private static String way(Run run) {
        Point last = run.points.getLast();
        String end = "(" + brief(last.weight) + ", " + brief(last.bias) + ")";
        return switch (run.outcome) {
            case TOO_SMALL -> "small steps, drawn as a line; after " + STEPS + " of them at " + end;
            case RIGHT -> "arrives at " + end;
            case DIVERGES -> {
                int out = run.points.stream().filter(point -> point.bias < LOWEST || point.bias > HIGHEST)
                        .findFirst().orElse(last).step;
                yield "b swings up and down, out of the frame from step " + out + " on;\nafter " + STEPS + " steps at "
                        + end;
            }
        };
    }

    private Figure lines(Run run) {
        double[] x = xs.stream().mapToDouble(Float::doubleValue).toArray();
        double[] y = ys.stream().mapToDouble(Float::doubleValue).toArray();
        List<Chart.Series> series = new ArrayList<>();
        series.add(new Chart.Series("data", x, y, Chart.Style.POINTS));
        for (int step : List.of(0, 1, 2, 5, 20)) {
            Point point = run.points.get(step);
            double[] ends = {-1.2, 1.2};
            double[] values = {point.bias - 1.2 * point.weight, point.bias + 1.2 * point.weight};
            series.add(Chart.Series.line("step " + step, ends, values));
        }
        return Chart.of("", Axis.of("x"), Axis.of("y"), series.toArray(Chart.Series[]::new));
    }
}
