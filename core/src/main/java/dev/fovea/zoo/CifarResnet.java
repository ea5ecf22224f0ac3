package dev.fovea.zoo;

import dev.fovea.nn.Activation;
import dev.fovea.nn.AveragePool2D;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.GlobalAveragePool2D;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.PadChannels;
import dev.fovea.nn.Residual;
import dev.fovea.nn.Sequential;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// The residual networks for CIFAR (He et al., 2016, section 4.2): a 3×3 convolution, three stages of blocks
/// with 16, 32 and 64 channels, global average pooling, and a dense layer: 6n + 2 layers for n blocks a stage.
/// A shortcut that narrows the image takes every second pixel, and zeros for the new channels (option A).
final class CifarResnet {
    private static final int[] WIDTHS = {16, 32, 64};
    private static final String PAPER = "He, Zhang, Ren, Sun: Deep residual learning for image recognition, CVPR 2016";
    private static final String SOURCE =
            "the paper's table 6, which gives two digits; all of them follow from its layers";

    private CifarResnet() {}

    static List<Architecture> all() {
        return List.of(
                architecture(20, 269_722, "0.041"),
                architecture(32, 464_154, "0.069"),
                architecture(44, 658_586, "0.097"),
                architecture(56, 853_018, "0.125"),
                architecture(110, 1_727_962, "0.253"));
    }

    private static Architecture architecture(int depth, long parameters, String multiplyAdds) {
        return new Architecture(
                "resnet" + depth, "ResNet-" + depth + " for CIFAR, shortcuts without parameters", PAPER,
                Shape.of(32, 32, 3), 10,
                Architecture.Published.of(parameters, multiplyAdds, SOURCE),
                (input, classes) -> layers((depth - 2) / 6, classes));
    }

    private static Sequential layers(int blocks, int classes) {
        List<Layer> layers = new ArrayList<>(List.of(conv(WIDTHS[0], 1), BatchNorm.of(), Activation.RELU));
        int channels = WIDTHS[0];
        for (int width : WIDTHS) {
            for (int block = 0; block < blocks; block++) {
                layers.add(block(channels, width));
                channels = width;
            }
        }
        layers.add(GlobalAveragePool2D.of());
        layers.add(Dense.of(classes));
        return new Sequential(layers);
    }

    private static Residual block(int channels, int width) {
        Residual block = Residual.of(
                conv(width, width == channels ? 1 : 2), BatchNorm.of(), Activation.RELU,
                conv(width, 1), BatchNorm.of());
        // A window of one pixel takes every second one.
        return width == channels
                ? block
                : block.shortcut(AveragePool2D.of(1).stride(2), PadChannels.of(width - channels));
    }

    private static Conv2D conv(int width, int stride) {
        return Conv2D.of(width, 3).stride(stride).padding(1).withoutBias().weights(Initializer.heNormal());
    }
}
