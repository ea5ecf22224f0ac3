package dev.fovea.lab.results;

import dev.fovea.drawing.Axis;
import dev.fovea.drawing.Chart;
import dev.fovea.lab.recipe.Experiment;
import dev.fovea.lab.recipe.Experiments;
import dev.fovea.lab.run.Baseline;
import dev.fovea.text.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Which network wins with how many images: the means over the seeds, as a table and a chart.
record DataSizeCurve(ResultsTable table) {
    private static final Pattern NAME = Pattern.compile("data-size-([a-z]+)-(\\d+)");
    private static final String CHART = "data-size.svg";

    /// Adds the section to the page and the chart to the logs, once all trainings are finished.
    void write(StringBuilder page) {
        Experiment experiment = experiment();
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
                        "Test error by the number of training images",
                        Axis.of("training images").logarithmic()
                                .at(experiment.neighbours().stream().mapToDouble(Integer::doubleValue).toArray()),
                        Axis.of("test error").logarithmic(), series.toArray(Chart.Series[]::new))
                .write(table.logs().resolve(CHART), "Test error of three networks and of nearest neighbours");
    }

    private static Experiment experiment() {
        return Experiments.all().stream()
                .filter(known -> !known.neighbours().isEmpty())
                .findFirst()
                .orElseThrow();
    }

    /// Which network leads at which size, and whether that is what the article says: that large ones win with much data
    /// and lose with little. Empty until all trainings are finished.
    String comparison() {
        List<Integer> sizes = experiment().neighbours();
        Map<String, Map<Integer, Double>> curves = networks(experiment());
        if (curves.isEmpty() || !curves.values().stream().allMatch(curve -> curve.size() == sizes.size())) {
            return "";
        }
        List<String> leaders = sizes.stream().map(size -> leader(curves, size)).toList();
        boolean always = leaders.stream().distinct().count() == 1;
        String who = always
                ? leaders.getFirst() + " leads at every size"
                : IntStream.range(0, sizes.size())
                        .mapToObj(i -> "with " + Figures.count(sizes.get(i)) + " images " + leaders.get(i) + " leads")
                        .collect(Collectors.joining(", "));
        String largest = "the " + List.copyOf(curves.keySet()).getLast();
        boolean same = leaders.getLast().equals(largest) && !leaders.getFirst().equals(largest);
        return "Ours: " + who + (same ? ", as in the article: " : ", unlike in the article: ") + "with "
                + Figures.count(sizes.getFirst()) + " images " + at(curves, sizes.getFirst()) + "; with "
                + Figures.count(sizes.getLast()) + " " + at(curves, sizes.getLast()) + ".";
    }

    private static String at(Map<String, Map<Integer, Double>> curves, int size) {
        return curves.entrySet().stream()
                .map(curve -> curve.getKey() + " " + ResultsRow.share(curve.getValue().getOrDefault(size, 0d)))
                .collect(Collectors.joining(", "));
    }

    private static String leader(Map<String, Map<Integer, Double>> curves, int size) {
        double most = curves.values().stream().mapToDouble(curve -> curve.getOrDefault(size, 0d)).max().orElseThrow();
        List<String> best = curves.keySet().stream()
                .filter(name -> curves.getOrDefault(name, Map.of()).getOrDefault(size, 0d) == most)
                .toList();
        return best.size() == 1 ? "the " + best.getFirst() : "no network";
    }

    /// The networks' accuracies by size, from the smallest network to the largest.
    private Map<String, Map<Integer, Double>> networks(Experiment experiment) {
        Map<String, Map<Integer, Double>> curves = new LinkedHashMap<>();
        for (ResultsRow row : table.rows(experiment)) {
            Matcher matcher = NAME.matcher(row.recipe().id());
            if (matcher.matches() && row.complete()) {
                curves.computeIfAbsent(matcher.group(1) + " network", _ -> new TreeMap<>())
                        .put(Integer.parseInt(matcher.group(2)), row.mean());
            }
        }
        return curves;
    }

    private Map<String, Map<Integer, Double>> curves(Experiment experiment) {
        Map<String, Map<Integer, Double>> curves = networks(experiment);
        NeighbourBaseline baseline = new NeighbourBaseline(table);
        for (int size : experiment.neighbours()) {
            Double accuracy = baseline.accuracy(experiment, size);
            if (accuracy != null) {
                curves.computeIfAbsent(Baseline.NEIGHBOURS + " nearest neighbours", _ -> new TreeMap<>())
                        .put(size, accuracy);
            }
        }
        return curves;
    }
}
