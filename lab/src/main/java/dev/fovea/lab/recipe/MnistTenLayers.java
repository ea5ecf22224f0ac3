package dev.fovea.lab.recipe;

import dev.fovea.data.source.Mnist;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.Sgd;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Fit;
import java.util.ArrayList;
import java.util.List;

/// Ten hidden layers on MNIST with ReLU and with the sigmoid, whose gradient is at most ¼ at each of them.
final class MnistTenLayers {
    private static final int HIDDEN = 10;
    private static final int UNITS = 100;

    private MnistTenLayers() {}

    static Recipe relu() {
        return recipe("relu", "ReLU", Activation.RELU);
    }

    static Recipe sigmoid() {
        return recipe("sigmoid", "the sigmoid", Activation.SIGMOID);
    }

    private static Recipe recipe(String word, String title, Activation activation) {
        List<Layer> layers = new ArrayList<>(List.of(Flatten.of()));
        for (int i = 0; i < HIDDEN; i++) {
            layers.add(Dense.of(UNITS).activation(activation));
        }
        layers.add(Dense.of(10));
        return Recipe.of(
                        "mnist-ten-" + word, "ten dense layers on MNIST with " + title, Mnist.SOURCE,
                        Shape.of(28, 28, 1),
                        new Sequential(layers), Fit.epochs(5).batch(100).optimizer(Sgd.of(.1)))
                .parts(Recipe.Parts::watchingTest)
                .published(Published.words("ReLU is used rather than the sigmoid, without figures")
                        .in(Article.CAINIAO))
                .notes(
                        "our choice, the same for both: ten hidden layers of 100, Glorot's weights, plain gradient"
                                + " descent at a rate of .1, 5 epochs",
                        "the test images are measured after each epoch, and nothing is chosen by them");
    }
}
