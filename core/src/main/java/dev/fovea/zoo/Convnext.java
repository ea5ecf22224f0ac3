package dev.fovea.zoo;

import dev.fovea.nn.Activation;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.GlobalAveragePool2D;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerNorm;
import dev.fovea.nn.LayerScale;
import dev.fovea.nn.Residual;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.StochasticDepth;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// ConvNeXt-Tiny (Liu et al., 2022): a residual network brought to the form of vision transformers: 7×7 depthwise
/// convolutions, layer normalisation instead of batch normalisation, one GELU a block, convolutions of their own
/// between stages.
final class Convnext {
    private static final String PAPER =
            "Liu, Mao, Wu, Feichtenhofer, Darrell, Xie: A ConvNet for the 2020s, CVPR 2022";
    private static final double DROP = 0.1;
    private static final double SCALE = 1e-6;
    private static final LayerNorm NORM = LayerNorm.of().epsilon(1e-6);
    private static final Initializer WEIGHTS = Initializer.truncatedNormal(0.02);
    private static final int[] WIDTHS = {96, 192, 384, 768};
    private static final int[] BLOCKS = {3, 3, 9, 3};

    private Convnext() {}

    static List<Architecture> all() {
        return List.of(new Architecture(
                "convnext-tiny", "ConvNeXt-Tiny, 7×7 depthwise and layer norm", PAPER, Shape.of(224, 224, 3), 1000,
                Architecture.Published.of(28_589_128, "4.456", Architecture.TORCHVISION),
                (_, classes) -> layers(classes)));
    }

    private static Layer layers(int classes) {
        List<Layer> layers = new ArrayList<>(List.of(conv(WIDTHS[0], 4).stride(4), NORM));
        int block = 0;
        double last = Arrays.stream(BLOCKS).sum() - 1;
        for (int stage = 0; stage < WIDTHS.length; stage++) {
            if (stage > 0) {
                layers.addAll(List.of(NORM, conv(WIDTHS[stage], 2).stride(2)));
            }
            for (int i = 0; i < BLOCKS[stage]; i++) {
                layers.add(block(WIDTHS[stage], DROP * block / last));
                block++;
            }
        }
        layers.addAll(List.of(GlobalAveragePool2D.of(), NORM, Dense.of(classes).weights(WEIGHTS)));
        return new Sequential(layers);
    }

    /// @param drop the share of samples that training takes past the block
    private static Residual block(int width, double drop) {
        return Residual.of(
                conv(width, 7).padding(3).groups(width),
                NORM,
                conv(4 * width, 1).activation(Activation.GELU),
                conv(width, 1),
                LayerScale.of(SCALE),
                StochasticDepth.of(drop)).activation(Activation.NONE);
    }

    private static Conv2D conv(int filters, int size) {
        return Conv2D.of(filters, size).weights(WEIGHTS);
    }
}
