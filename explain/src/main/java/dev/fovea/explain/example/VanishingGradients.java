package dev.fovea.explain.example;

import static dev.fovea.drawing.Numerals.fixed;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Frame;
import dev.fovea.backend.Layout;
import dev.fovea.data.Dataset;
import dev.fovea.drawing.Axis;
import dev.fovea.drawing.Bars;
import dev.fovea.drawing.Chart;
import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Panel;
import dev.fovea.metric.Score;
import dev.fovea.model.Model;
import dev.fovea.nn.Activation;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Loss;
import dev.fovea.nn.Network;
import dev.fovea.nn.Residual;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.VarianceScaling;
import dev.fovea.optim.Adam;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Fit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Gradients of each layer's weights in networks of twelve dense layers, before any training, and how far the networks
/// then get.
///
/// @param measured pictures on which the gradients were measured
/// @param epochs of the training after it
/// @param starts the rules by which weights start
public record VanishingGradients(int measured, int epochs, List<Start> starts, List<Net> nets) implements Example {
    static final int LAYERS = 12;
    private static final int WIDTH = 64;
    private static final int PICTURES = 256;
    private static final int EPOCHS = 5;

    /// One network.
    ///
    /// @param start how its weights begin
    /// @param gradients root of the mean square of each layer's gradients, the first layer first
    /// @param score on digits that it was not trained on, after the training
    public record Net(String name, String start, List<Double> gradients, Score score) {
        public Net {
            gradients = List.copyOf(gradients);
        }

        /// How many times smaller the first layer's gradient is than the last but one's, which all have alike.
        public double shrunk() {
            return gradients.get(LAYERS - 2) / gradients.getFirst();
        }
    }

    /// A rule for how weights start, in a layer of as many neurons as inputs.
    ///
    /// @param wanted the deviation by the formula
    /// @param measured that of weights which were drawn by the rule
    public record Start(String rule, String formula, double wanted, double measured) {
        static Start of(String rule, String formula, VarianceScaling initializer) {
            Shape shape = Shape.of(WIDTH, WIDTH);
            float[] weights = new float[WIDTH * WIDTH];
            initializer.fill(shape, Seed.of(1), weights, 0);
            return new Start(rule, formula, initializer.std(shape), rootMeanSquare(weights, 0, weights.length));
        }
    }

    public VanishingGradients {
        starts = List.copyOf(starts);
        nets = List.copyOf(nets);
    }

    public static VanishingGradients of(Backend backend) {
        return of(backend, EPOCHS);
    }

    static VanishingGradients of(Backend backend, int epochs) {
        DigitsNetwork digits = new DigitsNetwork(backend);
        Initializer glorot = Initializer.glorotUniform();
        Initializer he = Initializer.heNormal();
        List<Start> starts = List.of(
                Start.of("Glorot", "√(2 / (n + m))", (VarianceScaling) glorot),
                Start.of("He", "√(2 / n)", (VarianceScaling) he));
        List<Net> nets = new ArrayList<>();
        nets.add(net("sigmoid", "Glorot", plain(Activation.SIGMOID, glorot), digits, backend, epochs));
        nets.add(net("tanh", "Glorot", plain(Activation.TANH, glorot), digits, backend, epochs));
        nets.add(net("ReLU, Glorot", "Glorot", plain(Activation.RELU, glorot), digits, backend, epochs));
        nets.add(net("ReLU, He", "He", plain(Activation.RELU, he), digits, backend, epochs));
        nets.add(net("sigmoid + BN", "Glorot", normalised(glorot), digits, backend, epochs));
        nets.add(net("residual", "Glorot", residual(glorot), digits, backend, epochs));
        return new VanishingGradients(PICTURES, epochs, starts, nets);
    }

    private static Layer plain(Activation activation, Initializer start) {
        List<Layer> layers = new ArrayList<>(List.of(Flatten.of()));
        for (int i = 1; i < LAYERS; i++) {
            layers.add(Dense.of(WIDTH).weights(start).activation(activation));
        }
        layers.add(Dense.of(10));
        return new Sequential(layers);
    }

    private static Layer normalised(Initializer start) {
        List<Layer> layers = new ArrayList<>(List.of(Flatten.of()));
        for (int i = 1; i < LAYERS; i++) {
            layers.add(Dense.of(WIDTH).weights(start).withoutBias());
            layers.add(BatchNorm.of());
            layers.add(Activation.SIGMOID);
        }
        layers.add(Dense.of(10));
        return new Sequential(layers);
    }

    /// One dense layer, five blocks of two with a shortcut around each, one dense layer.
    private static Layer residual(Initializer start) {
        List<Layer> layers = new ArrayList<>(List.of(Flatten.of(), Dense.of(WIDTH).weights(start).relu()));
        for (int i = 2; i < LAYERS; i += 2) {
            layers.add(Residual.of(Dense.of(WIDTH).weights(start).relu(), Dense.of(WIDTH).weights(start)));
        }
        layers.add(Dense.of(10));
        return new Sequential(layers);
    }

    private static Net net(
            String name, String start, Layer layers, DigitsNetwork digits, Backend backend, int epochs) {
        List<Double> gradients = gradients(digits.fresh(layers), digits.digits().train(), backend);
        Model model = digits.trained(layers, Fit.epochs(epochs).optimizer(Adam.of(1e-3)));
        return new Net(name, start, gradients, model.evaluate(digits.digits().test()).score());
    }

    /// Of the weights of each layer, in one step of a training that changes nothing.
    private static List<Double> gradients(Model model, Dataset train, Backend backend) {
        int pixels = Math.toIntExact(train.sample().size());
        float[] images = new float[PICTURES * pixels];
        float[] labels = new float[PICTURES];
        for (int i = 0; i < PICTURES; i++) {
            train.read(i, images, i * pixels);
            labels[i] = train.label(i);
        }
        Layout layout = model.subject().store().parameters();
        Frame frame = backend.compile(
                        model.network().training(Loss.crossEntropy(), _ -> true), model.subject().store(), PICTURES)
                .frame();
        frame.bind(Network.IMAGES, images, 0);
        frame.bind(Network.LABELS, labels, 0);
        frame.run(PICTURES, 0);
        List<Double> sizes = new ArrayList<>();
        for (Map.Entry<String, Shape> parameter : model.parameters().entrySet()) {
            if (parameter.getKey().endsWith(".weights")) {
                Layout.Place place = layout.place(parameter.getKey());
                sizes.add(rootMeanSquare(frame.gradients(), place.from(), place.to()));
            }
        }
        return sizes;
    }

    private static double rootMeanSquare(float[] values, int from, int to) {
        double squares = 0;
        for (int i = from; i < to; i++) {
            squares += (double) values[i] * values[i];
        }
        return Math.sqrt(squares / (to - from));
    }

    @Override
    public String title() {
        return "Vanishing gradients: what reaches the first of twelve layers";
    }

    @Override
    public List<Block> page() {
        List<Block> page = new ArrayList<>();
        page.add(Block.text("A gradient goes back through a network layer by layer, and each layer multiplies it by its"
                + " weights and by its activation's slope (see fovea show activation). If that makes it smaller each"
                + " time, the first layers are told next to nothing, and do not learn. Here it is measured, in networks"
                + " of " + LAYERS + " dense layers, " + (LAYERS - 1) + " of them with " + WIDTH + " neurons."));
        page.add(new Block.Heading("How weights start"));
        page.add(Block.text("Weights start as random numbers around 0. If they are too small, what goes through the"
                + " network shrinks from layer to layer; if they are too large, it grows. Two rules say how large they"
                + " should be: their deviation, the root of the mean of their squares, for a layer of n inputs and m"
                + " neurons. Glorot's rule (Glorot and Bengio, 2010) looks both ways, forward and backward. He's rule"
                + " (He and others, 2015) is made for ReLU, which sets about half of the sums to 0. For " + WIDTH
                + " inputs and " + WIDTH + " neurons, and as measured on the weights drawn here:"));
        page.add(new Block.Table(
                List.of("rule", "deviation", "here", "measured"),
                starts.stream()
                        .map(start -> List.of(
                                start.rule, start.formula, fixed((float) start.wanted, 4),
                                fixed((float) start.measured, 4)))
                        .toList(), List.of(1)));
        page.add(new Block.Heading("What reaches each layer"));
        page.add(Block.text("The gradients of a batch of " + measured + " of the built-in digits, before any training."
                + " A layer's number is the root of the mean square of its weights' gradients; e−03 stands for"
                + " thousandths, e−06 for millionths:"));
        page.add(Block.picture("vanishing.svg"));
        List<String> header = new ArrayList<>(List.of("layer"));
        nets.forEach(net -> header.add(net.name));
        List<List<String>> rows = new ArrayList<>();
        for (int layer = LAYERS; layer >= 1; layer--) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(layer)));
            for (Net net : nets) {
                row.add(scientific(net.gradients.get(layer - 1)));
            }
            rows.add(row);
        }
        page.add(new Block.Table(header, rows, List.of()));
        page.add(Block.text("The gradient enters at layer " + LAYERS + ", the one at the end. From layer "
                + (LAYERS - 1) + " to layer 1 it becomes so many times smaller:"));
        page.add(new Block.Table(
                List.of("network", "weights start as", "layer " + (LAYERS - 1) + " / layer 1",
                        "right after " + epochs + (epochs == 1 ? " epoch" : " epochs")),
                nets.stream().map(net -> List.of(
                                net.name, net.start + "'s", times(net.shrunk()),
                                String.format(
                                        Locale.ROOT, "%.1f %% of %d", 100 * net.score.accuracy(), net.score.count())))
                        .toList(),
                List.of(1)));
        page.add(Block.text("The digits that are right are held out of the training; one of ten is right by chance."
                + " With sigmoid the slope is .25 at most, and so much of the gradient is lost at each layer that the"
                + " network does not get going. Tanh, whose slope is 1 in its middle, keeps it if the weights start"
                + " at the size that Glorot's rule gives. ReLU switches about half of its neurons off: started by"
                + " Glorot's rule, each layer shrinks the values on their way there and the gradient on its way back"
                + " by the root of 2. A weight's gradient is the product of both, so it is too small in all layers"
                + " alike: in layer 1 it is "
                + times(nets.get(3).gradients.getFirst() / nets.get(2).gradients.getFirst()) + " times smaller than"
                + " with He's rule, whose weights are greater by the root of 2."));
        page.add(Block.text("Batch norm (BN) helps even sigmoid: it brings each layer's sums back to mean 0 and"
                + " deviation 1, where the curve is steep, and on the way back the gradient is divided by the same"
                + " deviation, which makes up for small weights. A residual network, here of ReLU layers, adds what"
                + " comes into a block of two layers to what goes out of it. So the gradient has a way back that no"
                + " layer multiplies, and it arrives even with Glorot's start."));
        return page;
    }

    private static String scientific(double value) {
        return String.format(Locale.ROOT, "%.1e", value).replace("-", "−");
    }

    private static String times(double factor) {
        return factor < 10 ? fixed(factor, 1) : String.format(Locale.ROOT, "%,d", Math.round(factor));
    }

    @Override
    public Map<String, byte[]> pictures() {
        Chart.Series[] series = nets.stream()
                .map(net -> {
                    double[] layers = new double[LAYERS];
                    for (int i = 0; i < LAYERS; i++) {
                        layers[i] = i + 1;
                    }
                    double[] sizes = net.gradients.stream().mapToDouble(Double::doubleValue).toArray();
                    return Chart.Series.line(net.name, layers, sizes).style(Chart.Style.LINE_AND_POINTS);
                })
                .toArray(Chart.Series[]::new);
        Chart chart = Chart.of(
                "Gradients of each layer's weights, before training",
                Axis.of("layer; the gradient comes from the right").range(1, LAYERS)
                        .at(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
                Axis.of("root mean square").logarithmic(), series);
        List<Bars.Bar> bars = new ArrayList<>();
        for (int i = 0; i < nets.size(); i++) {
            double accuracy = nets.get(i).score.accuracy();
            bars.add(new Bars.Bar(
                    nets.get(i).name, accuracy, String.format(Locale.ROOT, "%.1f %%", 100 * accuracy),
                    Colours.series(i)));
        }
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        pictures.put("vanishing.svg", Drawn.bytes(
                Panel.column(
                        24, chart, Bars.of(bars).titled(
                                "Right after " + epochs + (epochs == 1 ? " epoch" : " epochs")
                                        + ", of digits that were not trained on")),
                title()));
        return pictures;
    }
}
