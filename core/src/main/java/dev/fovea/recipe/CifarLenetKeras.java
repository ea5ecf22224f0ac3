package dev.fovea.recipe;

import dev.fovea.data.source.Cifar10;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.RmsProp;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Fit;
import java.util.List;

/// LeNet with dropout on CIFAR-10 with RMSProp, as the article builds it in Keras.
final class CifarLenetKeras {
    private CifarLenetKeras() {}

    static Recipe recipe() {
        Sequential layers = Sequential.of(
                Conv2D.of(32, 4).same().relu(),
                MaxPool2D.of(2),
                Dropout.of(0.2),
                Conv2D.of(64, 4).same().relu(),
                MaxPool2D.of(2),
                Dropout.of(0.2),
                Flatten.of(),
                Dense.of(1024).relu(),
                Dropout.of(0.2),
                Dense.of(10));
        return new Recipe(
                "cifar-lenet-keras",
                "LeNet with dropout on CIFAR-10, RMSProp",
                Cifar10.SOURCE,
                Recipe.Parts::all,
                Shape.of(32, 32, 3),
                layers,
                Fit.epochs(10).batch(128).optimizer(RmsProp.of(1e-3).rho(0.9).epsilon(1e-7)),
                "accuracy .7414, loss .8499; the notebook's stored run .7126; about 220 s an epoch",
                List.of("the batch size is not in the article: 128", "RMSProp with the defaults of the Keras of that time: ρ = .9, ε = 1e−7", "the images are shuffled in each epoch, as Keras does"));
    }
}
