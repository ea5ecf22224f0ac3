package dev.fovea.lab.recipe;

import dev.fovea.data.Preprocessing;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.json.Json;
import dev.fovea.json.JsonObject;
import dev.fovea.nn.Layers;
import dev.fovea.nn.Loss;
import dev.fovea.optim.Clip;
import dev.fovea.optim.ConstantRate;
import dev.fovea.optim.Cosine;
import dev.fovea.optim.Milestones;
import dev.fovea.optim.OneCycle;
import dev.fovea.optim.Optimizers;
import dev.fovea.optim.Piecewise;
import dev.fovea.optim.Schedule;
import dev.fovea.text.Figures;
import dev.fovea.train.Fit;
import dev.fovea.train.TrainingText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Every number that decides a training, in words for people and as JSON.
public record RecipeSettings(Recipe recipe) {
    private static final BigDecimal SMALL = new BigDecimal("0.0001");

    private static final int DIGITS = 7;

    /// A line of a list.
    public record Fact(String name, String words) {}

    /// A layer, `depth` blocks deep, with its settings.
    public record LayerFact(int depth, String name, String words) {}

    /// What is done with images and how it is trained.
    public List<Fact> facts() {
        Fit fit = recipe.fit();
        Recipe.Parts parts = parts();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("images", Figures.count(parts.train().size()) + " train, "
                + (parts.watched() == null ? ""
                        : parts.watched() == parts.test() ? "the test images are watched, "
                        : Figures.count(parts.watched().size()) + " validate, ")
                + Figures.count(parts.test().size()) + " test"));
        facts.add(new Fact("input", recipe.input() + ", " + preprocessing()));
        facts.add(new Fact("augment", fit.transforms().isEmpty() && fit.mixing().isEmpty() ? "none"
                : words(fit.transforms()) + (fit.mixing().isEmpty() ? "" : ", batches: " + words(fit.mixing()))));
        facts.add(new Fact("optimizer", optimizer()));
        facts.add(new Fact("rate", schedule(fit.optimizer().schedule())));
        facts.add(new Fact("batch", batch(fit)));
        facts.add(new Fact("length", length(parts.train().size(), fit)));
        facts.add(new Fact("loss", loss(fit.loss())));
        if (!(fit.clip() instanceof Clip.None)) {
            facts.add(new Fact("clip", TrainingText.words().of(fit.clip())));
        }
        fit.groups().forEach(group -> facts.add(new Fact("group", TrainingText.words().of(group))));
        return facts;
    }

    /// The layers with kernels, strides, padding, activations, initialisers, dropout and penalties.
    public List<LayerFact> layers() {
        return LayerWords.of(recipe.layers()).stream()
                .map(row -> new LayerFact(row.depth(), row.name(), row.words())).toList();
    }

    /// The same as a file of a model holds it, with every default: `optimizer` and `layers`.
    public JsonObject optimizerJson() {
        return Optimizers.codec().writeWhole(recipe.fit().optimizer());
    }

    /// @see #optimizerJson
    public JsonObject layersJson() {
        return Layers.codec().writeWhole(recipe.layers());
    }

    /// Of stand-ins for the images, as many as the data set has.
    private Recipe.Parts parts() {
        SourceFacts facts = SourceFacts.of(recipe.source());
        return recipe.parts().apply(new TrainTestSplit(
                DataFingerprint.numbered(0, facts.train()), DataFingerprint.numbered(facts.train(), facts.test())));
    }

    private String preprocessing() {
        Preprocessing made = recipe.preprocessing().apply(DataFingerprint.noise(recipe.input()));
        Preprocessing plain = Preprocessing.of(recipe.input());
        boolean unscaled = Arrays.equals(made.mean(), plain.mean())
                && Arrays.equals(made.std(), plain.std());
        String scaled = unscaled ? "values from 0 to 1"
                : made.mean().length == recipe.input().dim(-1)
                        ? "each channel less its mean, divided by its deviation, of the training images"
                        : "each value from 0 to 1 between its least and its greatest of the training images";
        return (made.image().equals(made.shape()) ? "" : "the centre of " + made.image() + ", ") + scaled
                + (made.standardised() ? ", then each image less its mean, divided by its deviation" : "");
    }

    private static String words(List<?> parts) {
        return parts.stream().map(part -> TrainingText.words().of(part)).collect(Collectors.joining(", "))
                .replace(".of()", "").replace(".of(", "(").replace(".to(", "(to ");
    }

    /// `Adam, beta1 0.9, beta2 0.999, epsilon 1e-8, weight decay 0`.
    private String optimizer() {
        List<String> words = new ArrayList<>(List.of(recipe.fit().optimizer().getClass().getSimpleName()));
        optimizerJson().fields().forEach((name, value) -> {
            if (!name.equals("type") && !name.equals("schedule")) {
                words.add(spaced(name) + " " + shown(value));
            }
        });
        return String.join(", ", words);
    }

    /// `weightDecay` as `weight decay`.
    private static String spaced(String name) {
        return name.equals("lookAhead") ? "Nesterov" : name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    private static String shown(Json value) {
        String text = value.toString();
        return text.matches("-?[0-9.]+([eE][-+]?\\d+)?") ? number(new BigDecimal(text))
                : text.equals("true") ? "yes" : text.equals("false") ? "no" : text;
    }

    private static String schedule(Schedule schedule) {
        return switch (schedule) {
            case ConstantRate constant -> number(constant.rate()) + ", constant";
            case Cosine cosine -> number(cosine.rate()) + ", falling along half a cosine to " + number(cosine.last());
            case Piecewise pieces -> pieces(pieces);
            case Milestones milestones -> number(milestones.rate()) + ", times " + number(milestones.factor())
                    + " after " + milestones.shares().stream().map(share -> number(100 * share) + " %")
                    .collect(Collectors.joining(" and ")) + " of the steps";
            case OneCycle cycle -> "from " + number(cycle.peak() / cycle.start()) + " up to " + number(cycle.peak())
                    + " over " + number(100 * cycle.rise()) + " % of the steps, then down to "
                    + number(cycle.peak() / cycle.start() / cycle.end());
            default -> TrainingText.words().of(schedule);
        };
    }

    private static String pieces(Piecewise pieces) {
        StringBuilder words = new StringBuilder(number(pieces.rates().getFirst()));
        for (int i = 0; i < pieces.epochs().size(); i++) {
            words.append(", ").append(number(pieces.rates().get(i + 1))).append(" from epoch ")
                    .append(pieces.epochs().get(i) + 1);
        }
        return words.toString();
    }

    private static String batch(Fit fit) {
        return fit.batch() + ", " + (fit.shuffle() ? "shuffled in each epoch" : "in the order of the file")
                + (fit.dropLast() ? ", the last images that fill no batch are left out" : "");
    }

    private static String length(int images, Fit fit) {
        int batches = fit.dropLast() ? images / fit.batch() : Math.ceilDiv(images, fit.batch());
        long all = (long) fit.epochs() * batches;
        return Figures.counted(fit.epochs(), "epoch") + " of " + Figures.counted(batches, "step")
                + (fit.steps() > 0 ? ", at most " + Figures.counted(fit.steps(), "step")
                        : ", " + Figures.counted(all, "step"));
    }

    private static String loss(Loss loss) {
        return switch (loss) {
            case Loss.CrossEntropy entropy -> "softmax and cross-entropy" + smoothing(entropy.smoothing());
            case Loss.SoftCrossEntropy entropy ->
                "softmax and cross-entropy on shares of classes" + smoothing(entropy.smoothing());
            case Loss.ClippedCrossEntropy clipped ->
                "mean of −y · log p over all outputs, p at least " + number(clipped.least());
            case Loss.Squares _ -> "mean squared error";
            default -> TrainingText.words().of(loss);
        };
    }

    private static String smoothing(float smoothing) {
        return smoothing == 0 ? "" : ", labels smoothed by " + number(smoothing);
    }

    static String count(int count, String what) {
        return Figures.counted(count, what);
    }

    static String number(float value) {
        return number(new BigDecimal(Float.toString(value)));
    }

    /// As it is written: `0.9`, `1e-8`.
    static String number(double value) {
        return number(new BigDecimal(Double.toString(value)).round(new MathContext(DIGITS)));
    }

    private static String number(BigDecimal value) {
        BigDecimal plain = value.stripTrailingZeros();
        if (plain.signum() == 0) {
            return "0";
        }
        return plain.abs().compareTo(SMALL) < 0
                ? plain.movePointLeft(plain.precision() - plain.scale() - 1).toPlainString() + "e"
                        + (plain.precision() - plain.scale() - 1)
                : plain.toPlainString();
    }
}
