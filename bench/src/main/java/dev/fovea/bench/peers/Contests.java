package dev.fovea.bench.peers;

import dev.fovea.nn.Activation;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.Adam;
import dev.fovea.optim.Optimizer;
import dev.fovea.optim.Sgd;
import dev.fovea.recipe.Recipe;
import dev.fovea.recipe.Recipes;
import dev.fovea.tensor.Shape;
import dev.fovea.zoo.Architecture;
import dev.fovea.zoo.Zoo;
import java.util.ArrayList;
import java.util.List;

/// The registry of contests: one line each.
final class Contests {
    private static final float MOMENTUM = .9f;

    private Contests() {}

    static List<Contest> all() {
        return List.of(
                recipe("mnist-deep", Adam.of(1e-4), 50),
                recipe("cifar-edureka", Adam.of(1e-3), 128),
                // DJL's PyTorch engine has no RMSProp.
                recipe("cifar-lenet-keras", Adam.of(1e-3), 128),
                Contest.of("vgg-bn", Shape.of(32, 32, 3), vgg(), momentum(), 128),
                architecture("resnet20", 128),
                architecture("resnet18", 16),
                architecture("lenet5-1998", 128).predictingOnly());
    }

    /// @throws IllegalArgumentException if there is no contest of that name
    static Contest named(String id) {
        return all().stream()
                .filter(contest -> contest.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no contest is named " + id + ": there are "
                        + all().stream().map(Contest::id).toList()));
    }

    private static Contest recipe(String id, Optimizer optimizer, int batch) {
        Recipe recipe = Recipes.named(id);
        return new Contest(id, recipe.network(), optimizer, batch, true);
    }

    private static Contest architecture(String id, int batch) {
        Architecture architecture = Zoo.named(id);
        return new Contest(id, architecture.network(), momentum(), batch, true);
    }

    private static Sgd momentum() {
        return Sgd.of(.01).momentum(MOMENTUM);
    }

    /// Pairs of convolution, batch norm and ReLU with 64, 128 and 256 channels, a pooling after each pair.
    private static Sequential vgg() {
        List<Layer> layers = new ArrayList<>();
        for (int channels : new int[] {64, 128, 256}) {
            for (int i = 0; i < 2; i++) {
                layers.add(Conv2D.of(channels, 3).same().withoutBias());
                layers.add(BatchNorm.of());
                layers.add(Activation.RELU);
            }
            layers.add(MaxPool2D.of(2));
        }
        layers.add(Flatten.of());
        layers.add(Dense.of(10));
        return new Sequential(layers);
    }
}
