package dev.fovea.explain.example;

import static dev.fovea.drawing.Numerals.fixed;

import dev.fovea.drawing.Axis;
import dev.fovea.drawing.Chart;
import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Lettering;
import dev.fovea.drawing.Numerals;
import dev.fovea.drawing.Panel;
import dev.fovea.drawing.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The pictures of [Descent].
final class DescentPictures {
    /// Where the picture of (w, b) ends.
    private static final double LEFT = -0.25;
    private static final double RIGHT = 2.75;
    private static final double LOWEST = -2.5;
    private static final double HIGHEST = 4.5;

    private DescentPictures() {}

    static Map<String, byte[]> of(Descent example) {
        Chart.Series[] losses = example.runs().stream().map(run -> series(run, true)).toArray(Chart.Series[]::new);
        Figure curves = Chart.of(
                "The loss of each step", Axis.of("step"), Axis.of("loss J").logarithmic(), losses);
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        pictures.put("descent.svg", Drawn.bytes(Panel.grid(2, 30, List.of(curves, path(example))), example.title()));
        pictures.put("descent-lines.svg", Drawn.bytes(
                lines(example, example.runs().get(1)), "The line at α = " + Descent.rate(example.runs().get(1))));
        return pictures;
    }

    private static Chart.Series series(Descent.Run run, boolean loss) {
        double[] xs = run.points().stream().mapToDouble(point -> loss ? point.step() : point.weight()).toArray();
        double[] ys = run.points().stream().mapToDouble(point -> loss
                ? Math.max(1e-14, point.loss())
                : point.bias()).toArray();
        return Chart.Series.line("α = " + Descent.rate(run), xs, ys)
                .style(loss || run.outcome() == Descent.Outcome.TOO_SMALL
                        ? Chart.Style.LINE
                        : Chart.Style.LINE_AND_POINTS);
    }

    /// Where (w, b) goes; what leaves the frame is told below it.
    private static Figure path(Descent example) {
        List<Chart.Series> drawn = new ArrayList<>(example.runs().stream().map(run -> series(run, false)).toList());
        drawn.add(contours(example.bowl()));
        Figure chart = Chart.of(
                        "The way of w and b in the bowl of the loss", Axis.of("w").range(LEFT, RIGHT),
                        Axis.of("b").range(LOWEST, HIGHEST), drawn.toArray(Chart.Series[]::new))
                .size(380, 260);
        List<Figure> lines = new ArrayList<>(List.of(chart));
        Lettering small = Lettering.of(12).colour(Colours.MUTED);
        lines.add(Words.of(
                example.bowl().stream()
                        .map(contour -> fixed(contour.level(), Numerals.decimals(2, contour.level())))
                        .collect(Collectors.joining(", ", "equal J, from the inside out: ", "")), small));
        example.runs().forEach(run -> lines.add(Words.of("α = " + Descent.rate(run) + ": " + way(run), small)));
        return Panel.column(4, lines.toArray(Figure[]::new));
    }

    /// All levels as one broken line.
    private static Chart.Series contours(List<Descent.Contour> bowl) {
        List<Double> ws = new ArrayList<>();
        List<Double> bs = new ArrayList<>();
        for (Descent.Contour contour : bowl) {
            for (int i = 0; i < contour.weights().size(); i++) {
                double w = contour.weights().get(i);
                double b = contour.biases().get(i);
                boolean inside = w >= LEFT && w <= RIGHT && b >= LOWEST && b <= HIGHEST;
                ws.add(inside ? w : Double.NaN);
                bs.add(b);
            }
            ws.add(Double.NaN);
            bs.add(Double.NaN);
        }
        return new Chart.Series(
                "equal J", ws.stream().mapToDouble(Double::doubleValue).toArray(),
                bs.stream().mapToDouble(Double::doubleValue).toArray(), Chart.Style.DASHED);
    }

    /// What a way looks like, in words.
    private static String way(Descent.Run run) {
        Descent.Point last = run.points().getLast();
        String end = "(" + Descent.brief(last.weight()) + ", " + Descent.brief(last.bias()) + ")";
        return switch (run.outcome()) {
            case TOO_SMALL -> "small steps, drawn as a line; after " + last.step() + " of them at " + end;
            case RIGHT -> "arrives at " + end;
            case DIVERGES -> {
                int out = run.points().stream().filter(point -> point.bias() < LOWEST || point.bias() > HIGHEST)
                        .findFirst().orElse(last).step();
                yield "b swings up and down, out of the frame from step " + out + " on;\nafter " + last.step()
                        + " steps at " + end;
            }
        };
    }

    private static Figure lines(Descent example, Descent.Run run) {
        double[] x = example.xs().stream().mapToDouble(Float::doubleValue).toArray();
        double[] y = example.ys().stream().mapToDouble(Float::doubleValue).toArray();
        List<Chart.Series> series = new ArrayList<>();
        series.add(new Chart.Series("data", x, y, Chart.Style.POINTS));
        for (int step : List.of(0, 1, 2, 5, 20)) {
            Descent.Point point = run.points().get(step);
            double[] ends = {-1.2, 1.2};
            double[] values = {point.bias() - 1.2 * point.weight(), point.bias() + 1.2 * point.weight()};
            series.add(Chart.Series.line("step " + step, ends, values));
        }
        return Chart.of("", Axis.of("x"), Axis.of("y"), series.toArray(Chart.Series[]::new));
    }
}
