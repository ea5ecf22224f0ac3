package dev.fovea.lab.recipe;

import dev.fovea.data.Dataset;
import dev.fovea.data.Subset;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.data.source.Mnist;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.Adam;
import dev.fovea.optim.Cosine;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Fit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Dense networks and convolutions of three sizes on 100, 1,000, 10,000 and all images of MNIST: who wins with how much
/// data.
final class DataSize {
    private static final List<Integer> SIZES = List.of(100, 1_000, 10_000, 60_000);
    private static final int STEPS = 1_500;
    private static final int BATCH = 100;
    /// Fewer images are seen several times in an epoch, so that epochs are not too short to be worth a checkpoint.
    private static final int EPOCH = 10_000;

    /// The article names no sizes: the large one is that of mnist-mlp.
    private static final List<Net> DENSE = List.of(
            dense("small", 16), dense("medium", 128), dense("large", 1600, 1200));

    private static final List<Net> CONVOLUTIONS = List.of(
            convolution("small", small()), convolution("medium", medium()), convolution("large", large()));

    private DataSize() {}

    /// A network of the comparison.
    ///
    /// @param id before the number of images
    /// @param title what it is
    /// @param note what was chosen about it
    private record Net(String id, String title, Layer layers, String note) {}

    /// Each network for all sizes, convolutions first.
    static Stream<Recipes.Entry> entries() {
        return Stream.of(CONVOLUTIONS, DENSE).flatMap(List::stream).flatMap(net -> SIZES.stream()
                .map(size -> new Recipes.Entry(net.id + "-" + size, () -> recipe(net, size))));
    }

    /// All of them, beside the methods without a network.
    static Experiment experiment() {
        List<Recipe> recipes = entries().map(entry -> entry.recipe().get()).toList();
        return new Experiment("data-size", recipes, List.of(1L, 2L, 3L), SIZES);
    }

    private static Recipe recipe(Net net, int size) {
        int epochs = Math.ceilDiv(STEPS * BATCH, Math.max(EPOCH, size));
        return Recipe.of(
                        net.id + "-" + size, "a " + net.title + " on " + count(size) + " images of MNIST",
                        Mnist.SOURCE, Shape.of(28, 28, 1), net.layers,
                        Fit.epochs(epochs).steps(STEPS).batch(BATCH).optimizer(Adam.of(Cosine.of(1e-3))))
                .parts(data -> parts(data, size))
                .published(Published.words("large networks win with much data and lose with little, as a curve")
                        .in(Article.GEEK))
                .notes(
                        "the first images of the training file; " + count(STEPS) + " steps of " + BATCH
                                + " whatever their number",
                        net.note);
    }

    private static String count(int size) {
        return String.format(Locale.ROOT, "%,d", size);
    }

    private static Recipe.Parts parts(TrainTestSplit data, int size) {
        int times = Math.max(1, EPOCH / size);
        Dataset train = Subset.of(
                data.train(), IntStream.range(0, times * size).map(i -> i % size).toArray());
        return new Recipe.Parts(train, null, data.test());
    }

    /// Hidden layers with ReLU and nothing that keeps them from learning by heart.
    private static Net dense(String size, int... units) {
        List<Layer> layers = new ArrayList<>(List.of(Flatten.of()));
        for (int width : units) {
            layers.add(Dense.of(width).relu());
        }
        layers.add(Dense.of(10));
        return new Net("dense-" + size, size + " dense network", new Sequential(layers),
                "the article gives no sizes: hidden layers of 16, of 128, and of 1,600 and 1,200 with ReLU, without"
                        + " dropout or a penalty");
    }

    private static Net convolution(String size, Layer layers) {
        return new Net("data-size-" + size, size + " network", layers,
                "the large network is that of mnist-deep, dropout included, with Glorot's weights");
    }

    private static Sequential small() {
        return Sequential.of(
                Conv2D.of(4, 5).stride(2).same().relu(), MaxPool2D.of(2), Flatten.of(), Dense.of(10));
    }

    private static Sequential medium() {
        return Sequential.of(
                Conv2D.of(8, 5).same().relu(), MaxPool2D.of(2), Conv2D.of(16, 5).same().relu(), MaxPool2D.of(2),
                Flatten.of(), Dense.of(64).relu(), Dense.of(10));
    }

    private static Sequential large() {
        return MnistConvolutions.layers(Initializer.glorotUniform(), Initializer.zeros(), Dropout.of(.5));
    }
}
