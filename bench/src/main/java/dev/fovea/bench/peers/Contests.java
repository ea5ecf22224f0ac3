package dev.fovea.bench.peers;

import dev.fovea.lab.recipe.Recipes;
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
import dev.fovea.tensor.Shape;
import dev.fovea.zoo.Zoo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The registry of contests: one line each.
final class Contests {
    private static final double MOMENTUM = .9;

    private Contests() {}

    /// A contest that is built when it is wanted: a process pays for its own only.
    private record Entry(String id, Supplier<Contest> contest) {}

    private static List<Entry> entries() {
        return List.of(
                recipe("mnist-deep", Adam.of(1e-4), 50),
                recipe("cifar-edureka", Adam.of(1e-3), 128),
                // DJL's PyTorch engine has no RMSProp.
                recipe("cifar-lenet-keras", Adam.of(1e-3), 128),
                new Entry("vgg-bn", () -> Contest.of("vgg-bn", Shape.of(32, 32, 3), vgg(), momentum(), 128)),
                architecture("resnet20", 128),
                architecture("resnet18", 16),
                new Entry("lenet5-1998", () -> architecture("lenet5-1998", 128).contest().get().predictingOnly()));
    }

    static List<String> ids() {
        return entries().stream().map(Entry::id).toList();
    }

    /// @throws IllegalArgumentException if there is no contest of that name
    static Contest named(String id) {
        return entries().stream()
                .filter(entry -> entry.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no contest is named " + id + ": there are " + ids()))
                .contest()
                .get();
    }

    private static Entry recipe(String id, Optimizer optimizer, int batch) {
        return new Entry(id, () -> new Contest(id, Recipes.named(id).network(), optimizer, batch, true));
    }

    private static Entry architecture(String id, int batch) {
        return new Entry(id, () -> new Contest(id, Zoo.named(id).network(), momentum(), batch, true));
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
