package dev.fovea.zoo;

import dev.fovea.nn.Activation;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.GlobalAveragePool2D;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Residual;
import dev.fovea.nn.Sequential;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// The residual networks for ImageNet (He et al., 2016, table 1), with 1×1 convolutions on the shortcuts where
/// the shape changes (option B). From 50 layers on a block narrows, convolves and widens; there v1, as published,
/// takes the stride in its first 1×1 convolution, and v1.5 in the 3×3.
///
/// ResNeXt (Xie et al., 2017) and the wide network (Zagoruyko and Komodakis, 2016) are v1.5 with twice the channels
/// inside a block; the 3×3 convolution of ResNeXt has 32 groups, of 4 channels in the first stage and more later.
final class Resnet {
    private static final String PAPER = "He, Zhang, Ren, Sun: Deep residual learning for image recognition, CVPR 2016";
    private static final String PAPER_RESNEXT =
            "Xie, Girshick, Dollár, Tu, He: Aggregated residual transformations for deep neural networks, CVPR 2017";
    private static final String PAPER_WIDE = "Zagoruyko, Komodakis: Wide residual networks, BMVC 2016";
    private static final String TORCHVISION = Architecture.TORCHVISION;
    private static final String COUNTED = "torchvision; multiply-adds to two digits in the paper's table 1";
    private static final int[] WIDTHS = {64, 128, 256, 512};
    private static final int WIDENING = 4;

    /// How a block is built.
    private enum Block {
        BASIC(1, 1),
        BOTTLENECK(1, 1),
        BOTTLENECK_STRIDE_IN_3X3(1, 1),
        GROUPED(2, 32),
        WIDE(2, 1);

        private final int factor;
        private final int groups;

        /// @param factor of the channels inside a bottleneck
        /// @param groups of its 3×3 convolution
        Block(int factor, int groups) {
            this.factor = factor;
            this.groups = groups;
        }
    }

    private Resnet() {}

    static List<Architecture> all() {
        return List.of(
                architecture(18, "", Block.BASIC, 11_689_512, "1.81", TORCHVISION, 2, 2, 2, 2),
                architecture(34, "", Block.BASIC, 21_797_672, "3.66", TORCHVISION, 3, 4, 6, 3),
                architecture(50, "", Block.BOTTLENECK, 25_557_032, "3.86", COUNTED, 3, 4, 6, 3),
                architecture(101, "", Block.BOTTLENECK, 44_549_160, "7.57", COUNTED, 3, 4, 23, 3),
                architecture(152, "", Block.BOTTLENECK, 60_192_808, "11.28", COUNTED, 3, 8, 36, 3),
                architecture(50, "-v1.5", Block.BOTTLENECK_STRIDE_IN_3X3, 25_557_032, "4.09", TORCHVISION, 3, 4, 6, 3),
                architecture(
                        101, "-v1.5", Block.BOTTLENECK_STRIDE_IN_3X3, 44_549_160, "7.80", TORCHVISION, 3, 4, 23, 3),
                architecture(
                        152, "-v1.5", Block.BOTTLENECK_STRIDE_IN_3X3, 60_192_808, "11.51", TORCHVISION, 3, 8, 36, 3),
                architecture(
                        "resnext50-32x4d", "ResNeXt-50, 32 groups of 4 channels", PAPER_RESNEXT, Block.GROUPED,
                        25_028_904, "4.230", TORCHVISION, 3, 4, 6, 3),
                architecture(
                        "wide-resnet50-2", "Wide ResNet-50, twice as wide inside its blocks", PAPER_WIDE, Block.WIDE,
                        68_883_240, "11.398", TORCHVISION, 3, 4, 6, 3));
    }

    private static Architecture architecture(
            int depth, String version, Block block, long parameters, String multiplyAdds, String source,
            int... stages) {
        String title = "ResNet-" + depth + switch (block) {
            case BASIC -> "";
            case BOTTLENECK -> " v1, stride in the first 1×1";
            case BOTTLENECK_STRIDE_IN_3X3, GROUPED, WIDE -> " v1.5, stride in the 3×3";
        };
        return architecture(
                "resnet" + depth + version, title, PAPER, block, parameters, multiplyAdds, source, stages);
    }

    private static Architecture architecture(
            String id, String title, String paper, Block block, long parameters, String multiplyAdds, String source,
            int... stages) {
        return new Architecture(
                id, title, paper, Shape.of(224, 224, 3), 1000,
                Architecture.Published.of(parameters, multiplyAdds, source),
                (input, classes) -> layers(block, classes, stages));
    }

    private static Layer layers(Block block, int classes, int... stages) {
        List<Layer> layers = new ArrayList<>(List.of(
                conv(64, 7, 2), BatchNorm.of(), Activation.RELU, MaxPool2D.of(3).stride(2).padding(Padding.of(1))));
        int channels = 64;
        for (int stage = 0; stage < stages.length; stage++) {
            int width = WIDTHS[stage];
            int outputs = block == Block.BASIC ? width : width * WIDENING;
            for (int i = 0; i < stages[stage]; i++) {
                int stride = i == 0 && stage > 0 ? 2 : 1;
                layers.add(block(block, channels, width, outputs, stride));
                channels = outputs;
            }
        }
        layers.add(GlobalAveragePool2D.of());
        layers.add(Dense.of(classes));
        return new Sequential(layers);
    }

    private static Residual block(Block block, int channels, int width, int outputs, int stride) {
        int inside = width * block.factor;
        Residual body = switch (block) {
            case BASIC -> Residual.of(
                    conv(width, 3, stride), BatchNorm.of(), Activation.RELU,
                    conv(width, 3, 1), BatchNorm.of());
            case BOTTLENECK -> Residual.of(
                    conv(width, 1, stride), BatchNorm.of(), Activation.RELU,
                    conv(width, 3, 1), BatchNorm.of(), Activation.RELU,
                    conv(outputs, 1, 1), BatchNorm.of());
            case BOTTLENECK_STRIDE_IN_3X3, GROUPED, WIDE -> Residual.of(
                    conv(inside, 1, 1), BatchNorm.of(), Activation.RELU,
                    conv(inside, 3, stride).groups(block.groups), BatchNorm.of(), Activation.RELU,
                    conv(outputs, 1, 1), BatchNorm.of());
        };
        return channels == outputs && stride == 1 ? body : body.shortcut(conv(outputs, 1, stride), BatchNorm.of());
    }

    private static Conv2D conv(int filters, int size, int stride) {
        return Conv2D.of(filters, size).stride(stride).padding(size / 2).withoutBias().weights(Initializer.heNormal());
    }
}
