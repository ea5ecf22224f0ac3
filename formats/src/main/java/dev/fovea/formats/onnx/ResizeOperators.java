package dev.fovea.formats.onnx;

import dev.fovea.io.FileException;
import dev.fovea.op.Add;
import dev.fovea.op.Multiply;
import dev.fovea.op.Resizing;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Values at other extents along axes.
final class ResizeOperators {
    private ResizeOperators() {}

    /// Resize, and Upsample before it: whose places are those of `asymmetric`.
    static OnnxValue resize(NodeCall call) {
        Flow x = call.axing().settled(call.flow(0));
        int lead = call.vertices().lead();
        long @Nullable [] given = call.node().wholes("axes");
        int count = given == null ? x.rank() - lead : given.length;
        int[] axes = new int[count];
        for (int i = 0; i < count; i++) {
            axes[i] = given == null ? i + lead : call.axis(given[i], x);
        }
        double[] scales = scales(call, x, axes);
        ResizePlaces places = ResizePlaces.of(call);
        Flow y = x;
        for (int i = 0; i < count; i++) {
            int extent = x.dim(axes[i]);
            if (axes[i] == x.order()[0]) {
                if (scales[i] != 1) {
                    throw new BatchMisfit("a Resize of the batch");
                }
                continue;
            }
            int wanted = (int) Math.clamp(isSized(call) ? Math.rint(extent * scales[i])
                    : Math.floor(extent * scales[i]), 1, 1 << 24);
            if (wanted != extent || scales[i] != 1 || places.isCrop()) {
                y = along(call, y, axes[i], wanted, places.along(i, count, extent, wanted, scales[i]));
            }
        }
        return y;
    }

    private static boolean isOld(NodeCall call) {
        return call.node().operator().equals("Upsample") || call.opset() < 11;
    }

    private static boolean isSized(NodeCall call) {
        @Nullable Numbers sizes = isOld(call) ? null : call.optionalNumbers(3);
        return sizes != null && sizes.size() > 0;
    }

    /// How many times larger each axis becomes.
    private static double[] scales(NodeCall call, Flow x, int[] axes) {
        double[] scales = new double[axes.length];
        if (isSized(call)) {
            Numbers sizes = call.numbers(3);
            require(sizes.size() == axes.length, axes.length);
            double least = Double.POSITIVE_INFINITY;
            double most = 0;
            for (int i = 0; i < axes.length; i++) {
                boolean isBatch = x.dim(axes[i]) == Shape.N;
                scales[i] = isBatch && sizes.isTimesBatch(i) ? 1 : sizes.at(i) / (isBatch ? 1 : x.dim(axes[i]));
                require(scales[i] > 0, axes.length);
                least = Math.min(least, scales[i]);
                most = Math.max(most, scales[i]);
            }
            String policy = call.node().text("keep_aspect_ratio_policy", "stretch");
            if (!policy.equals("stretch")) {
                Arrays.fill(scales, policy.equals("not_larger") ? least : most);
            }
            return scales;
        }
        @Nullable Numbers factors = call.optionalNumbers(isOld(call) ? 1 : 2);
        double @Nullable [] attribute = call.node().reals("scales");
        double[] values = attribute != null ? attribute : factors == null ? new double[0] : factors.values();
        require(values.length == axes.length && Arrays.stream(values).allMatch(value -> value > 0), axes.length);
        return values;
    }

    private static void require(boolean condition, int axes) {
        if (!condition) {
            throw new FileException("expected scales or sizes above 0 for " + axes + " axes, got others");
        }
    }

    private static Flow along(NodeCall call, Flow x, int axis, int wanted, ResizePlaces.Row[] rows) {
        Resizing.@Nullable Mode mode = mode(rows, x.dim(axis), wanted);
        if (mode != null) {
            return call.vertices().apply(new Resizing(x.place(axis), wanted, mode), x.order(), x);
        }
        int taps = Arrays.stream(rows).mapToInt(row -> row.places().length).max().orElse(1);
        Flow y = null;
        for (int tap = 0; tap < taps; tap++) {
            int k = tap;
            int[] places = Arrays.stream(rows).mapToInt(row -> row.place(k)).toArray();
            Flow seen = ShapeOperators.picked(call, x, axis, places);
            Flow part = times(call, seen, axis, Arrays.stream(rows).mapToDouble(row -> row.weight(k)).toArray());
            y = y == null ? part : call.vertices().apply(new Add(), part.order(), y, part);
        }
        Flow sum = Objects.requireNonNull(y);
        double[] added = Arrays.stream(rows).mapToDouble(ResizePlaces.Row::added).toArray();
        return Arrays.stream(added).allMatch(value -> value == 0) ? sum
                : ElementOperators.binary(call, new Add(), sum, alongAxis(call, sum, axis, added));
    }

    private static Flow times(NodeCall call, Flow x, int axis, double... weights) {
        return Arrays.stream(weights).allMatch(weight -> weight == 1) ? x
                : ElementOperators.binary(call, new Multiply(), x, alongAxis(call, x, axis, weights));
    }

    /// Numbers that differ along one axis.
    static Numbers alongAxis(NodeCall call, Flow x, int axis, double... numbers) {
        int[] dims = new int[x.rank() - call.vertices().lead()];
        Arrays.fill(dims, 1);
        dims[axis - call.vertices().lead()] = numbers.length;
        return Numbers.of(ElementType.FLOAT, dims, numbers);
    }

    /// Fovea's mode that reads the same, if there is one.
    private static Resizing.@Nullable Mode mode(ResizePlaces.Row[] rows, int from, int to) {
        for (Resizing.Mode mode : Resizing.Mode.values()) {
            boolean isSame = true;
            for (int i = 0; i < to && isSame; i++) {
                int first = mode.first(i, from, to);
                double share = mode == Resizing.Mode.NEAREST ? 0 : mode.share(i, from, to);
                isSame = rows[i].isNear(first, share, from);
            }
            if (isSame) {
                return mode;
            }
        }
        return null;
    }
}
