package dev.fovea.explain.example;

import dev.fovea.backend.Frame;
import dev.fovea.data.Dataset;
import dev.fovea.drawing.Bars;
import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Pixels;
import dev.fovea.drawing.Sheet;
import dev.fovea.graph.Program;
import dev.fovea.metric.TopK;
import dev.fovea.model.Model;
import dev.fovea.nn.Network;
import dev.fovea.op.BatchNormalization;
import dev.fovea.op.BatchStatistics;
import dev.fovea.op.Node;
import dev.fovea.op.Softmax;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Why a network with batch norm needs running statistics: single pictures predicted with the statistics of their batch
/// and with those kept in training.
///
/// @param model its name
/// @param images how many were predicted
/// @param trainedOn whether the network was trained on these very pictures
/// @param alone how many were right with the statistics of a batch of one
/// @param together how many were right with the statistics of a batch of [#BATCH]
/// @param running how many were right with running statistics
/// @param leftOver the greatest number, in size, that per-neuron batch norm leaves of a single picture
public record SinglePicture(
        String model, List<Shown> shown, int images, boolean trainedOn, long alone, long together, long running,
        float leftOver)
        implements Example {
    /// Pictures of a larger batch.
    public static final int BATCH = 32;

    private static final float EPSILON = 1e-3f;

    /// The first pictures that are shown, and as many that show the difference.
    private static final int SHOWN = 6;

    /// One picture.
    ///
    /// @param label what it is
    /// @param alone with the statistics of this picture
    /// @param together with the statistics of a batch that it is in
    /// @param running with running statistics
    public record Shown(int index, String label, Tensor image, Guess alone, Guess together, Guess running) {}

    /// The most probable class.
    public record Guess(String label, float probability) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s (%.1f %%)", label, 100 * probability);
        }
    }

    public SinglePicture {
        shown = List.copyOf(shown);
    }

    /// Predicts all pictures of a data set, each alone and in batches.
    ///
    /// @param trainedOn whether the model was trained on them
    /// @throws IllegalArgumentException if the model has no batch norm
    public static SinglePicture of(Model model, Dataset images, boolean trainedOn) {
        if (model.network().states().shapes().isEmpty()) {
            throw new IllegalArgumentException("the network " + model.network().layers()
                    + " keeps no running statistics: expected one with BatchNorm, such as that of digits-bn");
        }
        return new Measurement(model, images).measure(trainedOn);
    }

    /// Runs the graph of inference with the statistics of the batch, and as it is.
    private static final class Measurement {
        private final Model model;
        private final Dataset images;
        private final int classes;
        private final float[][] inputs;
        private final float[] labels;
        private final Frame batchStatistics;
        private final Frame inference;

        Measurement(Model model, Dataset images) {
            this.model = model;
            this.images = images;
            this.classes = model.labels().size();
            this.inputs = new float[images.size()][];
            this.labels = new float[images.size()];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = model.input(images.image(i));
                labels[i] = images.label(i);
            }
            batchStatistics = frame(model.network().batchStatistics());
            inference = frame(model.network().inference());
        }

        private Frame frame(Program program) {
            return model.subject().backend().compile(program, model.subject().store(), BATCH).frame();
        }

        SinglePicture measure(boolean trainedOn) {
            float[] alone = outputs(batchStatistics, 1);
            float[] together = outputs(batchStatistics, BATCH);
            float[] running = outputs(inference, 1);
            List<Shown> shown = new ArrayList<>();
            for (int i : chosen(alone, running)) {
                shown.add(new Shown(
                        i, model.labels().get(images.label(i)), images.image(i), guess(alone, i), guess(together, i),
                        guess(running, i)));
            }
            return new SinglePicture(
                    model.subject().name(), shown, inputs.length, trainedOn, correct(alone), correct(together),
                    correct(running),
                    leftOver());
        }

        /// The first pictures, then the first of those that are wrong alone and right with running statistics.
        private List<Integer> chosen(float[] alone, float[] running) {
            List<Integer> chosen = new ArrayList<>();
            int different = 0;
            for (int i = 0; i < inputs.length && different < SHOWN; i++) {
                boolean differs = i >= SHOWN && best(alone, i) != images.label(i)
                        && best(running, i) == images.label(i);
                different += differs ? 1 : 0;
                if (i < SHOWN || differs) {
                    chosen.add(i);
                }
            }
            return chosen;
        }

        private int best(float[] outputs, int image) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                best = outputs[image * classes + c] > outputs[image * classes + best] ? c : best;
            }
            return best;
        }

        /// What is left of a picture when each of its values is a feature of its own: the greatest in size.
        private float leftOver() {
            int features = inputs[0].length;
            float[] ones = new float[features];
            Arrays.fill(ones, 1);
            Calculation calculation = new Calculation(model.subject().backend());
            Node x = calculation.input("picture", Tensor.of(Shape.of(features), inputs[0]));
            Node gamma = calculation.parameter("gamma", Tensor.of(Shape.of(features), ones));
            Node beta = calculation.parameter("beta", Tensor.zeros(Shape.of(features)));
            Node y = new BatchNormalization(EPSILON, true).on(x, gamma, beta, new BatchStatistics().on(x));
            float greatest = 0;
            for (float value : calculation.value(y).values()) {
                greatest = Math.max(greatest, Math.abs(value));
            }
            return greatest;
        }

        /// The outputs for all pictures, in batches of `n`; the last batch is filled up from the first pictures.
        private float[] outputs(Frame frame, int n) {
            int pixels = inputs[0].length;
            float[] batch = new float[n * pixels];
            float[] outputs = new float[(inputs.length + n) * classes];
            frame.bind(Network.IMAGES, batch, 0);
            for (int first = 0; first < inputs.length; first += n) {
                for (int i = 0; i < n; i++) {
                    System.arraycopy(inputs[(first + i) % inputs.length], 0, batch, i * pixels, pixels);
                }
                frame.run(n, 0);
                frame.read(Network.OUTPUT, outputs, first * classes);
            }
            return outputs;
        }

        private long correct(float[] outputs) {
            TopK top = TopK.of(1, classes);
            top.add(outputs, 0, labels, 0, labels.length);
            return top.correct();
        }

        private Guess guess(float[] outputs, int image) {
            Tensor logits = Tensor.zeros(Shape.of(classes));
            System.arraycopy(outputs, image * classes, logits.values(), 0, classes);
            Calculation calculation = new Calculation(model.subject().backend());
            float[] shares = calculation.value(new Softmax().on(calculation.input("logits", logits))).values();
            int best = best(outputs, image);
            return new Guess(model.labels().get(best), shares[best]);
        }
    }

    @Override
    public String title() {
        return "Batch norm and the single picture";
    }

    @Override
    public List<Block> page() {
        List<List<String>> rows = shown.stream()
                .map(one -> List.of(
                        Integer.toString(one.index), one.label, one.alone.toString(), one.together.toString(),
                        one.running.toString()))
                .toList();
        return List.of(
                Block.text("In training, batch norm takes from each number the mean of its batch and divides by the"
                        + " batch's deviation. A picture that comes alone is its own batch: its mean and deviation are"
                        + " not those that the network was trained with, what made it differ from other pictures is"
                        + " taken away, and the layers behind see what they never saw. So training keeps running"
                        + " averages of both, and prediction uses those: then a picture's result does not depend on"
                        + " its neighbours."),
                Block.text("With statistics per neuron, where every value is a feature of its own, nothing at all is"
                        + " left: a value minus its own mean is 0. The greatest number that the engine leaves of"
                        + " picture 0 is "
                        + leftOver + ". With statistics per map, from all pixels of a map, something is left, and many"
                        + " pictures are still known. Shown are the first " + SHOWN + " pictures, then the first that"
                        + " are wrong alone and right with running statistics:"),
                Block.picture("batchnorm-pictures.svg"),
                new Block.Table(
                        List.of("picture", "is", "alone, own statistics", "in a batch of " + BATCH, "alone, running"),
                        rows,
                        List.of(1, 2, 3, 4)),
                Block.picture("batchnorm.svg"),
                new Block.Table(
                        List.of("right, of " + count(images) + " pictures", "", ""),
                        List.of(
                                accuracy("one at a time, own statistics", alone),
                                accuracy("in batches of " + BATCH + ", the batch's statistics", together),
                                accuracy("one at a time, running statistics", running)),
                        List.of()),
                Block.text(trainedOn
                        ? "The network was trained on these very pictures: the shares compare the three ways, and do"
                                + " not say how well it knows new ones."
                        : "The network was not trained on these pictures."));
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private List<String> accuracy(String name, long correct) {
        return List.of(name, count(correct), String.format(Locale.ROOT, "%.2f %%", 100.0 * correct / images));
    }

    @Override
    public Map<String, byte[]> pictures() {
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        List<Sheet.Tile> tiles = new ArrayList<>();
        for (Shown one : shown) {
            boolean right = one.alone.label.equals(one.label);
            tiles.add(Sheet.Tile.of(
                            Pixels.of(one.image), "is " + one.label, "alone: " + one.alone.label,
                            "running: " + one.running.label)
                    .frame(right ? Colours.GREEN : Colours.VERMILION));
        }
        String orange = "Orange: wrong with its own statistics";
        pictures.put("batchnorm-pictures.svg", Drawn.bytes(Sheet.of("", 6, tiles), orange));
        List<Bars.Bar> bars = new ArrayList<>();
        List<List<String>> rows = List.of(
                accuracy("one at a time, own statistics", alone),
                accuracy("in batches of " + BATCH, together), accuracy("one at a time, running statistics", running));
        List<Long> counts = List.of(alone, together, running);
        for (int i = 0; i < 3; i++) {
            bars.add(new Bars.Bar(
                    rows.get(i).getFirst(), counts.get(i), rows.get(i).getLast(),
                    i == 0 ? Colours.VERMILION : i == 1 ? Colours.SKY : Colours.GREEN));
        }
        pictures.put("batchnorm.svg", Drawn.bytes(
                Bars.of(bars),
                title() + ": how many are right" + (trainedOn ? ", of the pictures that trained it" : "")));
        return pictures;
    }
}
