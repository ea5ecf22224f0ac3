package dev.fovea.lab.results;

import dev.fovea.drawing.Axis;
import dev.fovea.drawing.Chart;
import dev.fovea.lab.classical.ClassicalMethod;
import dev.fovea.lab.recipe.Experiment;
import dev.fovea.lab.recipe.Experiments;
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
import java.util.stream.Stream;

/// Which network wins with how many images, beside methods without one: means over the seeds, as a table and charts.
record DataSizeCurve(ResultsTable table) {
    private static final Pattern NAME = Pattern.compile("(dense|data-size)-([a-z]+)-(\\d+)");

    /// Of the networks, whose curves are drawn together.
    private enum Family {
        DENSE("dense", "data-size.svg", "Dense networks and what came before networks"),
        CONVOLUTIONAL("convolutional", "data-size-convolutions.svg", "Networks with convolutions");

        private final String word;
        private final String chart;
        private final String title;

        Family(String word, String chart, String title) {
            this.word = word;
            this.chart = chart;
            this.title = title;
        }
    }

    /// Accuracies by the number of images: from the smallest network to the largest, or by method.
    private record Curves(Map<String, Map<Integer, Double>> all, List<Integer> sizes) {
        boolean complete() {
            return !all.isEmpty() && all.values().stream().allMatch(curve -> curve.size() == sizes.size());
        }

        double at(String name, int size) {
            return all.getOrDefault(name, Map.of()).getOrDefault(size, 0d);
        }

        Curves and(Curves more) {
            Map<String, Map<Integer, Double>> joined = new LinkedHashMap<>(all);
            joined.putAll(more.all);
            return new Curves(joined, sizes);
        }

        /// Those that are finished at every size.
        Curves finished() {
            Map<String, Map<Integer, Double>> finished = new LinkedHashMap<>(all);
            finished.values().removeIf(curve -> curve.size() != sizes.size());
            return new Curves(finished, sizes);
        }
    }

    /// Adds the section to the page and its charts to the logs, once the networks of a family are finished.
    void write(StringBuilder page) {
        Experiment experiment = experiment();
        Curves classical = classical(experiment).finished();
        List<Family> families = Stream.of(Family.values()).filter(one -> networks(experiment, one).complete()).toList();
        if (families.isEmpty()) {
            return;
        }
        page.append("\n## Accuracy by the number of training images\n\n");
        Curves all = classical;
        for (Family family : families) {
            Curves curves = networks(experiment, family);
            draw(curves, family == Family.DENSE ? classical : new Curves(Map.of(), classical.sizes), family);
            page.append("![").append(family.title).append("](results/").append(family.chart).append(")\n\n");
            all = family == Family.DENSE ? curves.and(all) : all.and(curves);
        }
        page.append("| images | ").append(String.join(" | ", all.all.keySet())).append(" |\n|---|")
                .append("---|".repeat(all.all.size())).append('\n');
        for (int size : all.sizes) {
            page.append("| ").append(Figures.count(size));
            for (String name : all.all.keySet()) {
                page.append(" | ").append(ResultsRow.share(all.at(name, size)));
            }
            page.append(" |\n");
        }
    }

    /// Accuracy upwards, as in the article; what is no network is dashed.
    private void draw(Curves networks, Curves classical, Family family) {
        List<Chart.Series> series = new ArrayList<>();
        networks.all.forEach((name, curve) -> series.add(
                series(name, curve).style(Chart.Style.LINE_AND_POINTS)));
        classical.all.forEach((name, curve) -> series.add(series(name, curve).style(Chart.Style.DASHED)));
        Chart.of(
                        family.title,
                        Axis.of("training images of MNIST").logarithmic()
                                .at(networks.sizes.stream().mapToDouble(Integer::doubleValue).toArray()),
                        Axis.of("accuracy on the test images"), series.toArray(Chart.Series[]::new))
                .write(table.logs().resolve(family.chart), family.title + ": accuracy by the number of images");
    }

    private static Chart.Series series(String name, Map<Integer, Double> curve) {
        return Chart.Series.line(
                name, curve.keySet().stream().mapToDouble(Integer::doubleValue).toArray(),
                curve.values().stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static Experiment experiment() {
        return Experiments.all().stream()
                .filter(known -> !known.compared().isEmpty())
                .findFirst()
                .orElseThrow();
    }

    /// Who leads at which size, and whether that is what the article says: that large networks win with much data and
    /// lose with little. Empty until a family is finished.
    String comparison() {
        Experiment experiment = experiment();
        Curves convolutional = networks(experiment, Family.CONVOLUTIONAL);
        Curves dense = networks(experiment, Family.DENSE);
        String sentences = convolutional.complete() ? comparison("Ours, with convolutions: ", convolutional) : "";
        return dense.complete()
                ? (sentences + " " + comparison("Ours, dense and classical: ",
                        classical(experiment).finished().and(dense))).strip()
                : sentences;
    }

    /// @param curves the last of them the largest network
    private static String comparison(String ours, Curves curves) {
        List<Integer> sizes = curves.sizes;
        List<String> leaders = sizes.stream().map(size -> leader(curves, size)).toList();
        String who = leaders.stream().distinct().count() == 1
                ? leaders.getFirst() + " leads at every size"
                : IntStream.range(0, sizes.size())
                        .mapToObj(i -> "with " + Figures.count(sizes.get(i)) + " images " + leaders.get(i) + " leads")
                        .collect(Collectors.joining(", "));
        String largest = List.copyOf(curves.all.keySet()).getLast();
        boolean same = leaders.getLast().equals(largest) && !leaders.getFirst().equals(largest);
        return ours + who + (same ? ", as in the article: " : ", unlike in the article: ") + "with "
                + Figures.count(sizes.getFirst()) + " images " + at(curves, sizes.getFirst()) + "; with "
                + Figures.count(sizes.getLast()) + " " + at(curves, sizes.getLast()) + ".";
    }

    private static String at(Curves curves, int size) {
        return curves.all.keySet().stream()
                .map(name -> name + " " + ResultsRow.share(curves.at(name, size)))
                .collect(Collectors.joining(", "));
    }

    private static String leader(Curves curves, int size) {
        double most = curves.all.keySet().stream().mapToDouble(name -> curves.at(name, size)).max().orElseThrow();
        List<String> best = curves.all.keySet().stream().filter(name -> curves.at(name, size) == most).toList();
        return best.size() == 1 ? best.getFirst() : "nobody alone";
    }

    private Curves networks(Experiment experiment, Family family) {
        Map<String, Map<Integer, Double>> curves = new LinkedHashMap<>();
        for (ResultsRow row : table.rows(experiment)) {
            Matcher matcher = NAME.matcher(row.recipe().id());
            if (matcher.matches() && row.complete() && matcher.group(1).equals("dense") == (family == Family.DENSE)) {
                curves.computeIfAbsent(matcher.group(2) + " " + family.word, _ -> new TreeMap<>())
                        .put(Integer.parseInt(matcher.group(3)), row.mean());
            }
        }
        return new Curves(curves, experiment.compared());
    }

    private Curves classical(Experiment experiment) {
        Map<String, Map<Integer, Double>> curves = new LinkedHashMap<>();
        for (ClassicalMethod method : ClassicalMethod.values()) {
            for (int size : experiment.compared()) {
                Double accuracy = new ClassicalBaseline(table, method).accuracy(experiment, size);
                if (accuracy != null) {
                    curves.computeIfAbsent(method.title(), _ -> new TreeMap<>()).put(size, accuracy);
                }
            }
        }
        return new Curves(curves, experiment.compared());
    }
}
