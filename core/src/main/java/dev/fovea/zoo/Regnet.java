package dev.fovea.zoo;

import dev.fovea.nn.Activation;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.GlobalAveragePool2D;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Residual;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.SqueezeExcite;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// RegNetY with 400 million multiply-adds (Radosavovic et al., 2020): residual blocks of grouped convolutions with
/// squeeze and excitation, whose widths and depths follow a line.
///
/// The line starts at 48 channels and rises by 27.89 a block; its steps are powers of 2.09, rounded to whole groups.
final class Regnet {
    private static final String PAPER =
            "Radosavovic, Kosaraju, Girshick, He, Dollár: Designing network design spaces, CVPR 2020";
    private static final int STEM = 32;
    private static final int GROUP = 8;
    private static final int[] WIDTHS = {48, 104, 208, 440};
    private static final int[] BLOCKS = {1, 3, 6, 6};

    private Regnet() {}

    static List<Architecture> all() {
        return List.of(new Architecture(
                "regnety-400mf", "RegNetY-400MF, groups of 8 channels", PAPER, Shape.of(224, 224, 3), 1000,
                Architecture.Published.of(4_344_144, "0.402", Architecture.TORCHVISION),
                (_, classes) -> layers(classes)));
    }

    private static Layer layers(int classes) {
        List<Layer> layers = new ArrayList<>(
                List.of(conv(STEM, 3).stride(2), BatchNorm.of(), Activation.RELU));
        int channels = STEM;
        for (int stage = 0; stage < WIDTHS.length; stage++) {
            for (int i = 0; i < BLOCKS[stage]; i++) {
                layers.add(block(channels, WIDTHS[stage], i == 0 ? 2 : 1));
                channels = WIDTHS[stage];
            }
        }
        layers.add(GlobalAveragePool2D.of());
        layers.add(Dense.of(classes).weights(Initializer.normal(0.01)));
        return new Sequential(layers);
    }

    /// Squeezed to a quarter of its inputs.
    private static Residual block(int inputs, int width, int stride) {
        Residual body = Residual.of(
                conv(width, 1), BatchNorm.of(), Activation.RELU,
                conv(width, 3).stride(stride).groups(width / GROUP), BatchNorm.of(), Activation.RELU,
                SqueezeExcite.of(inputs / 4),
                conv(width, 1), BatchNorm.of());
        return stride == 1 ? body : body.shortcut(conv(width, 1).stride(stride), BatchNorm.of());
    }

    private static Conv2D conv(int filters, int size) {
        return Conv2D.of(filters, size).padding(size / 2).withoutBias().weights(Initializer.heNormal());
    }
}
