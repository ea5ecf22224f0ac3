package dev.fovea.zoo;

import dev.fovea.nn.Branches;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.GlobalAveragePool2D;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Sequential;
import dev.fovea.tensor.Shape;
import java.util.List;

/// SqueezeNet 1.1 (Iandola et al., 2016): fire modules, each of which squeezes the image into few channels by a 1×1
/// convolution and expands it by 1×1 and 3×3 convolutions side by side. It ends with a map for each class, averaged.
///
/// 1.1 is the authors' second version: smaller filters in the first layer and earlier pooling, for 2.4 times fewer
/// multiply-adds.
final class Squeezenet {
    private static final String PAPER = "Iandola, Han, Moskewicz, Ashraf, Dally, Keutzer: SqueezeNet: AlexNet-level"
            + " accuracy with 50x fewer parameters and < 0.5 MB model size, 2016";

    private Squeezenet() {}

    static List<Architecture> all() {
        return List.of(new Architecture(
                "squeezenet-1.1", "SqueezeNet 1.1, fire modules", PAPER, Shape.of(224, 224, 3), 1000,
                Architecture.Published.of(1_235_496, "0.349", Architecture.TORCHVISION),
                (_, classes) -> layers(classes)));
    }

    private static Layer layers(int classes) {
        return Sequential.of(
                conv(64, 3).stride(2),
                pool(),
                fire(16, 64),
                fire(16, 64),
                pool(),
                fire(32, 128),
                fire(32, 128),
                pool(),
                fire(48, 192),
                fire(48, 192),
                fire(64, 256),
                fire(64, 256),
                Dropout.of(0.5),
                conv(classes, 1).weights(Initializer.normal(0.01)),
                GlobalAveragePool2D.of());
    }

    /// @param squeezed filters that squeeze
    /// @param expanded filters that expand, of 1×1 and of 3×3 each
    private static Layer fire(int squeezed, int expanded) {
        return Sequential.of(conv(squeezed, 1), Branches.of(conv(expanded, 1), conv(expanded, 3).padding(1)));
    }

    private static Conv2D conv(int filters, int size) {
        return Conv2D.of(filters, size).relu().weights(Initializer.heUniform());
    }

    private static MaxPool2D pool() {
        return MaxPool2D.of(3).stride(2).ceil();
    }
}
