package dev.fovea.zoo;

import dev.fovea.nn.Activation;
import dev.fovea.nn.AveragePool2D;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Branches;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.GlobalAveragePool2D;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Sequential;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// DenseNet-121 (Huang et al., 2017, table 1): each layer adds 32 channels to all that came before it in its block, and
/// so sees the outputs of all layers before it. Between blocks a transition halves the channels and the image.
///
/// Normalisation and ReLU come before each convolution.
final class Densenet {
    private static final String PAPER =
            "Huang, Liu, van der Maaten, Weinberger: Densely connected convolutional networks, CVPR 2017";
    private static final int GROWTH = 32;
    private static final int BOTTLENECK = 4 * GROWTH;

    private Densenet() {}

    static List<Architecture> all() {
        return List.of(new Architecture(
                "densenet121", "DenseNet-121, growth 32", PAPER, Shape.of(224, 224, 3), 1000,
                Architecture.Published.of(7_978_856, "2.834", Architecture.TORCHVISION),
                (_, classes) -> layers(classes, 6, 12, 24, 16)));
    }

    private static Layer layers(int classes, int... blocks) {
        int channels = 2 * GROWTH;
        List<Layer> layers = new ArrayList<>(List.of(
                conv(channels, 7).stride(2), BatchNorm.of(), Activation.RELU,
                MaxPool2D.of(3).stride(2).padding(Padding.of(1))));
        for (int block = 0; block < blocks.length; block++) {
            if (block > 0) {
                channels /= 2;
                layers.addAll(List.of(BatchNorm.of(), Activation.RELU, conv(channels, 1), AveragePool2D.of(2)));
            }
            for (int i = 0; i < blocks[block]; i++) {
                layers.add(grown());
                channels += GROWTH;
            }
        }
        layers.addAll(List.of(BatchNorm.of(), Activation.RELU, GlobalAveragePool2D.of(), Dense.of(classes)));
        return new Sequential(layers);
    }

    /// What came in, and behind it the channels of one more layer.
    private static Branches grown() {
        return Branches.of(
                Sequential.of(),
                Sequential.of(
                        BatchNorm.of(), Activation.RELU, conv(BOTTLENECK, 1),
                        BatchNorm.of(), Activation.RELU, conv(GROWTH, 3)));
    }

    private static Conv2D conv(int filters, int size) {
        return Conv2D.of(filters, size).padding(size / 2).withoutBias().weights(Initializer.heNormal());
    }
}
