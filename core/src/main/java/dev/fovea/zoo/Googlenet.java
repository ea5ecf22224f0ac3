package dev.fovea.zoo;

import dev.fovea.nn.Auxiliary;
import dev.fovea.nn.AveragePool2D;
import dev.fovea.nn.Branches;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.GlobalAveragePool2D;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LocalResponseNorm;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Sequential;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// GoogLeNet, or Inception v1 (Szegedy et al., 2015): modules of 1×1, 3×3 and 5×5 convolutions and a pooling,
/// side by side and joined in depth; with two auxiliary classifiers on the way, which training alone computes.
///
/// The local response normalisation has AlexNet's constants; the paper does not give any.
final class Googlenet {
    private static final String PAPER = "Szegedy et al.: Going deeper with convolutions, CVPR 2015";
    private static final String SOURCE = "the layers of the paper's table 1, which rounds them one by one";
    private static final double AUXILIARY_WEIGHT = 0.3;

    private Googlenet() {}

    static List<Architecture> all() {
        return List.of(
                architecture("googlenet", "GoogLeNet (Inception v1)", false, 6_998_552),
                architecture(
                        "googlenet-aux", "GoogLeNet with two auxiliary classifiers in training", true, 13_378_280));
    }

    private static Architecture architecture(String id, String title, boolean auxiliaries, long parameters) {
        return new Architecture(
                id, title, PAPER, Shape.of(224, 224, 3), 1000, Architecture.Published.of(parameters, "1.583", SOURCE),
                (input, classes) -> layers(auxiliaries, classes));
    }

    private static Layer layers(boolean auxiliaries, int classes) {
        List<Layer> layers = new ArrayList<>(List.of(
                conv(64, 7).padding(3).stride(2),
                pool().stride(2),
                norm(),
                conv(64, 1),
                conv(192, 3).padding(1),
                norm(),
                pool().stride(2),
                inception(64, 96, 128, 16, 32, 32),
                inception(128, 128, 192, 32, 96, 64),
                pool().stride(2),
                inception(192, 96, 208, 16, 48, 64)));
        if (auxiliaries) {
            layers.add(auxiliary(classes));
        }
        layers.addAll(List.of(
                inception(160, 112, 224, 24, 64, 64),
                inception(128, 128, 256, 24, 64, 64),
                inception(112, 144, 288, 32, 64, 64)));
        if (auxiliaries) {
            layers.add(auxiliary(classes));
        }
        layers.addAll(List.of(
                inception(256, 160, 320, 32, 128, 128),
                pool().stride(2),
                inception(256, 160, 320, 32, 128, 128),
                inception(384, 192, 384, 48, 128, 128),
                GlobalAveragePool2D.of(),
                Dropout.of(0.4),
                Dense.of(classes)));
        return new Sequential(layers);
    }

    /// Numbers of filters: 1×1; 1×1 before 3×3; 1×1 before 5×5; 1×1 after the pooling.
    private static Branches inception(int one, int reduce3, int three, int reduce5, int five, int pooled) {
        return Branches.of(
                conv(one, 1),
                Sequential.of(conv(reduce3, 1), conv(three, 3).padding(1)),
                Sequential.of(conv(reduce5, 1), conv(five, 5).padding(2)),
                Sequential.of(pool().stride(1), conv(pooled, 1)));
    }

    private static Auxiliary auxiliary(int classes) {
        return Auxiliary.of(
                AUXILIARY_WEIGHT, AveragePool2D.of(5).stride(3), conv(128, 1), Flatten.of(),
                Dense.of(1024).relu().weights(Initializer.heNormal()), Dropout.of(0.7), Dense.of(classes));
    }

    private static Conv2D conv(int filters, int size) {
        return Conv2D.of(filters, size).relu().weights(Initializer.heNormal());
    }

    private static MaxPool2D pool() {
        return MaxPool2D.of(3).same();
    }

    private static Layer norm() {
        return LocalResponseNorm.of(2, 2, 1e-4, 0.75);
    }
}
