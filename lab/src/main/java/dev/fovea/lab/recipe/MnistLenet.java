package dev.fovea.lab.recipe;

import dev.fovea.data.Subset;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.data.source.Mnist;
import dev.fovea.nn.Activation;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.Adam;
import dev.fovea.optim.Cosine;
import dev.fovea.optim.Sgd;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Fit;

/// LeNet on MNIST as the article builds it twice: in TensorFlow with Adam, in Keras with plain gradient descent.
final class MnistLenet {
    static final String VALIDATED = "55,000 images train: the first 5,000 of the training file validate, as in the"
            + " article's data set, and choose nothing";

    private static final int VALIDATION = 5_000;

    private static final Published PUBLISHED =
            Published.accuracy(.9884, "accuracy .9884; mean losses of the epochs 1.418, .0883, .0554 … .0103")
                    .in(Article.CHAPTER);

    private MnistLenet() {}

    /// Weights N(0, 0.1), biases N(0, 1), at a falling rate.
    static Recipe adam() {
        return adamPlain()
                .named("mnist-lenet-adam", "LeNet on MNIST, Adam")
                .fit(Fit.epochs(10).batch(100).optimizer(Adam.of(Cosine.of(1e-3))))
                .published(PUBLISHED.within(.002))
                .notes(
                        VALIDATED,
                        "mended: the rate falls to 0 along a cosine; at the article's constant rate the last step"
                                + " decides, see mnist-lenet-adam-plain");
    }

    /// As printed, at a constant rate.
    static Recipe adamPlain() {
        return Recipe.of(
                        "mnist-lenet-adam-plain", "LeNet on MNIST, Adam at the constant rate", Mnist.SOURCE,
                        Shape.of(28, 28, 1), layers(Initializer.normal(0.1), Initializer.normal(1)),
                        Fit.epochs(10).batch(100).optimizer(Adam.of(1e-3)))
                .parts(MnistLenet::parts)
                .published(PUBLISHED)
                .notes(VALIDATED);
    }

    /// Glorot's weights, biases of 0.
    static Recipe sgd() {
        return Recipe.of(
                        "mnist-lenet-sgd", "LeNet on MNIST, plain gradient descent", Mnist.SOURCE, Shape.of(28, 28, 1),
                        layers(Initializer.glorotUniform(), Initializer.zeros()),
                        Fit.epochs(10).batch(100).optimizer(Sgd.of(.01)))
                .parts(MnistLenet::parts)
                .published(Published.accuracy(.9785, "accuracy .9785, loss .0629; 217 to 317 s an epoch")
                        .in(Article.CHAPTER)
                        .within(.002))
                .notes(VALIDATED);
    }

    /// [#sgd] with batch norm behind each layer but the last.
    static Recipe batchNorm() {
        Sequential layers = Sequential.of(
                Conv2D.of(32, 4).same().withoutBias(), BatchNorm.of(), Activation.RELU,
                MaxPool2D.of(2),
                Conv2D.of(64, 4).same().withoutBias(), BatchNorm.of(), Activation.RELU,
                MaxPool2D.of(2),
                Flatten.of(),
                Dense.of(1024).withoutBias(), BatchNorm.of(), Activation.RELU,
                Dense.of(10));
        return Recipe.of(
                        "mnist-lenet-bn", "mnist-lenet-sgd with batch norm", Mnist.SOURCE, Shape.of(28, 28, 1), layers,
                        sgd().fit())
                .parts(MnistLenet::parts)
                .published(Published.words("batch norm speeds training up, without figures").in(Article.CXMSCB))
                .notes(
                        "network and training are those of mnist-lenet-sgd with batch norm before each ReLU, whose"
                                + " shift takes the place of the biases; how fast both learn is read off the 5,000"
                                + " images that validate");
    }

    private static Sequential layers(Initializer weights, Initializer biases) {
        return Sequential.of(
                Conv2D.of(32, 4).same().relu().weights(weights).bias(biases),
                MaxPool2D.of(2),
                Conv2D.of(64, 4).same().relu().weights(weights).bias(biases),
                MaxPool2D.of(2),
                Flatten.of(),
                Dense.of(1024).relu().weights(weights).bias(biases),
                Dense.of(10).weights(weights).bias(biases));
    }

    /// The first 5,000 training images only watch.
    static Recipe.Parts parts(TrainTestSplit data) {
        return new Recipe.Parts(
                Subset.range(data.train(), VALIDATION, data.train().size()), Subset.first(data.train(), VALIDATION),
                data.test());
    }
}
