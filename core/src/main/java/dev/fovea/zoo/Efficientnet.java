package dev.fovea.zoo;

import dev.fovea.nn.Activation;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.GlobalAveragePool2D;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.SqueezeExcite;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// EfficientNet-B0 (Tan and Le, 2019, table 1): inverted residuals with squeeze and excitation and SiLU, of a shape
/// that was searched for. Training takes samples past blocks, more of them in the deeper ones.
final class Efficientnet {
    private static final String PAPER =
            "Tan, Le: EfficientNet: rethinking model scaling for convolutional neural networks, ICML 2019";
    private static final double DROP = 0.2;
    private static final int STEM = 32;

    private static final List<Stage> STAGES = List.of(
            new Stage(1, 3, 16, 1, 1),
            new Stage(6, 3, 24, 2, 2),
            new Stage(6, 5, 40, 2, 2),
            new Stage(6, 3, 80, 3, 2),
            new Stage(6, 5, 112, 3, 1),
            new Stage(6, 5, 192, 4, 2),
            new Stage(6, 3, 320, 1, 1));

    private Efficientnet() {}

    /// A row of the paper's table.
    ///
    /// @param stride of the first block
    private record Stage(int expansion, int size, int width, int blocks, int stride) {}

    static List<Architecture> all() {
        return List.of(new Architecture(
                "efficientnet-b0", "EfficientNet-B0, inverted residuals with SiLU", PAPER, Shape.of(224, 224, 3), 1000,
                Architecture.Published.of(5_288_548, "0.386", Architecture.TORCHVISION),
                (_, classes) -> layers(classes)));
    }

    private static Layer layers(int classes) {
        List<Layer> layers = new ArrayList<>(
                List.of(InvertedResidual.conv(STEM, 3).stride(2), BatchNorm.of(), Activation.SILU));
        int channels = STEM;
        int block = 0;
        double blocks = STAGES.stream().mapToInt(Stage::blocks).sum();
        for (Stage stage : STAGES) {
            for (int i = 0; i < stage.blocks; i++) {
                layers.add(new InvertedResidual(
                        channels, channels * stage.expansion, stage.width, stage.size, i == 0 ? stage.stride : 1,
                        BatchNorm.of(), Activation.SILU, squeeze(channels), DROP * block / blocks).layer());
                channels = stage.width;
                block++;
            }
        }
        layers.addAll(List.of(
                InvertedResidual.conv(4 * channels, 1), BatchNorm.of(), Activation.SILU,
                GlobalAveragePool2D.of(), Dropout.of(0.2), Dense.of(classes).weights(Initializer.normal(0.01))));
        return new Sequential(layers);
    }

    /// To a quarter of the block's inputs.
    private static SqueezeExcite squeeze(int inputs) {
        return SqueezeExcite.of(inputs / 4).activation(Activation.SILU);
    }
}
