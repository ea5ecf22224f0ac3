package dev.fovea.learn.network;

import dev.fovea.backend.Frame;
import dev.fovea.graph.Program;
import dev.fovea.model.Model;
import dev.fovea.model.Prediction;
import dev.fovea.nn.Network;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.text.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A model that shows what it computes. One caller at a time.
public final class Insight {
    /// Of all stages, for one picture: what a browser takes in without a pause.
    private static final long MOST_VALUES = 2_000_000;
    /// Weights that a page takes in as a whole.
    private static final long MOST_PARAMETERS = 8_000_000;
    /// Of one map, which a page gets as a whole.
    private static final int MOST_PLACES = 1 << 20;
    /// Squares that cover a picture, in each direction.
    private static final float SQUARES = 4;

    private final Model model;
    private final Program program;
    private final Frame frame;
    private final List<Stage> stages;

    private Insight(Model model, Program program, List<Stage> stages, Frame frame) {
        this.model = model;
        this.program = program;
        this.stages = stages;
        this.frame = frame;
    }

    /// @throws dev.fovea.backend.Backend.OutOfMemory if the heap does not hold all values and gradients of one picture
    /// @throws IllegalArgumentException one line, if the network sees no pictures, or larger ones than can be shown
    public static Insight of(Model model) {
        if (model.network().input().rank() != 3) {
            throw new IllegalArgumentException("only a network of pictures can be shown, height × width × channels: got"
                    + " one of " + model.network().input());
        }
        Program program = model.network().trace();
        List<Stage> stages = Stages.of(program);
        for (Stage stage : stages) {
            Shape shape = stage.shape();
            if (shape.rank() == 3 && (long) shape.dim(0) * shape.dim(1) > MOST_PLACES) {
                throw new IllegalArgumentException("the page shows maps of at most "
                        + Figures.count(MOST_PLACES) + " places: got " + shape + " of " + stage.name()
                        + "; take a network of smaller pictures");
            }
        }
        return new Insight(
                model, program, stages, model.subject().backend().compile(program, model.subject().store(), 1).frame());
    }

    public Model model() {
        return model;
    }

    public List<Stage> stages() {
        return stages;
    }

    /// Whether a page takes in all weights and all that is computed of a picture. Of a larger network it gets small
    /// versions of maps, and asks for each map and number that is opened.
    public boolean isWhole() {
        return values() <= MOST_VALUES
                && model.subject().store().parameters().length() <= MOST_PARAMETERS;
    }

    /// How many values the network computes of a picture.
    public long values() {
        return Stage.values(stages);
    }

    /// The side of the squares that cover a picture for [#occlusion] on the page.
    static int square(Tensor image) {
        return Math.max(1, Math.round(image.shape().dim(0) / SQUARES));
    }

    /// What the network computes of a picture, and what moves the cross-entropy of a label: upstream is p − y for
    /// logits; −y / p for probabilities; and −y / p + 1 / Σ p for separate ones, of which the loss takes the share.
    ///
    /// @param image as [Model#predict] takes it
    public synchronized Glimpse ofLoss(Tensor image, int label) {
        float[] upstream = new float[model.labels().size()];
        run(image, upstream);
        List<Float> p = prediction(sample(Network.VALUE + stages.getLast().value())).probabilities();
        double sum = p.stream().mapToDouble(Float::doubleValue).sum();
        for (int k = 0; k < upstream.length; k++) {
            int y = k == label ? 1 : 0;
            upstream[k] = switch (model.network().outputs()) {
                case LOGITS -> p.get(k) - y;
                case PROBABILITIES -> -y / Math.max(p.get(k), Float.MIN_NORMAL);
                case SEPARATE_PROBABILITIES -> (float) (1 / sum - y / Math.max(p.get(k), Float.MIN_NORMAL));
            };
        }
        return of(image, upstream);
    }

    /// What the network computes of a picture, and what moves its output of a class: upstream is 1 there, else 0.
    ///
    /// @param image as [Model#predict] takes it
    public synchronized Glimpse ofClass(Tensor image, int label) {
        float[] upstream = new float[model.labels().size()];
        upstream[label] = 1;
        return of(image, upstream);
    }

    private void run(Tensor image, float[] upstream) {
        frame.bind(Network.IMAGES, model.input(image), 0);
        frame.bind(Network.UPSTREAM, upstream, 0);
        frame.run(1, 0);
    }

    private Prediction prediction(Tensor output) {
        return Prediction.of(model.labels(), output.values(), model.network().outputs());
    }

    private Glimpse of(Tensor image, float[] upstream) {
        run(image, upstream);
        List<Tensor> values = new ArrayList<>();
        Map<Integer, Tensor> gradients = new LinkedHashMap<>();
        for (Stage stage : stages) {
            String gradient = Network.GRADIENT + stage.value();
            if (program.outputs().containsKey(gradient)) {
                gradients.put(values.size(), sample(gradient));
            }
            values.add(sample(Network.VALUE + stage.value()));
        }
        Tensor output = values.getLast();
        return new Glimpse(
                values, gradients, new Tensor(output.shape(), upstream.clone()), prediction(output));
    }

    private Tensor sample(String name) {
        Shape shape = program.output(name).shape().sample();
        return new Tensor(shape, frame.read(name).values());
    }

    /// Where in the picture the network sees a class, by the last maps before a pooling: Grad-CAM,
    /// `ReLU(Σ_c α_c · map_c)` with α_c the mean of the class's gradient over map c. R. Selvaraju et al., “Grad-CAM:
    /// Visual Explanations from Deep Networks via Gradient-based Localization”, 2017.
    ///
    /// @param glimpse of the class, see [#ofClass]
    /// @return height × width of that stage, none negative
    /// @throws IllegalArgumentException if the network has no maps, see [#hasMaps]
    public Tensor cam(Glimpse glimpse) {
        int last = lastMaps();
        if (last == 0) {
            throw new IllegalArgumentException("Grad-CAM needs a layer with maps: the network has none");
        }
        Tensor maps = glimpse.values().get(last);
        Tensor slopes = Objects.requireNonNull(glimpse.gradients().get(last));
        int places = maps.shape().dim(0) * maps.shape().dim(1);
        int channels = maps.shape().dim(2);
        double[] weights = new double[channels];
        for (int i = 0; i < slopes.values().length; i++) {
            weights[i % channels] += slopes.values()[i] / places;
        }
        float[] cam = new float[places];
        for (int place = 0; place < places; place++) {
            double sum = 0;
            for (int c = 0; c < channels; c++) {
                sum += weights[c] * maps.values()[place * channels + c];
            }
            cam[place] = (float) Math.max(0, sum);
        }
        return new Tensor(Shape.of(maps.shape().dim(0), maps.shape().dim(1)), cam);
    }

    /// Whether some layer's output has more places than one.
    boolean hasMaps() {
        return lastMaps() > 0;
    }

    /// The last stage with several places, and not after a pooling, that the outputs depend on; 0 if there is none.
    private int lastMaps() {
        for (int i = stages.size() - 1; i > 0; i--) {
            Shape shape = stages.get(i).shape();
            if (shape.rank() == 3 && shape.dim(0) * shape.dim(1) > 1 && stages.get(i).kind() != Stage.Kind.POOLING
                    && program.outputs().containsKey(Network.GRADIENT + stages.get(i).value())) {
                return i;
            }
        }
        return 0;
    }

    /// How much the probability of a class falls where a square of the picture is covered with the picture's mean.
    ///
    /// @param image as [Model#predict] takes it
    /// @param side of the square in pixels; it moves by half of it, at least 1, and the last one lies at the edge
    /// @return rows × columns of squares: the probability uncovered less that covered
    public Tensor occlusion(Tensor image, int label, int side) {
        int height = image.shape().dim(0);
        int width = image.shape().dim(1);
        int step = Math.max(1, side / 2);
        int rows = 1 + Math.ceilDiv(Math.max(0, height - side), step);
        int columns = 1 + Math.ceilDiv(Math.max(0, width - side), step);
        List<Tensor> covered = new ArrayList<>();
        for (int i = 0; i < rows * columns; i++) {
            int top = Math.max(0, Math.min(i / columns * step, height - side));
            int left = Math.max(0, Math.min(i % columns * step, width - side));
            covered.add(covered(image, top, left, side));
        }
        float whole = model.predict(image).probabilities().get(label);
        List<Prediction> predictions = model.predict(covered);
        float[] falls = new float[rows * columns];
        for (int i = 0; i < falls.length; i++) {
            falls[i] = whole - predictions.get(i).probabilities().get(label);
        }
        return new Tensor(Shape.of(rows, columns), falls);
    }

    private static Tensor covered(Tensor image, int top, int left, int side) {
        double sum = 0;
        for (float value : image.values()) {
            sum += value;
        }
        float mean = (float) (sum / image.values().length);
        float[] values = image.values().clone();
        int width = image.shape().dim(1);
        int channels = image.shape().dim(2);
        for (int row = top; row < Math.min(top + side, image.shape().dim(0)); row++) {
            for (int column = left; column < Math.min(left + side, width); column++) {
                for (int c = 0; c < channels; c++) {
                    values[(row * width + column) * channels + c] = mean;
                }
            }
        }
        return new Tensor(image.shape(), values);
    }
}
