package dev.fovea.lab.results;

import dev.fovea.lab.recipe.Experiment;
import dev.fovea.text.Figures;
import java.util.Locale;

/// What ours come to where an article compares two trainings with each other: said from the results, so that the
/// article's words do not stand as if they had come out here too.
///
/// @param table whose results are compared
record Comparison(ResultsTable table) {
    /// One sentence beside what was published; empty where the article compares nothing, or runs are missing that it
    /// needs.
    String sentence(Experiment experiment) {
        return switch (experiment.id()) {
            case "mnist-mlp" -> fewerErrors(table.row("mnist-mlp"), table.row("mnist-deep"));
            case "cifar-augment" -> gain(table.row("cifar-augment-none"), table.row("cifar-augment"));
            case "data-size" -> new DataSizeCurve(table).comparison();
            default -> "";
        };
    }

    /// By how much the second row's error is lower than the first one's, relative to it.
    private static String fewerErrors(ResultsRow than, ResultsRow row) {
        if (!than.trained() || !row.trained()) {
            return "";
        }
        double before = 1 - than.mean();
        double after = 1 - row.mean();
        long share = Math.round(100 * Math.abs(before - after) / before);
        return ours(than, row) + "the error of " + row.recipe().id() + " is " + share + " % "
                + (after <= before ? "lower" : "higher") + ", " + Figures.percent(after) + " against "
                + Figures.percent(before) + ".";
    }

    /// By how many points the second row is above the first, and how far the published ones are apart.
    private static String gain(ResultsRow without, ResultsRow with) {
        if (!without.trained() || !with.trained()) {
            return "";
        }
        return ours(without, with) + "a gain of " + points(with.mean() - without.mean()) + ", from "
                + ResultsRow.share(without.mean()) + " to " + ResultsRow.share(with.mean())
                + "; the published figures are "
                + points(with.recipe().published().accuracy() - without.recipe().published().accuracy()) + " apart.";
    }

    private static String points(double share) {
        return String.format(Locale.ROOT, "%.1f points", 100 * share).replace('-', '−');
    }

    private static String ours(ResultsRow first, ResultsRow second) {
        return first.complete() && second.complete() ? "Ours: " : "Ours, of the runs so far: ";
    }
}
