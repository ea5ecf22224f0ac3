package dev.fovea.explain.example;

import static dev.fovea.drawing.Numerals.fixed;

import dev.fovea.backend.Backend;
import dev.fovea.data.ArrayDataset;
import dev.fovea.data.Preprocessing;
import dev.fovea.metric.Score;
import dev.fovea.model.Model;
import dev.fovea.model.Prediction;
import dev.fovea.nn.Conv1D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.MaxPool1D;
import dev.fovea.nn.Sequential;
import dev.fovea.op.Convolution;
import dev.fovea.op.Node;
import dev.fovea.op.Padding;
import dev.fovea.optim.Adam;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Codecs;
import dev.fovea.train.Fit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A convolution in one dimension: a network learns to find a pattern in a noisy series, wherever it lies.
///
/// @param pattern a steep start and a slow end
/// @param network the calls that build it
/// @param before the score on series that it does not train on, before it is trained
/// @param after and after
/// @param kernels filters × size, before training and after
/// @param shown some of the series
/// @param nile a real series under kernels set by hand
public record SeriesPattern(
        Tensor pattern, String network, Score before, Score after, List<Tensor> kernels, List<Shown> shown,
        NileFlow nile)
        implements Example {
    static final int LENGTH = 64;
    static final int SIZE = 9;
    static final int FILTERS = 2;
    static final List<String> CLASSES = List.of("steep start", "steep end");
    private static final int TRAINED = 600;
    private static final int TESTED = 200;
    private static final float NOISE = .25f;

    public SeriesPattern {
        kernels = List.copyOf(kernels);
        shown = List.copyOf(shown);
    }

    /// A series that the network has not trained on.
    ///
    /// @param kind 0 or 1, its class
    /// @param from where its pattern begins
    /// @param responses filters × places: how well each kernel fits at each place, before the maximum is taken
    public record Shown(int kind, int from, Tensor series, Tensor responses, Prediction prediction) {
        /// The first moment behind the pattern's steep side.
        public int jump() {
            return kind == 0 ? from : from + SIZE;
        }

        /// Where a kernel fits best: the first place under it.
        public int best(int filter) {
            int best = 0;
            for (int i = 1; i < responses.shape().dim(1); i++) {
                best = responses.at(filter, i) > responses.at(filter, best) ? i : best;
            }
            return best;
        }
    }

    /// A series with a pattern, and noise in which it lies.
    ///
    /// @param values one number for each moment
    record Sample(int kind, int from, float[] values) {
        static Sample of(Seed seed) {
            int kind = seed.below(2, 0);
            int from = seed.below(LENGTH - SIZE + 1, 1);
            double phase = 2 * Math.PI * seed.uniform(2);
            float[] values = new float[LENGTH];
            for (int i = 0; i < LENGTH; i++) {
                values[i] = (float) (.3 * StrictMath.sin(phase + .15 * i) + NOISE * seed.normal(10 + i));
            }
            for (int i = 0; i < SIZE; i++) {
                values[from + i] += shape(kind == 0 ? i : SIZE - 1 - i);
            }
            return new Sample(kind, from, values);
        }

        /// Up at once, then down by even steps.
        static float shape(int i) {
            return 1.5f * (SIZE - i) / SIZE;
        }
    }

    public static SeriesPattern of(Backend backend) {
        Seed seed = Seed.of(7);
        Sequential layers = Sequential.of(
                Conv1D.of(FILTERS, SIZE), MaxPool1D.of(LENGTH - SIZE + 1), Flatten.of(), Dense.of(2));
        ArrayDataset train = data(samples(seed.derive("train"), TRAINED));
        List<Sample> unseen = samples(seed.derive("test"), TESTED);
        ArrayDataset test = data(unseen);
        Model model = Model.of(
                "series", layers.network(train.sample()), Preprocessing.of(train), CLASSES, seed, backend,
                Codecs.registered());
        Score before = model.evaluate(test).score();
        Tensor start = kernels(model);
        model.fit(train, Fit.epochs(20).batch(20).optimizer(Adam.of(.01)));
        List<Shown> shown = new ArrayList<>();
        for (Sample sample : unseen.subList(0, 6)) {
            Tensor series = Tensor.of(Shape.of(LENGTH, 1), sample.values);
            shown.add(new Shown(
                    sample.kind, sample.from, Planes.shaped(series, 1, LENGTH), responses(model, series, backend),
                    model.predict(series)));
        }
        float[] pattern = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            pattern[i] = Sample.shape(i);
        }
        return new SeriesPattern(
                Tensor.of(Shape.of(1, SIZE), pattern), layers.toString(), before, model.evaluate(test).score(),
                List.of(start, kernels(model)), shown, NileFlow.of(backend));
    }

    private static List<Sample> samples(Seed seed, int count) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            samples.add(Sample.of(seed.derive(i)));
        }
        return samples;
    }

    private static ArrayDataset data(List<Sample> samples) {
        float[] values = new float[samples.size() * LENGTH];
        int[] kinds = new int[samples.size()];
        for (int i = 0; i < kinds.length; i++) {
            System.arraycopy(samples.get(i).values, 0, values, i * LENGTH, LENGTH);
            kinds[i] = samples.get(i).kind;
        }
        return ArrayDataset.of(Shape.of(LENGTH, 1), values, kinds, CLASSES);
    }

    /// A row for each filter.
    private static Tensor kernels(Model model) {
        Tensor filters = model.read("conv1d.filters");
        Tensor rows = Tensor.zeros(Shape.of(FILTERS, SIZE));
        for (int i = 0; i < rows.values().length; i++) {
            rows.values()[i] = filters.values()[i % SIZE * FILTERS + i / SIZE];
        }
        return rows;
    }

    private static Tensor responses(Model model, Tensor series, Backend backend) {
        Calculation calculation = new Calculation(backend);
        Node row = calculation.input("series", Planes.shaped(series, 1, LENGTH, 1));
        Node filters = calculation.parameter("filters", model.read("conv1d.filters"));
        Node bias = calculation.parameter("bias", model.read("conv1d.bias"));
        Tensor maps = calculation.value(Convolution.of(1, Padding.VALID).on(row, filters).plus(bias));
        int places = LENGTH - SIZE + 1;
        Tensor rows = Tensor.zeros(Shape.of(FILTERS, places));
        for (int i = 0; i < rows.values().length; i++) {
            rows.values()[i] = maps.values()[i % places * FILTERS + i / places];
        }
        return rows;
    }

    @Override
    public String title() {
        return "A series: convolution in one dimension finds a pattern";
    }

    @Override
    public List<Block> page() {
        List<Block> page = new ArrayList<>();
        page.add(Block.text("Not only pictures can be convolved. A series is a row of numbers, one for each moment:"
                + " sound, a pulse, the flow of a river. Its kernel is a row too, and slides along time. What it"
                + " finds, it finds whenever that happens."));
        page.add(new Block.Heading("The task"));
        page.add(Block.text("Made-up series of " + LENGTH + " numbers: a slow wave and noise. Somewhere in each lies a"
                + " pattern of " + SIZE + " numbers, with a steep start and a slow end, or the same numbers in reverse"
                + " order: slow start, steep end. Which of the two is it? Only the order tells, and the place is"
                + " always another."));
        page.add(Block.row(Block.Grid.of("the pattern, steep start", pattern).decimals(2)));
        page.add(new Block.Heading("The network"));
        page.add(Block.lines(
                "Conv1D.of(" + FILTERS + ", " + SIZE + ")    " + FILTERS + " kernels of " + SIZE
                        + " numbers: how well each fits, at each place",
                "MaxPool1D.of(" + (LENGTH - SIZE + 1) + ")   the best fit of each, wherever it was",
                "Flatten.of()", "Dense.of(2)        from the two best fits to the two classes"));
        page.add(Block.text("Trained on " + TRAINED + " series for 20 epochs, tried on " + after.count() + " others."
                + " Before training it told " + before.correct() + " of them rightly, as by chance; after it "
                + after.correct() + "."));
        page.add(new Block.Heading("What the kernels have become"));
        page.add(Block.row(Block.Grid.of("before training, a row for each kernel", kernels.getFirst()).decimals(2)));
        page.add(Block.row(Block.Grid.of("after training", kernels.getLast()).decimals(2)));
        page.add(Block.text("Nobody told the network what the pattern looks like. " + meaning()));
        page.add(Block.picture("series-kernels.svg"));
        page.add(new Block.Heading("Six series that it has not trained on"));
        page.add(Block.picture("series-responses.svg"));
        List<List<String>> rows = new ArrayList<>();
        for (Shown one : shown) {
            rows.add(List.of(
                    CLASSES.get(one.kind), Integer.toString(one.jump()), fit(one, 0), fit(one, 1),
                    one.prediction.label(), fixed(one.prediction.probability(), 3)));
        }
        page.add(new Block.Table(
                List.of("pattern", "jumps at", "kernel 1, at", "kernel 2, at", "prediction", "probability"), rows,
                List.of(4)));
        page.add(Block.text("The columns of the kernels hold the greatest fit, and the moment at which the kernel's"
                + " own jump then lies. Where the pattern jumps, the kernel of its kind finds it."));
        nile.addTo(page);
        return page;
    }

    private String fit(Shown shown, int filter) {
        int best = shown.best(filter);
        return fixed(shown.responses.at(filter, best), 2) + ", " + (best + edge(filter));
    }

    /// Where a trained kernel changes most from one place to the next: the index behind the change.
    public int edge(int filter) {
        int edge = 1;
        for (int i = 2; i < SIZE; i++) {
            edge = Math.abs(change(filter, i)) > Math.abs(change(filter, edge)) ? i : edge;
        }
        return edge;
    }

    private float change(int filter, int i) {
        return kernels.getLast().at(filter, i) - kernels.getLast().at(filter, i - 1);
    }

    /// Whether it changes upwards there, and so fits a jump up.
    public boolean rises(int filter) {
        return change(filter, edge(filter)) > 0;
    }

    private String meaning() {
        List<String> words = new ArrayList<>();
        for (int filter = 0; filter < FILTERS; filter++) {
            int edge = edge(filter);
            String jump = rises(filter) ? "up: a steep start" : "down: a steep end";
            words.add("kernel " + (filter + 1) + " goes from "
                    + fixed(kernels.getLast().at(filter, edge - 1), 2) + " to "
                    + fixed(kernels.getLast().at(filter, edge), 2) + " and fits where the series jumps " + jump);
        }
        String text = String.join("; ", words);
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    @Override
    public Map<String, byte[]> pictures() {
        return SeriesPictures.of(this);
    }
}
