package dev.fovea.formats.onnx;

import dev.fovea.io.FileException;
import dev.fovea.op.Axes;
import dev.fovea.op.Concatenate;
import dev.fovea.op.Expand;
import dev.fovea.op.Slice;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Operators that move, cut, join and repeat values, and change none.
final class ShapeOperators {
    private static final int MOST_PIECES = 4096;

    private ShapeOperators() {}

    static OnnxValue reshape(NodeCall call) {
        Flow x = call.flow(0);
        Numbers target = call.node().has("shape")
                ? Numbers.row(java.util.Objects.requireNonNull(call.node().wholes("shape"))) : call.numbers(1);
        return call.axing().reshaped(x, target(call, x, target));
    }

    /// The extents that a Reshape asks for: 0 keeps one, −1 takes what is left.
    private static int[] target(NodeCall call, Flow x, Numbers target) {
        int lead = call.vertices().lead();
        int[] dims = x.dims();
        int[] wanted = new int[lead + target.size()];
        int open = -1;
        int batch = lead == 1 ? 0 : -1;
        long size = 1;
        for (int i = lead; i < wanted.length; i++) {
            long extent = (long) target.at(i - lead);
            boolean isBatch = target.isTimesBatch(i - lead);
            if (extent == 0 && !call.node().flag("allowzero")) {
                if (i >= dims.length) {
                    throw new FileException("expected an axis " + i + " to keep, got " + dims.length + " axes");
                }
                isBatch = dims[i] == Shape.N;
                extent = isBatch ? 1 : dims[i];
            }
            if (isBatch && extent == 1 && batch < 0) {
                batch = i;
            } else if (extent == -1 && open < 0) {
                open = i;
            } else if (isBatch) {
                throw new BatchMisfit("Reshape to " + extent + " times the batch");
            } else if (extent < 1 || extent > Shape.MOST) {
                throw new FileException("expected extents from 1, 0 and one −1, got " + extent);
            } else {
                size = Math.multiplyExact(size, extent);
            }
            wanted[i] = (int) extent;
        }
        long all = x.shape().size();
        if (batch < 0) {
            batch = open >= 0 && size == all ? open : 0;
            size = batch == 0 && open != 0 && wanted.length > 0 ? size / wanted[0] : size;
        }
        if (wanted.length == 0 || size == 0 || all % size != 0 || open < 0 && size != all
                || open == batch && size != all) {
            throw new BatchMisfit("Reshape of " + Arrays.toString(dims) + " to " + Arrays.toString(target.values()));
        }
        if (open >= 0) {
            wanted[open] = (int) (all / size);
        }
        wanted[batch] = Shape.N;
        return wanted;
    }

    static OnnxValue flatten(NodeCall call) {
        Flow x = call.flow(0);
        int lead = call.vertices().lead();
        int rank = x.rank() - lead;
        int axis = (int) (call.node().whole("axis", 1) + (call.node().whole("axis", 1) < 0 ? rank : 0)) + lead;
        if (axis < lead || axis > x.rank()) {
            throw new FileException("expected an axis from 0 to " + rank + ", got " + call.node().whole("axis", 1));
        }
        int[] dims = x.dims();
        int first = size(dims, lead, axis);
        int rest = size(dims, axis, dims.length);
        return call.axing().reshaped(x, lead == 1 ? new int[] {Shape.N, first, rest} : new int[] {first, rest});
    }

    private static int size(int[] dims, int from, int to) {
        long size = 1;
        for (int i = from; i < to; i++) {
            if (dims[i] == Shape.N) {
                if (from != i || to != i + 1) {
                    throw new BatchMisfit("Flatten of the batch with other axes");
                }
                return Shape.N;
            }
            size = Math.multiplyExact(size, dims[i]);
        }
        return Math.toIntExact(size);
    }

    static OnnxValue squeeze(NodeCall call) {
        Flow x = call.flow(0);
        long @Nullable [] given = call.wholes("axes", 1);
        int[] dims = x.dims();
        int[] axes = given == null
                ? IntStream.range(call.vertices().lead(), dims.length).filter(axis -> dims[axis] == 1).toArray()
                : Arrays.stream(given).mapToInt(axis -> call.axis(axis, x)).toArray();
        int[] kept = IntStream.range(0, dims.length).filter(axis -> !PoolingOperators.contains(axes, axis))
                .map(axis -> dims[axis]).toArray();
        for (int axis : axes) {
            if (dims[axis] == Shape.N) {
                throw new BatchMisfit("a Squeeze of the batch");
            }
            if (dims[axis] != 1) {
                throw new FileException("expected an axis of extent 1 to squeeze, got " + dims[axis]);
            }
        }
        return call.axing().reshaped(x, kept);
    }

    static OnnxValue unsqueeze(NodeCall call) {
        Flow x = call.flow(0);
        long @Nullable [] given = call.wholes("axes", 1);
        if (given == null) {
            throw new FileException("expected axes, got none");
        }
        int lead = call.vertices().lead();
        int rank = x.rank() + given.length;
        int[] axes = Arrays.stream(given).mapToInt(axis -> Vertices.axis(axis, rank - lead) + lead).toArray();
        int[] dims = x.dims();
        int[] wide = new int[rank];
        int next = 0;
        for (int i = 0; i < rank; i++) {
            boolean isNew = PoolingOperators.contains(axes, i);
            if (!isNew && next == dims.length) {
                throw new FileException("expected different axes, got " + Arrays.toString(given));
            }
            wide[i] = isNew ? 1 : dims[next++];
        }
        return call.axing().reshaped(x, wide);
    }

    static OnnxValue transpose(NodeCall call) {
        Flow x = call.axing().settled(call.flow(0));
        int lead = call.vertices().lead();
        int rank = x.rank();
        long @Nullable [] perm = call.node().wholes("perm");
        int[] order = new int[rank];
        for (int i = lead; i < rank; i++) {
            order[i] = perm == null ? rank - 1 - (i - lead)
                    : i - lead < perm.length ? call.axis(perm[i - lead], x) : 0;
        }
        if (Arrays.stream(order).distinct().count() != rank || perm != null && perm.length != rank - lead) {
            throw new FileException("expected each axis once, got " + Arrays.toString(perm));
        }
        return transposed(x, order);
    }

    /// Axis i of the result is axis `order[i]`: a note, nothing is moved.
    static Flow transposed(Flow x, int... order) {
        int[] places = new int[order.length];
        for (int i = 0; i < places.length; i++) {
            for (int axis = 0; axis < order.length; axis++) {
                if (order[axis] == x.order()[i]) {
                    places[i] = axis;
                }
            }
        }
        return x.noted(places);
    }

    static OnnxValue concat(NodeCall call) {
        Flow like = leading(call);
        int axis = call.axis(call.node().whole("axis", 1), like);
        if (axis == like.order()[0]) {
            throw new BatchMisfit("a Concat along the batch");
        }
        List<Flow> parts = new ArrayList<>();
        for (int i = 0; i < call.inputs().size(); i++) {
            if (call.input(i) instanceof Flow flow) {
                parts.add(call.axing().ordered(flow, like.order()));
            } else if (call.numbers(i).size() > 0) {
                parts.add(call.axing().forEachSample(call.numbers(i), like));
            }
        }
        return parts.size() == 1 ? parts.getFirst()
                : call.vertices().apply(new Concatenate(like.place(axis)), like.order(), parts.toArray(Flow[]::new));
    }

    /// The first value of the network.
    private static Flow leading(NodeCall call) {
        for (int i = 0; i < call.inputs().size(); i++) {
            if (call.input(i) instanceof Flow flow) {
                return call.axing().settled(flow);
            }
        }
        throw new FileException("expected a value of the network, got constants");
    }

    static List<OnnxValue> split(NodeCall call) {
        Flow x = call.axing().settled(call.flow(0));
        int axis = call.axis(call.node().whole("axis", 0), x);
        long @Nullable [] given = call.wholes("split", 1);
        int extent = x.dim(axis);
        int count = call.node().outputs().size();
        if (axis == x.order()[0]) {
            throw new BatchMisfit("a Split of the batch");
        }
        int each = Math.ceilDiv(extent, count);
        List<OnnxValue> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < count; i++) {
            long size = given == null ? Math.min(each, extent - from) : i < given.length ? given[i] : 0;
            if (size < 1 || size > extent - from) {
                throw new FileException("expected parts of at least 1 of " + extent + ", got " + size);
            }
            parts.add(cut(call, x, axis, from, from + (int) size));
            from += (int) size;
        }
        return parts;
    }

    private static Flow cut(NodeCall call, Flow x, int axis, int from, int to) {
        return from == 0 && to == x.dim(axis) ? x
                : call.vertices().apply(new Slice(x.place(axis), from, to), x.order(), x);
    }

    static OnnxValue slice(NodeCall call) {
        Flow x = call.axing().settled(call.flow(0));
        long @Nullable [] starts = call.wholes("starts", 1);
        long @Nullable [] ends = call.wholes("ends", 2);
        if (starts == null || ends == null || starts.length != ends.length) {
            throw new FileException("expected as many ends as starts");
        }
        long @Nullable [] axes = call.wholes("axes", 3);
        @Nullable Numbers steps = call.optionalNumbers(4);
        Flow y = x;
        for (int i = 0; i < starts.length; i++) {
            int axis = call.axis(axes == null ? i : axes[i], x);
            long step = steps == null ? 1 : (long) steps.at(i);
            if (axis == x.order()[0]) {
                boolean isWhole = starts[i] == 0 && ends[i] >= Shape.MOST && step == 1;
                if (!isWhole) {
                    throw new BatchMisfit("a Slice of the batch");
                }
                continue;
            }
            int[] places = places(y.dim(axis), starts[i], ends[i], step);
            y = step > 0 && places.length > 0
                    ? PoolingOperators.strided(call, y, axis, places[0], places[places.length - 1] + 1,
                            (int) Math.min(step, y.dim(axis)))
                    : picked(call, y, axis, places);
        }
        return y;
    }

    /// The places that a slice takes of an axis, as NumPy counts them.
    static int[] places(int extent, long start, long end, long step) {
        if (step == 0) {
            throw new FileException("expected a step other than 0, got 0");
        }
        long first = Math.clamp(start < 0 ? start + extent : start, step > 0 ? 0 : -1, step > 0 ? extent : extent - 1);
        long stop = Math.clamp(end < -extent ? -1 : end < 0 ? end + extent : end, step > 0 ? 0 : -1, extent);
        int[] places = new int[extent];
        int count = 0;
        for (long i = first; (step > 0 ? i < stop : i > stop) && i >= 0 && i < extent; i += step) {
            places[count++] = (int) i;
        }
        return Arrays.copyOf(places, count);
    }

    static OnnxValue gather(NodeCall call) {
        Flow x = call.axing().settled(call.flow(0));
        Numbers indices = call.numbers(1);
        int axis = call.axis(call.node().whole("axis", 0), x);
        if (axis == x.order()[0]) {
            throw new BatchMisfit("a Gather of the batch");
        }
        int extent = x.dim(axis);
        int[] places = Arrays.stream(indices.wholes()).mapToInt(i -> Vertices.axis(i, extent)).toArray();
        Flow y = picked(call, x, axis, places);
        int[] dims = y.dims();
        int[] wide = IntStream.concat(
                IntStream.concat(Arrays.stream(dims, 0, axis), Arrays.stream(indices.dims())),
                Arrays.stream(dims, axis + 1, dims.length)).toArray();
        return call.axing().reshaped(y, wide);
    }

    /// The places of an axis, one behind the other; runs of them in one piece.
    static Flow picked(NodeCall call, Flow x, int axis, int... places) {
        if (places.length == 0) {
            throw new FileException("expected at least one number along an axis, got none");
        }
        List<Flow> parts = new ArrayList<>();
        for (int i = 0; i < places.length;) {
            int to = i + 1;
            while (to < places.length && places[to] == places[to - 1] + 1) {
                to++;
            }
            parts.add(cut(call, x, axis, places[i], places[i] + to - i));
            i = to;
            if (parts.size() > MOST_PIECES) {
                throw new FileException("expected at most " + MOST_PIECES + " pieces of an axis, got more");
            }
        }
        return parts.size() == 1 ? parts.getFirst()
                : call.vertices().apply(new Concatenate(x.place(axis)), x.order(), parts.toArray(Flow[]::new));
    }

    /// Repeats axes of extent 1.
    static OnnxValue expand(NodeCall call) {
        Numbers shape = call.numbers(1);
        Flow x = call.axing().settled(call.flow(0));
        int lead = call.vertices().lead();
        Flow lifted = call.axing().lifted(x, Math.max(x.rank(), shape.size() + lead));
        int[] dims = lifted.dims();
        int shift = lifted.rank() - shape.size();
        for (int i = 0; i < shape.size(); i++) {
            int axis = shift + i;
            long wanted = (long) shape.at(i);
            if (dims[axis] == Shape.N) {
                if (!shape.isTimesBatch(i) && wanted != 1) {
                    throw new BatchMisfit("an Expand of the batch");
                }
            } else if (dims[axis] == 1 && wanted > 1 && wanted <= Shape.MOST) {
                dims[axis] = (int) wanted;
            }
        }
        return repeated(call, lifted, dims);
    }

    private static Flow repeated(NodeCall call, Flow x, int[] dims) {
        int[] own = x.dims();
        int[] axes = IntStream.range(0, dims.length).filter(axis -> dims[axis] != own[axis]).toArray();
        if (axes.length == 0) {
            return x;
        }
        int[] left = Arrays.stream(x.order()).filter(axis -> !PoolingOperators.contains(axes, axis)).toArray();
        Flow narrow = call.vertices().reshaped(
                x, Shape.of(Arrays.stream(left).map(axis -> own[axis]).toArray()), PoolingOperators.ranks(left));
        Shape target = Shape.of(Arrays.stream(x.order()).map(axis -> dims[axis]).toArray());
        int[] places = Arrays.stream(axes).map(x::place).toArray();
        return call.vertices().apply(new Expand(target, Axes.of(places)), x.order(), narrow);
    }

    static OnnxValue tile(NodeCall call) {
        Flow x = call.axing().settled(call.flow(0));
        long[] repeats = call.numbers(1).wholes();
        int lead = call.vertices().lead();
        if (repeats.length != x.rank() - lead) {
            throw new FileException("expected " + (x.rank() - lead) + " repeats, got " + repeats.length);
        }
        Flow y = x;
        for (int i = 0; i < repeats.length; i++) {
            if (repeats[i] < 1 || repeats[i] > 1 << 20) {
                throw new FileException("expected repeats from 1 to 2²⁰, got " + repeats[i]);
            }
            y = repeats[i] == 1 ? y : tiled(call, y, i + lead, (int) repeats[i]);
        }
        return y;
    }

    private static Flow tiled(NodeCall call, Flow x, int axis, int times) {
        if (axis == x.order()[0]) {
            throw new BatchMisfit("a Tile of the batch");
        }
        int[] dims = x.dims();
        int[] wide = IntStream.concat(IntStream.concat(
                Arrays.stream(dims, 0, axis), IntStream.of(1)), Arrays.stream(dims, axis, dims.length)).toArray();
        int[] repeated = wide.clone();
        repeated[axis] = times;
        Flow many = repeated(call, call.axing().reshaped(x, wide), repeated);
        dims[axis] = Math.multiplyExact(dims[axis], times);
        return call.axing().reshaped(many, dims);
    }
}
