package dev.fovea.formats.onnx;

import dev.fovea.io.FileException;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Conv2DTranspose;
import dev.fovea.nn.DepthToSpace;
import dev.fovea.nn.Initializer;
import dev.fovea.op.Add;
import dev.fovea.op.Pad;
import dev.fovea.op.Padding;
import dev.fovea.op.Slice;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Convolutions, over images and over rows of values, and what moves pixels to channels.
final class ConvolutionOperators {
    private ConvolutionOperators() {}

    static OnnxValue convolution(NodeCall call) {
        return overImages(call, call.flow(0), x -> {
            Numbers w = call.numbers(1);
            int[] filters = filters(call, w, x);
            ImageWindow window = ImageWindow.of(call.node(), spatial(filters), spatial(x.dims()));
            int groups = groups(call);
            if (filters[1] * (long) groups != x.dim(1)) {
                throw new FileException("expected filters for " + x.dim(1) + " channels in " + groups
                        + " groups, got " + w);
            }
            boolean isRow = window.axes() == 1;
            int dilation = dilation(window);
            @Nullable Numbers bias = call.optionalNumbers(2);
            Conv2D layer = new Conv2D(
                    filters[0], filters[2], isRow ? 1 : filters[3], window.stride()[0], isRow ? 1 : window.stride()[1],
                    window.padding(), dilation, groups, bias != null, Activation.NONE, Initializer.glorotUniform(),
                    Initializer.zeros());
            Flow y = call.vertices().layer(layer, Flow.channelsLast(4), x, w);
            int[] square = {filters[0], filters[1], filters[2], isRow ? 1 : filters[3]};
            call.vertices().variable(y.vertex(), "filters", w.reshaped(square).ordered(2, 3, 1, 0));
            if (bias != null) {
                call.vertices().variable(y.vertex(), "bias", vector(bias, filters[0]));
            }
            return y;
        });
    }

    private interface OnImages {
        Flow read(Flow x);
    }

    /// Reads a node that takes images, of a value that is one or becomes one: a row of values is an image of one
    /// column, an image in a file without batch is the only one of its sample.
    private static OnnxValue overImages(NodeCall call, Flow value, OnImages read) {
        Axing axing = call.axing();
        int rank = value.rank() - call.vertices().lead();
        if (rank != 3 && rank != 4) {
            throw new FileException("expected images or rows of values, 4 or 3 axes, got " + rank
                    + ": Fovea has no convolution over volumes");
        }
        Flow x = value;
        if (call.vertices().lead() == 1) {
            if (value.dim(1) != 1) {
                throw new FileException("expected a batch along the first axis, got a graph that treats it otherwise");
            }
            x = axing.reshaped(value, without(value.dims(), 1));
        }
        if (rank == 3) {
            int[] dims = x.dims();
            x = axing.reshaped(x, dims[0], dims[1], dims[2], 1);
        }
        Flow y = read.read(axing.channelsLast(x));
        if (rank == 3) {
            int[] dims = y.dims();
            y = axing.reshaped(y, dims[0], dims[1], dims[2]);
        }
        return call.vertices().lead() == 1 ? axing.reshaped(y, with(y.dims(), 1)) : y;
    }

    private static int[] without(int[] dims, int axis) {
        int[] less = new int[dims.length - 1];
        System.arraycopy(dims, 0, less, 0, axis);
        System.arraycopy(dims, axis + 1, less, axis, less.length - axis);
        return less;
    }

    private static int[] with(int[] dims, int axis) {
        int[] more = new int[dims.length + 1];
        System.arraycopy(dims, 0, more, 0, axis);
        more[axis] = 1;
        System.arraycopy(dims, axis, more, axis + 1, dims.length - axis);
        return more;
    }

    private static int[] filters(NodeCall call, Numbers w, Flow x) {
        int[] dims = w.dims();
        boolean isRow = call.flow(0).rank() - call.vertices().lead() == 3;
        if (dims.length != (isRow ? 3 : 4) || w.size() == 0) {
            throw new FileException("expected filters of as many axes as the input, got " + w);
        }
        return dims;
    }

    /// The window's axes: of a row its one.
    private static int[] spatial(int[] dims) {
        return Arrays.copyOfRange(dims, 2, dims.length);
    }

    private static int groups(NodeCall call) {
        long groups = call.node().whole("group", 1);
        if (groups < 1 || groups > Shape.MOST) {
            throw new FileException("expected at least 1 group, got " + groups);
        }
        return (int) groups;
    }

    /// One dilation for both axes; that of an axis with one tap says nothing.
    private static int dilation(ImageWindow window) {
        int dilation = 1;
        for (int i = 0; i < window.axes(); i++) {
            if (window.size()[i] > 1) {
                if (dilation != 1 && dilation != window.dilation()[i]) {
                    throw new FileException("expected one dilation for both axes, got "
                            + Arrays.toString(window.dilation()));
                }
                dilation = window.dilation()[i];
            }
        }
        for (int i = 0; i < window.axes(); i++) {
            if (window.size()[i] > 1 && window.dilation()[i] != dilation) {
                throw new FileException("expected one dilation for both axes, got "
                        + Arrays.toString(window.dilation()));
            }
        }
        return dilation;
    }

    static Numbers vector(Numbers numbers, int count) {
        if (numbers.size() != count) {
            throw new FileException("expected " + count + " numbers, one a channel, got " + numbers);
        }
        return numbers.reshaped(count);
    }

    /// A transposed convolution: enlarges without padding where Fovea's layer does not cut or add as the node says.
    static OnnxValue transposed(NodeCall call) {
        return overImages(call, call.flow(0), x -> {
            Numbers w = call.numbers(1);
            int[] filters = filters(call, w, x);
            int[] extents = Arrays.copyOf(spatial(x.dims()), filters.length - 2);
            Enlarging enlarging = Enlarging.of(call.node(), spatial(filters), extents);
            int groups = groups(call);
            int outputs = Math.multiplyExact(filters[1], groups);
            if (filters[0] != x.dim(1)) {
                throw new FileException("expected filters for " + x.dim(1) + " channels, got " + w);
            }
            boolean isRow = extents.length == 1;
            @Nullable Numbers bias = call.optionalNumbers(2);
            boolean isWhole = enlarging.fits();
            ImageWindow window = enlarging.window();
            Conv2DTranspose layer = new Conv2DTranspose(
                    outputs, filters[2], isRow ? 1 : filters[3], window.stride()[0], isRow ? 1 : window.stride()[1],
                    isWhole ? window.padding() : Padding.VALID, isWhole ? enlarging.added()[0] : 0,
                    dilation(window), groups, bias != null && isWhole, Activation.NONE, Initializer.glorotUniform(),
                    Initializer.zeros());
            Flow y = call.vertices().layer(layer, Flow.channelsLast(4), x, w);
            int[] square = {filters[0], filters[1], filters[2], isRow ? 1 : filters[3]};
            call.vertices().variable(y.vertex(), "filters", w.reshaped(square).ordered(2, 3, 1, 0));
            if (bias != null && isWhole) {
                call.vertices().variable(y.vertex(), "bias", vector(bias, outputs));
            }
            return isWhole ? y : fitted(call, y, enlarging, bias);
        });
    }

    private static Flow fitted(NodeCall call, Flow enlarged, Enlarging enlarging, @Nullable Numbers bias) {
        Flow y = enlarged;
        for (int i = 0; i < enlarging.window().axes(); i++) {
            int before = enlarging.window().before()[i];
            int more = enlarging.added()[i] - enlarging.window().after()[i];
            int extent = y.shape().dim(i + 1);
            if (more > 0) {
                y = call.vertices().apply(Pad.zero(i + 1, 0, more), y.order(), y);
            }
            if (before > 0 || more < 0) {
                y = call.vertices().apply(new Slice(i + 1, before, extent + more), y.order(), y);
            }
        }
        if (bias == null) {
            return y;
        }
        Flow weight = call.vertices().weight(vector(bias, y.shape().dim(3)), true);
        return call.vertices().apply(new Add(), y.order(), y, weight);
    }

    static OnnxValue depthToSpace(NodeCall call) {
        DepthToSpace layer = DepthToSpace.of(Math.clamp(call.node().whole("blocksize", 0), 0, 1 << 15));
        boolean channelsFirst = call.node().text("mode", "DCR").equals("CRD");
        return overImages(call, call.flow(0), x -> call.vertices().layer(
                channelsFirst ? layer.pixelShuffle() : layer, Flow.channelsLast(4), x));
    }

    static OnnxValue spaceToDepth(NodeCall call) {
        int block = Math.clamp(call.node().whole("blocksize", 0), 1, 1 << 15);
        return overImages(call, call.flow(0), x -> {
            int h = x.dim(2);
            int w = x.dim(3);
            if (h % block != 0 || w % block != 0) {
                throw new FileException("expected an image whose sides are multiples of " + block + ", got " + h + "×"
                        + w);
            }
            Flow blocks = call.axing().reshaped(x, Shape.N, x.dim(1), h / block, block, w / block, block);
            Flow moved = ShapeOperators.transposed(blocks, 0, 3, 5, 1, 2, 4);
            return call.axing().reshaped(moved, Shape.N, block * block * x.dim(1), h / block, w / block);
        });
    }
}
