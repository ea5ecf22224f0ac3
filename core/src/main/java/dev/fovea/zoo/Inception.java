package dev.fovea.zoo;

import dev.fovea.nn.Activation;
import dev.fovea.nn.Auxiliary;
import dev.fovea.nn.AveragePool2D;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Branches;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.GlobalAveragePool2D;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Pad2D;
import dev.fovea.nn.Sequential;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Inception v3 (Szegedy et al., 2016): modules whose large filters are taken apart, 5×5 into two of 3×3, and 7×7 into
/// 1×7 and 7×1; with or without the auxiliary classifier, which training alone computes.
///
/// As in torchvision, whose means over a padded image count the zeros around it.
final class Inception {
    private static final String PAPER = "Szegedy, Vanhoucke, Ioffe, Shlens, Wojna: Rethinking the Inception"
            + " architecture for computer vision, CVPR 2016";
    private static final double AUXILIARY_WEIGHT = 0.4;
    private static final BatchNorm NORM = BatchNorm.of().epsilon(1e-3);

    private Inception() {}

    static List<Architecture> all() {
        return List.of(
                architecture("inception-v3", "Inception v3", false, 23_834_568),
                architecture(
                        "inception-v3-aux", "Inception v3 with an auxiliary classifier in training", true, 27_161_264));
    }

    private static Architecture architecture(String id, String title, boolean auxiliary, long parameters) {
        return new Architecture(
                id, title, PAPER, Shape.of(299, 299, 3), 1000,
                Architecture.Published.of(parameters, "5.713", Architecture.TORCHVISION),
                (_, classes) -> layers(auxiliary, classes));
    }

    private static Layer layers(boolean auxiliary, int classes) {
        List<Layer> layers = new ArrayList<>(List.of(
                normed(Conv2D.of(32, 3).stride(2)),
                conv(32, 3),
                normed(Conv2D.of(64, 3).padding(1)),
                halved(),
                conv(80, 1),
                conv(192, 3),
                halved(),
                fives(32),
                fives(64),
                fives(64),
                narrowedOnce(),
                sevens(128),
                sevens(160),
                sevens(160),
                sevens(192)));
        if (auxiliary) {
            layers.add(Auxiliary.of(
                    AUXILIARY_WEIGHT, AveragePool2D.of(5).stride(3), conv(128, 1), conv(768, 5),
                    GlobalAveragePool2D.of(), Dense.of(classes)));
        }
        layers.addAll(List.of(
                narrowedTwice(),
                threes(),
                threes(),
                GlobalAveragePool2D.of(),
                Dropout.of(0.5),
                Dense.of(classes)));
        return new Sequential(layers);
    }

    /// The paper's figure 5.
    private static Branches fives(int pooled) {
        return Branches.of(
                conv(64, 1),
                Sequential.of(conv(48, 1), normed(Conv2D.of(64, 5).padding(2))),
                Sequential.of(
                        conv(64, 1), normed(Conv2D.of(96, 3).padding(1)), normed(Conv2D.of(96, 3).padding(1))),
                averaged(pooled));
    }

    /// From 35×35 to 17×17.
    private static Branches narrowedOnce() {
        return Branches.of(
                normed(Conv2D.of(384, 3).stride(2)),
                Sequential.of(
                        conv(64, 1), normed(Conv2D.of(96, 3).padding(1)), normed(Conv2D.of(96, 3).stride(2))),
                halved());
    }

    /// The paper's figure 6.
    private static Branches sevens(int inside) {
        return Branches.of(
                conv(192, 1),
                Sequential.of(conv(inside, 1), line(inside, 1, 7), line(192, 7, 1)),
                Sequential.of(
                        conv(inside, 1), line(inside, 7, 1), line(inside, 1, 7), line(inside, 7, 1), line(192, 1, 7)),
                averaged(192));
    }

    /// From 17×17 to 8×8.
    private static Branches narrowedTwice() {
        return Branches.of(
                Sequential.of(conv(192, 1), normed(Conv2D.of(320, 3).stride(2))),
                Sequential.of(
                        conv(192, 1), line(192, 1, 7), line(192, 7, 1), normed(Conv2D.of(192, 3).stride(2))),
                halved());
    }

    /// The paper's figure 7.
    private static Branches threes() {
        Layer crossed = Branches.of(line(384, 1, 3), line(384, 3, 1));
        return Branches.of(
                conv(320, 1),
                Sequential.of(conv(384, 1), crossed),
                Sequential.of(conv(448, 1), normed(Conv2D.of(384, 3).padding(1)), crossed),
                averaged(192));
    }

    private static Layer averaged(int filters) {
        return Sequential.of(Pad2D.of(1), AveragePool2D.of(3).stride(1), conv(filters, 1));
    }

    private static MaxPool2D halved() {
        return MaxPool2D.of(3).stride(2);
    }

    private static Layer line(int filters, int height, int width) {
        return normed(Conv2D.of(filters, height, width).same());
    }

    private static Layer conv(int filters, int size) {
        return normed(Conv2D.of(filters, size));
    }

    private static Layer normed(Conv2D conv) {
        return Sequential.of(
                conv.withoutBias().weights(Initializer.truncatedNormal(0.1)), NORM, Activation.RELU);
    }
}
