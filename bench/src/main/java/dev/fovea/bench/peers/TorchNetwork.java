package dev.fovea.bench.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
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
import dev.fovea.nn.PadChannels;
import dev.fovea.nn.RadialBasis;
import dev.fovea.nn.Residual;
import dev.fovea.nn.ScaledTanh;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.Subsample2D;
import dev.fovea.nn.TableConv2D;
import dev.fovea.op.Pooling;
import java.util.ArrayList;
import java.util.List;

/// The layers of a network as blocks of DJL's PyTorch engine, channels first, and the weights that belong into them.
///
/// Layers are walked in the order in which they are built, in which their variables lie in the store.
final class TorchNetwork {
    /// A parameter of a block and its values, in libtorch's layout.
    record Weights(Block block, String name, float[] values) {}

    private final NDManager constants;
    private final Variables variables;
    private final List<Weights> weights = new ArrayList<>();
    private final Block block;
    private dev.fovea.tensor.Shape shape;
    /// What was flattened; a dense layer's rows are in the order of its height × width × channels.
    private dev.fovea.tensor.Shape flattened;

    /// @param constants owns what is no parameter
    TorchNetwork(Network network, Store store, NDManager constants) {
        this.constants = constants;
        this.variables = new Variables(store);
        this.shape = network.input();
        this.flattened = shape;
        this.block = block(network.layers());
        variables.requireAllTaken();
    }

    Block block() {
        return block;
    }

    /// Gives initialised blocks the weights of the store.
    void load() {
        for (Weights one : weights) {
            one.block().getDirectParameters().get(one.name()).getArray().set(one.values());
        }
    }

    private Block block(Layer layer) {
        dev.fovea.tensor.Shape in = shape;
        Block made = switch (layer) {
            case Sequential all -> sequence(all.layers());
            case Named named -> block(named.layer());
            case Conv2D conv -> convolution(conv, in);
            case TableConv2D table -> convolution(table, in);
            case Subsample2D subsample -> subsample(subsample, in);
            case Dense dense -> dense(dense);
            case BatchNorm norm -> batchNorm(norm);
            case Residual residual -> residual(residual, in);
            case MaxPool2D pool -> pooling(pool.pooling(), in, true);
            case AveragePool2D pool -> pooling(pool.pooling(), in, false);
            case GlobalAveragePool2D _ -> Pool.globalAvgPool2dBlock();
            case Activation activation -> activation(activation);
            case RadialBasis basis -> radialBasis(basis);
            case Dropout dropout -> ai.djl.nn.norm.Dropout.builder().optRate(dropout.rate()).build();
            case PadChannels pad -> LambdaBlock.singleton(x -> x.pad(new Shape(0, 0, 0, 0, 0, pad.channels()), 0));
            case Flatten _ -> ai.djl.nn.Blocks.batchFlattenBlock();
            default -> throw new Unsupported("libtorch has no counterpart here for " + layer);
        };
        if (layer instanceof Flatten) {
            flattened = in;
        }
        shape = new Network(in, layer).output();
        return made;
    }

    private Block sequence(List<Layer> layers) {
        if (layers.isEmpty()) {
            return activation(Activation.NONE);
        }
        SequentialBlock all = new SequentialBlock();
        layers.forEach(layer -> all.add(block(layer)));
        return all;
    }

    private Block convolution(Conv2D conv, dev.fovea.tensor.Shape in) {
        Pads pads = Pads.of(conv, in);
        Conv2d.Builder builder = Conv2d.builder()
                .setKernelShape(new Shape(conv.height(), conv.width()))
                .setFilters(conv.filters())
                .optStride(new Shape(conv.strideH(), conv.strideW()))
                .optGroups(conv.groups())
                .optBias(conv.bias());
        Conv2d made = (pads.even() ? builder.optPadding(new Shape(pads.top(), pads.left())) : builder).build();
        float[] filters = ChannelsFirst.filters(variables.parameter(), conv.height() * conv.width(), conv.filters());
        weights.add(new Weights(made, "weight", filters));
        if (conv.bias()) {
            weights.add(new Weights(made, "bias", variables.parameter()));
        }
        SequentialBlock all = new SequentialBlock();
        if (!pads.even()) {
            // libtorch pads each side alike: an odd pixel is a pass of its own, as in its padding="same".
            Shape around = new Shape(pads.left(), pads.right(), pads.top(), pads.bottom());
            all.add(LambdaBlock.singleton(x -> x.pad(around, 0)));
        }
        return all.add(made).add(activation(conv.activation()));
    }

    /// A filter is zero where the table has no connection.
    private Block convolution(TableConv2D table, dev.fovea.tensor.Shape in) {
        Conv2d made = Conv2d.builder()
                .setKernelShape(new Shape(table.size(), table.size()))
                .setFilters(table.table().size())
                .build();
        weights.add(new Weights(made, "weight", ChannelsFirst.filters(table, variables.parameter(), in.dim(2))));
        weights.add(new Weights(made, "bias", variables.parameter()));
        return made;
    }

    private Block subsample(Subsample2D subsample, dev.fovea.tensor.Shape in) {
        Shape channels = new Shape(1, in.dim(2), 1, 1);
        float[] values = variables.parameter();
        for (int i = 0; i < values.length; i++) {
            values[i] *= subsample.size() * subsample.size();
        }
        NDArray coefficients = constants.create(values, channels);
        NDArray bias = constants.create(variables.parameter(), channels);
        Shape window = new Shape(subsample.size(), subsample.size());
        return LambdaBlock.singleton(x -> Pool.avgPool2d(x, window, window, new Shape(0, 0), false, false)
                .mul(coefficients)
                .add(bias));
    }

    private Block radialBasis(RadialBasis basis) {
        int length = basis.codes().getFirst().length();
        float[] codes = new float[basis.codes().size() * length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = basis.codes().get(i / length).charAt(i % length) == '+' ? 1 : -1;
        }
        NDArray centres = constants.create(codes, new Shape(1, basis.codes().size(), length));
        return LambdaBlock.singleton(
                x -> x.expandDims(1).sub(centres).square().sum(new int[] {2}).neg());
    }

    private Block dense(Dense dense) {
        Linear made = Linear.builder().setUnits(dense.units()).optBias(dense.bias()).build();
        float[] rows = ChannelsFirst.dense(variables.parameter(), dense.units(), flattened);
        flattened = dev.fovea.tensor.Shape.of(dense.units());
        weights.add(new Weights(made, "weight", ChannelsFirst.transposed(rows, dense.units())));
        if (dense.bias()) {
            weights.add(new Weights(made, "bias", variables.parameter()));
        }
        return new SequentialBlock().add(made).add(activation(dense.activation()));
    }

    private Block batchNorm(BatchNorm norm) {
        Block made = ai.djl.nn.norm.BatchNorm.builder()
                .optEpsilon(norm.epsilon())
                .optMomentum(1 - norm.momentum())
                .build();
        weights.add(new Weights(made, "gamma", variables.parameter()));
        weights.add(new Weights(made, "beta", variables.parameter()));
        Variables.Statistics statistics = variables.statistics();
        weights.add(new Weights(made, "runningMean", statistics.means()));
        weights.add(new Weights(made, "runningVar", statistics.variances()));
        return made;
    }

    private Block residual(Residual residual, dev.fovea.tensor.Shape in) {
        Block body = block(residual.body());
        shape = in;
        Block shortcut = block(residual.shortcut());
        ParallelBlock both = new ParallelBlock(outputs -> new NDList(
                outputs.get(0).singletonOrThrow().add(outputs.get(1).singletonOrThrow())));
        return new SequentialBlock().add(both.add(body).add(shortcut)).add(activation(residual.activation()));
    }

    private static Block pooling(Pooling pooling, dev.fovea.tensor.Shape in, boolean max) {
        Pads pads = Pads.of(pooling, in);
        if (!pads.even()) {
            throw new Unsupported("libtorch pads a pooling alike on both sides: got " + pooling);
        }
        Shape window = new Shape(pooling.height(), pooling.width());
        Shape stride = new Shape(pooling.strideH(), pooling.strideW());
        Shape padding = new Shape(pads.top(), pads.left());
        return max
                ? Pool.maxPool2dBlock(window, stride, padding, pooling.ceil())
                : Pool.avgPool2dBlock(window, stride, padding, pooling.ceil(), false);
    }

    private static Block activation(Activation activation) {
        return switch (activation) {
            case Activation.Plain.NONE -> LambdaBlock.singleton(x -> x);
            case Activation.Plain.RELU -> ai.djl.nn.Activation.reluBlock();
            case Activation.Plain.TANH -> ai.djl.nn.Activation.tanhBlock();
            case ScaledTanh tanh -> LambdaBlock.singleton(x -> x.mul(tanh.slope()).tanh().mul(tanh.amplitude()));
            case Activation.Plain.SIGMOID -> ai.djl.nn.Activation.sigmoidBlock();
            default -> throw new Unsupported("libtorch has no counterpart here for " + activation);
        };
    }
}
