package dev.fovea.formats.onnx;

import dev.fovea.io.FileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Moves, cuts and joins tensors that are known, and makes new ones.
final class ConstantMoves {
    private ConstantMoves() {}

    /// What a node gives that computes nothing; null for one that computes.
    static @Nullable Numbers of(NodeCall call) {
        return switch (call.node().operator()) {
            case "Constant" -> constant(call.node());
            case "ConstantOfShape" -> filled(call);
            case "Range" -> range(call);
            case "Identity", "Dropout" -> call.numbers(0);
            case "Shape" -> shape(call, call.numbers(0).dims());
            case "Size" -> Numbers.scalar(ElementType.INT64, call.numbers(0).size());
            case "Reshape" -> reshape(call);
            case "Flatten" -> flatten(call);
            case "Squeeze" -> squeeze(call);
            case "Unsqueeze" -> unsqueeze(call);
            case "Transpose" -> transpose(call);
            case "Concat" -> concat(call);
            case "Gather" -> gather(call);
            case "Slice" -> slice(call);
            case "Expand" -> expand(call);
            case "Tile" -> tile(call);
            default -> null;
        };
    }

    private static Numbers constant(OnnxNode node) {
        for (String name : List.of("value", "value_float", "value_int", "value_floats", "value_ints")) {
            switch (node.attributes().get(name)) {
                case OnnxAttribute.Data(Numbers tensor) -> {
                    return tensor;
                }
                case OnnxAttribute.Real(double value) -> {
                    return Numbers.scalar(ElementType.FLOAT, value);
                }
                case OnnxAttribute.Whole(long value) -> {
                    return Numbers.scalar(ElementType.INT64, value);
                }
                case OnnxAttribute.Reals(List<Float> values) -> {
                    return Numbers.of(ElementType.FLOAT, new int[] {values.size()}, values::get);
                }
                case OnnxAttribute.Wholes(List<Long> values) -> {
                    return Numbers.row(values.stream().mapToLong(Long::longValue).toArray());
                }
                case null, default -> {
                    // The next name.
                }
            }
        }
        throw new FileException("expected a constant of numbers, got one of " + node.attributes().keySet());
    }

    /// The extents of a value, from `start` to `end`.
    static Numbers shape(NodeCall call, int[] dims) {
        Numbers all = Numbers.extents(dims);
        int from = Math.clamp(wrapped(call.node().whole("start", 0), dims.length), 0, dims.length);
        int to = Math.clamp(wrapped(call.node().whole("end", dims.length), dims.length), from, dims.length);
        return from == 0 && to == dims.length ? all : picked(all, new int[] {to - from}, index -> from + index);
    }

    private static long wrapped(long place, int extent) {
        return place < 0 ? place + extent : place;
    }

    private static Numbers filled(NodeCall call) {
        Numbers value = call.node().attributes().get("value") instanceof OnnxAttribute.Data(Numbers tensor)
                ? tensor : Numbers.scalar(ElementType.FLOAT, 0);
        double number = value.size() == 1 ? value.at(0) : 0;
        return Numbers.of(value.type(), extents(call.numbers(0)), _ -> number);
    }

    /// As a shape; the batch is 1, which meets any.
    private static int[] extents(Numbers shape) {
        int[] dims = new int[shape.size()];
        for (int i = 0; i < dims.length; i++) {
            double extent = shape.at(i);
            if (!(extent >= 0 && extent <= Integer.MAX_VALUE / 8)) {
                throw new FileException("expected extents from 0 to 2²⁸, got " + extent);
            }
            dims[i] = (int) extent;
        }
        return dims;
    }

    private static Numbers range(NodeCall call) {
        double start = call.numbers(0).scalar();
        double step = call.numbers(2).scalar();
        double count = Math.ceil((call.numbers(1).scalar() - start) / step);
        int[] dims = extents(Numbers.scalar(ElementType.DOUBLE, Math.max(0, count)).reshaped(1));
        ConstantFolding.bounded(dims);
        return Numbers.of(call.numbers(0).type(), dims, i -> start + i * step);
    }

    private interface Places {
        int at(int index);
    }

    private static Numbers picked(Numbers x, int[] dims, Places places) {
        int size = ConstantFolding.bounded(dims);
        double[] values = new double[size];
        boolean[] timesBatch = x.dependsOnBatch() ? new boolean[size] : null;
        for (int i = 0; i < size; i++) {
            int place = places.at(i);
            values[i] = x.at(place);
            if (timesBatch != null) {
                timesBatch[i] = x.isTimesBatch(place);
            }
        }
        return x.with(dims, values, timesBatch);
    }

    private static Numbers reshape(NodeCall call) {
        Numbers x = call.numbers(0);
        Numbers target = call.node().has("shape")
                ? Numbers.row(java.util.Objects.requireNonNull(call.node().wholes("shape"))) : call.numbers(1);
        int[] own = x.dims();
        int[] dims = new int[target.size()];
        int open = -1;
        long size = 1;
        for (int i = 0; i < dims.length; i++) {
            double extent = target.at(i);
            if (extent == 0 && !call.node().flag("allowzero") && i < own.length) {
                extent = own[i];
            }
            if (extent == -1 && open < 0) {
                open = i;
                extent = 1;
            }
            dims[i] = extents(Numbers.scalar(ElementType.DOUBLE, extent).reshaped(1))[0];
            size *= dims[i];
        }
        if (open >= 0 && size > 0) {
            dims[open] = (int) (x.size() / size);
        }
        return x.reshaped(dims);
    }

    private static Numbers flatten(NodeCall call) {
        Numbers x = call.numbers(0);
        int[] dims = x.dims();
        long given = call.node().whole("axis", 1);
        int axis = Math.clamp(given < 0 ? given + dims.length : given, 0, dims.length);
        int first = Arrays.stream(dims, 0, axis).reduce(1, (a, b) -> a * b);
        return x.reshaped(first, first == 0 ? 0 : x.size() / first);
    }

    private static Numbers squeeze(NodeCall call) {
        Numbers x = call.numbers(0);
        int[] dims = x.dims();
        long @Nullable [] given = call.wholes("axes", 1);
        int[] axes = given == null ? IntStream.range(0, dims.length).filter(axis -> dims[axis] == 1).toArray()
                : Arrays.stream(given).mapToInt(axis -> Vertices.axis(axis, dims.length)).toArray();
        return x.reshaped(IntStream.range(0, dims.length).filter(axis -> !PoolingOperators.contains(axes, axis))
                .map(axis -> dims[axis]).toArray());
    }

    private static Numbers unsqueeze(NodeCall call) {
        Numbers x = call.numbers(0);
        long @Nullable [] given = call.wholes("axes", 1);
        int[] dims = x.dims();
        int rank = dims.length + (given == null ? 0 : given.length);
        int[] axes = given == null ? new int[0]
                : Arrays.stream(given).mapToInt(axis -> Vertices.axis(axis, rank)).distinct().toArray();
        if (axes.length != rank - dims.length) {
            throw new FileException("expected different axes, got " + Arrays.toString(given));
        }
        int[] wide = new int[rank];
        int next = 0;
        for (int i = 0; i < rank; i++) {
            wide[i] = PoolingOperators.contains(axes, i) ? 1 : dims[next++];
        }
        return x.reshaped(wide);
    }

    private static Numbers transpose(NodeCall call) {
        Numbers x = call.numbers(0);
        int rank = x.rank();
        long @Nullable [] perm = call.node().wholes("perm");
        int[] order = perm == null ? IntStream.range(0, rank).map(i -> rank - 1 - i).toArray()
                : Arrays.stream(perm).mapToInt(axis -> Vertices.axis(axis, rank)).toArray();
        if (order.length != rank || Arrays.stream(order).distinct().count() != rank) {
            throw new FileException("expected each axis once, got " + Arrays.toString(perm));
        }
        return x.ordered(order);
    }

    private static Numbers concat(NodeCall call) {
        List<Numbers> parts = new ArrayList<>();
        for (int i = 0; i < call.inputs().size(); i++) {
            parts.add(call.numbers(i));
        }
        int[] dims = parts.getFirst().dims();
        int axis = Vertices.axis(call.node().whole("axis", 1), dims.length);
        dims[axis] = parts.stream().mapToInt(part -> part.dims()[axis]).sum();
        double[] values = new double[ConstantFolding.bounded(dims)];
        boolean[] timesBatch = new boolean[values.length];
        int outer = Arrays.stream(dims, 0, axis).reduce(1, (a, b) -> a * b);
        int at = 0;
        for (int i = 0; i < outer; i++) {
            for (Numbers part : parts) {
                int piece = part.size() / Math.max(1, outer);
                for (int j = 0; j < piece && at < values.length; j++) {
                    values[at] = part.at(i * piece + j);
                    timesBatch[at++] = part.isTimesBatch(i * piece + j);
                }
            }
        }
        if (at != values.length) {
            throw new FileException("expected tensors equal along all axes but one, got others");
        }
        return parts.getFirst().with(dims, values, timesBatch);
    }

    private static Numbers gather(NodeCall call) {
        Numbers x = call.numbers(0);
        Numbers indices = call.numbers(1);
        int[] dims = x.dims();
        int axis = Vertices.axis(call.node().whole("axis", 0), dims.length);
        int extent = dims[axis];
        int[] places = Arrays.stream(indices.wholes()).mapToInt(i -> Vertices.axis(i, extent)).toArray();
        int inner = Arrays.stream(dims, axis + 1, dims.length).reduce(1, (a, b) -> a * b);
        int[] wide = IntStream.concat(
                IntStream.concat(Arrays.stream(dims, 0, axis), Arrays.stream(indices.dims())),
                Arrays.stream(dims, axis + 1, dims.length)).toArray();
        return picked(x, wide, i -> (i / inner / places.length * extent + places[i / inner % places.length]) * inner
                + i % inner);
    }

    private static Numbers slice(NodeCall call) {
        Numbers y = call.numbers(0);
        long @Nullable [] starts = call.wholes("starts", 1);
        long @Nullable [] ends = call.wholes("ends", 2);
        long @Nullable [] axes = call.wholes("axes", 3);
        @Nullable Numbers steps = call.optionalNumbers(4);
        if (starts == null || ends == null || starts.length != ends.length) {
            throw new FileException("expected as many ends as starts");
        }
        for (int i = 0; i < starts.length; i++) {
            int axis = Vertices.axis(axes == null ? i : axes[i], y.rank());
            y = along(y, axis, ShapeOperators.places(
                    y.dims()[axis], starts[i], ends[i], steps == null ? 1 : (long) steps.at(i)));
        }
        return y;
    }

    private static Numbers along(Numbers x, int axis, int... places) {
        int[] dims = x.dims();
        int extent = dims[axis];
        int inner = Arrays.stream(dims, axis + 1, dims.length).reduce(1, (a, b) -> a * b);
        dims[axis] = places.length;
        return picked(x, dims, i -> (i / inner / places.length * extent + places[i / inner % places.length]) * inner
                + i % inner);
    }

    static List<Numbers> split(NodeCall call) {
        Numbers x = call.numbers(0);
        int axis = Vertices.axis(call.node().whole("axis", 0), x.rank());
        long @Nullable [] given = call.wholes("split", 1);
        int extent = x.dims()[axis];
        int count = call.node().outputs().size();
        int each = Math.ceilDiv(extent, Math.max(1, count));
        List<Numbers> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < count; i++) {
            long size = given == null ? Math.min(each, extent - from) : i < given.length ? given[i] : 0;
            if (size < 0 || size > extent - from) {
                throw new FileException("expected parts of " + extent + ", got " + size);
            }
            parts.add(along(x, axis, IntStream.range(from, from + (int) size).toArray()));
            from += (int) size;
        }
        return parts;
    }

    private static Numbers expand(NodeCall call) {
        Numbers x = call.numbers(0);
        int[] dims = broadcast(x.dims(), extents(call.numbers(1)));
        ConstantFolding.bounded(dims);
        int[] places = places(x.dims(), dims);
        return picked(x, dims, i -> places[i]);
    }

    private static Numbers tile(NodeCall call) {
        Numbers y = call.numbers(0);
        long[] repeats = call.numbers(1).wholes();
        if (repeats.length != y.rank()) {
            throw new FileException("expected " + y.rank() + " repeats, got " + repeats.length);
        }
        for (int axis = 0; axis < repeats.length; axis++) {
            int extent = y.dims()[axis];
            if (repeats[axis] < 0 || repeats[axis] * extent > 1 << 26) {
                throw new FileException("expected repeats from 0, of at most 2²⁶ numbers, got " + repeats[axis]);
            }
            y = along(y, axis, IntStream.range(0, (int) repeats[axis] * extent).map(i -> i % extent).toArray());
        }
        return y;
    }

    /// The shape in which two meet: aligned at the last axis, an axis that is missing or of extent 1 repeats.
    static int[] broadcast(int[] a, int[] b) {
        int[] dims = new int[Math.max(a.length, b.length)];
        for (int i = 1; i <= dims.length; i++) {
            int left = i <= a.length ? a[a.length - i] : 1;
            int right = i <= b.length ? b[b.length - i] : 1;
            if (left != right && left != 1 && right != 1) {
                throw new FileException("expected shapes equal or 1 along each axis, got " + Arrays.toString(a)
                        + " and " + Arrays.toString(b));
            }
            dims[dims.length - i] = left == 1 ? right : left;
        }
        return dims;
    }

    /// For each number of the wide shape the place of that which it repeats.
    static int[] places(int[] dims, int[] wide) {
        int[] places = new int[ConstantFolding.bounded(wide)];
        int stride = 1;
        int block = 1;
        for (int i = 1; i <= wide.length; i++) {
            int extent = wide[wide.length - i];
            int own = i <= dims.length ? dims[dims.length - i] : 1;
            for (int at = 0; own != 1 && at < places.length; at++) {
                places[at] += at / block % extent * stride;
            }
            stride *= own;
            block *= Math.max(1, extent);
        }
        return places;
    }
}
