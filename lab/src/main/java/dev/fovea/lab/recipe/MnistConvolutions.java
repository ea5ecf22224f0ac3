package dev.fovea.lab.recipe;

import dev.fovea.data.source.Mnist;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.Adam;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Fit;

/// Two convolutions of 5×5 and a dense layer of 1,024 on MNIST: 3,274,634 parameters, trained for 500 steps in one
/// article and for 20,000 in another.
final class MnistConvolutions {
    private MnistConvolutions() {}

    /// 500 steps from wide random weights.
    static Recipe short500() {
        Initializer normal = Initializer.normal(1);
        return Recipe.of(
                        "mnist-500", "two convolutions on MNIST for 500 steps", Mnist.SOURCE, Shape.of(28, 28, 1),
                        layers(normal, normal, Sequential.of()),
                        Fit.epochs(2).steps(500).batch(128).optimizer(Adam.of(1e-3)))
                .parts(MnistLenet::parts)
                .published(
                        Published.accuracy(.9453, "accuracy .9453 on the first 256 test images after 500 steps, 657 s")
                        .in(Article.CAINIAO)
                        .onFirst(256))
                .scalars("cost", "accuracy", "validation/accuracy", 10)
                .notes(
                        MnistLenet.VALIDATED,
                        "the article measures on the first 256 test images only: all 10,000 are beside them; the bar"
                                + " is the lower end of what 95 % of such samples give",
                        "the loss starts above 100,000, as expected: weights N(0, 1) make large logits",
                        "loss and accuracy of the batch at step 1 and every 10 are in TensorBoard's files");
    }

    /// 20,000 steps with dropout.
    static Recipe deep() {
        return Recipe.of(
                        "mnist-deep", "two convolutions on MNIST, dropout, 20,000 steps", Mnist.SOURCE,
                        Shape.of(28, 28, 1),
                        layers(Initializer.truncatedNormal(.1), Initializer.constant(.1), Dropout.of(.5)),
                        Fit.epochs(19).steps(20_000).batch(50).optimizer(Adam.of(1e-4)))
                .parts(MnistLenet::parts)
                .published(Published.accuracy(.992, "accuracy about .992 after 20,000 steps")
                        .in(Article.GEEK)
                        .within(.002))
                .scalars("loss", "accuracy", "validation/accuracy", 100)
                .notes(MnistLenet.VALIDATED);
    }

    /// @param beforeLast what follows the wide dense layer
    static Sequential layers(Initializer weights, Initializer biases, Layer beforeLast) {
        return Sequential.of(
                Conv2D.of(32, 5).same().relu().weights(weights).bias(biases),
                MaxPool2D.of(2),
                Conv2D.of(64, 5).same().relu().weights(weights).bias(biases),
                MaxPool2D.of(2),
                Flatten.of(),
                Dense.of(1024).relu().weights(weights).bias(biases),
                beforeLast,
                Dense.of(10).weights(weights).bias(biases));
    }
}
