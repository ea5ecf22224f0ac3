package example;

import dev.fovea.backend.Backends;
import dev.fovea.data.Preprocessing;
import dev.fovea.json.RecordCodec;
import dev.fovea.model.Model;
import dev.fovea.model.Prediction;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.GlobalAveragePool2D;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Layers;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Network;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.Adam;
import dev.fovea.optim.ParameterGroup;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Fit;
import dev.fovea.train.watch.ProgressBar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Learns three figures, then two others with all layers frozen but the last.
final class Main {
    /// Knows the layers of Fovea and this project's own.
    private static final RecordCodec<Layer> CODEC = Layers.codec(ChannelGate.class);

    private Main() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println(Backends.shared().name() + ". " + Backends.shared().advice());
        Path file = Files.createTempDirectory("shapes").resolve("shapes.safetensors");
        learn(file);
        learnMore(file);
    }

    /// Trains from nothing and saves.
    private static void learn(Path file) {
        var figures = List.of(Shapes.Figure.DISC, Shapes.Figure.SQUARE, Shapes.Figure.CROSS);
        Shapes train = new Shapes(figures, 600, Seed.of(1));
        Model model = model(train, BatchNorm.of(), Seed.of(1));
        System.out.println(model.summary());
        model.fit(train, Fit.epochs(12).optimizer(Adam.of(5e-3)), ProgressBar.of(System.out));
        double accuracy = model.evaluate(new Shapes(figures, 300, Seed.of(2))).score().accuracy();
        System.out.println("accuracy on figures never seen: " + accuracy);
        require(accuracy > 0.9, "the network must learn three figures");
        model.save(file);
    }

    /// Loads, takes over all layers but the last, and trains that one alone.
    private static void learnMore(Path file) {
        Model old = Model.load(file, Backends.shared(), CODEC);
        var figures = List.of(Shapes.Figure.RING, Shapes.Figure.TRIANGLE);
        Shapes few = new Shapes(figures, 60, Seed.of(3));
        Model model = model(few, BatchNorm.of().frozen(), Seed.of(4));
        model.takeFrom(old, "conv2d*", "channel_gate*", "batch_norm*");

        ParameterGroup head = ParameterGroup.of("head.*").rateScale(3);
        ParameterGroup rest = ParameterGroup.of("*").frozen();
        model.fit(few, Fit.epochs(40).batch(20).optimizer(Adam.of(1e-2)).groups(head, rest));

        double accuracy = model.evaluate(new Shapes(figures, 300, Seed.of(5))).score().accuracy();
        System.out.println("accuracy on two new figures, head alone trained on 60 pictures: " + accuracy);
        require(accuracy > 0.85, "the head must learn two more figures");
        require(
                Arrays.equals(model.read("conv2d_1.filters").values(), old.read("conv2d_1.filters").values()),
                "frozen filters must stay as they are");

        float[] values = new float[Math.toIntExact(few.sample().size())];
        few.read(1, values, 0);
        Prediction prediction = model.predict(new Tensor(few.sample(), values));
        System.out.println("a " + few.labels().get(few.label(1)) + " is taken for: " + prediction);
    }

    private static Model model(Shapes data, BatchNorm norm, Seed seed) {
        Sequential layers = Sequential.of(
                Conv2D.of(12, 3).same().relu(),
                MaxPool2D.of(2),
                Conv2D.of(24, 3).same().relu(),
                ChannelGate.of(6),
                MaxPool2D.of(2),
                Conv2D.of(32, 3).same().withoutBias(),
                norm,
                GlobalAveragePool2D.of(),
                Dense.of(data.labels().size()).named("head"));
        return Model.of(
                "shapes", new Network(data.sample(), layers), Preprocessing.of(data.sample()), data.labels(), seed,
                Backends.shared(), CODEC);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalStateException(message);
        }
    }
}
