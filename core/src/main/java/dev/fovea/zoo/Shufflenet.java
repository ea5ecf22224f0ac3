package dev.fovea.zoo;

import dev.fovea.nn.Activation;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Branches;
import dev.fovea.nn.ChannelShuffle;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.GlobalAveragePool2D;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.Split;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// ShuffleNet V2 with 1 times the channels (Ma et al., 2018, table 5): a unit convolves one half of its channels, joins
/// both halves and shuffles them. Where the image is halved, both branches convolve all of it.
final class Shufflenet {
    private static final String PAPER = "Ma, Zhang, Zheng, Sun: ShuffleNet V2: practical guidelines for efficient CNN"
            + " architecture design, ECCV 2018";
    private static final int[] WIDTHS = {116, 232, 464};
    private static final int[] UNITS = {4, 8, 4};

    private Shufflenet() {}

    static List<Architecture> all() {
        return List.of(new Architecture(
                "shufflenet-v2", "ShuffleNet V2, 1 times the channels", PAPER, Shape.of(224, 224, 3), 1000,
                Architecture.Published.of(2_278_604, "0.145", Architecture.TORCHVISION),
                (_, classes) -> layers(classes)));
    }

    private static Layer layers(int classes) {
        List<Layer> layers = new ArrayList<>(List.of(
                conv(24, 3).stride(2), BatchNorm.of(), Activation.RELU,
                MaxPool2D.of(3).stride(2).padding(Padding.of(1))));
        int channels = 24;
        for (int stage = 0; stage < WIDTHS.length; stage++) {
            int half = WIDTHS[stage] / 2;
            layers.add(Branches.of(side(channels, half), main(half, 2)));
            layers.add(ChannelShuffle.of(2));
            for (int i = 1; i < UNITS[stage]; i++) {
                layers.add(Split.channels(Sequential.of(), main(half, 1)));
                layers.add(ChannelShuffle.of(2));
            }
            channels = WIDTHS[stage];
        }
        layers.addAll(List.of(
                conv(1024, 1), BatchNorm.of(), Activation.RELU, GlobalAveragePool2D.of(), Dense.of(classes)));
        return new Sequential(layers);
    }

    private static Layer main(int channels, int stride) {
        return Sequential.of(
                conv(channels, 1), BatchNorm.of(), Activation.RELU,
                conv(channels, 3).stride(stride).groups(channels), BatchNorm.of(),
                conv(channels, 1), BatchNorm.of(), Activation.RELU);
    }

    private static Layer side(int inputs, int outputs) {
        return Sequential.of(
                conv(inputs, 3).stride(2).groups(inputs), BatchNorm.of(),
                conv(outputs, 1), BatchNorm.of(), Activation.RELU);
    }

    private static Conv2D conv(int filters, int size) {
        return Conv2D.of(filters, size).padding(size / 2).withoutBias().weights(Initializer.heNormal());
    }
}
