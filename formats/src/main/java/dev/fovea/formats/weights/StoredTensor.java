package dev.fovea.formats.weights;

import dev.fovea.formats.weights.Pickled.View;
import dev.fovea.io.FileException;
import dev.fovea.safetensors.Dtype;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A tensor whose place in the file is known and lies inside of its storage.
///
/// @param from the file's byte where its first element begins
/// @param count of elements
record StoredTensor(Dtype dtype, long from, List<Long> shape, List<Long> strides, int count) {
    private static final int PIECE = 1 << 18;
    private static final int MOST = Integer.MAX_VALUE - 76;

    /// A tensor may show one element many times, as `expand` makes them, up to this many values.
    private static final long MOST_REPEATED = 1 << 20;

    /// An axis of more than one index.
    ///
    /// @param stored elements of the storage from one index to the next
    /// @param row elements of the tensor, row by row, from one index to the next
    private record Along(long extent, long stored, int row) {}

    /// @param storage the file's byte where the storage begins, which lies whole in the file
    /// @throws FileException if the tensor is not inside of its storage
    static StoredTensor of(View view, long storage) {
        long count = 1;
        long last = view.offset();
        boolean empty = view.shape().contains(0L);
        try {
            for (int axis = 0; axis < view.shape().size() && !empty; axis++) {
                long extent = view.shape().get(axis);
                count = Math.multiplyExact(count, extent);
                last = Math.addExact(last, Math.multiplyExact(extent - 1, view.strides().get(axis)));
            }
        } catch (ArithmeticException e) {
            throw new FileException("expected a tensor that fits its storage, got extents " + view.shape()
                    + " and strides " + view.strides(), e);
        }
        long stored = view.storage().count();
        boolean inside = empty ? view.offset() <= stored : last < stored;
        if (!inside || count > Math.max(stored, MOST_REPEATED) || count > MOST) {
            throw new FileException("expected a tensor inside of the " + stored + " elements of its storage, got"
                    + " extents " + view.shape() + " and strides " + view.strides() + " from element "
                    + view.offset());
        }
        Dtype dtype = view.storage().dtype();
        return new StoredTensor(
                dtype, storage + view.offset() * dtype.bytes(), view.shape(), view.strides(), empty ? 0 : (int) count);
    }

    /// The values, row by row.
    float[] read(ByteFile file) {
        float[] values = new float[count];
        if (count == 0) {
            return values;
        }
        List<Along> axes = axes();
        long next = 1;
        boolean dense = true;
        for (Along axis : axes.reversed()) {
            dense &= axis.stored() == next && axis.row() == next;
            next *= axis.extent();
        }
        if (dense) {
            new Window(file).copy(values);
        } else {
            gather(file, axes, values);
        }
        return values;
    }

    /// From the widest stride to the narrowest: so the walk over the tensor goes through the file once, forward.
    ///
    /// @throws FileException if two of its elements lie across each other
    private List<Along> axes() {
        List<Along> axes = new ArrayList<>();
        int row = 1;
        for (int axis = shape.size() - 1; axis >= 0; axis--) {
            if (shape.get(axis) > 1) {
                axes.add(new Along(shape.get(axis), strides.get(axis), row));
            }
            row *= Math.toIntExact(shape.get(axis));
        }
        axes.sort(Comparator.comparingLong(Along::stored).thenComparingInt(Along::row).reversed());
        long reach = 0;
        for (Along axis : axes.reversed()) {
            if (axis.stored() != 0 && axis.stored() <= reach) {
                throw new FileException("expected a tensor whose rows do not overlap, got extents " + shape
                        + " and strides " + strides);
            }
            reach += (axis.extent() - 1) * axis.stored();
        }
        return axes;
    }

    private void gather(ByteFile file, List<Along> axes, float[] values) {
        Window window = new Window(file);
        long[] index = new long[axes.size()];
        long stored = 0;
        int row = 0;
        for (int i = 0; i < count; i++) {
            values[row] = window.at(stored);
            int axis = axes.size() - 1;
            while (axis >= 0 && index[axis] == axes.get(axis).extent() - 1) {
                stored -= index[axis] * axes.get(axis).stored();
                row -= (int) index[axis] * axes.get(axis).row();
                index[axis] = 0;
                axis--;
            }
            if (axis >= 0) {
                index[axis]++;
                stored += axes.get(axis).stored();
                row += axes.get(axis).row();
            }
        }
    }

    /// Some of the elements in a row, those around the last that was asked for and behind it.
    private final class Window {
        private final ByteFile file;
        private final long end = span();
        private final int piece = (int) Math.min(PIECE, end);
        private final ByteBuffer bytes = ByteBuffer.allocate(piece * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        private final float[] floats = new float[piece];
        private long first;
        private int length;

        Window(ByteFile file) {
            this.file = file;
        }

        float at(long element) {
            if (element < first || element >= first + length) {
                length = (int) Math.min(piece, end - element);
                first = element;
                load(element, length, floats, 0);
            }
            return floats[(int) (element - first)];
        }

        void copy(float[] values) {
            for (int at = 0; at < values.length; at += piece) {
                load(at, Math.min(piece, values.length - at), values, at);
            }
        }

        private void load(long element, int n, float[] into, int at) {
            file.fill(bytes.clear().limit(n * dtype.bytes()), from + element * dtype.bytes());
            dtype.floats(bytes.flip(), into, at, n);
        }
    }

    /// Elements of the storage from the first to the last.
    private long span() {
        long span = 1;
        for (int axis = 0; axis < shape.size(); axis++) {
            span += (shape.get(axis) - 1) * strides.get(axis);
        }
        return span;
    }
}
