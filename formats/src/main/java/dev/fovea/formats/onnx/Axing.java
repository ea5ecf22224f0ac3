package dev.fovea.formats.onnx;

import dev.fovea.nn.Flatten;
import dev.fovea.op.Clamp;
import dev.fovea.op.Slice;
import dev.fovea.op.Transpose;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Where axes lie: moves them where nothing else is right, and gives values other axes.
record Axing(Vertices vertices) {
    /// The value with its axes in an order.
    Flow ordered(Flow value, int... order) {
        Flow x = settled(value);
        if (x.isOrdered(order)) {
            return x;
        }
        if (order[0] != x.order()[0]) {
            throw new BatchMisfit("axis " + order[0] + " is the first, the batch is axis " + x.order()[0]);
        }
        List<Integer> moved = Arrays.stream(order).map(x::place).boxed().toList();
        Shape shape = Shape.of(moved.stream().mapToInt(x.shape()::dim).toArray());
        List<Integer> wide = moved.stream().filter(axis -> x.shape().dim(axis) != 1).toList();
        if (wide.equals(wide.stream().sorted().toList())) {
            return vertices.reshaped(x, shape, order);
        }
        return vertices.apply(new Transpose(moved), order, x);
    }

    /// In ONNX's order, but the batch first.
    Flow plain(Flow x) {
        int batch = x.order()[0];
        return ordered(x, IntStream.concat(
                IntStream.of(batch), IntStream.range(0, x.rank()).filter(axis -> axis != batch)).toArray());
    }

    /// With an axis behind all others.
    Flow last(Flow x, int axis) {
        Flow settled = settled(x);
        if (settled.order()[settled.rank() - 1] == axis) {
            return settled;
        }
        return ordered(settled, IntStream.concat(
                Arrays.stream(settled.order()).filter(other -> other != axis), IntStream.of(axis)).toArray());
    }

    /// N × H × W × C, or what stands for it of other ranks.
    Flow channelsLast(Flow x) {
        return ordered(x, Flow.channelsLast(x.rank()));
    }

    /// Of an image that was flattened as it lies, the values in ONNX's order.
    Flow settled(Flow x) {
        int[] image = x.flattened();
        if (image == null) {
            return x;
        }
        Flow whole = vertices.reshaped(x, Shape.batch(image), 0, 2, 3, 1);
        Flow moved = vertices.apply(new Transpose(List.of(0, 3, 1, 2)), Flow.identity(4), whole);
        return vertices.reshaped(moved, x.shape(), x.order());
    }

    /// Axes of a value, from … to − 1, which become axes of another shape, from … to − 1.
    private record Part(int from, int to, int newFrom, int newTo) {}

    /// Another shape of the same numbers in ONNX's order.
    ///
    /// @param dims of the result, one of them [Shape#N]
    Flow reshaped(Flow value, int... dims) {
        if (Arrays.equals(value.dims(), dims)) {
            return value;
        }
        if (isImage(value) && dims.length == 2 && dims[0] == Shape.N) {
            Flow flat = vertices.layer(Flatten.of(), Flow.identity(2), value);
            return new Flow(flat.vertex(), flat.shape(), flat.order(), value.shape().sample().dims());
        }
        Flow x = settled(value);
        List<Part> parts = parts(x.dims(), dims);
        Flow together = together(x, parts);
        List<Integer> order = new ArrayList<>();
        for (int axis : together.order()) {
            for (Part part : parts) {
                if (part.from() <= axis && axis < part.to() && axis == firstOf(together, part)) {
                    IntStream.range(part.newFrom(), part.newTo()).forEach(order::add);
                }
            }
        }
        for (int axis = 0; axis < dims.length; axis++) {
            if (!order.contains(axis)) {
                order.add(axis);
            }
        }
        int[] places = order.stream().mapToInt(Integer::intValue).toArray();
        return vertices.reshaped(together, Shape.of(Arrays.stream(places).map(axis -> dims[axis]).toArray()), places);
    }

    /// Whether flattening the value as it lies gives another order than ONNX's.
    private static boolean isImage(Flow x) {
        return x.flattened() == null && x.isOrdered(Flow.channelsLast(4)) && x.shape().dim(3) > 1
                && (long) x.shape().dim(1) * x.shape().dim(2) > 1;
    }

    private static List<Part> parts(int[] from, int[] to) {
        List<Part> parts = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < from.length || j < to.length) {
            boolean batch = i < from.length && from[i] == Shape.N;
            boolean newBatch = j < to.length && to[j] == Shape.N;
            int oldI = i;
            int oldJ = j;
            if (batch && newBatch) {
                i++;
                j++;
            } else if (i < from.length && from[i] == 1 && (newBatch || j == to.length)) {
                i++;
            } else if (j < to.length && to[j] == 1 && (batch || i == from.length)) {
                j++;
            } else {
                long size = 1;
                long newSize = 1;
                do {
                    if (size <= newSize && i < from.length && from[i] != Shape.N && (size < newSize || i == oldI)) {
                        size *= from[i++];
                    } else if (j < to.length && to[j] != Shape.N) {
                        newSize *= to[j++];
                    } else {
                        throw new BatchMisfit("Reshape mixes the batch with other axes: " + Arrays.toString(from)
                                + " to " + Arrays.toString(to));
                    }
                } while (size != newSize || i == oldI || j == oldJ);
            }
            parts.add(new Part(oldI, i, oldJ, j));
        }
        return parts;
    }

    /// The axes of each part one behind the other; those of extent 1 lie anywhere.
    private Flow together(Flow x, List<Part> parts) {
        List<Integer> order = new ArrayList<>();
        boolean isTogether = true;
        int[] wide = Arrays.stream(x.order()).filter(axis -> x.dim(axis) != 1).toArray();
        for (int axis : wide) {
            for (Part part : parts) {
                boolean inside = part.from() <= axis && axis < part.to();
                if (inside && !order.contains(axis)) {
                    IntStream.range(part.from(), part.to()).filter(own -> x.dim(own) != 1).forEach(order::add);
                }
            }
        }
        for (int i = 0; i < wide.length; i++) {
            isTogether &= wide[i] == order.get(i);
        }
        if (isTogether) {
            return x;
        }
        Arrays.stream(x.order()).filter(axis -> !order.contains(axis)).forEach(order::add);
        return ordered(x, order.stream().mapToInt(Integer::intValue).toArray());
    }

    /// The axis of a part that lies first, of those wider than 1 if there are any.
    private static int firstOf(Flow x, Part part) {
        int first = -1;
        for (int axis : x.order()) {
            if (part.from() <= axis && axis < part.to()) {
                if (x.dim(axis) != 1) {
                    return axis;
                }
                first = first < 0 ? axis : first;
            }
        }
        return first;
    }

    /// Axes of extent 1 before all others but the batch, until there are so many.
    Flow lifted(Flow x, int rank) {
        if (x.rank() == rank) {
            return x;
        }
        if (vertices.lead() == 0) {
            throw new BatchMisfit("values of " + x.rank() + " and " + rank + " axes meet, of which the first are the"
                    + " batch");
        }
        int[] dims = new int[rank];
        Arrays.fill(dims, 1);
        int[] own = x.dims();
        dims[0] = own[0];
        System.arraycopy(own, 1, dims, rank - own.length + 1, own.length - 1);
        return reshaped(x, dims);
    }

    /// Numbers in the order in which the axes of a value lie, without axes of extent 1 before them: as they meet it.
    Flow beside(Numbers numbers, Flow x, boolean isTrained) {
        int rank = x.rank();
        int[] dims = new int[rank];
        Arrays.fill(dims, 1);
        int[] own = numbers.dims();
        if (own.length > rank - vertices.lead()) {
            throw new BatchMisfit("a constant of " + own.length + " axes meets a value of fewer");
        }
        System.arraycopy(own, 0, dims, rank - own.length, own.length);
        if (dims[x.order()[0]] != 1) {
            throw new BatchMisfit("a constant has numbers along the batch");
        }
        Numbers lying = numbers.reshaped(dims).ordered(x.order());
        int first = 0;
        while (first < rank && lying.dims()[first] == 1) {
            first++;
        }
        return vertices.weight(lying.reshaped(Arrays.copyOfRange(lying.dims(), first, rank)), isTrained);
    }

    /// Numbers once for each sample, in the order in which a value of their axes lies.
    Flow forEachSample(Numbers numbers, Flow like) {
        Flow zero = like;
        for (int i = 1; i < like.rank(); i++) {
            zero = zero.shape().dim(i) == 1 ? zero : vertices.apply(new Slice(i, 0, 1), zero.order(), zero);
        }
        zero = vertices.apply(new Clamp(0, 0), like.order(), zero);
        Flow weight = beside(numbers, like, false);
        return vertices.apply(new dev.fovea.op.Add(), like.order(), zero, weight);
    }
}
