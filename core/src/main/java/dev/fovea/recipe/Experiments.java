package dev.fovea.recipe;

import java.util.List;

/// The registry of experiments, in the order of the table of results: one line each.
public final class Experiments {
    private static final List<Experiment> ALL = List.of(
            Experiment.of("digits"),
            Experiment.of("digits-bn", "digits-bn-held-out"),
            Experiment.of("mnist-500"),
            Experiment.of("mnist-deep"),
            Experiment.of("mnist-mlp"),
            Experiment.of("mnist-lenet-adam", "mnist-lenet-adam-plain"),
            Experiment.of("mnist-lenet-sgd"),
            Experiment.of("cifar-lenet-tf"),
            Experiment.of("cifar-lenet-keras"),
            Experiment.of("cifar-edureka", "cifar-edureka-plain").once(),
            Experiment.of("cifar-alex", "cifar-alex-plain"),
            Experiment.of("cifar-alex-long").once(),
            Experiment.of("cifar-augment", "cifar-augment-none"),
            Experiment.of("cifar-resnet20").once(),
            DataSize.experiment());

    private Experiments() {}

    public static List<Experiment> all() {
        return ALL;
    }
}
