package dev.fovea.explain.example;

import static dev.fovea.drawing.Numerals.fixed;

import dev.fovea.backend.Backend;
import dev.fovea.drawing.Axis;
import dev.fovea.drawing.Bars;
import dev.fovea.drawing.Chart;
import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Panel;
import dev.fovea.graph.Differentiation;
import dev.fovea.op.Exp;
import dev.fovea.op.Log;
import dev.fovea.op.Node;
import dev.fovea.op.Softmax;
import dev.fovea.op.SoftmaxCrossEntropy;
import dev.fovea.op.Sum;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/// From logits to probabilities, p = eˣ / Σ eˣ, to the loss −ln p, and back with the gradient p − y.
///
/// @param classes the names of the classes
/// @param answer one picture's logits and what comes of them
/// @param large logits whose exponentials no float holds
/// @param costs what answers of less and less probability cost
/// @param curve the same from one end to the other, for the picture
public record SoftmaxLoss(List<String> classes, Answer answer, Large large, List<Cost> costs, List<Cost> curve)
        implements Example {
    /// Of the one step down the gradient.
    private static final float RATE = 1;

    public SoftmaxLoss {
        classes = List.copyOf(classes);
        costs = List.copyOf(costs);
        curve = List.copyOf(curve);
    }

    /// One picture's logits; every list has a number for each class.
    ///
    /// @param label which class is right
    /// @param oneHot 1 for the right class, 0 for the others
    /// @param total the sum of the powers
    /// @param gradient of the loss by each logit, by differentiation
    /// @param difference p − y
    /// @param moved the logits after one step down the gradient at rate 1
    /// @param after the probabilities of those
    public record Answer(
            int label, Tensor logits, Tensor powers, float total, Tensor probabilities, Tensor oneHot, float loss,
            Tensor gradient, Tensor difference, Tensor moved, Tensor after) {
        static Answer of(Tensor logits, int label, Backend backend) {
            int classes = logits.values().length;
            Tensor oneHot = Tensor.zeros(logits.shape());
            oneHot.values()[label] = 1;
            Calculation calculation = new Calculation(backend);
            Node x = calculation.parameter("logits", Planes.shaped(logits, 1, classes));
            Node y = calculation.parameter("labels", Planes.shaped(oneHot, 1, classes));
            Node powers = new Exp().on(x);
            Node loss = Sum.over(0).on(new SoftmaxCrossEntropy(0).on(x, y));
            Node gradient = Objects.requireNonNull(Differentiation.of(loss, List.of(x)).byNode().get(x));
            Node probabilities = new Softmax().on(x);
            Node moved = x.minus(gradient.times(RATE));
            Map<String, Node> wanted = new LinkedHashMap<>();
            wanted.put("powers", powers);
            wanted.put("total", Sum.over(0, 1).on(powers));
            wanted.put("probabilities", probabilities);
            wanted.put("loss", loss);
            wanted.put("gradient", gradient);
            wanted.put("difference", probabilities.minus(y));
            wanted.put("moved", moved);
            wanted.put("after", new Softmax().on(moved));
            Map<String, Tensor> found = calculation.values(wanted);
            return new Answer(
                    label, logits, row(found, "powers"), row(found, "total").values()[0], row(found, "probabilities"),
                    oneHot, row(found, "loss").values()[0], row(found, "gradient"), row(found, "difference"),
                    row(found, "moved"), row(found, "after"));
        }
    }

    /// Logits so large that their powers are ∞.
    ///
    /// @param powers eˣ as floats
    /// @param plain eˣ / Σ eˣ as it is written
    /// @param shifted the logits less the greatest
    /// @param shiftedPowers of those
    /// @param probabilities by the engine's softmax, which subtracts the greatest first
    public record Large(
            Tensor logits, Tensor powers, Tensor plain, Tensor shifted, Tensor shiftedPowers, Tensor probabilities) {
        static Large of(Tensor logits, Backend backend) {
            float greatest = Float.NEGATIVE_INFINITY;
            for (float logit : logits.values()) {
                greatest = Math.max(greatest, logit);
            }
            Calculation calculation = new Calculation(backend);
            Node x = calculation.parameter("logits", Planes.shaped(logits, 1, logits.values().length));
            Node powers = new Exp().on(x);
            Node shifted = x.plus(-greatest);
            Map<String, Node> wanted = new LinkedHashMap<>();
            wanted.put("powers", powers);
            wanted.put("plain", powers.over(Sum.over(0, 1).on(powers)));
            wanted.put("shifted", shifted);
            wanted.put("shiftedPowers", new Exp().on(shifted));
            wanted.put("probabilities", new Softmax().on(x));
            Map<String, Tensor> found = calculation.values(wanted);
            return new Large(
                    logits, row(found, "powers"), row(found, "plain"), row(found, "shifted"),
                    row(found, "shiftedPowers"), row(found, "probabilities"));
        }
    }

    /// An answer that gives the right class a probability.
    ///
    /// @param loss −ln of it
    /// @param gradient of the loss by the right class's logit
    public record Cost(float probability, float loss, float gradient) {
        static List<Cost> of(float[] probabilities, Backend backend) {
            int count = probabilities.length;
            Tensor shares = Tensor.zeros(Shape.of(count, 2));
            Tensor labels = Tensor.zeros(Shape.of(count, 2));
            for (int i = 0; i < count; i++) {
                shares.values()[2 * i] = probabilities[i];
                shares.values()[2 * i + 1] = 1 - probabilities[i];
                labels.values()[2 * i] = 1;
            }
            Calculation calculation = new Calculation(backend);
            Node logits = new Log().on(calculation.parameter("p", shares));
            Node losses = new SoftmaxCrossEntropy(0).on(logits, calculation.parameter("labels", labels));
            Node gradient = Objects.requireNonNull(
                    Differentiation.of(Sum.over(0).on(losses), List.of(logits)).byNode().get(logits));
            Map<String, Tensor> found = calculation.values(Map.of("losses", losses, "gradient", gradient));
            return IntStream.range(0, count)
                    .mapToObj(i -> new Cost(
                            probabilities[i], Calculation.value(found, "losses").values()[i],
                            Calculation.value(found, "gradient").at(i, 0)))
                    .toList();
        }
    }

    private static Tensor row(Map<String, Tensor> found, String name) {
        Tensor value = Calculation.value(found, name);
        return new Tensor(Shape.of(value.values().length), value.values());
    }

    public static SoftmaxLoss of(Backend backend) {
        return new SoftmaxLoss(
                List.of("cat", "dog", "bird"), Answer.of(Tensor.of(Shape.of(3), 2, 1, .1f), 1, backend),
                Large.of(Tensor.of(Shape.of(3), 1000, 999, 998), backend),
                Cost.of(new float[] {.99f, .9f, .5f, .1f, .01f, .0001f}, backend),
                Cost.of(percents(), backend));
    }

    /// .002, then every hundredth up to .99.
    private static float[] percents() {
        float[] shares = new float[100];
        shares[0] = .002f;
        for (int i = 1; i < shares.length; i++) {
            shares[i] = i / 100f;
        }
        return shares;
    }

    @Override
    public String title() {
        return "Softmax and cross-entropy: from scores to a loss";
    }

    @Override
    public List<Block> page() {
        List<Block> page = new ArrayList<>();
        String right = classes.get(answer.label);
        page.add(Block.text("The last layer of a network that tells classes apart gives one number for each class, the"
                + " logits: any numbers, the greater the likelier. Softmax makes probabilities of them: it raises e to"
                + " each, so that all are above 0, and divides by their sum, so that together they are 1."));
        page.add(Block.lines("p = e^x / (sum of all e^x)"));
        page.add(Block.picture("softmax.svg"));
        page.add(table(
                List.of("class", "logit x", "e^x", "p"), column(answer.logits, 1), column(answer.powers, 3),
                column(answer.probabilities, 3)));
        page.add(Block.lines("sum of all e^x = " + fixed(answer.total, 3)));
        page.add(new Block.Heading("The loss: cross-entropy"));
        page.add(Block.text("The picture shows a " + right + "; the network errs. The loss is one number that says"
                + " how much. The right answer, the label y, is written one-hot: 1 for the right class, 0 for every"
                + " other. Cross-entropy is minus the sum of y · ln p over the classes; where y is 0 nothing is added,"
                + " so what is left is −ln p of the right class. ln p, the natural logarithm, is the power to which e"
                + " must be raised to give p: 0 for p = 1, and the farther below 0 the smaller p is."));
        page.add(Block.lines(
                "y    = (" + numbers(answer.oneHot, 0) + ")",
                "loss = −ln " + fixed(answer.probabilities.values()[answer.label], 3) + " = "
                        + fixed(answer.loss, 3)));
        page.add(new Block.Heading("The gradient: p − y"));
        page.add(Block.text("How does the loss change with each logit? These slopes together are its gradient. For"
                + " softmax and cross-entropy the answer is short: the probability less the label. The engine, which"
                + " finds slopes as fovea show graph explains, agrees:"));
        page.add(table(
                List.of("class", "p", "y", "p − y", "gradient"), column(answer.probabilities, 3),
                column(answer.oneHot, 0), column(answer.difference, 3), column(answer.gradient, 3)));
        page.add(Block.text("They add up to 0: what the right class is given is taken from the others, most from the"
                + " one that was believed most. One step down the gradient, logit minus gradient:"));
        page.add(table(
                List.of("class", "logit", "after the step", "p before", "p after"), column(answer.logits, 1),
                column(answer.moved, 3), column(answer.probabilities, 3), column(answer.after, 3)));
        addLarge(page);
        page.add(new Block.Heading("What a wrong and confident answer costs"));
        page.add(Block.picture("softmax-cost.svg"));
        page.add(new Block.Table(
                List.of("p of the right class", "loss −ln p", "gradient of its logit"),
                costs.stream().map(cost -> List.of(
                                percent(cost.probability), fixed(cost.loss, 2), fixed(cost.gradient, 4)))
                        .toList(),
                List.of()));
        Cost first = costs.getFirst();
        Cost last = costs.getLast();
        page.add(Block.text("Who is sure and right pays next to nothing. Who gives the truth one chance in ten thousand"
                + " pays " + fixed(last.loss, 2) + ", " + String.format(Locale.ROOT, "%,d", Math.round(
                        last.loss / first.loss)) + " times as much as who gives it " + percent(first.probability)
                + ". The cost has no upper end, but the gradient never exceeds 1 in size: a bad mistake pulls hard"
                + " at the weights and does not tear them. Squared error behind a sigmoid would pull least where the"
                + " answer is most wrong, because there the curve is flat; cross-entropy does not have that flaw."));
        return page;
    }

    private void addLarge(List<Block> page) {
        page.add(new Block.Heading("Why the greatest logit is subtracted first"));
        page.add(Block.text("A float, the kind of number that networks compute with, ends at about 3.4 · 10^38, which"
                + " e^x passes at x = 88.7. Logits of a thousand are no mistake of the network, but their powers are"
                + " ∞, and ∞ / ∞ is no number (?). If the same amount is subtracted from all logits, top and bottom"
                + " of the fraction are divided by the same number, and p does not change. So the engine subtracts"
                + " the greatest: then the greatest power is 1 and nothing overflows."));
        page.add(table(
                List.of("class", "logit x", "e^x", "e^x / sum", "x − 1000", "e^(x − 1000)", "p"),
                column(large.logits, 0), column(large.powers, 0), column(large.plain, 0), column(large.shifted, 0),
                column(large.shiftedPowers, 3), column(large.probabilities, 3)));
    }

    /// A number for each class.
    private record Column(Tensor values, int decimals) {}

    private static Column column(Tensor values, int decimals) {
        return new Column(values, decimals);
    }

    private Block table(List<String> header, Column... columns) {
        List<List<String>> rows = new ArrayList<>();
        for (int k = 0; k < classes.size(); k++) {
            List<String> row = new ArrayList<>(List.of(classes.get(k)));
            for (Column column : columns) {
                row.add(fixed(column.values.values()[k], column.decimals));
            }
            rows.add(row);
        }
        return new Block.Table(header, rows, List.of());
    }

    private static String numbers(Tensor tensor, int decimals) {
        StringBuilder text = new StringBuilder();
        for (float value : tensor.values()) {
            text.append(text.isEmpty() ? "" : ", ").append(fixed(value, decimals));
        }
        return text.toString();
    }

    private static String percent(float share) {
        return String.format(Locale.ROOT, share < .001f ? "%.2f %%" : "%.0f %%", 100 * share);
    }

    @Override
    public Map<String, byte[]> pictures() {
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        Figure steps = Panel.row(
                40, bars("e^x of each logit", answer.powers), bars("probability p", answer.probabilities),
                bars("one-hot label y", answer.oneHot));
        pictures.put("softmax.svg", Drawn.bytes(
                Panel.column(
                        20, steps,
                        Drawn.note("Logits " + numbers(answer.logits, 1) + "; the picture shows a "
                                + classes.get(answer.label) + ", so the loss is −ln "
                                + fixed(answer.probabilities.values()[answer.label], 3) + " = "
                                + fixed(answer.loss, 3) + ", and the gradient p − y is (" + numbers(answer.gradient, 3)
                                + ").", 130)),
                title()));
        double[] x = curve.stream().mapToDouble(Cost::probability).toArray();
        double[] y = curve.stream().mapToDouble(Cost::loss).toArray();
        pictures.put("softmax-cost.svg", Drawn.bytes(
                Chart.of(
                        "The loss of one picture", Axis.of("probability of the right class").range(0, 1),
                        Axis.of("loss −ln p"), Chart.Series.line("loss", x, y)),
                "What a wrong and confident answer costs"));
        return pictures;
    }

    private Figure bars(String title, Tensor amounts) {
        List<Bars.Bar> bars = new ArrayList<>();
        for (int k = 0; k < classes.size(); k++) {
            float amount = amounts.values()[k];
            bars.add(new Bars.Bar(
                    classes.get(k), amount, fixed(amount, amount == Math.rint(amount) ? 0 : 3),
                    k == answer.label ? Colours.GREEN : Colours.BLUE));
        }
        return new Bars(bars, false, 160).titled(title);
    }
}
