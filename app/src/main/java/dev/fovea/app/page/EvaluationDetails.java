package dev.fovea.app.page;

import dev.fovea.data.Dataset;
import dev.fovea.lab.run.JsonNodes;
import dev.fovea.metric.ConfusionMatrix;
import dev.fovea.model.Model;
import dev.fovea.model.Verdicts;
import dev.fovea.text.Figures;
import dev.fovea.text.Printable;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How a model does at each class, and which images it gets wrong.
public record EvaluationDetails(Dataset images, Verdicts verdicts) {
    /// The surest mistakes that are named.
    private static final int MOST_NAMED = 20;

    private static final int LONGEST_NAME = 24;

    /// Of more classes the object does not say what each was taken for: that would be a number for each pair.
    private static final int MOST_COUNTED = 1000;

    public static EvaluationDetails of(Model model, Dataset images) {
        return new EvaluationDetails(images, Verdicts.of(model, images));
    }

    public void print(PrintStream out) {
        ConfusionMatrix confusion = verdicts.confusion();
        List<String> labels = confusion.labels().stream().map(Printable::line).toList();
        int width = labels.stream().mapToInt(String::length).max().orElse(0);
        width = Math.clamp(width, "Class".length(), LONGEST_NAME);
        out.println();
        out.println(row(width, "Class", "Images", "Found", "Right where said", "F1", "Most taken for"));
        for (int k = 0; k < labels.size(); k++) {
            int other = mostTakenFor(k);
            out.println(row(
                    width, labels.get(k), Figures.count(confusion.count(k)), share(found(k)), share(rightWhereSaid(k)),
                    share(confusion.count(k) + confusion.taken(k) == 0 ? Double.NaN : confusion.f1(k)),
                    other < 0 ? "" : labels.get(other) + " (" + confusion.count(k, other) + ")"));
        }
        out.println(row(
                width, "Mean", "", share(confusion.meanRecall()), share(confusion.meanPrecision()),
                share(confusion.meanF1()), ""));
        List<Verdicts.Verdict> mistakes = verdicts.mistakes();
        if (!mistakes.isEmpty()) {
            out.println();
            out.println("Mistakes, the surest first:");
            for (Verdicts.Verdict one : mistakes.stream().limit(MOST_NAMED).toList()) {
                out.println("    " + Printable.line(images.name(one.index())) + ": " + labels.get(one.said()) + ", "
                        + Figures.percent(one.probability()) + "; it shows " + labels.get(one.label()));
            }
            if (mistakes.size() > MOST_NAMED) {
                out.println("    and " + Figures.count(mistakes.size() - MOST_NAMED) + " more; --json names all");
            }
        }
    }

    private static String row(
            int width, String name, String images, String found, String right, String f1, String other) {
        String shown = name.length() > width ? name.substring(0, width - 1) + "…" : name;
        String columns = "%-" + width + "s %8s %9s %18s %9s   %s";
        return String.format(Locale.ROOT, columns, shown, images, found, right, f1, other).stripTrailing();
    }

    /// NaN of a class without images.
    private double found(int label) {
        return verdicts.confusion().count(label) == 0 ? Double.NaN : verdicts.confusion().recall(label);
    }

    /// NaN of a class that nothing was taken for.
    private double rightWhereSaid(int label) {
        return verdicts.confusion().taken(label) == 0 ? Double.NaN : verdicts.confusion().precision(label);
    }

    private static String share(double share) {
        return Double.isNaN(share) ? "" : Figures.percent(share);
    }

    /// The class that images of another are most often taken for; −1 if all are found.
    private int mostTakenFor(int label) {
        int most = -1;
        long count = 0;
        for (Map.Entry<Integer, Long> said : verdicts.confusion().row(label).entrySet()) {
            if (said.getKey() != label && said.getValue() > count) {
                most = said.getKey();
                count = said.getValue();
            }
        }
        return most;
    }

    public void write(ObjectNode json) {
        ConfusionMatrix confusion = verdicts.confusion();
        List<String> labels = confusion.labels();
        ArrayNode classes = json.putArray("classes");
        for (int k = 0; k < labels.size(); k++) {
            ObjectNode one = classes.addObject().put("label", labels.get(k)).put("count", confusion.count(k));
            one.set("recall", JsonNodes.number(found(k)));
            one.set("precision", JsonNodes.number(rightWhereSaid(k)));
            one.set("f1", JsonNodes.number(confusion.f1(k)));
            if (labels.size() <= MOST_COUNTED) {
                ArrayNode said = one.putArray("said");
                for (int other = 0; other < labels.size(); other++) {
                    said.add(confusion.count(k, other));
                }
            }
        }
        ObjectNode mean = json.putObject("mean");
        mean.set("recall", JsonNodes.number(confusion.meanRecall()));
        mean.set("precision", JsonNodes.number(confusion.meanPrecision()));
        mean.set("f1", JsonNodes.number(confusion.meanF1()));
        ArrayNode mistakes = json.putArray("mistakes");
        for (Verdicts.Verdict one : verdicts.mistakes()) {
            ObjectNode mistake = mistakes.addObject()
                    .put("image", images.name(one.index()))
                    .put("label", labels.get(one.label()))
                    .put("said", labels.get(one.said()));
            mistake.set("probability", JsonNodes.number(one.probability()));
        }
    }
}
