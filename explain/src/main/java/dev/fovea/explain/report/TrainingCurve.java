package dev.fovea.explain.report;

import dev.fovea.drawing.Axis;
import dev.fovea.drawing.Chart;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Panel;
import dev.fovea.io.FileProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The epochs of a training, as its log `epochs.csv` has them.
final class TrainingCurve {
    private static final double WIDTH = 330;
    private static final double HEIGHT = 210;
    /// So many times the median is far: then a linear axis would press the others together.
    private static final double FAR = 8;
    /// Epochs up to which each is a point of its own.
    private static final int POINTS = 40;

    private TrainingCurve() {}

    /// Loss and accuracy side by side; nothing where the log has no epoch.
    ///
    /// @param log rows under a line of names; those that tell of single steps are passed over
    /// @param watched what the curves of the images that were measured after each epoch are called
    static Optional<Figure> of(Path log, String watched) {
        List<String> lines = lines(log);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = List.of(lines.getFirst().split(",", -1));
        List<String[]> epochs = lines.stream().skip(1)
                .map(line -> line.split(",", -1))
                .filter(cells -> cells.length == names.size() && cells[0].equals("epoch"))
                .toList();
        if (epochs.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Panel.row(
                28, chart("Loss", "loss", names, epochs, watched),
                chart("Accuracy", "accuracy", names, epochs, watched)));
    }

    private static List<String> lines(Path log) {
        try {
            // A log that is damaged has fewer rows that can be read; no letter of it is shown.
            return Files.isRegularFile(log)
                    ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log + ": " + FileProblem.reason(e), e);
        }
    }

    private static Chart chart(String title, String column, List<String> names, List<String[]> epochs, String watched) {
        double[] xs = column(names, epochs, "epoch");
        Chart.Style style = xs.length <= POINTS ? Chart.Style.LINE_AND_POINTS : Chart.Style.LINE;
        List<Chart.Series> series = new ArrayList<>();
        series.add(Chart.Series.line("training", xs, column(names, epochs, column)).style(style));
        double[] after = column(names, epochs, "validation_" + column);
        if (Arrays.stream(after).anyMatch(Double::isFinite)) {
            series.add(Chart.Series.line(watched, xs, after).style(style));
        }
        return Chart.of(title, Axis.of("epoch"), axis(column, series), series.toArray(Chart.Series[]::new))
                .size(WIDTH, HEIGHT);
    }

    /// Logarithmic where one value is many times the others, such as the loss of the first epoch.
    private static Axis axis(String column, List<Chart.Series> series) {
        double[] sorted = series.stream()
                .flatMapToDouble(one -> Arrays.stream(one.ys()))
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        boolean isWide = column.equals("loss") && sorted.length > 2 && sorted[0] > 0
                && sorted[sorted.length - 1] > FAR * sorted[sorted.length / 2];
        return isWide ? Axis.of(column + ", on a logarithmic axis").logarithmic() : Axis.of(column);
    }

    private static double[] column(List<String> names, List<String[]> epochs, String name) {
        int column = names.indexOf(name);
        return epochs.stream().mapToDouble(cells -> column < 0 ? Double.NaN : number(cells[column])).toArray();
    }

    private static double number(String cell) {
        try {
            return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
