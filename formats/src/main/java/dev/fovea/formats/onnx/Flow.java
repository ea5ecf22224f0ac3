package dev.fovea.formats.onnx;

import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What comes out of a vertex, and how its axes lie: the batch first, channels of images last, whatever ONNX's order.
///
/// @param vertex its name
/// @param shape as it lies
/// @param order `order[i]` is the axis of ONNX that lies at axis i
/// @param flattened of an image's values in one axis, the last: height, width and channels in this order, where ONNX
///     has the channels first; null for all others
record Flow(String vertex, Shape shape, int[] order, int @Nullable [] flattened) implements OnnxValue {
    static Flow of(String vertex, Shape shape, int... order) {
        return new Flow(vertex, shape, order, null);
    }

    /// As ONNX has it.
    static Flow plain(String vertex, Shape shape) {
        return of(vertex, shape, identity(shape.rank()));
    }

    static int[] identity(int rank) {
        return IntStream.range(0, rank).toArray();
    }

    /// The order of an image: batch, then height and width or whatever lies between, then channels.
    static int[] channelsLast(int rank) {
        int[] order = identity(rank);
        for (int i = 1; i < rank; i++) {
            order[i] = i == rank - 1 ? 1 : i + 1;
        }
        return order;
    }

    @Override
    public int[] dims() {
        int[] dims = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            dims[order[i]] = shape.dim(i);
        }
        return dims;
    }

    int dim(int axis) {
        return shape.dim(place(axis));
    }

    /// Where an axis of ONNX lies.
    int place(int axis) {
        for (int i = 0; i < order.length; i++) {
            if (order[i] == axis) {
                return i;
            }
        }
        throw new IllegalArgumentException("expected an axis from 0 to " + (order.length - 1) + ": got " + axis);
    }

    boolean isOrdered(int... wanted) {
        return Arrays.equals(order, wanted);
    }

    /// The same numbers with other notes.
    Flow noted(int... order) {
        return of(vertex, shape, order);
    }
}
