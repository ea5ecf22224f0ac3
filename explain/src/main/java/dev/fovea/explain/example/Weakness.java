package dev.fovea.explain.example;

import static dev.fovea.drawing.Numerals.fixed;

import dev.fovea.backend.Backend;
import dev.fovea.data.ArrayDataset;
import dev.fovea.data.Dataset;
import dev.fovea.drawing.Axis;
import dev.fovea.drawing.Chart;
import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Panel;
import dev.fovea.drawing.Pixels;
import dev.fovea.drawing.Sheet;
import dev.fovea.model.Model;
import dev.fovea.model.Prediction;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.Adam;
import dev.fovea.optim.Cosine;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Fit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A trained network meets pictures unlike those that trained it: moved, turned, with glare, with noise; and what
/// training with such pictures helps.
///
/// @param epochs of both trainings
/// @param tested how many digits were held out
/// @param trials one for each disturbance
public record Weakness(int epochs, int tested, List<Trial> trials) implements Example {
    private static final int EPOCHS = 25;

    /// How far the training with disturbed digits goes.
    private static final float SHIFT = 2;
    private static final float TURN = 45;
    private static final float GLARE = .6f;
    private static final float NOISE = .3f;

    public Weakness {
        trials = List.copyOf(trials);
    }

    /// One disturbance at several strengths.
    ///
    /// @param name in words
    /// @param unit of the strengths
    /// @param plain the share that is right at each strength, of the network trained on the digits as they are
    /// @param augmented the same of the network trained on disturbed digits
    /// @param shown one digit at each strength
    public record Trial(
            String name, String unit, List<Float> strengths, List<Double> plain, List<Double> augmented,
            List<Shown> shown) {
        public Trial {
            strengths = List.copyOf(strengths);
            plain = List.copyOf(plain);
            augmented = List.copyOf(augmented);
            shown = List.copyOf(shown);
        }
    }

    /// One picture and what the networks say.
    public record Shown(String label, Tensor image, Answer plain, Answer augmented) {}

    /// The most probable class.
    public record Answer(String label, float probability) {
        static Answer of(Prediction prediction) {
            Prediction.Ranked best = prediction.top(1).getFirst();
            return new Answer(best.label(), best.probability());
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s (%.0f %%)", label, 100 * probability);
        }
    }

    public static Weakness of(Backend backend) {
        return of(backend, EPOCHS);
    }

    static Weakness of(Backend backend, int epochs) {
        DigitsNetwork digits = new DigitsNetwork(backend);
        Layer layers = Sequential.of(
                Conv2D.of(16, 3).same().relu(), MaxPool2D.of(2), Conv2D.of(32, 3).same().relu(), MaxPool2D.of(2),
                Flatten.of(), Dense.of(10));
        Fit fit = Fit.epochs(epochs).optimizer(Adam.of(Cosine.of(3e-3)));
        Model plain = digits.trained(layers, fit);
        Model augmented = digits.trained(
                layers, fit.transforms(Disturbance.oneOf(
                        Disturbance.SHIFT.between(-SHIFT, SHIFT), Disturbance.TURN.between(-TURN, TURN),
                        Disturbance.GLARE.between(0, GLARE), Disturbance.NOISE.between(0, NOISE))));
        Dataset test = digits.digits().test();
        return new Weakness(
                epochs, test.size(),
                List.of(
                        trial("moved to the right", "pixels", Disturbance.SHIFT, test, plain, augmented,
                                0, 1, 2, 3, 4),
                        trial("turned clockwise", "degrees", Disturbance.TURN, test, plain, augmented,
                                0, 15, 30, 45, 60, 90),
                        trial("glare", "light added", Disturbance.GLARE, test, plain, augmented,
                                0, .2f, .4f, .6f, .8f, 1),
                        trial("noise", "its deviation", Disturbance.NOISE, test, plain, augmented,
                                0, .1f, .2f, .3f, .4f, .6f)));
    }

    private static Trial trial(
            String name, String unit, Disturbance kind, Dataset test, Model plain, Model augmented,
            float... strengths) {
        int example = example(test, plain);
        List<Float> list = new ArrayList<>();
        List<Double> plainRight = new ArrayList<>();
        List<Double> augmentedRight = new ArrayList<>();
        List<Shown> shown = new ArrayList<>();
        for (float strength : strengths) {
            ArrayDataset disturbed = disturbed(test, kind, strength);
            list.add(strength);
            plainRight.add(plain.evaluate(disturbed).score().accuracy());
            augmentedRight.add(augmented.evaluate(disturbed).score().accuracy());
            Tensor image = disturbed.image(example);
            shown.add(new Shown(
                    test.labels().get(test.label(example)), image, Answer.of(plain.predict(image)),
                    Answer.of(augmented.predict(image))));
        }
        return new Trial(name, unit, list, plainRight, augmentedRight, shown);
    }

    /// The first digit that the plain network knows and that looks like itself one way up alone.
    private static int example(Dataset test, Model plain) {
        for (int i = 0; i < test.size(); i++) {
            String label = test.labels().get(test.label(i));
            if (label.equals("7") && plain.predict(test.image(i)).top(1).getFirst().label().equals(label)) {
                return i;
            }
        }
        return 0;
    }

    private static ArrayDataset disturbed(Dataset data, Disturbance kind, float strength) {
        int pixels = Math.toIntExact(data.sample().size());
        float[] values = new float[data.size() * pixels];
        int[] classes = new int[data.size()];
        for (int i = 0; i < data.size(); i++) {
            Tensor image = kind.apply(data.image(i), strength, Seed.of(1).derive(i));
            System.arraycopy(image.values(), 0, values, i * pixels, pixels);
            classes[i] = data.label(i);
        }
        return ArrayDataset.of(data.sample(), values, classes, data.labels());
    }

    @Override
    public String title() {
        return "Where a network is weak, and what helps";
    }

    @Override
    public List<Block> page() {
        List<Block> page = new ArrayList<>();
        page.add(Block.text("A network knows what it was trained on. The built-in digits are all upright, in the middle"
                + " and clean. A small one with two convolutions, trained on them for " + epochs
                + (epochs == 1 ? " epoch" : " epochs") + ", knows "
                + percent(trials.getFirst().plain.getFirst()) + " of " + tested + " digits that other people wrote."
                + " What if those are disturbed on their way to it? The second network is trained with augmentation:"
                + " it sees a digit as it is or, four times out of five, under one of the disturbances: moved by up to "
                + fixed(SHIFT, 0) + " pixels to either side, turned by up to " + fixed(TURN, 0) + " degrees either way,"
                + " with glare of up to " + fixed(GLARE, 1) + " or noise of up to " + fixed(NOISE, 1)
                + ", each time drawn anew."));
        page.add(Block.text("In the rows of small digits below, ■ is a pixel that is lighter than half of full light, ·"
                + " one that is darker; the networks see every shade. The percentage behind an answer is the network's"
                + " own probability: a network may be wrong and sure of it, because it was never shown what it does"
                + " not know."));
        page.add(Block.picture("weakness-pictures.svg"));
        page.add(Block.picture("weakness.svg"));
        for (Trial trial : trials) {
            page.add(new Block.Heading(capital(trial.name)));
            List<List<String>> rows = new ArrayList<>();
            for (int i = 0; i < trial.strengths.size(); i++) {
                Shown one = trial.shown.get(i);
                rows.add(List.of(
                        strength(trial, i), percent(trial.plain.get(i)), percent(trial.augmented.get(i)),
                        one.plain.toString(), one.augmented.toString()));
            }
            String digit = "a " + trial.shown.getFirst().label + ": ";
            page.add(new Block.Table(
                    List.of(trial.unit, "right", "right, augmented", digit + "it says", "augmented says"), rows,
                    List.of(3, 4)));
            page.add(pixels(trial));
        }
        Trial moved = trials.getFirst();
        Trial noise = trials.getLast();
        page.add(Block.text("Convolution and pooling bear small shifts (see fovea show xo), but the dense layer at the"
                + " end has learned places, and nothing in the network knows of turning or of light. Training on moved"
                + " digits helps most: at 2 pixels " + percent(moved.augmented.get(2)) + " instead of "
                + percent(moved.plain.get(2)) + ", and on clean digits "
                + percent(moved.augmented.getFirst()) + " beside " + percent(moved.plain.getFirst())
                + ". It helps as far as the training went and not much beyond. Not everything can be helped: with noise"
                + " of " + fixed(noise.strengths.get(3), 1) + " it is " + percent(noise.augmented.get(3))
                + " instead of " + percent(noise.plain.get(3)) + ", for what noise has covered in so few"
                + " pixels is gone; and a 6 that is turned by half a circle is a 9."));
        return page;
    }

    private static String capital(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static String strength(Trial trial, int index) {
        boolean whole = trial.strengths.stream().allMatch(strength -> strength == Math.rint(strength));
        return fixed(trial.strengths.get(index), whole ? 0 : 1);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /// The digit at each strength; ■ where it is lighter than a half.
    private static Block pixels(Trial trial) {
        List<Block.Piece> pieces = new ArrayList<>();
        for (int i = 0; i < trial.shown.size() && i < 4; i++) {
            Tensor image = trial.shown.get(i).image;
            Tensor light = Tensor.zeros(Shape.of(image.shape().dim(0), image.shape().dim(1)));
            for (int pixel = 0; pixel < light.values().length; pixel++) {
                light.values()[pixel] = image.values()[pixel] - .5f;
            }
            pieces.add(Block.Grid.of(strength(trial, i), light).drawn());
        }
        return new Block.Row(pieces);
    }

    @Override
    public Map<String, byte[]> pictures() {
        List<Figure> charts = new ArrayList<>();
        List<Sheet.Tile> tiles = new ArrayList<>();
        for (Trial trial : trials) {
            double[] x = trial.strengths.stream().mapToDouble(Float::doubleValue).toArray();
            charts.add(Chart.of(
                            capital(trial.name), Axis.of(trial.unit).range(0, x[x.length - 1]).at(x),
                            Axis.of("share that is right").range(0, 1),
                            Chart.Series.line("as they are", x, numbers(trial.plain))
                                    .style(Chart.Style.LINE_AND_POINTS),
                            Chart.Series.line("augmented", x, numbers(trial.augmented))
                                    .style(Chart.Style.LINE_AND_POINTS))
                    .size(330, 200));
            for (int i = 0; i < 5; i++) {
                Shown one = trial.shown.get(i);
                tiles.add(Sheet.Tile.of(
                                Pixels.of(one.image), trial.name + " " + strength(trial, i), "it says " + one.plain,
                                "augmented: " + one.augmented)
                        .frame(one.plain.label.equals(one.label) ? Colours.GREEN : Colours.VERMILION));
            }
        }
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        pictures.put("weakness.svg", Drawn.bytes(Panel.grid(2, 30, charts), "Trained on digits as they are, and"
                + " augmented"));
        String orange = "Orange: wrong, by the network that was trained on digits as they are";
        pictures.put("weakness-pictures.svg", Drawn.bytes(Sheet.of("", 5, tiles), orange));
        return pictures;
    }

    private static double[] numbers(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
