package dev.fovea.formats.onnx;

import dev.fovea.io.FileException;
import dev.fovea.nn.Activation;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.GroupNorm;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerNorm;
import dev.fovea.nn.LocalResponseNorm;
import dev.fovea.op.Add;
import dev.fovea.op.Multiply;
import dev.fovea.op.Power;
import dev.fovea.op.Subtract;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Normalisations, and distributions along an axis.
final class NormalizationOperators {
    private static final double EPSILON = 1e-5;

    private NormalizationOperators() {}

    /// With running averages, as in prediction; in training Fovea's layer takes those of the batch.
    static OnnxValue batch(NodeCall call) {
        if (call.node().whole("spatial", 1) == 0) {
            throw new FileException("expected spatial=1, statistics for each channel, got 0");
        }
        Flow value = call.flow(0);
        int channel = channel(call, value);
        Flow x = call.axing().last(value, channel);
        int c = x.dim(channel);
        double momentum = call.node().real("momentum", 0.9);
        Layer layer = BatchNorm.of().epsilon(call.node().real("epsilon", EPSILON)).momentum(1 - momentum);
        Flow y = call.vertices().layer(layer, x.order(), x, call.numbers(1));
        scale(call, y, call.numbers(1), call.numbers(2), c);
        Numbers mean = ConvolutionOperators.vector(call.numbers(3), c);
        Numbers variance = ConvolutionOperators.vector(call.numbers(4), c);
        call.vertices().variable(y.vertex(), "statistics", Numbers.of(
                ElementType.FLOAT, new int[] {2, c}, i -> i < c ? mean.at(i) : variance.at(i - c)));
        return y;
    }

    private static int channel(NodeCall call, Flow x) {
        int channel = call.vertices().lead() + 1;
        if (x.rank() <= channel) {
            throw new BatchMisfit("a normalisation of a value without channels");
        }
        return channel;
    }

    private static void scale(NodeCall call, Flow y, Numbers gamma, Numbers beta, int channels) {
        call.vertices().variable(y.vertex(), "gamma", ConvolutionOperators.vector(gamma, channels));
        call.vertices().variable(y.vertex(), "beta", ConvolutionOperators.vector(beta, channels));
    }

    static OnnxValue instance(NodeCall call) {
        Flow x = call.flow(0);
        int channels = x.dim(channel(call, x));
        return grouped(call, channels, call.numbers(1), call.numbers(2));
    }

    /// Scales for each group, in old opsets, are those of its channels.
    static OnnxValue group(NodeCall call) {
        Flow x = call.flow(0);
        int channels = x.dim(channel(call, x));
        long groups = call.node().whole("num_groups", 1);
        if (groups < 1 || groups > channels) {
            throw new FileException("expected groups from 1 to " + channels + ", got " + groups);
        }
        int width = channels / (int) groups;
        return grouped(call, (int) groups, wide(call.numbers(1), channels, width),
                wide(call.numbers(2), channels, width));
    }

    private static Numbers wide(Numbers numbers, int channels, int width) {
        return numbers.size() == channels ? numbers
                : Numbers.of(numbers.type(), new int[] {channels},
                        i -> ConvolutionOperators.vector(numbers, channels / width).at(i / width));
    }

    private static OnnxValue grouped(NodeCall call, int groups, Numbers gamma, Numbers beta) {
        Flow value = call.flow(0);
        int channel = channel(call, value);
        if (call.vertices().lead() == 1) {
            throw new BatchMisfit("a normalisation of images without a batch");
        }
        Flow x = call.axing().last(value, channel);
        Layer layer = GroupNorm.of(groups).epsilon(call.node().real("epsilon", EPSILON));
        Flow y = call.vertices().layer(layer, x.order(), x, gamma);
        scale(call, y, gamma, beta, x.dim(channel));
        return y;
    }

    /// Along the last axis a layer; along more of them in parts, as where a file takes mean and 1 / deviation too.
    static List<OnnxValue> layer(NodeCall call) {
        Flow value = call.axing().settled(call.flow(0));
        int axis = call.axis(call.node().whole("axis", -1), value);
        Numbers scale = call.numbers(1);
        @Nullable Numbers bias = call.optionalNumbers(2);
        int last = value.rank() - 1;
        double epsilon = call.node().real("epsilon", EPSILON);
        boolean isAlone = call.node().outputs().size() == 1;
        if (isAlone && axis == last && scale.size() == value.dim(last) && value.order()[0] != last) {
            Flow x = call.axing().last(value, last);
            Flow y = call.vertices().layer(LayerNorm.of().epsilon(epsilon), x.order(), x, scale);
            Numbers beta = bias == null ? Numbers.of(ElementType.FLOAT, new int[] {scale.size()}, _ -> 0) : bias;
            scale(call, y, scale, beta, scale.size());
            return List.of(y);
        }
        int[] axes = IntStream.range(axis, value.rank()).toArray();
        Flow mean = PoolingOperators.mean(call, value, axes, true);
        Flow centred = ElementOperators.binary(call, new Subtract(), value, mean);
        Flow squares = call.vertices().apply(new Multiply(), centred.order(), centred, centred);
        Flow variance = ElementOperators.plus(call, PoolingOperators.mean(call, squares, axes, true), epsilon);
        Flow factor = call.vertices().apply(new Power(-0.5f), variance.order(), variance);
        Flow y = ElementOperators.binary(call, new Multiply(), centred, factor);
        Flow scaled = ElementOperators.binary(call, new Multiply(), y, scale);
        return List.of(bias == null ? scaled : ElementOperators.binary(call, new Add(), scaled, bias), mean, factor);
    }

    static OnnxValue localResponse(NodeCall call) {
        long size = call.node().whole("size", 1);
        if (size < 1 || size % 2 == 0 || size > 1 << 16) {
            throw new FileException("expected an odd size of the neighbourhood, got " + size);
        }
        Flow value = call.flow(0);
        Flow x = call.axing().last(value, channel(call, value));
        double alpha = call.node().real("alpha", 1e-4) / size;
        return call.vertices().alike(LocalResponseNorm.of(
                (int) size / 2, call.node().real("bias", 1), alpha, call.node().real("beta", 0.75)), x);
    }

    /// Before opset 13 of all axes from the given one on as one.
    static OnnxValue distribution(NodeCall call, Activation activation) {
        Flow x = call.axing().settled(call.flow(0));
        boolean isOld = call.opset() < 13;
        int axis = call.axis(call.node().whole("axis", isOld ? 1 : -1), x);
        int[] dims = x.dims();
        if (axis == x.order()[0]) {
            throw new BatchMisfit("a distribution along the batch");
        }
        long wide = Arrays.stream(dims, axis, dims.length).filter(dim -> dim != 1).count();
        if (!isOld || wide <= 1 && dims[axis] != 1) {
            return call.vertices().alike(activation, call.axing().last(x, axis));
        }
        int[] flat = Arrays.copyOf(dims, axis + 1);
        flat[axis] = (int) Arrays.stream(dims, axis, dims.length).asLongStream().reduce(1, Math::multiplyExact);
        Flow rows = call.axing().settled(call.axing().reshaped(x, flat));
        Flow y = call.vertices().alike(activation, call.axing().last(rows, axis));
        return call.axing().reshaped(y, dims);
    }
}
