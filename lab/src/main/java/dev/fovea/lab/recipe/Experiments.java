package dev.fovea.lab.recipe;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// The registry of experiments, in the order of the table of results: one line each.
public final class Experiments {
    private static final List<Experiment> ALL = List.of(
            Experiment.of("digits"),
            Experiment.of("digits-bn", "digits-bn-held-out"),
            Experiment.of("digits-softmax", "digits-softmax-l1", "digits-softmax-l2"),
            Experiment.of("mnist-500"),
            Experiment.of("mnist-deep"),
            Experiment.of("mnist-mlp"),
            Experiment.of("mnist-lenet-adam", "mnist-lenet-adam-plain"),
            Experiment.of("mnist-lenet-sgd"),
            Experiment.of("mnist-lenet-bn"),
            Experiment.of("mnist-ten-relu", "mnist-ten-sigmoid"),
            Experiment.of("cifar-lenet-tf", "cifar-lenet-tf-plain"),
            Experiment.of("cifar-lenet-keras"),
            Experiment.of("cifar-edureka", "cifar-edureka-plain").once(),
            Experiment.of("cifar-alex", "cifar-alex-plain"),
            Experiment.of("cifar-alex-lrn-none"),
            Experiment.of("cifar-alex-long").once(),
            Experiment.of("cifar-augment", "cifar-augment-none"),
            Experiment.of("cifar-resnet20").once(),
            Experiment.of("cifar-100").once(),
            Experiment.of("cifar-depth-plain20", "cifar-depth-plain56", "cifar-depth-resnet20", "cifar-depth-resnet56")
                    .once(),
            DataSize.experiment());

    private Experiments() {}

    public static List<Experiment> all() {
        return ALL;
    }

    /// The names of the experiments, and of the recipes in them that have another name.
    public static List<String> ids() {
        return ALL.stream()
                .flatMap(experiment ->
                        Stream.concat(Stream.of(experiment.id()), experiment.recipes().stream().map(Recipe::id)))
                .distinct()
                .toList();
    }

    /// The experiments with these names, and of the others the recipes with these names alone.
    ///
    /// @param ids some of [#ids]
    public static List<Experiment> named(Collection<String> ids) {
        return ALL.stream()
                .map(experiment -> ids.contains(experiment.id()) ? experiment : experiment.only(ids))
                .filter(experiment -> !experiment.recipes().isEmpty())
                .toList();
    }
}
