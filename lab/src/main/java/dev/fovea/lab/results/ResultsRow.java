package dev.fovea.lab.results;

import dev.fovea.lab.recipe.Published;
import dev.fovea.lab.recipe.Recipe;
import dev.fovea.lab.run.JsonNodes;
import dev.fovea.lab.run.RunResult;
import dev.fovea.lab.run.RunResult.Measured;
import dev.fovea.lab.run.RunResult.Outcome;
import dev.fovea.lab.run.RunResultJson;
import dev.fovea.lab.run.StepSize;
import dev.fovea.text.Figures;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The finished runs of one recipe, as a row of the results.
///
/// @param seeds that the recipe is to be repeated with
/// @param results one for each seed that is finished; none where it was not trained yet
public record ResultsRow(Recipe recipe, List<Long> seeds, List<RunResult> results) {
    private static final String UNTRAINED = "not trained yet";

    /// Whether a result is of this recipe as it is today. Results from before data had a fingerprint tell nothing of
    /// it.
    public static boolean fits(RunResult result, Recipe recipe, long seed) {
        return result.recipe().equals(recipe.id())
                && result.seed() == seed
                && result.digest().equals(recipe.digest())
                && (result.dataDigest() == null || result.dataDigest().equals(recipe.dataDigest()))
                && !Double.isNaN(accuracy(result, recipe));
    }

    /// The one of a result's accuracies that is compared with the published one; NaN where it is missing.
    private static double accuracy(RunResult result, Recipe recipe) {
        return accuracy(result, recipe.published().images() == 0 ? Measured::test : Measured::first);
    }

    private static double accuracy(RunResult result, Function<Measured, @Nullable Outcome> of) {
        Outcome outcome = result.measured() == null ? null : of.apply(result.measured());
        return outcome == null ? Double.NaN : outcome.accuracy();
    }

    double[] accuracies() {
        return values(result -> accuracy(result, recipe));
    }

    private double[] values(ToDoubleFunction<RunResult> what) {
        return results.stream().mapToDouble(what).toArray();
    }

    /// NaN where nothing is finished.
    double mean() {
        return DoubleStream.of(accuracies()).average().orElse(Double.NaN);
    }

    /// The mean share of weights near 0; NaN where a result does not say.
    double nearZero() {
        return DoubleStream.of(values(result -> result.measured() == null ? Double.NaN : result.measured().nearZero()))
                .average().orElse(Double.NaN);
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
                        each(RunResult::machine),
                        each(result -> result.kernels() + ", " + Figures.counted(result.threads(), "thread")),
                        commits(), each(RunResult::date))
                : String.join(" | ", UNTRAINED, "", bar(), "", "", "", "", "", "");
        return "| `" + recipe.id() + "` | " + published + " | " + cells + " |";
    }

    private String ours() {
        if (recipe.published().images() == 0) {
            return share(mean()) + shortened();
        }
        double all = DoubleStream.of(values(result -> accuracy(result, Measured::test))).average().orElseThrow();
        return share(mean()) + " on the first " + recipe.published().images() + ", " + share(all) + " on all"
                + shortened();
    }

    /// Says which runs had other epochs, steps, batches or sizes of steps than the recipe.
    private String shortened() {
        List<RunResult> cut = results.stream().filter(this::isOfOtherLength).toList();
        String sizes = results.stream()
                .map(result -> result.settings().stepSize().changes())
                .filter(changes -> !changes.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
        return (cut.isEmpty()
                ? ""
                : ", shortened: " + cut.stream().map(result -> Figures.count(result.steps()))
                        .distinct().collect(Collectors.joining(" and "))
                        + " steps of " + whole())
                + (sizes.isEmpty() ? "" : ", changed: " + sizes);
    }

    /// Whether it was not trained as the recipe says.
    private boolean isCut(RunResult result) {
        return isOfOtherLength(result) || !result.settings().stepSize().equals(StepSize.GIVEN);
    }

    private boolean isOfOtherLength(RunResult result) {
        return result.settings().epochs() != recipe.fit().epochs()
                || result.settings().steps() != recipe.fit().steps()
                || result.settings().batch() != recipe.fit().batch();
    }

    private String whole() {
        long steps = recipe.fit().steps();
        return steps > 0 ? Figures.count(steps) : recipe.fit().epochs() + " epochs";
    }

    private String shares() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < results.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(results.get(i).seed()).append(": ")
                    .append(share(accuracies()[i]));
        }
        return text.toString();
    }

    private String speed() {
        return Figures.count(Math.round(median(values(result -> result.all().imagesPerSecond()))));
    }

    private String time() {
        long seconds = Math.round(median(values(result -> result.all().seconds())));
        return String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private static double median(double[] values) {
        double[] sorted = DoubleStream.of(values).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private String commits() {
        return results.stream()
                .flatMap(result -> Stream.of(result.commit().split("; ")))
                .distinct()
                .collect(Collectors.joining("; "));
    }

    /// What all runs have in common, or each once.
    private String each(Function<RunResult, String> what) {
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
        results.forEach(result -> runs.add(RunResultJson.write(result)));
        return json;
    }
}
