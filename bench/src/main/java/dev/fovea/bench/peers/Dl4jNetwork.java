package dev.fovea.bench.peers;

import dev.fovea.backend.Store;
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
import dev.fovea.nn.Residual;
import dev.fovea.nn.Sequential;
import dev.fovea.op.Padding;
import dev.fovea.op.Pooling;
import dev.fovea.optim.Adam;
import dev.fovea.optim.Optimizer;
import dev.fovea.optim.Position;
import dev.fovea.optim.Sgd;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/// The layers of a network as a graph of Deeplearning4j, channels first, with cross-entropy on softmax at its end, and
/// the weights that belong into it.
final class Dl4jNetwork {
    private static final String IMAGES = "images";
    private static final String LOSS = "loss";

    /// A parameter of the graph and its values, in row-major order.
    private record Weights(String name, float[] values, long... shape) {}

    private final ComputationGraphConfiguration.GraphBuilder builder;
    private final Variables variables;
    private final List<Weights> weights = new ArrayList<>();
    private final String logits;
    private Shape shape;
    /// What was flattened; a dense layer's rows are in the order of its height × width × channels.
    private Shape flattened;
    private int names;

    Dl4jNetwork(Network network, Optimizer optimizer, Store store) {
        Shape in = network.input();
        this.variables = new Variables(store);
        this.shape = in;
        this.flattened = in;
        this.builder = new NeuralNetConfiguration.Builder()
                .updater(updater(optimizer))
                .graphBuilder()
                .addInputs(IMAGES)
                .setInputTypes(InputType.convolutional(in.dim(0), in.dim(1), in.dim(2)));
        this.logits = add(network.layers(), IMAGES);
        variables.requireAllTaken();
        LossMCXENT crossEntropy = new LossMCXENT();
        // By default it takes no probability for less than 1e-10.
        crossEntropy.setSoftmaxClipEps(0);
        LossLayer loss = new LossLayer.Builder(crossEntropy)
                .activation(org.nd4j.linalg.activations.Activation.SOFTMAX)
                .build();
        builder.addLayer(LOSS, loss, logits).setOutputs(LOSS);
    }

    private static IUpdater updater(Optimizer optimizer) {
        double rate = optimizer.schedule().rate(new Position(0, 1, 1));
        return switch (optimizer) {
            case Adam adam ->
                new org.nd4j.linalg.learning.config.Adam(rate, adam.beta1(), adam.beta2(), adam.epsilon());
            case Sgd sgd when sgd.lookAhead() -> new Nesterovs(rate, sgd.momentum());
            default -> throw new Unsupported("Deeplearning4j has no counterpart here for " + optimizer);
        };
    }

    ComputationGraphConfiguration configuration() {
        return builder.build();
    }

    /// The name of the logits.
    String logits() {
        return logits;
    }

    /// Gives the graph the weights of the store.
    void load(ComputationGraph graph) {
        for (Weights one : weights) {
            // An unknown name would be taken for one more parameter.
            if (!graph.paramTable().containsKey(one.name())) {
                throw new IllegalStateException("the graph has no " + one.name() + ": " + graph.paramTable().keySet());
            }
            graph.setParam(one.name(), Nd4j.create(one.values(), one.shape(), 'c'));
        }
    }

    private String add(Layer layer, String x) {
        Shape in = shape;
        String y = switch (layer) {
            case Sequential all -> sequence(all.layers(), x);
            case Named named -> add(named.layer(), x);
            case Conv2D conv -> convolution(conv, in, x);
            case Dense dense -> dense(dense, x);
            case BatchNorm norm -> batchNorm(norm, x);
            case Residual residual -> residual(residual, in, x);
            case MaxPool2D pool -> pooling(SubsamplingLayer.PoolingType.MAX, pool.pooling(), in, x);
            case AveragePool2D pool -> pooling(SubsamplingLayer.PoolingType.AVG, pool.pooling(), in, x);
            case GlobalAveragePool2D _ -> layer(new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), x);
            case Activation activation -> activation == Activation.NONE
                    ? x
                    : layer(new ActivationLayer(activation(activation)), x);
            case Dropout dropout -> layer(new DropoutLayer(1 - dropout.rate()), x);
            // A dense layer flattens what comes in.
            case Flatten _ -> x;
            default -> throw new Unsupported("it has no counterpart here for " + layer);
        };
        if (layer instanceof Flatten) {
            flattened = in;
        }
        shape = new Network(in, layer).output();
        return y;
    }

    private String layer(org.deeplearning4j.nn.conf.layers.Layer layer, String x) {
        String name = "v" + names++;
        builder.addLayer(name, layer, x);
        return name;
    }

    private String sequence(List<Layer> layers, String x) {
        String y = x;
        for (Layer layer : layers) {
            y = add(layer, y);
        }
        return y;
    }

    private String convolution(Conv2D conv, Shape in, String x) {
        if (conv.groups() > 1) {
            throw new Unsupported("it has no counterpart here for " + conv);
        }
        ConvolutionLayer.Builder layer = new ConvolutionLayer.Builder(conv.height(), conv.width())
                .stride(conv.strideH(), conv.strideW())
                .dilation(conv.dilation(), conv.dilation())
                .nOut(conv.filters())
                .hasBias(conv.bias())
                .activation(activation(conv.activation()));
        if (conv.padding().equals(Padding.SAME)) {
            layer.convolutionMode(ConvolutionMode.Same);
        } else {
            Pads pads = even(Pads.of(conv, in));
            layer.convolutionMode(ConvolutionMode.Truncate).padding(pads.top(), pads.left());
        }
        String y = layer(layer.build(), x);
        float[] filters = ChannelsFirst.filters(variables.parameter(), conv.height() * conv.width(), conv.filters());
        weights.add(new Weights(y + "_W", filters, conv.filters(), in.dim(2), conv.height(), conv.width()));
        if (conv.bias()) {
            weights.add(new Weights(y + "_b", variables.parameter(), 1, conv.filters()));
        }
        return y;
    }

    private String dense(Dense dense, String x) {
        DenseLayer layer = new DenseLayer.Builder()
                .nOut(dense.units())
                .hasBias(dense.bias())
                .activation(activation(dense.activation()))
                .build();
        String y = layer(layer, x);
        float[] rows = ChannelsFirst.dense(variables.parameter(), dense.units(), flattened);
        flattened = Shape.of(dense.units());
        weights.add(new Weights(y + "_W", rows, rows.length / dense.units(), dense.units()));
        if (dense.bias()) {
            weights.add(new Weights(y + "_b", variables.parameter(), 1, dense.units()));
        }
        return y;
    }

    private String batchNorm(BatchNorm norm, String x) {
        // Deeplearning4j's decay is the share of the old batches; by default it keeps the logarithms of the variances.
        BatchNormalization layer = new BatchNormalization.Builder()
                .eps(norm.epsilon())
                .decay(1 - norm.momentum())
                .useLogStd(false)
                .build();
        String y = layer(layer, x);
        float[] gamma = variables.parameter();
        weights.add(new Weights(y + "_gamma", gamma, 1, gamma.length));
        weights.add(new Weights(y + "_beta", variables.parameter(), 1, gamma.length));
        Variables.Statistics statistics = variables.statistics();
        weights.add(new Weights(y + "_mean", statistics.means(), 1, gamma.length));
        weights.add(new Weights(y + "_var", statistics.variances(), 1, gamma.length));
        return y;
    }

    private String residual(Residual residual, Shape in, String x) {
        String body = add(residual.body(), x);
        shape = in;
        String shortcut = add(residual.shortcut(), x);
        String sum = "v" + names++;
        builder.addVertex(sum, new ElementWiseVertex(ElementWiseVertex.Op.Add), body, shortcut);
        return layer(new ActivationLayer(activation(residual.activation())), sum);
    }

    private String pooling(SubsamplingLayer.PoolingType type, Pooling pooling, Shape in, String x) {
        Pads pads = even(Pads.of(pooling, in));
        SubsamplingLayer layer = new SubsamplingLayer.Builder(type)
                .kernelSize(pooling.height(), pooling.width())
                .stride(pooling.strideH(), pooling.strideW())
                .padding(pads.top(), pads.left())
                .convolutionMode(ConvolutionMode.Truncate)
                .build();
        if (pooling.ceil()) {
            throw new Unsupported("it rounds the outputs of a pooling down: got " + pooling);
        }
        return layer(layer, x);
    }

    private static Pads even(Pads pads) {
        if (!pads.even()) {
            throw new Unsupported("it pads opposite sides alike: got " + pads);
        }
        return pads;
    }

    private static org.nd4j.linalg.activations.Activation activation(Activation activation) {
        return switch (activation) {
            case Activation.Plain.NONE -> org.nd4j.linalg.activations.Activation.IDENTITY;
            case Activation.Plain.RELU -> org.nd4j.linalg.activations.Activation.RELU;
            case Activation.Plain.TANH -> org.nd4j.linalg.activations.Activation.TANH;
            case Activation.Plain.SIGMOID -> org.nd4j.linalg.activations.Activation.SIGMOID;
            default -> throw new Unsupported("it has no counterpart here for " + activation);
        };
    }
}
