package dev.fovea.zoo;

import dev.fovea.nn.Activation;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Sequential;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// The VGG networks (Simonyan and Zisserman, 2015): five stages of 3×3 convolutions, each halved by pooling, then
/// three dense layers; with batch normalisation after each convolution as others added it.
final class Vgg {
    private static final String PAPER =
            "Simonyan, Zisserman: Very deep convolutional networks for large-scale image recognition, ICLR 2015";
    private static final int[] WIDTHS = {64, 128, 256, 512, 512};

    private Vgg() {}

    static List<Architecture> all() {
        return List.of(
                plain(11, 132_863_336, "7.61", 1, 1, 2, 2, 2),
                plain(13, 133_047_848, "11.31", 2, 2, 2, 2, 2),
                plain(16, 138_357_544, "15.47", 2, 2, 3, 3, 3),
                plain(19, 143_667_240, "19.63", 2, 2, 4, 4, 4),
                normed(11, 132_868_840, "7.61", 1, 1, 2, 2, 2),
                normed(13, 133_053_736, "11.31", 2, 2, 2, 2, 2),
                normed(16, 138_365_992, "15.47", 2, 2, 3, 3, 3),
                normed(19, 143_678_248, "19.63", 2, 2, 4, 4, 4));
    }

    private static Architecture plain(int depth, long parameters, String multiplyAdds, int... stages) {
        return architecture("vgg" + depth, "VGG-" + depth, false, parameters, multiplyAdds, stages);
    }

    private static Architecture normed(int depth, long parameters, String multiplyAdds, int... stages) {
        return architecture(
                "vgg" + depth + "-bn", "VGG-" + depth + " with batch normalisation", true, parameters, multiplyAdds,
                stages);
    }

    private static Architecture architecture(
            String id, String title, boolean normed, long parameters, String multiplyAdds, int... stages) {
        return new Architecture(
                id, title, PAPER, Shape.of(224, 224, 3), 1000,
                Architecture.Published.of(parameters, multiplyAdds, Architecture.TORCHVISION),
                (input, classes) -> layers(normed, classes, stages));
    }

    private static Layer layers(boolean normed, int classes, int... stages) {
        List<Layer> layers = new ArrayList<>();
        for (int stage = 0; stage < stages.length; stage++) {
            for (int i = 0; i < stages[stage]; i++) {
                Conv2D conv = Conv2D.of(WIDTHS[stage], 3).same().weights(Initializer.heNormal());
                layers.addAll(normed ? List.of(conv, BatchNorm.of(), Activation.RELU) : List.of(conv.relu()));
            }
            layers.add(MaxPool2D.of(2));
        }
        layers.addAll(List.of(
                Flatten.of(),
                Dense.of(4096).relu().weights(Initializer.heNormal()),
                Dropout.of(0.5),
                Dense.of(4096).relu().weights(Initializer.heNormal()),
                Dropout.of(0.5),
                Dense.of(classes).weights(Initializer.normal(0.01))));
        return new Sequential(layers);
    }
}
