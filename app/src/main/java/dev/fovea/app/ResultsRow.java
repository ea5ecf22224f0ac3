package dev.fovea.app;

import dev.fovea.recipe.Published;
import dev.fovea.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The finished runs of one recipe, as a row of the results.
///
/// @param results one for each of `folders`
record ResultsRow(Recipe recipe, List<RunFolder> folders, List<JsonNode> results) {
    static ResultsRow of(Recipe recipe, List<RunFolder> folders) {
        return new ResultsRow(
                recipe, folders, folders.stream().map(RunFolder::result).map(Objects::requireNonNull).toList());
    }

    /// The accuracies that are compared with the published one.
    double[] accuracies() {
        String measured = recipe.published().images() == 0 ? "test" : "first";
        return results.stream().mapToDouble(result -> result.path(measured).path("accuracy").asDouble()).toArray();
    }

    double mean() {
        return DoubleStream.of(accuracies()).average().orElse(Double.NaN);
    }

    /// What the bar is held against.
    private double deciding() {
        return recipe.published().deciding() == Published.Deciding.MEAN
                ? mean()
                : DoubleStream.of(accuracies()).max().orElse(Double.NaN);
    }

    private String bar() {
        double bar = recipe.published().bar();
        if (Double.isNaN(bar)) {
            return "";
        }
        String who = recipe.published().deciding() == Published.Deciding.MEAN ? "" : " by one seed";
        return "≥ " + share(bar) + who + (deciding() >= bar ? ": reached" : ": missed");
    }

    /// `.9903`.
    static String share(double value) {
        return String.format(Locale.ROOT, "%.4f", value).replaceFirst("^0", "");
    }

    String line() {
        return String.format(
                Locale.ROOT, "%-22s %s ours, %s published %s", recipe.id(), share(mean()),
                Double.isNaN(recipe.published().accuracy()) ? "nothing" : share(recipe.published().accuracy()), bar())
                .strip();
    }

    String markdown() {
        double published = recipe.published().accuracy();
        return "| `" + recipe.id() + "` | "
                + String.join(" | ", Double.isNaN(published) ? "" : share(published), ours(), seeds(), bar(), speed(), time(),
                        each(result -> result.path("machine").asString("")),
                        each(result -> result.path("kernels").asString("") + ", " + threads(result)),
                        each(result -> result.path("commit").asString("")), each(result -> result.path("date").asString("")))
                + " |";
    }

    private static String threads(JsonNode result) {
        int threads = result.path("threads").asInt(0);
        return threads + (threads == 1 ? " thread" : " threads");
    }

    private String ours() {
        return (recipe.published().images() == 0
                        ? share(mean())
                        : share(mean()) + " on the first " + recipe.published().images() + ", " + share(allTest()) + " on all")
                + shortened();
    }

    private double allTest() {
        return results.stream().mapToDouble(result -> result.path("test").path("accuracy").asDouble()).average().orElse(0);
    }

    /// Says that a run had other steps, epochs or batches than its recipe.
    private String shortened() {
        RunSettings settings = folders.getFirst().settings();
        var fit = recipe.fit();
        if (settings.epochs() == fit.epochs() && settings.steps() == fit.steps() && settings.batch() == fit.batch()) {
            return "";
        }
        return ", shortened: " + Figures.count(results.getFirst().path("steps").asLong()) + " steps of "
                + (fit.steps() > 0 ? Figures.count(fit.steps()) + " steps" : fit.epochs() + " epochs");
    }

    private String seeds() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < results.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(results.get(i).path("seed").asLong()).append(": ")
                    .append(share(accuracies()[i]));
        }
        return text.toString();
    }

    private String speed() {
        double[] speeds = results.stream().mapToDouble(r -> r.path("imagesPerSecond").asDouble()).sorted().toArray();
        return Figures.count(Math.round(speeds[speeds.length / 2]));
    }

    private String time() {
        double[] seconds = results.stream().mapToDouble(r -> r.path("seconds").asDouble()).sorted().toArray();
        long median = Math.round(seconds[seconds.length / 2]);
        return String.format(Locale.ROOT, "%d:%02d:%02d", median / 3600, median / 60 % 60, median % 60);
    }

    /// What all runs have in common, or each once.
    private String each(Function<JsonNode, String> what) {
        return results.stream().map(what).distinct().collect(Collectors.joining("; "));
    }

    /// The recipe's title, everything published and its notes.
    String notes() {
        String words = recipe.published().words();
        StringBuilder text = new StringBuilder("`" + recipe.id() + "`: " + recipe.title() + ".");
        if (!words.isEmpty()) {
            text.append(" Published: ").append(words).append('.');
        }
        recipe.notes().forEach(note -> text.append(' ').append(sentence(note)));
        return text.append("\n\n").toString();
    }

    private static String sentence(String note) {
        return Character.toUpperCase(note.charAt(0)) + note.substring(1) + ".";
    }

    void copyLogs(Path logs) throws IOException {
        for (RunFolder folder : folders) {
            String name = Objects.requireNonNull(folder.path().getFileName()).toString();
            copy(folder.log(), logs.resolve(name + ".csv"));
            copy(folder.resultFile(), logs.resolve(name + ".json"));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("id", recipe.id());
        json.set("published", Json.number(recipe.published().accuracy()));
        json.set("ours", Json.number(mean()));
        json.set("bar", Json.number(recipe.published().bar()));
        json.put("reached", Double.isNaN(recipe.published().bar()) || deciding() >= recipe.published().bar());
        ArrayNode runs = json.putArray("runs");
        results.forEach(runs::add);
        return json;
    }
}
