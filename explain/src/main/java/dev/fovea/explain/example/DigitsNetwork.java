package dev.fovea.explain.example;

import dev.fovea.backend.Backend;
import dev.fovea.data.Preprocessing;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.data.source.Digits;
import dev.fovea.model.Model;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Network;
import dev.fovea.tensor.Seed;
import dev.fovea.train.Codecs;
import dev.fovea.train.Fit;

/// Small networks for the built-in digits, with fixed seeds: what the examples that train have in common.
final class DigitsNetwork {
    private static final Seed SEED = Seed.of(1);

    private final TrainTestSplit digits = Digits.load();
    private final Backend backend;

    DigitsNetwork(Backend backend) {
        this.backend = backend;
    }

    TrainTestSplit digits() {
        return digits;
    }

    /// With fresh parameters.
    Model fresh(Layer layers) {
        return Model.of(
                "digits", new Network(digits.train().sample(), layers), Preprocessing.of(digits.train()),
                digits.train().labels(), SEED, backend, Codecs.registered());
    }

    /// Trained on the first part of the digits.
    Model trained(Layer layers, Fit fit) {
        Model model = fresh(layers);
        model.fit(digits.train(), fit.seed(SEED));
        return model;
    }
}
