package dev.fovea.lab.recipe;

import dev.fovea.json.CanonicalText;
import dev.fovea.json.Defaults;
import dev.fovea.json.Wording;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Auxiliary;
import dev.fovea.nn.AveragePool2D;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Branches;
import dev.fovea.nn.ChannelShuffle;
import dev.fovea.nn.ChannelsLast;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Conv2DTranspose;
import dev.fovea.nn.Dense;
import dev.fovea.nn.DepthToSpace;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.ELU;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.GlobalAveragePool2D;
import dev.fovea.nn.GroupNorm;
import dev.fovea.nn.HardTanh;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerNorm;
import dev.fovea.nn.LayerScale;
import dev.fovea.nn.Layers;
import dev.fovea.nn.LeakyReLU;
import dev.fovea.nn.LocalResponseNorm;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Merge;
import dev.fovea.nn.Named;
import dev.fovea.nn.PReLU;
import dev.fovea.nn.Pad2D;
import dev.fovea.nn.PadChannels;
import dev.fovea.nn.Penalised;
import dev.fovea.nn.RadialBasis;
import dev.fovea.nn.Reshape;
import dev.fovea.nn.Residual;
import dev.fovea.nn.Resize2D;
import dev.fovea.nn.ScaledTanh;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.Shared;
import dev.fovea.nn.Split;
import dev.fovea.nn.SqueezeExcite;
import dev.fovea.nn.StochasticDepth;
import dev.fovea.nn.Subsample2D;
import dev.fovea.nn.TableConv2D;
import dev.fovea.nn.UpSampling2D;
import dev.fovea.nn.VarianceScaling;
import dev.fovea.op.LocalResponseNormalization;
import dev.fovea.op.Pad;
import dev.fovea.op.Padding;
import dev.fovea.op.Pooling;
import dev.fovea.op.Resizing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The canonical text of layers: what fingerprints of recipes are made of. It is close to the call that builds a
/// layer, but it never changes; `toString` may.
final class NetworkText {
    private static final List<Wording<?>> WORDINGS = List.of(
            Wording.of(Activation.Plain.class, (activation, _) -> "Activation." + activation.name()),
            Wording.of(Auxiliary.class, NetworkText::auxiliary, "weight", "classifier"),
            Wording.of(AveragePool2D.class, (pool, words) -> "AveragePool2D" + words.of(pool.pooling()), "pooling"),
            Wording.of(BatchNorm.class, (norm, _) -> batchNorm(norm), "epsilon", "momentum", "eachNeuron", "trainable"),
            Wording.of(Branches.class, (all, words) -> "Branches.of(" + joined(all.branches(), words) + ")",
                    "branches"),
            Wording.call(ChannelsLast.class),
            Wording.of(Conv2D.class, NetworkText::convolution, "filters", "height", "width", "strideH", "strideW",
                    "padding",
                    "dilation", "groups", "bias", "activation", "weightInitializer", "biasInitializer"),
            Wording.of(Conv2DTranspose.class, NetworkText::transposed, "filters", "height", "width", "strideH",
                    "strideW", "padding", "outputPadding", "dilation", "groups", "bias", "activation",
                    "weightInitializer", "biasInitializer"),
            Wording.of(Dense.class, NetworkText::dense, "units", "bias", "activation", "weightInitializer",
                    "biasInitializer"),
            Wording.call(Dropout.class, "rate"),
            Wording.call(ELU.class, "alpha"),
            Wording.call(Flatten.class),
            Wording.call(GlobalAveragePool2D.class),
            Wording.of(GroupNorm.class, (norm, _) -> "GroupNorm.of(" + norm.groups() + ")" + epsilon(norm.epsilon()),
                    "groups", "epsilon"),
            Wording.of(LayerNorm.class, (norm, _) -> "LayerNorm.of()" + epsilon(norm.epsilon()), "epsilon"),
            Wording.call(LayerScale.class, "start"),
            Wording.call(HardTanh.class, "least", "most"),
            Wording.call(LeakyReLU.class, "slope"),
            Wording.of(LocalResponseNorm.class, (norm, words) -> words.of(norm.normalization()), "normalization"),
            Wording.of(LocalResponseNormalization.class, (norm, _) -> "LocalResponseNorm.of(" + norm.radius() + ", "
                    + norm.bias() + ", " + norm.alpha() + ", " + norm.beta() + ")", "radius", "bias", "alpha", "beta"),
            Wording.of(MaxPool2D.class, (pool, words) -> "MaxPool2D" + words.of(pool.pooling()), "pooling"),
            Wording.of(Pooling.class, NetworkText::pooling, "height", "width", "strideH", "strideW", "padding", "ceil"),
            Wording.of(Named.class, (one, words) -> words.of(one.layer()) + ".named(\"" + one.name() + "\")", "name",
                    "layer"),
            Wording.call(PReLU.class, "slope"),
            Wording.of(Pad2D.class, (pad, _) -> pad(pad), "padding", "mode"),
            Wording.call(PadChannels.class, "channels"),
            Wording.of(Penalised.class, NetworkText::penalised, "l1", "l2", "layer"),
            Wording.of(RadialBasis.class, (basis, _) -> basis.codes().stream()
                    .map(code -> '"' + code + '"')
                    .collect(Collectors.joining(", ", "RadialBasis.of(", ")")), "codes"),
            Wording.of(Reshape.class, (reshape, words) ->
                    "Reshape.of(" + words.of(reshape.sample()).replace("×", ", ") + ")", "sample"),
            Wording.of(Residual.class, NetworkText::residual, "body", "shortcut", "activation"),
            Wording.call(ChannelShuffle.class, "groups"),
            Wording.of(DepthToSpace.class, (depth, _) ->
                    "DepthToSpace.of(" + depth.block() + ")" + (depth.channelsFirst() ? ".pixelShuffle()" : ""),
                    "block", "channelsFirst"),
            Wording.call(StochasticDepth.class, "rate"),
            Wording.of(SqueezeExcite.class, NetworkText::squeezeExcite, "reduced", "activation", "gate"),
            Wording.of(Resize2D.class, (resize, _) ->
                    "Resize2D.of" + pair(resize.height(), resize.width()) + interpolation(resize.mode()),
                    "height", "width", "mode"),
            Wording.of(UpSampling2D.class, (up, _) ->
                    "UpSampling2D.of" + pair(up.vertical(), up.horizontal()) + interpolation(up.mode()),
                    "vertical", "horizontal", "mode"),
            Wording.of(ScaledTanh.class, (tanh, _) -> scaledTanh(tanh), "amplitude", "slope"),
            Wording.of(Sequential.class, (all, words) -> "Sequential.of(" + joined(all.layers(), words) + ")",
                    "layers"),
            Wording.of(Shared.class, (one, words) ->
                    "Shared.of(\"" + one.key() + "\", " + words.of(one.layer()) + ")", "key", "layer"),
            Wording.of(Split.class, NetworkText::split, "axis", "extents", "parts", "merge"),
            Wording.of(Subsample2D.class, NetworkText::subsample, "size", "initializer"),
            Wording.of(TableConv2D.class, NetworkText::table, "size", "table", "weightInitializer"),
            Wording.of(Padding.Same.class, (_, _) -> "SAME"),
            Wording.of(Padding.Explicit.class, (sides, _) -> sides(sides), "top", "bottom", "left", "right"),
            Wording.of(Initializer.Fill.class, (fill, _) -> fill.value() == 0
                    ? "Initializer.zeros()" : "Initializer.constant(" + fill.value() + ")", "value"),
            Wording.of(Initializer.NormalInitializer.class, (normal, _) -> "Initializer.normal(" + normal.std() + ")",
                    "std"),
            Wording.of(Initializer.TruncatedNormal.class, (normal, _) ->
                    "Initializer.truncatedNormal(" + normal.std() + ")", "std"),
            Wording.of(Initializer.UniformInitializer.class, (uniform, _) ->
                    "Initializer.uniform(" + uniform.bound() + ")", "bound"),
            Wording.of(Initializer.FanInUniform.class, (uniform, _) ->
                    "Initializer.fanInUniform(" + uniform.bound() + ")", "bound"),
            Wording.of(VarianceScaling.class, (scaling, _) -> scaling(scaling), "scale", "mode", "distribution"));

    private static final CanonicalText WORDS = CanonicalText.of(WORDINGS, usual());

    private NetworkText() {}

    private static Map<Class<?>, Defaults> usual() {
        Map<Class<?>, Defaults> usual = new LinkedHashMap<>(Layers.codec().defaults());
        Layers.codec().parts().values().forEach(part -> usual.putAll(part.defaults()));
        return usual;
    }

    static CanonicalText words() {
        return WORDS;
    }

    private static String convolution(Conv2D layer, CanonicalText words) {
        return "Conv2D.of(" + layer.filters() + ", " + layer.height()
                + (layer.width() == layer.height() ? ")" : ", " + layer.width() + ")")
                + (layer.strideH() == 1 && layer.strideW() == 1
                        ? "" : ".stride" + pair(layer.strideH(), layer.strideW()))
                + padding(layer.padding(), words)
                + (layer.dilation() == 1 ? "" : ".dilation(" + layer.dilation() + ")")
                + (layer.groups() == 1 ? "" : ".groups(" + layer.groups() + ")")
                + (layer.bias() ? "" : ".withoutBias()")
                + activation(layer.activation(), words)
                + weights(layer.weightInitializer(), words)
                + bias(layer.bias(), layer.biasInitializer(), words);
    }

    private static String transposed(Conv2DTranspose layer, CanonicalText words) {
        return "Conv2DTranspose.of(" + layer.filters() + ", " + layer.height()
                + (layer.width() == layer.height() ? ")" : ", " + layer.width() + ")")
                + (layer.strideH() == 1 && layer.strideW() == 1
                        ? "" : ".stride" + pair(layer.strideH(), layer.strideW()))
                + padding(layer.padding(), words)
                + (layer.outputPadding() == 0 ? "" : ".outputPadding(" + layer.outputPadding() + ")")
                + (layer.dilation() == 1 ? "" : ".dilation(" + layer.dilation() + ")")
                + (layer.groups() == 1 ? "" : ".groups(" + layer.groups() + ")")
                + (layer.bias() ? "" : ".withoutBias()")
                + activation(layer.activation(), words)
                + weights(layer.weightInitializer(), words)
                + bias(layer.bias(), layer.biasInitializer(), words);
    }

    private static String dense(Dense layer, CanonicalText words) {
        return "Dense.of(" + layer.units() + ")" + (layer.bias() ? "" : ".withoutBias()")
                + activation(layer.activation(), words)
                + weights(layer.weightInitializer(), words)
                + bias(layer.bias(), layer.biasInitializer(), words);
    }

    private static String activation(Activation activation, CanonicalText words) {
        return switch (activation) {
            case Activation.Plain.NONE -> "";
            case Activation.Plain.RELU -> ".relu()";
            default -> ".activation(" + words.of(activation) + ")";
        };
    }

    private static String weights(Initializer initializer, CanonicalText words) {
        return initializer.equals(Initializer.glorotUniform()) ? "" : ".weights(" + words.of(initializer) + ")";
    }

    private static String bias(boolean any, Initializer initializer, CanonicalText words) {
        return !any || initializer.equals(Initializer.zeros()) ? "" : ".bias(" + words.of(initializer) + ")";
    }

    private static String padding(Padding padding, CanonicalText words) {
        return padding.equals(Padding.SAME) ? ".same()"
                : padding.equals(Padding.VALID) ? ""
                : ".padding(Padding.of" + words.of(padding) + ")";
    }

    private static String sides(Padding.Explicit sides) {
        return sides.equals(Padding.VALID)
                ? "VALID"
                : "(" + sides.top() + ", " + sides.bottom() + ", " + sides.left() + ", " + sides.right() + ")";
    }

    private static String pad(Pad2D pad) {
        String sides = sides(pad.padding());
        return "Pad2D.of" + (sides.equals("VALID") ? "(0)" : sides)
                + (pad.mode() == Pad.Mode.REFLECT ? ".reflect()" : "");
    }

    private static String pooling(Pooling window, CanonicalText words) {
        boolean apart = window.strideH() == window.height() && window.strideW() == window.width();
        return ".of" + pair(window.height(), window.width())
                + (apart ? "" : ".stride" + pair(window.strideH(), window.strideW()))
                + padding(window.padding(), words) + (window.ceil() ? ".ceil()" : "");
    }

    private static String interpolation(Resizing.Mode mode) {
        return switch (mode) {
            case NEAREST -> "";
            case LINEAR -> ".bilinear()";
            case LINEAR_CORNERS -> ".alignCorners()";
        };
    }

    private static String pair(int vertical, int horizontal) {
        return vertical == horizontal ? "(" + vertical + ")" : "(" + vertical + ", " + horizontal + ")";
    }

    private static String batchNorm(BatchNorm norm) {
        return "BatchNorm.of()" + epsilon(norm.epsilon())
                + (norm.momentum() == 0.1f ? "" : ".momentum(" + norm.momentum() + ")")
                + (norm.eachNeuron() ? ".perNeuron()" : "") + (norm.trainable() ? "" : ".frozen()");
    }

    private static String epsilon(float epsilon) {
        return epsilon == 1e-5f ? "" : ".epsilon(" + epsilon + ")";
    }

    private static String squeezeExcite(SqueezeExcite layer, CanonicalText words) {
        return "SqueezeExcite.of(" + layer.reduced() + ")"
                + (layer.activation().equals(Activation.RELU)
                        ? "" : ".activation(" + words.of(layer.activation()) + ")")
                + (layer.gate().equals(Activation.SIGMOID) ? "" : ".gate(" + words.of(layer.gate()) + ")");
    }

    private static String scaledTanh(ScaledTanh tanh) {
        return tanh.amplitude() == 1.7159f && tanh.slope() == (float) (2.0 / 3)
                ? "ScaledTanh.of()" : "ScaledTanh.of(" + tanh.amplitude() + ", " + tanh.slope() + ")";
    }

    private static String subsample(Subsample2D layer, CanonicalText words) {
        Initializer usual = Initializer.constant(1.0 / (layer.size() * layer.size()));
        return "Subsample2D.of(" + layer.size() + ")"
                + (layer.initializer().equals(usual) ? "" : ".weights(" + words.of(layer.initializer()) + ")");
    }

    private static String table(TableConv2D layer, CanonicalText words) {
        String rows = layer.table().stream()
                .map(row -> words.of(row).replace("[", "List.of(").replace("]", ")"))
                .collect(Collectors.joining(", ", "List.of(", ")"));
        return "TableConv2D.of(" + layer.size() + ", " + rows + ")" + weights(layer.weightInitializer(), words);
    }

    private static String scaling(VarianceScaling scaling) {
        boolean average = scaling.mode() == VarianceScaling.Mode.FAN_AVERAGE;
        String name = average && scaling.scale() == 1 ? "glorot"
                : !average && scaling.scale() == 2 ? "he"
                : !average && scaling.scale() == 1 ? "lecun"
                : null;
        return name == null
                ? "new VarianceScaling(" + scaling.scale() + ", " + scaling.mode().name() + ", "
                        + scaling.distribution().name() + ")"
                : "Initializer." + name
                        + (scaling.distribution() == VarianceScaling.Distribution.UNIFORM ? "Uniform" : "Normal")
                        + "()";
    }

    private static String auxiliary(Auxiliary side, CanonicalText words) {
        return side.classifier() instanceof Sequential inner && isPlain(inner, words)
                ? "Auxiliary.of(" + side.weight() + ", " + joined(inner.layers(), words) + ")"
                : "new Auxiliary(" + side.weight() + "f, " + words.of(side.classifier()) + ")";
    }

    private static String penalised(Penalised penalty, CanonicalText words) {
        String layer = words.of(penalty.layer());
        return penalty.l1() == 0 ? "Penalised.l2(" + penalty.l2() + ", " + layer + ")"
                : penalty.l2() == 0 ? "Penalised.l1(" + penalty.l1() + ", " + layer + ")"
                : "new Penalised(" + penalty.l1() + "f, " + penalty.l2() + "f, " + layer + ")";
    }

    private static String residual(Residual block, CanonicalText words) {
        if (!(block.body() instanceof Sequential body && isPlain(body, words)
                && block.shortcut() instanceof Sequential shortcut && isPlain(shortcut, words))) {
            return "new Residual(" + words.of(block.body()) + ", " + words.of(block.shortcut()) + ", "
                    + words.of(block.activation()) + ")";
        }
        return "Residual.of(" + joined(body.layers(), words) + ")"
                + (shortcut.layers().isEmpty() ? "" : ".shortcut(" + joined(shortcut.layers(), words) + ")")
                + (block.activation() == Activation.RELU ? "" : ".activation(" + words.of(block.activation()) + ")");
    }

    private static String split(Split split, CanonicalText words) {
        return "Split." + split.axis().name().toLowerCase(Locale.ROOT) + "(" + joined(split.parts(), words) + ")"
                + (split.extents().isEmpty() ? "" : ".extents(" + split.extents().stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", ")) + ")")
                + (split.merge() == Merge.DEPTH ? "" : ".merge(Merge." + split.merge().name() + ")");
    }

    /// Whether its layers are all there is to say of it.
    private static boolean isPlain(Sequential layers, CanonicalText words) {
        return words.others(layers, Set.of("layers")).isEmpty();
    }

    private static String joined(List<Layer> layers, CanonicalText words) {
        return layers.stream().map(words::of).collect(Collectors.joining(", "));
    }
}
