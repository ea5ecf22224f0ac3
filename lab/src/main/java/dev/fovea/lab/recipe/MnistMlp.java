package dev.fovea.lab.recipe;

import dev.fovea.data.source.Mnist;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.Adam;
import dev.fovea.optim.Cosine;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Fit;

/// A plain dense network of about the size of `mnist-deep`: what convolutions are compared with.
final class MnistMlp {
    private MnistMlp() {}

    static Recipe recipe() {
        return Recipe.of(
                        "mnist-mlp", "a plain dense network on MNIST, the baseline", Mnist.SOURCE, Shape.of(28, 28, 1),
                        Sequential.of(Flatten.of(), Dense.of(1600).relu(), Dense.of(1200).relu(), Dense.of(10)),
                        Fit.epochs(10).batch(100).optimizer(Adam.of(Cosine.of(1e-3))))
                .parts(MnistLenet::parts)
                .published(Published.accuracy(.98, "accuracy about .98; the error of mnist-deep is 60 % lower")
                        .in(Article.GEEK)
                        .within(.002))
                .notes(
                        MnistLenet.VALIDATED,
                        "the article leaves network and training open: two layers of the size that makes 3.2 million"
                        + " parameters, Adam, a cosine, 10 epochs");
    }
}
