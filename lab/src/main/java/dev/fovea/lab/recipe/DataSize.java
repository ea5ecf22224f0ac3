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
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A small, a medium and a large network on 100, 1,000, 10,000 and all images of MNIST: who wins with how much data.
final class DataSize {
    private static final List<String> NETWORKS = List.of("small", "medium", "large");
    private static final List<Integer> SIZES = List.of(100, 1_000, 10_000, 60_000);
    private static final int STEPS = 1_500;
    private static final int BATCH = 100;
    /// Fewer images are seen several times in an epoch, so that epochs are not too short to be worth a checkpoint.
    private static final int EPOCH = 10_000;

    private DataSize() {}

    /// Each network for all sizes.
    static Stream<Recipes.Entry> entries() {
        return NETWORKS.stream().flatMap(name -> SIZES.stream()
                .map(size -> new Recipes.Entry(id(name, size), () -> recipe(name, size))));
    }

    private static List<Recipe> recipes() {
        return entries().map(entry -> entry.recipe().get()).toList();
    }

    private static String id(String name, int size) {
        return "data-size-" + name + "-" + size;
    }

    private static Layer layers(String name) {
        return switch (name) {
            case "small" -> small();
            case "medium" -> medium();
            case "large" -> large();
            default -> throw new IllegalArgumentException("no network is named " + name);
        };
    }

    /// All of them, beside the nearest neighbours.
    static Experiment experiment() {
        return new Experiment("data-size", recipes(), List.of(1L, 2L, 3L), SIZES);
    }

    private static Recipe recipe(String name, int size) {
        int epochs = Math.ceilDiv(STEPS * BATCH, Math.max(EPOCH, size));
        return Recipe.of(
                        id(name, size), "a " + name + " network on " + count(size) + " images of MNIST",
                        Mnist.SOURCE, Shape.of(28, 28, 1), layers(name),
                        Fit.epochs(epochs).steps(STEPS).batch(BATCH).optimizer(Adam.of(Cosine.of(1e-3))))
                .parts(data -> parts(data, size))
                .published(Published.words("large networks win with much data and lose with little, as a curve")
                        .in(Article.GEEK))
                .notes(
                        "the first images of the training file; " + count(STEPS) + " steps of " + BATCH
                                + " whatever their number",
                        "the large network is that of mnist-deep, dropout included, with Glorot's weights");
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
