package dev.fovea.bench.peers;

import dev.fovea.backend.Store;
import dev.fovea.bench.peers.OnnxGraph.Attribute;
import dev.fovea.nn.Activation;
import dev.fovea.nn.AveragePool2D;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.GlobalAveragePool2D;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Named;
import dev.fovea.nn.Network;
import dev.fovea.nn.PadChannels;
import dev.fovea.nn.RadialBasis;
import dev.fovea.nn.Residual;
import dev.fovea.nn.ScaledTanh;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.Subsample2D;
import dev.fovea.nn.TableConv2D;
import dev.fovea.op.Pooling;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// The layers of a network as an ONNX model that predicts, channels first. Every layer is written as it stands: what
/// can be folded or fused is left to the engine.
final class OnnxNetwork {
    static final String IMAGES = "images";

    private final OnnxGraph graph = new OnnxGraph();
    private final Variables variables;
    private Shape shape;
    /// What was flattened; a dense layer's rows are in the order of its height × width × channels.
    private Shape flattened;

    private OnnxNetwork(Network network, Store store) {
        this.variables = new Variables(store);
        this.shape = network.input();
        this.flattened = shape;
    }

    /// The model's bytes.
    ///
    /// @param probabilities whether the output is these instead of the logits
    static byte[] model(Network network, Store store, boolean probabilities) {
        OnnxNetwork all = new OnnxNetwork(network, store);
        Shape in = network.input();
        String logits = all.add(network.layers(), IMAGES);
        all.variables.requireAllTaken();
        int classes = Math.toIntExact(all.shape.size());
        String output = probabilities ? all.graph.node("Softmax", List.of(logits), Attribute.of("axis", 1L)) : logits;
        return all.graph.model(IMAGES, new int[] {in.dim(2), in.dim(0), in.dim(1)}, output, classes);
    }

    private String add(Layer layer, String x) {
        Shape in = shape;
        String y = switch (layer) {
            case Sequential all -> sequence(all.layers(), x);
            case Named named -> add(named.layer(), x);
            case Conv2D conv -> convolution(conv, in, x);
            case TableConv2D table -> convolution(table, in, x);
            case Subsample2D subsample -> subsample(subsample, in, x);
            case Dense dense -> dense(dense, x);
            case BatchNorm norm -> batchNorm(norm, x);
            case Residual residual -> residual(residual, in, x);
            case MaxPool2D pool -> pooling("MaxPool", pool.pooling(), in, x);
            case AveragePool2D pool -> pooling("AveragePool", pool.pooling(), in, x);
            case GlobalAveragePool2D _ -> flatten(graph.node("GlobalAveragePool", List.of(x)));
            case Activation activation -> activation(activation, x);
            case RadialBasis basis -> radialBasis(basis, x);
            case Dropout _ -> x;
            case PadChannels pad -> graph.node(
                    "Pad", List.of(x, graph.integers(0, 0, 0, 0, 0, pad.channels(), 0, 0)));
            case Flatten _ -> flatten(x);
            default -> throw new Unsupported("no ONNX is written here for " + layer);
        };
        if (layer instanceof Flatten) {
            flattened = in;
        }
        shape = new Network(in, layer).output();
        return y;
    }

    private String sequence(List<Layer> layers, String x) {
        String y = x;
        for (Layer layer : layers) {
            y = add(layer, y);
        }
        return y;
    }

    private String convolution(Conv2D conv, Shape in, String x) {
        Pads pads = Pads.of(conv, in);
        float[] filters = ChannelsFirst.filters(variables.parameter(), conv.height() * conv.width(), conv.filters());
        List<String> inputs = new ArrayList<>(List.of(
                x, graph.constant(filters, conv.filters(), in.dim(2) / conv.groups(), conv.height(), conv.width())));
        if (conv.bias()) {
            inputs.add(graph.constant(variables.parameter(), conv.filters()));
        }
        String y = graph.node(
                "Conv", inputs, Attribute.of("kernel_shape", conv.height(), conv.width()),
                Attribute.of("strides", conv.strideH(), conv.strideW()), pads(pads),
                Attribute.of("dilations", conv.dilation(), conv.dilation()),
                Attribute.of("group", (long) conv.groups()));
        return activation(conv.activation(), y);
    }

    private String convolution(TableConv2D table, Shape in, String x) {
        int size = table.size();
        int filters = table.table().size();
        float[] whole = ChannelsFirst.filters(table, variables.parameter(), in.dim(2));
        return graph.node("Conv", List.of(
                x, graph.constant(whole, filters, in.dim(2), size, size),
                graph.constant(variables.parameter(), filters)));
    }

    private String subsample(Subsample2D subsample, Shape in, String x) {
        int size = subsample.size();
        float[] coefficients = variables.parameter();
        for (int i = 0; i < coefficients.length; i++) {
            coefficients[i] *= size * size;
        }
        String means = graph.node(
                "AveragePool", List.of(x), Attribute.of("kernel_shape", size, size),
                Attribute.of("strides", size, size));
        String scaled = graph.node("Mul", List.of(means, graph.constant(coefficients, in.dim(2), 1, 1)));
        return graph.node("Add", List.of(scaled, graph.constant(variables.parameter(), in.dim(2), 1, 1)));
    }

    private String dense(Dense dense, String x) {
        float[] rows = ChannelsFirst.dense(variables.parameter(), dense.units(), flattened);
        flattened = Shape.of(dense.units());
        List<String> inputs =
                new ArrayList<>(List.of(x, graph.constant(rows, rows.length / dense.units(), dense.units())));
        if (dense.bias()) {
            inputs.add(graph.constant(variables.parameter(), dense.units()));
        }
        return activation(dense.activation(), graph.node("Gemm", inputs));
    }

    private String batchNorm(BatchNorm norm, String x) {
        float[] gamma = variables.parameter();
        float[] beta = variables.parameter();
        Variables.Statistics statistics = variables.statistics();
        int channels = gamma.length;
        return graph.node(
                "BatchNormalization",
                List.of(
                        x, graph.constant(gamma, channels), graph.constant(beta, channels),
                        graph.constant(statistics.means(), channels), graph.constant(statistics.variances(), channels)),
                Attribute.of("epsilon", norm.epsilon()));
    }

    private String residual(Residual residual, Shape in, String x) {
        String body = add(residual.body(), x);
        shape = in;
        String shortcut = add(residual.shortcut(), x);
        return activation(residual.activation(), graph.node("Add", List.of(body, shortcut)));
    }

    private String pooling(String operator, Pooling pooling, Shape in, String x) {
        return graph.node(
                operator, List.of(x), Attribute.of("kernel_shape", pooling.height(), pooling.width()),
                Attribute.of("strides", pooling.strideH(), pooling.strideW()), pads(Pads.of(pooling, in)),
                Attribute.of("ceil_mode", pooling.ceil() ? 1L : 0L));
    }

    private static Attribute pads(Pads pads) {
        return Attribute.of("pads", pads.top(), pads.left(), pads.bottom(), pads.right());
    }

    private String flatten(String x) {
        return graph.node("Flatten", List.of(x));
    }

    private String scaled(String x, float factor) {
        return graph.node("Mul", List.of(x, graph.constant(new float[] {factor})));
    }

    /// −Σ(x − c)² over the values of each code c.
    private String radialBasis(RadialBasis basis, String x) {
        int length = basis.codes().getFirst().length();
        float[] codes = new float[basis.codes().size() * length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = basis.codes().get(i / length).charAt(i % length) == '+' ? 1 : -1;
        }
        String row = graph.node("Unsqueeze", List.of(x, graph.integers(1)));
        String distance = graph.node("Sub", List.of(row, graph.constant(codes, basis.codes().size(), length)));
        String square = graph.node("Mul", List.of(distance, distance));
        String sum = graph.node("ReduceSum", List.of(square, graph.integers(2)), Attribute.of("keepdims", 0L));
        return graph.node("Neg", List.of(sum));
    }

    private String activation(Activation activation, String x) {
        return switch (activation) {
            case Activation.Plain.NONE -> x;
            case Activation.Plain.RELU -> graph.node("Relu", List.of(x));
            case Activation.Plain.TANH -> graph.node("Tanh", List.of(x));
            case ScaledTanh tanh -> scaled(graph.node("Tanh", List.of(scaled(x, tanh.slope()))), tanh.amplitude());
            case Activation.Plain.SIGMOID -> graph.node("Sigmoid", List.of(x));
            default -> throw new Unsupported("no ONNX is written here for " + activation);
        };
    }
}
