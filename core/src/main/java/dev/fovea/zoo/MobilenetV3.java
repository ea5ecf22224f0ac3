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
import org.jspecify.annotations.Nullable;

/// MobileNet V3, small and large (Howard et al., 2019, tables 1 and 2): blocks of V2, some with squeeze and excitation,
/// and hard swish in the deeper ones.
final class MobilenetV3 {
    private static final String PAPER = "Howard et al.: Searching for MobileNetV3, ICCV 2019";
    private static final BatchNorm NORM = BatchNorm.of().epsilon(1e-3).momentum(0.01);
    private static final int STEM = 16;
    private static final Activation RELU = Activation.RELU;
    private static final Activation HARD_SWISH = Activation.HARD_SWISH;

    private static final List<Row> SMALL = List.of(
            new Row(3, 16, 16, true, RELU, 2),
            new Row(3, 72, 24, false, RELU, 2),
            new Row(3, 88, 24, false, RELU, 1),
            new Row(5, 96, 40, true, HARD_SWISH, 2),
            new Row(5, 240, 40, true, HARD_SWISH, 1),
            new Row(5, 240, 40, true, HARD_SWISH, 1),
            new Row(5, 120, 48, true, HARD_SWISH, 1),
            new Row(5, 144, 48, true, HARD_SWISH, 1),
            new Row(5, 288, 96, true, HARD_SWISH, 2),
            new Row(5, 576, 96, true, HARD_SWISH, 1),
            new Row(5, 576, 96, true, HARD_SWISH, 1));

    private static final List<Row> LARGE = List.of(
            new Row(3, 16, 16, false, RELU, 1),
            new Row(3, 64, 24, false, RELU, 2),
            new Row(3, 72, 24, false, RELU, 1),
            new Row(5, 72, 40, true, RELU, 2),
            new Row(5, 120, 40, true, RELU, 1),
            new Row(5, 120, 40, true, RELU, 1),
            new Row(3, 240, 80, false, HARD_SWISH, 2),
            new Row(3, 200, 80, false, HARD_SWISH, 1),
            new Row(3, 184, 80, false, HARD_SWISH, 1),
            new Row(3, 184, 80, false, HARD_SWISH, 1),
            new Row(3, 480, 112, true, HARD_SWISH, 1),
            new Row(3, 672, 112, true, HARD_SWISH, 1),
            new Row(5, 672, 160, true, HARD_SWISH, 2),
            new Row(5, 960, 160, true, HARD_SWISH, 1),
            new Row(5, 960, 160, true, HARD_SWISH, 1));

    private MobilenetV3() {}

    /// A block, as the paper's tables give it.
    private record Row(int size, int expanded, int outputs, boolean squeezes, Activation activation, int stride) {
        Layer layer(int inputs) {
            return new InvertedResidual(
                    inputs, expanded, outputs, size, stride, NORM, activation, squeeze(), 0).layer();
        }

        /// To a quarter of the channels, rounded as [#eighths] does.
        private @Nullable SqueezeExcite squeeze() {
            return squeezes ? SqueezeExcite.of(eighths(expanded / 4)).gate(Activation.HARD_SIGMOID) : null;
        }
    }

    static List<Architecture> all() {
        return List.of(
                architecture("small", SMALL, 1024, 2_542_856, "0.057"),
                architecture("large", LARGE, 1280, 5_483_032, "0.217"));
    }

    private static Architecture architecture(
            String size, List<Row> rows, int hidden, long parameters, String multiplyAdds) {
        return new Architecture(
                "mobilenet-v3-" + size, "MobileNet V3 " + size + ", squeeze and excitation, hard swish", PAPER,
                Shape.of(224, 224, 3), 1000,
                Architecture.Published.of(parameters, multiplyAdds, Architecture.TORCHVISION),
                (_, classes) -> layers(rows, hidden, classes));
    }

    private static Layer layers(List<Row> rows, int hidden, int classes) {
        List<Layer> layers = new ArrayList<>(List.of(InvertedResidual.conv(STEM, 3).stride(2), NORM, HARD_SWISH));
        int channels = STEM;
        for (Row row : rows) {
            layers.add(row.layer(channels));
            channels = row.outputs;
        }
        layers.addAll(List.of(
                InvertedResidual.conv(6 * channels, 1), NORM, HARD_SWISH,
                GlobalAveragePool2D.of(),
                dense(hidden).activation(HARD_SWISH),
                Dropout.of(0.2),
                dense(classes)));
        return new Sequential(layers);
    }

    private static Dense dense(int units) {
        return Dense.of(units).weights(Initializer.normal(0.01));
    }

    /// The nearest multiple of 8, or the next one where that takes away more than a tenth.
    private static int eighths(int channels) {
        int nearest = Math.max(8, (channels + 4) / 8 * 8);
        return 10 * nearest < 9 * channels ? nearest + 8 : nearest;
    }
}
