package dev.fovea.formats.onnx;

import dev.fovea.io.FileException;
import dev.fovea.nn.AveragePool2D;
import dev.fovea.nn.GlobalAveragePool2D;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.op.Maximum;
import dev.fovea.op.Padding;
import dev.fovea.op.Pooling;
import dev.fovea.op.Slice;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Poolings over any number of axes. Windows over two axes are layers of images; over other numbers of axes they go
/// along one axis after the other, which is the same: the greatest of greatest, and means of means of equal parts.
final class PoolingOperators {
    private enum Kind {
        GREATEST,
        MEAN;

        Layer layer(Pooling pooling) {
            return this == GREATEST ? new MaxPool2D(pooling) : new AveragePool2D(pooling);
        }
    }

    private PoolingOperators() {}

    static OnnxValue greatest(NodeCall call) {
        if (call.node().outputs().size() > 1 && !call.node().outputs().get(1).isEmpty()) {
            throw new FileException("expected MaxPool with one output, got one that gives the places too");
        }
        return pooled(call, Kind.GREATEST);
    }

    static OnnxValue mean(NodeCall call) {
        return pooled(call, Kind.MEAN);
    }

    private static OnnxValue pooled(NodeCall call, Kind kind) {
        Flow x = call.flow(0);
        int from = call.vertices().lead() + 2;
        int axes = x.rank() - from;
        if (axes < 1) {
            throw new FileException("expected an image, got a value of " + (x.rank() - from + 2) + " axes");
        }
        int[] size = ImageWindow.numbers(call.node(), "kernel_shape", axes, 1);
        int[] extents = IntStream.range(from, x.rank()).map(x::dim).toArray();
        ImageWindow window = ImageWindow.of(call.node(), size, extents);
        boolean countsPadding = kind == Kind.MEAN && call.node().flag("count_include_pad");
        if (x.rank() == 4 && axes == 2 && !window.isDilated() && isPlain(window, countsPadding)) {
            Flow image = call.axing().channelsLast(x);
            Pooling pooling = new Pooling(
                    size[0], size[1], window.stride()[0], window.stride()[1], window.padding(), window.ceil());
            return call.vertices().layer(kind.layer(pooling), image.order(), image);
        }
        Flow y = x;
        for (int i = 0; i < axes; i++) {
            y = along(call, kind, y, from + i, i, window, countsPadding);
        }
        return y;
    }

    /// Whether padding is smaller than the window, and not counted.
    private static boolean isPlain(ImageWindow window, boolean countsPadding) {
        boolean isSmall = true;
        for (int i = 0; i < window.axes(); i++) {
            isSmall &= Math.max(window.before()[i], window.after()[i]) < window.size()[i]
                    && Math.min(window.before()[i], window.after()[i]) >= 0;
        }
        return isSmall && !(countsPadding && window.isPadded());
    }

    private static Flow along(
            NodeCall call, Kind kind, Flow x, int axis, int i, ImageWindow window, boolean countsPadding) {
        int size = window.size()[i];
        int stride = window.stride()[i];
        int outputs = window.outputs(i, x.dim(axis));
        boolean isPlain = window.dilation()[i] == 1 && Math.max(window.before()[i], window.after()[i]) < size;
        if (!countsPadding && isPlain) {
            Padding padding = Padding.of(0, 0, window.before()[i], window.after()[i]);
            Pooling pooling = new Pooling(1, size, 1, stride, padding.equals(Padding.of(0)) ? Padding.VALID : padding,
                    window.ceil());
            return strip(call, x, axis, kind.layer(pooling), outputs);
        }
        double filling = kind == Kind.GREATEST ? -Float.MAX_VALUE : 0;
        Flow padded = Paddings.constant(call, x, axis, window.before()[i], window.after()[i], filling);
        if (window.dilation()[i] == 1) {
            Pooling pooling = new Pooling(1, size, 1, stride, Padding.VALID, window.ceil());
            Flow y = strip(call, padded, axis, kind.layer(pooling), 0);
            return y.dim(axis) == outputs ? y
                    : call.vertices().apply(new Slice(y.place(axis), 0, outputs), y.order(), y);
        }
        return dilated(call, kind, padded, axis, i, window, outputs);
    }

    /// Each tap of the window by itself: the values that it sees, one a window.
    private static Flow dilated(
            NodeCall call, Kind kind, Flow padded, int axis, int i, ImageWindow window, int outputs) {
        Flow y = null;
        int stride = window.stride()[i];
        int needed = (outputs - 1) * stride + 1;
        int reach = (window.size()[i] - 1) * window.dilation()[i];
        int missing = Math.max(0, reach + needed - padded.dim(axis));
        Flow x = Paddings.constant(call, padded, axis, 0, missing, kind == Kind.GREATEST ? -Float.MAX_VALUE : 0);
        for (int tap = 0; tap < window.size()[i]; tap++) {
            int from = tap * window.dilation()[i];
            Flow seen = strided(call, x, axis, from, from + needed, stride);
            y = y == null ? seen : call.vertices().apply(
                    kind == Kind.GREATEST ? new Maximum() : new dev.fovea.op.Add(), seen.order(), y, seen);
        }
        Flow sum = java.util.Objects.requireNonNull(y);
        return kind == Kind.GREATEST ? sum : ElementOperators.binary(call, new dev.fovea.op.Multiply(), sum,
                ResizeOperators.alongAxis(call, sum, axis, shares(call, i, window, padded.dim(axis), outputs)));
    }

    /// One over the number of values that each window sees; padding counts where the node says so.
    private static double[] shares(NodeCall call, int i, ImageWindow window, int extent, int outputs) {
        boolean countsPadding = call.node().flag("count_include_pad");
        int from = countsPadding ? 0 : window.before()[i];
        int to = countsPadding ? extent : extent - window.after()[i];
        double[] shares = new double[outputs];
        for (int j = 0; j < outputs; j++) {
            int count = 0;
            for (int tap = 0; tap < window.size()[i]; tap++) {
                int at = j * window.stride()[i] + tap * window.dilation()[i];
                count += from <= at && at < to ? 1 : 0;
            }
            shares[j] = 1.0 / Math.max(1, count);
        }
        return shares;
    }

    /// Every so manieth of the values from … to − 1 along an axis.
    static Flow strided(NodeCall call, Flow x, int axis, int from, int to, int stride) {
        Flow part = from == 0 && to == x.dim(axis) ? x
                : call.vertices().apply(new Slice(x.place(axis), from, to), x.order(), x);
        if (stride == 1) {
            return part;
        }
        Pooling one = new Pooling(1, 1, 1, stride, Padding.VALID, false);
        return strip(call, part, axis, new MaxPool2D(one), 0);
    }

    /// A layer of images along one axis, of a value of any axes: it becomes an image whose columns are the axis.
    ///
    /// @param outputs that are kept; 0 for all
    static Flow strip(NodeCall call, Flow value, int axis, Layer layer, int outputs) {
        Flow x = call.axing().settled(value);
        int place = x.place(axis);
        int[] dims = x.shape().dims();
        int rows = (int) product(dims, 1, place);
        int channels = (int) product(dims, place + 1, dims.length);
        Flow image = call.vertices().reshaped(
                x, Shape.batch(rows, dims[place], channels), Flow.identity(4));
        Flow y = call.vertices().layer(layer, Flow.identity(4), image);
        dims[place] = y.shape().dim(2);
        Flow whole = call.vertices().reshaped(y, Shape.of(dims), x.order());
        return outputs == 0 || outputs == dims[place] ? whole
                : call.vertices().apply(new Slice(place, 0, outputs), x.order(), whole);
    }

    private static long product(int[] dims, int from, int to) {
        long product = 1;
        for (int i = from; i < to; i++) {
            product = Math.multiplyExact(product, dims[i]);
        }
        return Math.toIntExact(product);
    }

    /// The greatest of each channel, or its mean.
    static OnnxValue global(NodeCall call, boolean greatest) {
        Flow x = call.flow(0);
        int from = call.vertices().lead() + 2;
        int[] axes = IntStream.range(from, x.rank()).toArray();
        return greatest ? greatest(call, x, axes, true) : mean(call, x, axes, true);
    }

    /// The mean over axes: of an image over height and width the layer.
    static Flow mean(NodeCall call, Flow value, int[] axes, boolean keep) {
        Flow x = call.axing().settled(value);
        if (x.rank() == 4 && Arrays.equals(axes, new int[] {2, 3}) && x.order()[3] == 1 && x.order()[0] == 0) {
            Flow y = call.vertices().layer(GlobalAveragePool2D.of(), Flow.identity(2), call.axing().channelsLast(x));
            return keep ? call.axing().reshaped(y, Shape.N, y.dim(1), 1, 1) : y;
        }
        return ReductionOperators.reduced(call, x, axes, keep, places -> new dev.fovea.op.Mean(places));
    }

    /// The greatest along axes, as a pooling whose window is all of them.
    static Flow greatest(NodeCall call, Flow value, int[] axes, boolean keep) {
        Flow x = call.axing().settled(value);
        int[] dims = x.dims();
        int[] rest = Arrays.stream(x.order()).filter(axis -> !contains(axes, axis)).toArray();
        if (rest.length == 0 || rest[0] != x.order()[0]) {
            throw new BatchMisfit("a reduction over the batch");
        }
        Flow moved = call.axing().ordered(x, order(x, axes));
        int first = moved.rank();
        for (int axis : axes) {
            first = Math.min(first, moved.place(axis));
        }
        int[] shape = moved.shape().dims();
        int window = (int) product(shape, first, first + axes.length);
        Flow image = call.vertices().reshaped(
                moved, Shape.batch((int) product(shape, 1, first), window,
                        (int) product(shape, first + axes.length, shape.length)), Flow.identity(4));
        Flow y = call.vertices().layer(MaxPool2D.of(1, window), Flow.identity(4), image);
        int[] left = Arrays.stream(moved.order()).filter(axis -> !contains(axes, axis)).toArray();
        int[] kept = Arrays.stream(left).map(axis -> dims[axis]).toArray();
        Flow small = call.vertices().reshaped(y, Shape.of(kept), ranks(left));
        return keep ? call.axing().reshaped(small, ReductionOperators.ones(dims, axes)) : small;
    }

    /// An order in which the axes lie one behind the other; the one that is, where they do.
    private static int[] order(Flow x, int[] axes) {
        @Nullable Integer before = null;
        boolean isTogether = true;
        for (int i = 0; i < x.rank(); i++) {
            if (contains(axes, x.order()[i])) {
                isTogether &= before == null || before == i - 1;
                before = i;
            }
        }
        return isTogether ? x.order() : IntStream.concat(
                Arrays.stream(x.order()).filter(axis -> !contains(axes, axis)), Arrays.stream(axes)).toArray();
    }

    static boolean contains(int[] axes, int axis) {
        return Arrays.stream(axes).anyMatch(other -> other == axis);
    }

    /// The same order of fewer axes, which are counted anew.
    static int[] ranks(int[] axes) {
        return Arrays.stream(axes).map(axis -> (int) Arrays.stream(axes).filter(other -> other < axis).count())
                .toArray();
    }
}
