package dev.fovea.explain.architecture;

import dev.fovea.nn.Activation;
import dev.fovea.nn.AveragePool2D;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.ChannelShuffle;
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
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerNorm;
import dev.fovea.nn.LayerScale;
import dev.fovea.nn.LayerWindow;
import dev.fovea.nn.LeakyReLU;
import dev.fovea.nn.LocalResponseNorm;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.PReLU;
import dev.fovea.nn.Pad2D;
import dev.fovea.nn.PadChannels;
import dev.fovea.nn.RadialBasis;
import dev.fovea.nn.Reshape;
import dev.fovea.nn.Resize2D;
import dev.fovea.nn.ScaledTanh;
import dev.fovea.nn.SqueezeExcite;
import dev.fovea.nn.StochasticDepth;
import dev.fovea.nn.Subsample2D;
import dev.fovea.nn.TableConv2D;
import dev.fovea.nn.UpSampling2D;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The words that a drawing has for a layer: few, as papers label their figures. A recipe's settings are in words of
/// their own, with every number (`LayerWords` in `lab`).
record PieceWords(Part.Kind kind, String label, List<String> settings, List<String> then) {
    static PieceWords of(Layer layer, @Nullable LayerWindow window) {
        List<String> settings = window == null ? List.of() : settings(window);
        String size = window == null ? "" : " " + window.kernel();
        return switch (layer) {
            case Conv2D conv -> new PieceWords(Part.Kind.CONVOLUTION, "conv" + size, settings, then(conv.activation()));
            case Conv2DTranspose conv -> new PieceWords(
                    Part.Kind.CONVOLUTION, "transposed conv" + size, settings, then(conv.activation()));
            case TableConv2D _ -> new PieceWords(
                    Part.Kind.CONVOLUTION, "conv" + size, with(settings, "by a table"), List.of());
            case MaxPool2D _ -> new PieceWords(Part.Kind.POOLING, "max pool" + size, settings, List.of());
            case AveragePool2D _ -> new PieceWords(Part.Kind.POOLING, "avg pool" + size, settings, List.of());
            case Subsample2D _ -> new PieceWords(
                    Part.Kind.POOLING, "avg pool" + size, with(settings, "× weight + bias"), List.of());
            case GlobalAveragePool2D _ -> plain(Part.Kind.POOLING, "avg pool", "whole map");
            case Dense dense -> new PieceWords(Part.Kind.DENSE, "dense", List.of(), then(dense.activation()));
            case RadialBasis _ -> plain(Part.Kind.DENSE, "radial basis");
            case BatchNorm _ -> plain(Part.Kind.NORMALISATION, "batch norm");
            case LayerNorm _ -> plain(Part.Kind.NORMALISATION, "layer norm");
            case LayerScale _ -> plain(Part.Kind.NORMALISATION, "layer scale");
            case GroupNorm _ -> plain(Part.Kind.NORMALISATION, "group norm");
            case LocalResponseNorm _ -> plain(Part.Kind.NORMALISATION, "LRN");
            case Dropout dropout -> plain(Part.Kind.OTHER, "dropout " + dropout.rate());
            case StochasticDepth _ -> plain(Part.Kind.OTHER, "stochastic depth");
            case SqueezeExcite squeeze -> plain(
                    Part.Kind.OTHER, "squeeze excite", squeeze.reduced() + " between");
            case Activation activation -> plain(Part.Kind.ACTIVATION, String.join(", ", then(activation)));
            case Flatten _ -> plain(Part.Kind.SHAPE, "flatten");
            case Reshape _ -> plain(Part.Kind.SHAPE, "reshape");
            case ChannelShuffle shuffle -> plain(Part.Kind.SHAPE, "channel shuffle", shuffle.groups() + " groups");
            case DepthToSpace depth -> plain(Part.Kind.SHAPE, "depth to space", "block " + depth.block());
            case Resize2D resize -> plain(
                    Part.Kind.SHAPE, "resize", "to " + resize.height() + "×" + resize.width());
            case UpSampling2D up -> plain(Part.Kind.SHAPE, "upsample", "× " + (up.vertical() == up.horizontal()
                    ? String.valueOf(up.vertical()) : up.vertical() + ", " + up.horizontal()));
            case Pad2D _ -> plain(Part.Kind.SHAPE, "pad");
            case PadChannels pad -> plain(Part.Kind.SHAPE, "zeros", "+" + pad.channels() + " channels");
            case Layer other -> new PieceWords(Part.Kind.OTHER, other.type(), settings, List.of());
        };
    }

    private static PieceWords plain(Part.Kind kind, String label, String... settings) {
        return new PieceWords(kind, label, List.of(settings), List.of());
    }

    private static List<String> settings(LayerWindow window) {
        List<String> settings = new ArrayList<>();
        if (!window.stride().equals("1")) {
            settings.add("stride " + window.stride());
        }
        if (!window.border().equals("0")) {
            settings.add("pad " + window.border());
        }
        if (window.dilationH() > 1 || window.dilationW() > 1) {
            settings.add("dilation " + Math.max(window.dilationH(), window.dilationW()));
        }
        if (window.groups() > 1) {
            settings.add(window.groups() + " groups");
        }
        return settings;
    }

    private static List<String> with(List<String> settings, String more) {
        List<String> all = new ArrayList<>(settings);
        all.add(more);
        return all;
    }

    /// Whether a layer is named beside the block before it, whose shape it keeps.
    static boolean follows(Layer layer) {
        return switch (layer) {
            case Activation _, BatchNorm _, LayerNorm _, LayerScale _, GroupNorm _, LocalResponseNorm _, Dropout _,
                    StochasticDepth _ -> true;
            case Layer _ -> false;
        };
    }

    /// How a layer that follows a block is named there; nothing for one that does nothing.
    static List<String> then(Layer layer) {
        return switch (layer) {
            case Activation.Plain plain -> switch (plain) {
                case NONE -> List.of();
                case RELU -> List.of("ReLU");
                case SIGMOID -> List.of("sigmoid");
                case TANH -> List.of("tanh");
                case GELU -> List.of("GELU");
                case SILU -> List.of("SiLU");
                case RELU6 -> List.of("ReLU6");
                case HARD_SIGMOID -> List.of("hard sigmoid");
                case HARD_SWISH -> List.of("hard swish");
                case SOFTPLUS -> List.of("softplus");
                case MISH -> List.of("Mish");
                case SELU -> List.of("SELU");
                case GELU_TANH -> List.of("GELU by tanh");
                case SOFTMAX -> List.of("softmax");
                case LOG_SOFTMAX -> List.of("log softmax");
            };
            case ELU _ -> List.of("ELU");
            case HardTanh _ -> List.of("hard tanh");
            case LeakyReLU _ -> List.of("leaky ReLU");
            case PReLU _ -> List.of("PReLU");
            case ScaledTanh _ -> List.of("scaled tanh");
            case BatchNorm _ -> List.of("batch norm");
            case LayerNorm _ -> List.of("layer norm");
            case LayerScale _ -> List.of("layer scale");
            case GroupNorm _ -> List.of("group norm");
            case LocalResponseNorm _ -> List.of("LRN");
            case Dropout dropout -> List.of("dropout " + dropout.rate());
            // Without its rate, which grows from block to block: they are drawn as one that repeats.
            case StochasticDepth _ -> List.of("stochastic depth");
            case Layer other -> List.of(other.type());
        };
    }
}
