package dev.fovea.app;

import dev.fovea.explain.picture.Axis;
import dev.fovea.explain.picture.Chart;
import dev.fovea.recipe.Experiment;
import dev.fovea.recipe.Experiments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which network wins with how many images: the means over the seeds, as a table and a chart.
record DataSizeCurve(ResultsTable table) {
    private static final Pattern NAME = Pattern.compile("data-size-([a-z]+)-(\\d+)");
    private static final String CHART = "data-size.svg";

    /// Adds the section to the page and the chart to the logs, once all trainings are finished.
    void write(StringBuilder page) {
        Experiment experiment = Experiments.all().stream()
                .filter(known -> !known.neighbours().isEmpty())
                .findFirst()
                .orElseThrow();
        Map<String, Map<Integer, Double>> curves = curves(experiment);
        if (curves.isEmpty() || !curves.values().stream().allMatch(c -> c.size() == experiment.neighbours().size())) {
            return;
        }
        page.append("\n## Accuracy by the number of training images\n\n![The curves](results/").append(CHART)
                .append(")\n\n| images | ").append(String.join(" | ", curves.keySet())).append(" |\n|---|")
                .append("---|".repeat(curves.size())).append('\n');
        for (int size : experiment.neighbours()) {
            page.append("| ").append(Figures.count(size));
            curves.values().forEach(curve -> page.append(" | ").append(ResultsRow.share(curve.getOrDefault(size, 0d))));
            page.append(" |\n");
        }
        List<Chart.Series> series = new ArrayList<>();
        curves.forEach((name, curve) -> series.add(Chart.Series.line(
                name, curve.keySet().stream().mapToDouble(Integer::doubleValue).toArray(),
                curve.values().stream().mapToDouble(accuracy -> 1 - accuracy).toArray())));
        Chart.of(
                        "Test error by the number of training images", Axis.of("training images").logarithmic(),
                        Axis.of("test error").logarithmic(), series.toArray(Chart.Series[]::new))
                .write(table.logs().resolve(CHART), "Test error of three networks and of nearest neighbours");
    }

    private Map<String, Map<Integer, Double>> curves(Experiment experiment) {
        Map<String, Map<Integer, Double>> curves = new LinkedHashMap<>();
        for (ResultsRow row : table.rows(experiment)) {
            Matcher matcher = NAME.matcher(row.recipe().id());
            if (matcher.matches() && row.complete()) {
                curves.computeIfAbsent(matcher.group(1) + " network", _ -> new TreeMap<>())
                        .put(Integer.parseInt(matcher.group(2)), row.mean());
            }
        }
        NeighbourBaseline baseline = new NeighbourBaseline(table);
        for (int size : experiment.neighbours()) {
            Double accuracy = baseline.accuracy(experiment, size);
            if (accuracy != null) {
                curves.computeIfAbsent(Baseline.NEIGHBOURS + " nearest neighbours", _ -> new TreeMap<>()).put(size, accuracy);
            }
        }
        return curves;
    }
}
