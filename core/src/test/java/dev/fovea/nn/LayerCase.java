package dev.fovea.nn;

import dev.fovea.op.Add;
import dev.fovea.op.Axes;
import dev.fovea.op.Clamp;
import dev.fovea.op.Multiply;
import dev.fovea.op.Padding;
import dev.fovea.op.Pooling;
import dev.fovea.op.Sum;
import dev.fovea.op.Transpose;
import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.stream.Stream;

/// A layer as it is written, with what must come of it; all numbers are worked by hand.
///
/// @param call the Java text that builds the layer: what it prints
/// @param output the shape of one sample's output
/// @param parameters trained numbers
/// @param multiplyAdds of one sample
record LayerCase(Layer layer, String call, Shape input, Shape output, long parameters, long multiplyAdds) {
    private static final Shape IMAGE = Shape.of(9, 7, 4);

    static Stream<LayerCase> all() {
        return Stream.of(convolutions(), transposed(), poolings(), series(), others(), activated(), arrangements())
                .flatMap(List::stream);
    }

    /// Each activation as another layer's option. PReLU has 4 slopes for 4 channels, and 6 for 6 filters.
    private static List<LayerCase> activated() {
        return others().stream()
                .filter(row -> row.layer() instanceof Activation)
                .filter(row -> row.layer() != Activation.NONE && row.layer() != Activation.RELU)
                .map(row -> activated(row, (Activation) row.layer(), ".activation(" + row.call() + ")"))
                .toList();
    }

    private static LayerCase activated(LayerCase row, Activation activation, String call) {
        return row.input().equals(IMAGE)
                ? image(Conv2D.of(6, 3).activation(activation), "Conv2D.of(6, 3)" + call, Shape.of(7, 5, 6),
                        222 + row.parameters() / 4 * 6, 35 * 216)
                : new LayerCase(Dense.of(3).activation(activation), "Dense.of(3)" + call, row.input(), Shape.of(3), 18,
                        15);
    }

    private static List<LayerCase> convolutions() {
        return List.of(
                // 3·3·4·6 weights + 6; 7×5 outputs.
                image(Conv2D.of(6, 3), "Conv2D.of(6, 3)", Shape.of(7, 5, 6), 222, 35 * 216),
                // Each of the 6 filters sees 2 of 4 channels.
                image(Conv2D.of(6, 3).same().groups(2).relu(), "Conv2D.of(6, 3).same().groups(2).relu()",
                        Shape.of(9, 7, 6), 114, 63 * 108),
                // Depthwise: 4 groups of one channel.
                image(Conv2D.of(8, 3).groups(4).withoutBias(), "Conv2D.of(8, 3).groups(4).withoutBias()",
                        Shape.of(7, 5, 8), 72, 35 * 72),
                // ⌈9/2⌉ × ⌈7/3⌉ outputs, 5×2 filters.
                image(Conv2D.of(2, 5, 2).stride(2, 3).same().activation(Activation.GELU),
                        "Conv2D.of(2, 5, 2).stride(2, 3).same().activation(Activation.GELU)", Shape.of(5, 3, 2), 82,
                        15 * 80),
                // Reach 5 of a dilated 3; 9 + 2 + 2 − 4 = 9 rows, 7 + 4 − 4 = 7 columns.
                image(Conv2D.of(3, 3).dilation(2).padding(2).weights(Initializer.heNormal()).bias(Initializer.ones()),
                        "Conv2D.of(3, 3).padding(Padding.of(2, 2, 2, 2)).dilation(2).weights(Initializer.heNormal())"
                                + ".bias(Initializer.constant(1.0))",
                        Shape.of(9, 7, 3), 111, 63 * 108),
                image(Conv2D.of(3, 3).padding(Padding.of(1, 0, 2, 0)).stride(2)
                                .weights(Initializer.truncatedNormal(0.1)).bias(Initializer.uniform(0.5)),
                        "Conv2D.of(3, 3).stride(2).padding(Padding.of(1, 0, 2, 0))"
                                + ".weights(Initializer.truncatedNormal(0.1)).bias(Initializer.uniform(0.5))",
                        Shape.of(4, 4, 3), 111, 16 * 108));
    }

    private static List<LayerCase> transposed() {
        return List.of(
                // (9 − 1)·2 + 3 = 19 rows, (7 − 1)·2 + 3 columns; each of 63 pixels adds 3·3·6 times its 4 channels.
                image(Conv2DTranspose.of(6, 3).stride(2), "Conv2DTranspose.of(6, 3).stride(2)", Shape.of(19, 15, 6),
                        222, 63 * 216),
                // n · stride pixels.
                image(Conv2DTranspose.of(2, 4, 3).stride(2, 3).same().activation(Activation.TANH),
                        "Conv2DTranspose.of(2, 4, 3).stride(2, 3).same().activation(Activation.TANH)",
                        Shape.of(18, 21, 2), 98, 63 * 96),
                // (9 − 1)·3 + 3 − 2 + 2 = 27 and 6·3 + 3 − 2 + 2 = 21; filters see 2 of 4 channels.
                image(Conv2DTranspose.of(6, 3).stride(3).padding(1).outputPadding(2).groups(2).withoutBias(),
                        "Conv2DTranspose.of(6, 3).stride(3).padding(Padding.of(1, 1, 1, 1)).outputPadding(2).groups(2)"
                                + ".withoutBias()",
                        Shape.of(27, 21, 6), 108, 63 * 108),
                // 8 + 5 − 1 = 12 and 6 + 5 − 2 = 9.
                image(Conv2DTranspose.of(3, 3).dilation(2).padding(Padding.of(1, 0, 0, 2)).relu()
                                .weights(Initializer.heNormal()).bias(Initializer.ones()),
                        "Conv2DTranspose.of(3, 3).padding(Padding.of(1, 0, 0, 2)).dilation(2).relu()"
                                + ".weights(Initializer.heNormal()).bias(Initializer.constant(1.0))",
                        Shape.of(12, 9, 3), 111, 63 * 108));
    }

    private static List<LayerCase> poolings() {
        return List.of(
                image(MaxPool2D.of(2), "MaxPool2D.of(2)", Shape.of(4, 3, 4), 0, 0),
                image(MaxPool2D.of(3).stride(2).ceil(), "MaxPool2D.of(3).stride(2).ceil()", Shape.of(4, 3, 4), 0, 0),
                image(MaxPool2D.of(3, 2).stride(1, 2).same(), "MaxPool2D.of(3, 2).stride(1, 2).same()",
                        Shape.of(9, 4, 4), 0, 0),
                image(AveragePool2D.of(3).stride(1).padding(Padding.of(1)),
                        "AveragePool2D.of(3).stride(1).padding(Padding.of(1, 1, 1, 1))", Shape.of(9, 7, 4), 0, 0),
                image(AveragePool2D.of(2, 3).ceil(), "AveragePool2D.of(2, 3).ceil()", Shape.of(5, 3, 4), 0, 0),
                image(new MaxPool2D(Pooling.of(4, 4)), "MaxPool2D.of(4)", Shape.of(2, 1, 4), 0, 0),
                image(GlobalAveragePool2D.of(), "GlobalAveragePool2D.of()", Shape.of(4), 0, 0));
    }

    private static List<LayerCase> series() {
        Shape series = Shape.of(11, 3);
        return List.of(
                // 4·3·5 weights + 5; 8 places.
                new LayerCase(Conv1D.of(5, 4), "Conv1D.of(5, 4)", series, Shape.of(8, 5), 65, 8 * 60),
                // ⌈11/2⌉ places.
                new LayerCase(
                        Conv1D.of(2, 3).stride(2).same().relu().weights(Initializer.heNormal()),
                        "Conv1D.of(2, 3).stride(2).same().relu().weights(Initializer.heNormal())", series,
                        Shape.of(6, 2), 20, 6 * 18),
                // Reach 7 of a dilated 3: 11 + 4 + 1 − 6 places.
                new LayerCase(
                        Conv1D.of(4, 3).padding(4, 1).dilation(3).bias(Initializer.ones()),
                        "Conv1D.of(4, 3).padding(4, 1).dilation(3).bias(Initializer.constant(1.0))", series,
                        Shape.of(10, 4), 40, 10 * 36),
                new LayerCase(
                        Conv1D.of(4, 1).withoutBias().activation(Activation.TANH),
                        "Conv1D.of(4, 1).withoutBias().activation(Activation.TANH)", series, Shape.of(11, 4), 12,
                        11 * 12),
                new LayerCase(MaxPool1D.of(3), "MaxPool1D.of(3)", series, Shape.of(3, 3), 0, 0),
                new LayerCase(
                        MaxPool1D.of(3).stride(2).same(), "MaxPool1D.of(3).stride(2).same()", series, Shape.of(6, 3),
                        0, 0),
                new LayerCase(
                        MaxPool1D.of(2).padding(1, 0).ceil(), "MaxPool1D.of(2).padding(1, 0).ceil()", series,
                        Shape.of(6, 3), 0, 0));
    }

    private static List<LayerCase> others() {
        Shape flat = Shape.of(5);
        return List.of(
                new LayerCase(Dense.of(3), "Dense.of(3)", flat, Shape.of(3), 18, 15),
                new LayerCase(
                        Dense.of(4).withoutBias().activation(Activation.SILU).weights(Initializer.lecunUniform()),
                        "Dense.of(4).withoutBias().activation(Activation.SILU).weights(Initializer.lecunUniform())",
                        flat,
                        Shape.of(4), 20, 20),
                new LayerCase(Dense.of(2).relu().bias(Initializer.normal(2)),
                        "Dense.of(2).relu().bias(Initializer.normal(2.0))", flat, Shape.of(2), 12, 10),
                new LayerCase(Activation.LOG_SOFTMAX, "Activation.LOG_SOFTMAX", flat, flat, 0, 0),
                new LayerCase(Activation.SOFTMAX, "Activation.SOFTMAX", flat, flat, 0, 0),
                image(Activation.NONE, "Activation.NONE", IMAGE, 0, 0),
                image(Activation.RELU, "Activation.RELU", IMAGE, 0, 0),
                image(Activation.SIGMOID, "Activation.SIGMOID", IMAGE, 0, 0),
                image(Activation.TANH, "Activation.TANH", IMAGE, 0, 0),
                image(Activation.GELU, "Activation.GELU", IMAGE, 0, 0),
                image(Activation.SILU, "Activation.SILU", IMAGE, 0, 0),
                image(Activation.RELU6, "Activation.RELU6", IMAGE, 0, 0),
                image(Activation.HARD_SIGMOID, "Activation.HARD_SIGMOID", IMAGE, 0, 0),
                image(Activation.HARD_SWISH, "Activation.HARD_SWISH", IMAGE, 0, 0),
                image(Activation.SOFTPLUS, "Activation.SOFTPLUS", IMAGE, 0, 0),
                image(Activation.MISH, "Activation.MISH", IMAGE, 0, 0),
                image(Activation.SELU, "Activation.SELU", IMAGE, 0, 0),
                image(Activation.GELU_TANH, "Activation.GELU_TANH", IMAGE, 0, 0),
                image(HardTanh.of(), "HardTanh.of()", IMAGE, 0, 0),
                image(HardTanh.of(-0.25, 0.75), "HardTanh.of(-0.25, 0.75)", IMAGE, 0, 0),
                image(ELU.of(0.5), "ELU.of(0.5)", IMAGE, 0, 0),
                image(LeakyReLU.of(0.2), "LeakyReLU.of(0.2)", IMAGE, 0, 0),
                // A slope for each of 4 channels.
                image(PReLU.of(), "PReLU.of()", IMAGE, 4, 0),
                image(PReLU.of().slope(0.5), "PReLU.of().slope(0.5)", IMAGE, 4, 0),
                image(BatchNorm.of(), "BatchNorm.of()", IMAGE, 8, 0),
                image(BatchNorm.of().epsilon(1e-3).momentum(0.01), "BatchNorm.of().epsilon(0.001).momentum(0.01)",
                        IMAGE,
                        8, 0),
                image(BatchNorm.of().perNeuron().frozen(), "BatchNorm.of().perNeuron().frozen()", IMAGE, 2 * 252, 0),
                image(LayerNorm.of(), "LayerNorm.of()", IMAGE, 8, 0),
                new LayerCase(LayerNorm.of().epsilon(1e-3), "LayerNorm.of().epsilon(0.001)", flat, flat, 10, 0),
                // A factor for each of 4 channels.
                image(LayerScale.of(0.5), "LayerScale.of(0.5)", IMAGE, 4, 0),
                image(GroupNorm.of(2), "GroupNorm.of(2)", IMAGE, 8, 0),
                image(GroupNorm.of(4).epsilon(0.01), "GroupNorm.of(4).epsilon(0.01)", IMAGE, 8, 0),
                image(Dropout.of(0.25), "Dropout.of(0.25)", IMAGE, 0, 0),
                image(StochasticDepth.of(0.25), "StochasticDepth.of(0.25)", IMAGE, 0, 0),
                image(ChannelShuffle.of(2), "ChannelShuffle.of(2)", IMAGE, 0, 0),
                image(DepthToSpace.of(2), "DepthToSpace.of(2)", Shape.of(18, 14, 1), 0, 0),
                image(DepthToSpace.of(2).pixelShuffle(), "DepthToSpace.of(2).pixelShuffle()", Shape.of(18, 14, 1), 0,
                        0),
                // 4·3 + 3 and 3·4 + 4.
                image(SqueezeExcite.of(3), "SqueezeExcite.of(3)", IMAGE, 31, 24),
                image(SqueezeExcite.of(2).activation(Activation.SILU).gate(Activation.HARD_SIGMOID),
                        "SqueezeExcite.of(2).activation(Activation.SILU).gate(Activation.HARD_SIGMOID)", IMAGE, 22, 16),
                image(LocalResponseNorm.of(2, 1, 1e-3, 0.75), "LocalResponseNorm.of(2, 1.0, 0.001, 0.75)", IMAGE, 0, 0),
                image(Flatten.of(), "Flatten.of()", Shape.of(252), 0, 0),
                image(Reshape.of(7, 36), "Reshape.of(7, 36)", Shape.of(7, 36), 0, 0),
                image(ChannelsLast.of(), "ChannelsLast.of()", Shape.of(7, 4, 9), 0, 0),
                image(Pad2D.of(1), "Pad2D.of(1, 1, 1, 1)", Shape.of(11, 9, 4), 0, 0),
                image(Resize2D.of(5), "Resize2D.of(5)", Shape.of(5, 5, 4), 0, 0),
                image(Resize2D.of(12, 7).bilinear(), "Resize2D.of(12, 7).bilinear()", Shape.of(12, 7, 4), 0, 0),
                image(Resize2D.of(4, 20).alignCorners(), "Resize2D.of(4, 20).alignCorners()", Shape.of(4, 20, 4), 0,
                        0),
                image(UpSampling2D.of(2), "UpSampling2D.of(2)", Shape.of(18, 14, 4), 0, 0),
                image(UpSampling2D.of(1, 3).bilinear(), "UpSampling2D.of(1, 3).bilinear()", Shape.of(9, 21, 4), 0, 0),
                image(UpSampling2D.of(2, 1).alignCorners(), "UpSampling2D.of(2, 1).alignCorners()",
                        Shape.of(18, 7, 4), 0, 0),
                image(PadChannels.of(3), "PadChannels.of(3)", Shape.of(9, 7, 7), 0, 0),
                image(ScaledTanh.of(), "ScaledTanh.of()", IMAGE, 0, 0),
                image(ScaledTanh.of(2, 0.5), "ScaledTanh.of(2.0, 0.5)", IMAGE, 0, 0),
                // A coefficient and a bias for each of 4 channels.
                image(Subsample2D.of(2), "Subsample2D.of(2)", Shape.of(4, 3, 4), 8, 0),
                image(Subsample2D.of(3).weights(Initializer.uniform(0.5)),
                        "Subsample2D.of(3).weights(Initializer.uniform(0.5))", Shape.of(3, 2, 4), 8, 0),
                // 3·3 for each of 1 + 2 + 4 connections, + 3; 35 positions of 3·3·4 channels in 3 filters.
                image(TableConv2D.of(3, List.of(List.of(2), List.of(0, 3), List.of(0, 1, 2, 3))),
                        "TableConv2D.of(3, List.of(List.of(2), List.of(0, 3), List.of(0, 1, 2, 3)))", Shape.of(7, 5, 3),
                        66, 35 * 9 * 4 * 3),
                image(TableConv2D.of(1, List.of(List.of(1))).weights(Initializer.fanInUniform(2.4)),
                        "TableConv2D.of(1, List.of(List.of(1))).weights(Initializer.fanInUniform(2.4))",
                        Shape.of(9, 7, 1), 2, 63 * 4),
                new LayerCase(
                        RadialBasis.of("+-+-+", "++-+-", "-+--+"), "RadialBasis.of(\"+-+-+\", \"++-+-\", \"-+--+\")",
                        flat, Shape.of(3), 0, 15),
                image(Pad2D.of(0, 1, 2, 0).reflect(), "Pad2D.of(0, 1, 2, 0).reflect()", Shape.of(10, 9, 4), 0, 0));
    }

    private static List<LayerCase> arrangements() {
        Conv2D same = Conv2D.of(4, 3).same();
        return List.of(
                image(Sequential.of(same, MaxPool2D.of(3)), "Sequential.of(Conv2D.of(4, 3).same(), MaxPool2D.of(3))",
                        Shape.of(3, 2, 4), 148, 63 * 144),
                image(Residual.of(same, BatchNorm.of()), "Residual.of(Conv2D.of(4, 3).same(), BatchNorm.of())", IMAGE,
                        156, 63 * 144),
                image(Residual.of(Conv2D.of(5, 3).stride(2).same()).shortcut(Conv2D.of(5, 1).stride(2))
                                .activation(Activation.NONE),
                        "Residual.of(Conv2D.of(5, 3).stride(2).same()).shortcut(Conv2D.of(5, 1).stride(2))"
                                + ".activation(Activation.NONE)",
                        Shape.of(5, 4, 5), 185 + 25, 20 * 180 + 20 * 20),
                image(Residual.of(same).activation(PReLU.of()),
                        "Residual.of(Conv2D.of(4, 3).same()).activation(PReLU.of())", IMAGE, 152, 63 * 144),
                image(Branches.of(Conv2D.of(2, 1), MaxPool2D.of(3).stride(1).same()),
                        "Branches.of(Conv2D.of(2, 1), MaxPool2D.of(3).stride(1).same())", Shape.of(9, 7, 6), 10,
                        63 * 8),
                // 4·7·4·6 + 6 and 5·7·4·6 + 6.
                image(Split.rows(Conv2D.of(6, 4, 7), Conv2D.of(6, 5, 7)).extents(4, 5).merge(Merge.SUM),
                        "Split.rows(Conv2D.of(6, 4, 7), Conv2D.of(6, 5, 7)).extents(4, 5).merge(Merge.SUM)",
                        Shape.of(1, 1, 6), 678 + 846, 672 + 840),
                image(Split.columns(same, Pad2D.of(0, 0, 1, 0)).extents(2, 5).merge(Merge.COLUMNS),
                        "Split.columns(Conv2D.of(4, 3).same(), Pad2D.of(0, 0, 1, 0)).extents(2,"
                                + " 5).merge(Merge.COLUMNS)",
                        Shape.of(9, 8, 4), 148, 18 * 144),
                image(Split.channels(Conv2D.of(2, 1), Activation.NONE),
                        "Split.channels(Conv2D.of(2, 1), Activation.NONE)",
                        Shape.of(9, 7, 4), 6, 63 * 4),
                // The classifier's 252·3 + 3 parameters are trained; prediction does not compute it.
                image(Auxiliary.of(0.5, Flatten.of(), Dense.of(3)), "Auxiliary.of(0.5, Flatten.of(), Dense.of(3))",
                        IMAGE,
                        759, 0),
                image(Branches.of(Shared.of("t", same), Shared.of("t", same)),
                        "Branches.of(Shared.of(\"t\", Conv2D.of(4, 3).same()), Shared.of(\"t\", Conv2D.of(4,"
                                + " 3).same()))",
                        Shape.of(9, 7, 8), 148, 2 * 63 * 144),
                image(Penalised.l2(0.01, same), "Penalised.l2(0.01, Conv2D.of(4, 3).same())", IMAGE, 148, 63 * 144),
                image(Penalised.l1(0.5, same), "Penalised.l1(0.5, Conv2D.of(4, 3).same())", IMAGE, 148, 63 * 144),
                image(new Penalised(0.5f, 0.25f, same), "new Penalised(0.5f, 0.25f, Conv2D.of(4, 3).same())", IMAGE,
                        148,
                        63 * 144),
                image(same.named("stem"), "Conv2D.of(4, 3).same().named(\"stem\")", IMAGE, 148, 63 * 144),
                image(Apply.of(new Transpose(List.of(0, 3, 1, 2))), "Apply.of(new Transpose(List.of(0, 3, 1, 2)))",
                        Shape.of(4, 9, 7), 0, 0),
                image(Apply.of(new Sum(Axes.of(1, 2))), "Apply.of(new Sum(Axes.of(1, 2)))", Shape.of(4), 0, 0),
                image(Apply.of(new Clamp(-0.5f, 1)), "Apply.of(new Clamp(-0.5f, 1.0f))", IMAGE, 0, 0),
                // A convolution's 148, and a factor for each of its channels.
                image(LayerGraph.of(
                                Vertex.of("a", same, LayerGraph.INPUT),
                                Vertex.of("factor", Weight.of(4).initializer(Initializer.ones())),
                                Vertex.of("b", Apply.of(new Multiply()), "a", "factor"),
                                Vertex.of("c", Apply.of(new Add()), "b", LayerGraph.INPUT)),
                        "LayerGraph.of(Vertex.of(\"a\", Conv2D.of(4, 3).same(), \"input\"), Vertex.of(\"factor\","
                                + " Weight.of(4).initializer(Initializer.constant(1.0))), Vertex.of(\"b\","
                                + " Apply.of(new Multiply()), \"a\", \"factor\"), Vertex.of(\"c\", Apply.of(new Add()),"
                                + " \"b\", \"input\"))",
                        IMAGE, 152, 63 * 144),
                image(LayerGraph.of(
                                Vertex.of("table", Weight.of(9, 1, 1).fixed()),
                                Vertex.of("sum", Apply.of(new Add()), LayerGraph.INPUT, "table"),
                                Vertex.of("unused", Activation.TANH, "sum"))
                                .output("sum"),
                        "LayerGraph.of(Vertex.of(\"table\", Weight.of(9, 1, 1).fixed()), Vertex.of(\"sum\","
                                + " Apply.of(new Add()), \"input\", \"table\"), Vertex.of(\"unused\", Activation.TANH,"
                                + " \"sum\")).output(\"sum\")",
                        IMAGE, 0, 0));
    }

    private static LayerCase image(Layer layer, String call, Shape output, long parameters, long multiplyAdds) {
        return new LayerCase(layer, call, IMAGE, output, parameters, multiplyAdds);
    }

    @Override
    public String toString() {
        return call;
    }
}
