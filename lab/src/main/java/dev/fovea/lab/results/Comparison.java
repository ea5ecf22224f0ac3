package dev.fovea.lab.results;

import dev.fovea.lab.recipe.Experiment;
import dev.fovea.text.Figures;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What ours come to where an article compares two trainings with each other: said from the results, so that the
/// article's words do not stand as if they had come out here too.
///
/// @param table whose results are compared
record Comparison(ResultsTable table) {
    /// One sentence beside what was published; empty where the article compares nothing, or runs are missing that it
    /// needs.
    String sentence(Experiment experiment) {
        return switch (experiment.id()) {
            case "digits-bn" -> early(table.row("digits-bn"));
            case "digits-softmax" -> nearZero(table.rows(experiment));
            case "mnist-lenet-bn" -> speed(table.row("mnist-lenet-sgd"), table.row("mnist-lenet-bn"));
            case "mnist-ten-relu" -> both(table.row("mnist-ten-relu"), "with ReLU", table.row("mnist-ten-sigmoid"),
                    "with the sigmoid");
            case "cifar-lenet-tf" -> lastLoss(table.row("cifar-lenet-tf"), table.row("cifar-lenet-tf-plain"));
            case "cifar-alex-lrn-none" -> both(table.row("cifar-alex"), "with response normalisation",
                    table.row("cifar-alex-lrn-none"), "without");
            case "cifar-depth-plain20" -> depth(table.rows(experiment));
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

    /// At the epochs that the article prints. It counts them from 0, the logs from 1.
    private String early(ResultsRow row) {
        EpochLogs logs = new EpochLogs(table);
        double first = logs.mean(row, 1, EpochLogs.Column.ACCURACY);
        double later = logs.mean(row, 101, EpochLogs.Column.ACCURACY);
        return Double.isNaN(first + later)
                ? ""
                : ours(row, row) + ResultsRow.share(first) + " over the batches of epoch 0 and "
                        + ResultsRow.share(later) + " over those of epoch 100, each as it was trained.";
    }

    private static String nearZero(List<ResultsRow> rows) {
        if (rows.stream().anyMatch(row -> Double.isNaN(row.nearZero()))) {
            return "";
        }
        return "Ours: of the weights, these are nearer to 0 than .01: " + rows.stream()
                .map(row -> Figures.percent(row.nearZero()) + " (" + row.recipe().id() + ")")
                .collect(Collectors.joining(", ")) + ".";
    }

    /// How far both are after each of the first epochs, on the images that validate.
    private String speed(ResultsRow without, ResultsRow with) {
        EpochLogs logs = new EpochLogs(table);
        List<Integer> first = List.of(1, 2, 3);
        for (int epoch : first) {
            if (Double.isNaN(logs.mean(without, epoch, EpochLogs.Column.VALIDATION_ACCURACY)
                    + logs.mean(with, epoch, EpochLogs.Column.VALIDATION_ACCURACY))) {
                return "";
            }
        }
        return ours(without, with) + "after 1, 2 and 3 epochs " + first(logs, with, first) + " with batch norm, "
                + first(logs, without, first) + " without.";
    }

    private static String first(EpochLogs logs, ResultsRow row, List<Integer> epochs) {
        return epochs.stream()
                .map(epoch -> ResultsRow.share(logs.mean(row, epoch, EpochLogs.Column.VALIDATION_ACCURACY)))
                .collect(Collectors.joining(", "));
    }

    private static String both(ResultsRow first, String one, ResultsRow second, String other) {
        return first.trained() && second.trained()
                ? ours(first, second) + ResultsRow.share(first.mean()) + " " + one + ", "
                        + ResultsRow.share(second.mean()) + " " + other + "."
                : "";
    }

    /// Beside the last that the article prints.
    private String lastLoss(ResultsRow with, ResultsRow without) {
        EpochLogs logs = new EpochLogs(table);
        double dropped = logs.mean(with, with.recipe().fit().epochs(), EpochLogs.Column.LOSS);
        double all = logs.mean(without, without.recipe().fit().epochs(), EpochLogs.Column.LOSS);
        return Double.isNaN(dropped + all)
                ? ""
                : ours(with, without) + "the mean loss of the last epoch is " + loss(all) + " without dropout, as"
                        + " printed, and " + loss(dropped) + " with it.";
    }

    private static String loss(double loss) {
        return String.format(Locale.ROOT, "%.3f", loss).replaceFirst("^0", "");
    }

    /// @param rows plain with 20 and 56 layers, then residual
    private static String depth(List<ResultsRow> rows) {
        if (!rows.stream().allMatch(ResultsRow::trained)) {
            return "";
        }
        List<String> shares = rows.stream().map(row -> ResultsRow.share(row.mean())).toList();
        return "Ours: plain " + shares.get(0) + " with 20 layers and " + shares.get(1) + " with 56, with shortcuts "
                + shares.get(2) + " and " + shares.get(3) + ".";
    }

    private static String ours(ResultsRow first, ResultsRow second) {
        return first.complete() && second.complete() ? "Ours: " : "Ours, of the runs so far: ";
    }
}
