package dev.fovea.lab.results;

import dev.fovea.lab.recipe.Published;
import dev.fovea.lab.recipe.Recipe;
import dev.fovea.lab.run.JsonNodes;
import dev.fovea.lab.run.StepSize;
import dev.fovea.text.Figures;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The finished runs of one recipe, as a row of the results.
///
/// @param seeds that the recipe is to be repeated with
/// @param results one for each seed that is finished; none where it was not trained yet
public record ResultsRow(Recipe recipe, List<Long> seeds, List<JsonNode> results) {
    private static final String DATA = "dataDigest";
    private static final String UNTRAINED = "not trained yet";

    /// Whether a result is of this recipe as it is today. Results from before data had a fingerprint tell nothing of
    /// it.
    public static boolean fits(JsonNode result, Recipe recipe, long seed) {
        return result.path("recipe").asString("").equals(recipe.id())
                && result.path("seed").asLong(Long.MIN_VALUE) == seed
                && result.path("digest").asString("").equals(recipe.digest())
                && (!result.has(DATA) || result.path(DATA).asString("").equals(recipe.dataDigest()))
                && result.path(measured(recipe)).path("accuracy").isNumber();
    }

    /// Which of a result's accuracies is compared with the published one.
    private static String measured(Recipe recipe) {
        return recipe.published().images() == 0 ? "test" : "first";
    }

    double[] accuracies() {
        return values(result -> result.path(measured(recipe)).path("accuracy"));
    }

    private double[] values(Function<JsonNode, JsonNode> what) {
        return results.stream().mapToDouble(result -> what.apply(result).asDouble()).toArray();
    }

    /// NaN where nothing is finished.
    double mean() {
        return DoubleStream.of(accuracies()).average().orElse(Double.NaN);
    }

    boolean trained() {
        return !results.isEmpty();
    }

    boolean complete() {
        return results.size() == seeds.size();
    }

    private boolean reached() {
        double deciding = recipe.published().deciding() == Published.Deciding.MEAN
                ? mean()
                : DoubleStream.of(accuracies()).max().orElseThrow();
        return deciding >= recipe.published().bar();
    }

    /// The bar, and whether it is reached once all seeds are there; until then, how many are.
    private String bar() {
        return Stream.of(asked(), verdict()).filter(part -> !part.isEmpty()).collect(Collectors.joining(": "));
    }

    private boolean hasBar() {
        return !Double.isNaN(recipe.published().bar());
    }

    private String asked() {
        String who = recipe.published().deciding() == Published.Deciding.MEAN ? "" : " by one seed";
        return hasBar() ? "≥ " + share(recipe.published().bar()) + who : "";
    }

    private String verdict() {
        if (complete()) {
            return hasBar() ? reached() ? "reached" : "missed" : "";
        }
        return trained() ? results.size() + " of " + seeds.size() + " runs so far" : "";
    }

    /// `.9903`.
    public static String share(double value) {
        return String.format(Locale.ROOT, "%.4f", value).replaceFirst("^0", "");
    }

    /// For people at a terminal.
    public String line() {
        double published = recipe.published().accuracy();
        return String.format(Locale.ROOT, "%-24s %s", recipe.id(), trained() ? share(mean()) + shortened() : UNTRAINED)
                + (Double.isNaN(published) ? "" : ", published " + share(published))
                + (bar().isEmpty() ? "" : hasBar() ? ", bar " + bar() : ", " + bar());
    }

    String markdown() {
        double accuracy = recipe.published().accuracy();
        String published = Double.isNaN(accuracy) ? "" : share(accuracy);
        String cells = trained()
                ? String.join(" | ", ours(), shares(), bar(), speed(), time(),
                        each(result -> result.path("machine").asString("")),
                        each(result -> result.path("kernels").asString("") + ", " + threads(result)),
                        commits(), each(result -> result.path("date").asString("")))
                : String.join(" | ", UNTRAINED, "", bar(), "", "", "", "", "", "");
        return "| `" + recipe.id() + "` | " + published + " | " + cells + " |";
    }

    private static String threads(JsonNode result) {
        return Figures.counted(result.path("threads").asInt(0), "thread");
    }

    private String ours() {
        if (recipe.published().images() == 0) {
            return share(mean()) + shortened();
        }
        double all = DoubleStream.of(values(result -> result.path("test").path("accuracy"))).average().orElseThrow();
        return share(mean()) + " on the first " + recipe.published().images() + ", " + share(all) + " on all"
                + shortened();
    }

    /// Says which runs had other epochs, steps, batches or sizes of steps than the recipe.
    private String shortened() {
        List<JsonNode> cut = results.stream().filter(this::isOfOtherLength).toList();
        String sizes = results.stream()
                .map(result -> StepSize.options(result.path("settings")))
                .filter(options -> !options.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
        return (cut.isEmpty()
                ? ""
                : ", shortened: " + cut.stream().map(result -> Figures.count(result.path("steps").asLong()))
                        .distinct().collect(Collectors.joining(" and "))
                        + " steps of " + whole())
                + (sizes.isEmpty() ? "" : ", changed: " + sizes);
    }

    /// Whether it was not trained as the recipe says.
    private boolean isCut(JsonNode result) {
        return isOfOtherLength(result) || !StepSize.options(result.path("settings")).isEmpty();
    }

    private boolean isOfOtherLength(JsonNode result) {
        JsonNode settings = result.path("settings");
        return settings.path("epochs").asInt() != recipe.fit().epochs()
                || settings.path("steps").asLong() != recipe.fit().steps()
                || settings.path("batch").asInt() != recipe.fit().batch();
    }

    private String whole() {
        long steps = recipe.fit().steps();
        return steps > 0 ? Figures.count(steps) : recipe.fit().epochs() + " epochs";
    }

    private String shares() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < results.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(results.get(i).path("seed").asLong()).append(": ")
                    .append(share(accuracies()[i]));
        }
        return text.toString();
    }

    private String speed() {
        return Figures.count(Math.round(median(values(result -> result.path("imagesPerSecond")))));
    }

    private String time() {
        long seconds = Math.round(median(values(result -> result.path("seconds"))));
        return String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private static double median(double[] values) {
        double[] sorted = DoubleStream.of(values).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private String commits() {
        return results.stream()
                .flatMap(result -> Stream.of(result.path("commit").asString("").split("; ")))
                .distinct()
                .collect(Collectors.joining("; "));
    }

    /// What all runs have in common, or each once.
    private String each(Function<JsonNode, String> what) {
        return results.stream().map(what).distinct().collect(Collectors.joining("; "));
    }

    ObjectNode json() {
        ObjectNode json = JsonNodes.object().put("id", recipe.id());
        json.set("published", JsonNodes.number(recipe.published().accuracy()));
        json.set("ours", JsonNodes.number(mean()));
        json.put("shortened", results.stream().anyMatch(this::isCut));
        json.set("bar", JsonNodes.number(recipe.published().bar()));
        if (complete() && hasBar()) {
            json.put("reached", reached());
        } else {
            json.putNull("reached");
        }
        ArrayNode runs = json.putArray("runs");
        results.forEach(runs::add);
        return json;
    }
}
