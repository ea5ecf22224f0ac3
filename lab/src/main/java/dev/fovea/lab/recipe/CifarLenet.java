package dev.fovea.lab.recipe;

import dev.fovea.data.source.Cifar10;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.RmsProp;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Fit;
import java.util.List;

/// LeNet with dropout on CIFAR-10 as the article builds it twice, in TensorFlow and in Keras.
final class CifarLenet {
    private static final Published TENSORFLOW =
            Published.accuracy(.6361, "accuracy .6361; mean losses of the epochs 2.116 … .126").in(Article.CHAPTER);

    private static final String FILLED =
            "the batch size and the deviations of weights and biases are not in the article: 128, .01 and 1";

    private static final String MEAN_SQUARE =
            "RMSProp with ρ and ε of that TensorFlow, .9 and 1e−10; there the mean square starts at 1, here at 0";

    private CifarLenet() {}

    /// Narrow random weights, wide random biases.
    static Recipe tensorflow() {
        return tensorflow(
                        "cifar-lenet-tf", "LeNet on CIFAR-10, RMSProp, biases N(0, 1)",
                        layers(Initializer.normal(.01), Initializer.normal(1)))
                .published(TENSORFLOW.within(.01))
                .notes(
                        FILLED,
                        "the article builds its dropout and never switches it on: here it is on, as was meant; without"
                                + " it: cifar-lenet-tf-plain",
                        MEAN_SQUARE);
    }

    /// Without dropout, as the article's code runs.
    static Recipe tensorflowPlain() {
        List<Layer> without = layers(Initializer.normal(.01), Initializer.normal(1)).layers().stream()
                .filter(layer -> !(layer instanceof Dropout))
                .toList();
        return tensorflow("cifar-lenet-tf-plain", "cifar-lenet-tf without dropout", new Sequential(without))
                .published(TENSORFLOW)
                .notes(FILLED, "without dropout, which the article builds and never switches on", MEAN_SQUARE);
    }

    private static Recipe tensorflow(String id, String title, Sequential layers) {
        return Recipe.of(
                id, title, Cifar10.SOURCE, Shape.of(32, 32, 3), layers,
                Fit.epochs(20).batch(128).optimizer(RmsProp.of(1e-3).rho(.9).epsilon(1e-10)));
    }

    static Recipe keras() {
        return Recipe.of(
                        "cifar-lenet-keras", "LeNet with dropout on CIFAR-10, RMSProp", Cifar10.SOURCE,
                        Shape.of(32, 32, 3), layers(Initializer.glorotUniform(), Initializer.zeros()),
                        Fit.epochs(10).batch(128).optimizer(RmsProp.of(1e-3).rho(.9).epsilon(1e-7)))
                .published(Published.accuracy(
                                .7414,
                                "accuracy .7414, loss .8499; the notebook's stored run .7126; about 220 s an epoch")
                        .in(Article.CHAPTER)
                        .within(.01))
                .notes(
                        "the batch size is not in the article: 128",
                        "RMSProp with the defaults of the Keras of that time: ρ = .9, ε = 1e−7",
                        "the images are shuffled in each epoch, as Keras does");
    }

    private static Sequential layers(Initializer weights, Initializer biases) {
        return Sequential.of(
                Conv2D.of(32, 4).same().relu().weights(weights).bias(biases),
                MaxPool2D.of(2),
                Dropout.of(0.2),
                Conv2D.of(64, 4).same().relu().weights(weights).bias(biases),
                MaxPool2D.of(2),
                Dropout.of(0.2),
                Flatten.of(),
                Dense.of(1024).relu().weights(weights).bias(biases),
                Dropout.of(0.2),
                Dense.of(10).weights(weights).bias(biases));
    }
}
