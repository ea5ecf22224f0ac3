package dev.fovea.explain.example;

import dev.fovea.drawing.Axis;
import dev.fovea.drawing.Chart;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Panel;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The pictures of [SeriesPattern].
final class SeriesPictures {
    private SeriesPictures() {}

    static Map<String, byte[]> of(SeriesPattern example) {
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        pictures.put("series-kernels.svg", Drawn.bytes(kernels(example), "What the kernels have become"));
        List<Figure> rows = new ArrayList<>();
        for (int kind = 0; kind < SeriesPattern.CLASSES.size(); kind++) {
            int wanted = kind;
            example.shown().stream().filter(one -> one.kind() == wanted).findFirst().ifPresent(one -> {
                rows.add(signal(one));
                rows.add(responses(one));
            });
        }
        pictures.put("series-responses.svg", Drawn.bytes(
                Panel.grid(2, 30, rows), "Two series, and how well each kernel fits at each place"));
        pictures.put("series-nile.svg", Drawn.bytes(example.nile().chart(), "A real series under two kernels"));
        return pictures;
    }

    private static Figure kernels(SeriesPattern example) {
        List<Figure> charts = new ArrayList<>();
        charts.add(Chart.of(
                "The pattern, steep start", Axis.of("place"), Axis.of("number"),
                Chart.Series.line("", row(example.pattern(), 0))).size(240, 180));
        for (int i = 0; i < 2; i++) {
            Tensor kernels = example.kernels().get(i);
            charts.add(Chart.of(
                    i == 0 ? "Kernels before training" : "Kernels after training", Axis.of("place"),
                    Axis.of("weight"), Chart.Series.line("kernel 1", row(kernels, 0)),
                    Chart.Series.line("kernel 2", row(kernels, 1))).size(240, 180));
        }
        return Panel.row(30, charts.toArray(Figure[]::new));
    }

    private static Figure signal(SeriesPattern.Shown one) {
        double[] all = row(one.series(), 0);
        double[] places = new double[SeriesPattern.SIZE];
        double[] pattern = new double[SeriesPattern.SIZE];
        for (int i = 0; i < places.length; i++) {
            places[i] = one.from() + i;
            pattern[i] = all[one.from() + i];
        }
        return Chart.of(
                "A series with a " + SeriesPattern.CLASSES.get(one.kind()), Axis.of("moment"), Axis.of("number"),
                Chart.Series.line("series", all),
                new Chart.Series("pattern lies here", places, pattern, Chart.Style.LINE_AND_POINTS)).size(380, 200);
    }

    private static Figure responses(SeriesPattern.Shown one) {
        return Chart.of(
                "How well each kernel fits; prediction: " + one.prediction().label(),
                Axis.of("first moment under the kernel"), Axis.of("sum plus bias"),
                Chart.Series.line("kernel 1", row(one.responses(), 0)),
                Chart.Series.line("kernel 2", row(one.responses(), 1))).size(380, 200);
    }

    private static double[] row(Tensor matrix, int row) {
        double[] values = new double[matrix.shape().dim(1)];
        for (int i = 0; i < values.length; i++) {
            values[i] = matrix.at(row, i);
        }
        return values;
    }
}
