package dev.fovea.learn.network;

import dev.fovea.backend.Backend;
import dev.fovea.data.Preprocessing;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.model.Model;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Network;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.Adam;
import dev.fovea.optim.Cosine;
import dev.fovea.tensor.Seed;
import dev.fovea.train.Codecs;
import dev.fovea.train.Fit;

/// A network for the built-in digits whose maps all have room on a screen. The examples of `explain` train networks of
/// their own (`DigitsNetwork`), each with layers that show its point; all that both share is a call of [Model#of].
public final class ScreenNetwork {
    private static final int EPOCHS = 30;
    private static final int BATCH = 32;

    private ScreenNetwork() {}

    static Sequential layers() {
        return Sequential.of(
                Conv2D.of(8, 3).same().relu(), MaxPool2D.of(2), Conv2D.of(12, 3).same().relu(), MaxPool2D.of(2),
                Flatten.of(), Dense.of(10));
    }

    static Model untrained(TrainTestSplit digits, Seed seed, Backend backend) {
        return Model.of(
                "digits", new Network(digits.train().sample(), layers()), Preprocessing.of(digits.train()),
                digits.train().labels(), seed, backend, Codecs.registered());
    }

    /// Trained for a second or two, with the same numbers each time.
    public static Model trained(TrainTestSplit digits, Backend backend) {
        Model model = untrained(digits, Seed.of(1), backend);
        model.fit(digits.train(), Fit.epochs(EPOCHS).batch(BATCH).optimizer(Adam.of(Cosine.of(5e-3))));
        return model;
    }
}
