package dev.fovea.lab.recipe;

import dev.fovea.nn.Activation;
import dev.fovea.nn.AveragePool2D;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Branches;
import dev.fovea.nn.ChannelShuffle;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Conv2DTranspose;
import dev.fovea.nn.Dense;
import dev.fovea.nn.DepthToSpace;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.GlobalAveragePool2D;
import dev.fovea.nn.GroupNorm;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerGraph;
import dev.fovea.nn.LayerNorm;
import dev.fovea.nn.LayerScale;
import dev.fovea.nn.LocalResponseNorm;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Named;
import dev.fovea.nn.Pad2D;
import dev.fovea.nn.PadChannels;
import dev.fovea.nn.Penalised;
import dev.fovea.nn.Residual;
import dev.fovea.nn.Resize2D;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.SqueezeExcite;
import dev.fovea.nn.StochasticDepth;
import dev.fovea.nn.UpSampling2D;
import dev.fovea.nn.Vertex;
import dev.fovea.nn.VarianceScaling;
import dev.fovea.op.Padding;
import dev.fovea.op.Pooling;
import dev.fovea.op.Resizing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Layers in words: every number that they were given. What stands several times in a row stands once, with how often.
///
/// A drawing has other words (`PieceWords` in `explain`), a few for a block, and numbers as the network came out of
/// them; these are for whoever builds the recipe again.
final class LayerWords {
    private LayerWords() {}

    /// One line of a table.
    ///
    /// @param depth of the block that it stands in, from 0
    /// @param name what kind of layer it is, and how often it follows itself
    record Row(int depth, String name, String words) {
        private Row deeper() {
            return new Row(depth + 1, name, words);
        }

        private Row times(int times) {
            return new Row(depth, times + " × " + name, words);
        }
    }

    static List<Row> of(Layer layer) {
        return switch (layer) {
            case Sequential all -> folded(all.layers());
            case Residual block -> residual(block);
            case Branches all -> block("Branches", "side by side, joined in depth", all.branches());
            case LayerGraph graph -> graph(graph);
            case Penalised penalty -> with(of(penalty.layer()), penalty(penalty));
            case Named named -> with(of(named.layer()), "named " + named.name());
            case Activation activation -> List.of(new Row(0, "Activation", activation(activation)));
            default -> List.of(new Row(0, layer.getClass().getSimpleName(), words(layer)));
        };
    }

    private static List<Row> graph(LayerGraph graph) {
        List<Row> rows = new ArrayList<>(List.of(new Row(0, "LayerGraph", "gives " + graph.output())));
        for (Vertex vertex : graph.vertices()) {
            String words = vertex.name() + (vertex.inputs().isEmpty() ? "" : " of " + String.join(" and ",
                    vertex.inputs()));
            with(of(vertex.layer()), words).forEach(row -> rows.add(row.deeper()));
        }
        return rows;
    }

    private static List<Row> folded(List<Layer> layers) {
        List<Row> rows = new ArrayList<>();
        for (int from = 0; from < layers.size();) {
            int to = from + 1;
            while (to < layers.size() && layers.get(to).equals(layers.get(from))) {
                to++;
            }
            List<Row> one = of(layers.get(from));
            if (to > from + 1 && !one.isEmpty()) {
                rows.add(one.getFirst().times(to - from));
                rows.addAll(one.subList(1, one.size()));
            } else {
                rows.addAll(one);
            }
            from = to;
        }
        return rows;
    }

    private static List<Row> residual(Residual block) {
        List<Row> shortcut = of(block.shortcut());
        String words = "its layers and a shortcut are added, then " + activation(block.activation());
        List<Row> rows = new ArrayList<>(block("Residual", words, List.of(block.body())));
        shortcut.forEach(row -> rows.add(new Row(row.depth() + 1, "shortcut: " + row.name(), row.words())));
        return rows;
    }

    private static List<Row> block(String name, String words, List<Layer> layers) {
        List<Row> rows = new ArrayList<>(List.of(new Row(0, name, words)));
        layers.forEach(layer -> of(layer).forEach(row -> rows.add(row.deeper())));
        return rows;
    }

    private static List<Row> with(List<Row> rows, String words) {
        return rows.stream().map(row -> new Row(row.depth, row.name, row.words.isEmpty() ? words
                : row.words + ", " + words)).toList();
    }

    private static String penalty(Penalised penalty) {
        String l1 = penalty.l1() == 0 ? "" : "penalty " + RecipeSettings.number(penalty.l1()) + " · Σ|w|";
        String l2 = penalty.l2() == 0 ? "" : "penalty " + RecipeSettings.number(penalty.l2()) + " · Σw² / 2";
        return l1.isEmpty() || l2.isEmpty() ? l1 + l2 : l1 + ", " + l2;
    }

    private static String words(Layer layer) {
        return switch (layer) {
            case Conv2D conv -> RecipeSettings.count(conv.filters(), "map")
                    + ", kernel " + conv.height() + "×" + conv.width()
                    + ", stride " + sides(conv.strideH(), conv.strideW()) + ", padding " + padding(conv.padding())
                    + (conv.dilation() == 1 ? "" : ", dilation " + conv.dilation())
                    + (conv.groups() == 1 ? "" : ", " + conv.groups() + " groups")
                    + parameters(conv.activation(), conv.weightInitializer(), conv.bias(), conv.biasInitializer());
            case Conv2DTranspose conv -> RecipeSettings.count(conv.filters(), "map")
                    + ", kernel " + conv.height() + "×" + conv.width()
                    + ", stride " + sides(conv.strideH(), conv.strideW()) + ", padding " + padding(conv.padding())
                    + (conv.outputPadding() == 0 ? "" : ", output padding " + conv.outputPadding())
                    + (conv.dilation() == 1 ? "" : ", dilation " + conv.dilation())
                    + (conv.groups() == 1 ? "" : ", " + conv.groups() + " groups")
                    + parameters(conv.activation(), conv.weightInitializer(), conv.bias(), conv.biasInitializer());
            case Dense dense -> RecipeSettings.count(dense.units(), "unit") + parameters(
                    dense.activation(), dense.weightInitializer(), dense.bias(), dense.biasInitializer());
            case MaxPool2D pool -> pooling(pool.pooling());
            case AveragePool2D pool -> pooling(pool.pooling());
            case Dropout dropout -> "rate " + RecipeSettings.number(dropout.rate());
            case StochasticDepth depth -> "rate " + RecipeSettings.number(depth.rate());
            case SqueezeExcite squeeze -> RecipeSettings.count(squeeze.reduced(), "unit") + " between, "
                    + activation(squeeze.activation()) + ", then " + activation(squeeze.gate());
            case ChannelShuffle shuffle -> RecipeSettings.count(shuffle.groups(), "group");
            case DepthToSpace depth -> "block " + depth.block()
                    + (depth.channelsFirst() ? ", each map's pixels together" : "");
            case BatchNorm norm -> (norm.eachNeuron() ? "for each neuron" : "for each map") + ", ε "
                    + RecipeSettings.number(norm.epsilon()) + ", momentum " + RecipeSettings.number(norm.momentum())
                    + (norm.trainable() ? "" : ", frozen");
            case LayerNorm norm -> "for each pixel, ε " + RecipeSettings.number(norm.epsilon());
            case LayerScale scale -> "from " + RecipeSettings.number(scale.start());
            case GroupNorm norm -> RecipeSettings.count(norm.groups(), "group") + " of maps, ε "
                    + RecipeSettings.number(norm.epsilon());
            case LocalResponseNorm norm -> "radius " + norm.normalization().radius() + ", bias "
                    + RecipeSettings.number(norm.normalization().bias())
                    + ", α " + RecipeSettings.number(norm.normalization().alpha())
                    + ", β " + RecipeSettings.number(norm.normalization().beta());
            case Pad2D pad -> "padding " + padding(pad.padding()) + ", " + pad.mode().name().toLowerCase(Locale.ROOT);
            case Resize2D resize ->
                "to " + resize.height() + "×" + resize.width() + ", " + interpolation(resize.mode());
            case UpSampling2D up -> "by " + sides(up.vertical(), up.horizontal()) + ", " + interpolation(up.mode());
            case PadChannels pad -> RecipeSettings.count(pad.channels(), "map") + " of 0";
            case Flatten _, GlobalAveragePool2D _ -> "";
            default -> NetworkText.words().of(layer);
        };
    }

    private static String parameters(Activation activation, Initializer weights, boolean bias, Initializer biases) {
        return ", " + activation(activation) + ", weights " + initializer(weights)
                + (bias ? ", biases " + initializer(biases) : ", without biases");
    }

    private static String activation(Activation activation) {
        return switch (activation) {
            case Activation.Plain.NONE -> "no activation";
            case Activation.Plain.RELU -> "ReLU";
            case Activation.Plain plain -> plain.name().toLowerCase(Locale.ROOT);
            default -> NetworkText.words().of(activation);
        };
    }

    private static String initializer(Initializer initializer) {
        return switch (initializer) {
            case Initializer.Fill fill -> RecipeSettings.number(fill.value());
            case Initializer.NormalInitializer normal -> "normal, mean " + RecipeSettings.number(normal.mean())
                    + " and deviation " + RecipeSettings.number(normal.std());
            case Initializer.TruncatedNormal normal ->
                "truncated normal, deviation " + RecipeSettings.number(normal.std());
            case Initializer.UniformInitializer uniform -> "uniform within ±" + RecipeSettings.number(uniform.bound());
            case Initializer.FanInUniform uniform ->
                "uniform within ±" + RecipeSettings.number(uniform.bound()) + " / fan-in";
            case VarianceScaling scaling -> scaling(scaling);
            default -> NetworkText.words().of(initializer);
        };
    }

    /// By its usual name where it has one.
    private static String scaling(VarianceScaling scaling) {
        boolean average = scaling.mode() == VarianceScaling.Mode.FAN_AVERAGE;
        String kind = scaling.distribution().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return average && scaling.scale() == 1 ? "Glorot " + kind
                : !average && scaling.scale() == 2 ? "He " + kind
                : !average && scaling.scale() == 1 ? "LeCun " + kind
                : NetworkText.words().of(scaling);
    }

    private static String pooling(Pooling pool) {
        return "window " + pool.height() + "×" + pool.width() + ", stride " + sides(pool.strideH(), pool.strideW())
                + ", padding " + padding(pool.padding()) + (pool.ceil() ? ", rounded up" : "");
    }

    private static String interpolation(Resizing.Mode mode) {
        return switch (mode) {
            case NEAREST -> "the nearest pixel";
            case LINEAR -> "bilinear";
            case LINEAR_CORNERS -> "bilinear, corners aligned";
        };
    }

    private static String sides(int vertical, int horizontal) {
        return vertical == horizontal ? String.valueOf(vertical) : vertical + "×" + horizontal;
    }

    private static String padding(Padding padding) {
        return switch (padding) {
            case Padding.Same _ -> "SAME";
            case Padding.Explicit sides when sides.equals(Padding.VALID) -> "VALID";
            case Padding.Explicit sides when sides.top() == sides.bottom() && sides.left() == sides.right()
                    && sides.top() == sides.left() -> String.valueOf(sides.top());
            case Padding.Explicit sides -> sides.top() + ", " + sides.bottom() + ", " + sides.left() + ", "
                    + sides.right();
        };
    }
}
