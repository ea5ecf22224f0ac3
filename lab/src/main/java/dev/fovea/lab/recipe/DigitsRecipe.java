package dev.fovea.lab.recipe;

import dev.fovea.data.augment.RandomCrop;
import dev.fovea.data.source.Digits;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.Adam;
import dev.fovea.optim.Cosine;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Fit;

/// The built-in handwritten digits: the first thing that a new user trains, in seconds.
final class DigitsRecipe {
    private DigitsRecipe() {}

    static Recipe recipe() {
        Sequential layers = Sequential.of(
                Conv2D.of(32, 3).same().relu().weights(Initializer.heNormal()),
                Conv2D.of(32, 3).same().relu().weights(Initializer.heNormal()),
                MaxPool2D.of(2),
                Dropout.of(0.2),
                Conv2D.of(64, 3).same().relu().weights(Initializer.heNormal()),
                MaxPool2D.of(2),
                Flatten.of(),
                Dropout.of(0.4),
                Dense.of(64).relu().weights(Initializer.heNormal()),
                Dense.of(10));
        return Recipe.of(
                        "digits", "handwritten digits, 8×8, built in", Digits.SOURCE, Shape.of(8, 8, 1), layers,
                        Fit.epochs(60).batch(32).optimizer(Adam.of(Cosine.of(3e-3))).transforms(RandomCrop.of(1)))
                .notes(
                        "network and training were chosen on the last 360 of the training rows, then fixed",
                        "the test images are the last 360 rows of the file, written by people who wrote none of the"
                                + " others");
    }
}
