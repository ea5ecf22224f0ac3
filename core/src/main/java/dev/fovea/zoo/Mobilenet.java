package dev.fovea.zoo;

import dev.fovea.nn.Activation;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.GlobalAveragePool2D;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Sequential;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// MobileNet V1 (Howard et al., 2017): depthwise convolutions, which filter each channel, and 1×1 convolutions, which
/// mix them; and V2 (Sandler et al., 2018): blocks that are narrow where they meet and wide inside. [MobilenetV3] is
/// the third.
///
/// V1 is as in Keras: ReLU6, an odd pixel of padding at the bottom and the right, ε = 1e−3 of the normalisation.
final class Mobilenet {
    private static final String PAPER_V1 = "Howard et al.: MobileNets: efficient convolutional neural networks for"
            + " mobile vision applications, 2017";
    private static final String PAPER_V2 =
            "Sandler, Howard, Zhu, Zhmoginov, Chen: MobileNetV2: inverted residuals and linear bottlenecks, CVPR 2018";
    private static final String SOURCE_V1 = "Keras, its trainable parameters; the paper's table 4: 569 million";
    private static final BatchNorm NORM_V1 = BatchNorm.of().epsilon(1e-3).momentum(0.01);

    /// Channels of V1's thirteen pairs of convolutions; the image is halved where they grow, but for the first pair.
    private static final int[] WIDTHS = {64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024};

    private static final List<Stage> STAGES = List.of(
            new Stage(1, 16, 1, 1),
            new Stage(6, 24, 2, 2),
            new Stage(6, 32, 3, 2),
            new Stage(6, 64, 4, 2),
            new Stage(6, 96, 3, 1),
            new Stage(6, 160, 3, 2),
            new Stage(6, 320, 1, 1));

    private Mobilenet() {}

    /// A row of the second paper's table 2.
    ///
    /// @param stride of the first block
    private record Stage(int expansion, int width, int blocks, int stride) {}

    static List<Architecture> all() {
        Shape input = Shape.of(224, 224, 3);
        return List.of(
                new Architecture(
                        "mobilenet-v1", "MobileNet V1, depthwise separable", PAPER_V1, input, 1000,
                        Architecture.Published.of(4_231_976, "0.569", SOURCE_V1), (_, classes) -> first(classes)),
                new Architecture(
                        "mobilenet-v2", "MobileNet V2, inverted residuals", PAPER_V2, input, 1000,
                        Architecture.Published.of(3_504_872, "0.301", Architecture.TORCHVISION),
                        (_, classes) -> second(classes)));
    }

    private static Layer first(int classes) {
        List<Layer> layers = new ArrayList<>(normed(InvertedResidual.conv(32, 3).same().stride(2), NORM_V1));
        int channels = 32;
        for (int width : WIDTHS) {
            int stride = width == channels || channels == 32 ? 1 : 2;
            Conv2D depthwise = InvertedResidual.conv(channels, 3).same().stride(stride).groups(channels);
            layers.addAll(normed(depthwise, NORM_V1));
            layers.addAll(normed(InvertedResidual.conv(width, 1), NORM_V1));
            channels = width;
        }
        layers.addAll(List.of(GlobalAveragePool2D.of(), Dropout.of(1e-3), Dense.of(classes)));
        return new Sequential(layers);
    }

    private static Layer second(int classes) {
        List<Layer> layers = new ArrayList<>(normed(InvertedResidual.conv(32, 3).stride(2), BatchNorm.of()));
        int channels = 32;
        for (Stage stage : STAGES) {
            for (int i = 0; i < stage.blocks; i++) {
                layers.add(new InvertedResidual(
                        channels, channels * stage.expansion, stage.width, 3, i == 0 ? stage.stride : 1, BatchNorm.of(),
                        Activation.RELU6, null, 0).layer());
                channels = stage.width;
            }
        }
        layers.addAll(normed(InvertedResidual.conv(1280, 1), BatchNorm.of()));
        layers.addAll(List.of(
                GlobalAveragePool2D.of(), Dropout.of(0.2), Dense.of(classes).weights(Initializer.normal(0.01))));
        return new Sequential(layers);
    }

    private static List<Layer> normed(Conv2D conv, BatchNorm norm) {
        return List.of(conv, norm, Activation.RELU6);
    }
}
