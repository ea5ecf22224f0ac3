package dev.fovea.formats.onnx;

import dev.fovea.io.FileException;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A tensor that is known while a file is read, in ONNX's order. Extents that were read from a network's value may be
/// multiples of the batch, which nobody knows: those numbers count how many times the batch.
final class Numbers implements OnnxValue {
    /// Where the numbers lie: in the file's bytes, or in an array.
    interface Source {
        double at(int index);
    }

    private final ElementType type;
    private final int[] dims;
    private final Source source;
    private final boolean @Nullable [] timesBatch;
    private final @Nullable String weight;

    /// @param timesBatch which numbers are multiples of the batch; null for none
    /// @param weight the name in the file, if it is one that training changes
    private Numbers(
            ElementType type, int[] dims, Source source, boolean @Nullable [] timesBatch, @Nullable String weight) {
        this.type = type;
        this.dims = dims;
        this.source = source;
        this.timesBatch = timesBatch;
        this.weight = weight;
        size(dims);
    }

    static Numbers of(ElementType type, int[] dims, Source source) {
        return new Numbers(type, dims.clone(), source, null, null);
    }

    static Numbers of(ElementType type, int[] dims, double... values) {
        return of(type, dims, index -> values[index]);
    }

    static Numbers scalar(ElementType type, double value) {
        return of(type, new int[0], value);
    }

    /// Whole numbers in a row.
    static Numbers row(long... values) {
        return of(ElementType.INT64, new int[] {values.length}, Arrays.stream(values).asDoubleStream().toArray());
    }

    /// The extents of a value; that of the batch is once the batch.
    static Numbers extents(int[] dims) {
        boolean[] timesBatch = new boolean[dims.length];
        double[] values = new double[dims.length];
        for (int i = 0; i < dims.length; i++) {
            timesBatch[i] = dims[i] == Shape.N;
            values[i] = timesBatch[i] ? 1 : dims[i];
        }
        return row(0).with(new int[] {dims.length}, values, timesBatch);
    }

    /// Other numbers of the same type.
    Numbers with(int[] dims, double[] values, boolean @Nullable [] timesBatch) {
        boolean none = timesBatch == null || !isAny(timesBatch);
        return new Numbers(type, dims.clone(), index -> values[index], none ? null : timesBatch, null);
    }

    private static boolean isAny(boolean[] flags) {
        for (boolean flag : flags) {
            if (flag) {
                return true;
            }
        }
        return false;
    }

    /// As a weight of the file.
    Numbers named(String name) {
        return new Numbers(type, dims, source, timesBatch, name);
    }

    /// The same numbers under another shape.
    Numbers reshaped(int... dims) {
        if (size(dims) != size()) {
            throw new FileException("expected a shape of " + size() + " numbers, got " + Arrays.toString(dims));
        }
        return new Numbers(type, dims.clone(), source, timesBatch, weight);
    }

    ElementType type() {
        return type;
    }

    @Override
    public int[] dims() {
        return dims.clone();
    }

    int size() {
        return size(dims);
    }

    private static int size(int[] dims) {
        long size = 1;
        for (int dim : dims) {
            if (dim < 0) {
                throw new FileException("expected extents from 0, got " + Arrays.toString(dims));
            }
            size = Math.min(size * dim, Long.MAX_VALUE >> 32);
        }
        if (size > Shape.MOST) {
            throw new FileException("a tensor has at most 2³¹ − 77 numbers, got " + Arrays.toString(dims));
        }
        return (int) size;
    }

    double at(int index) {
        return source.at(index);
    }

    /// Whether a number is so many times the batch.
    boolean isTimesBatch(int index) {
        return timesBatch != null && timesBatch[index];
    }

    boolean dependsOnBatch() {
        return timesBatch != null;
    }

    /// The name in the file of a weight that training changes; null for all other numbers.
    @Nullable String weight() {
        return weight;
    }

    double[] values() {
        double[] values = new double[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = at(i);
        }
        return values;
    }

    /// All as whole numbers; those that are multiples of the batch are refused.
    long[] wholes() {
        long[] values = new long[size()];
        for (int i = 0; i < values.length; i++) {
            if (isTimesBatch(i)) {
                throw new FileException("expected numbers that do not depend on the size of the batch");
            }
            values[i] = (long) at(i);
        }
        return values;
    }

    /// The only number.
    double scalar() {
        if (size() != 1 || dependsOnBatch()) {
            throw new FileException("expected one number, got a tensor of " + Arrays.toString(dims));
        }
        return at(0);
    }

    /// Whether all are this number.
    boolean isAll(double value) {
        for (int i = 0; i < size(); i++) {
            if (at(i) != value) {
                return false;
            }
        }
        return true;
    }

    /// Axes in another order: axis i of the result is axis `order[i]`.
    Numbers ordered(int... order) {
        boolean isOrdered = true;
        int[] to = new int[order.length];
        int[] from = new int[order.length];
        int stride = 1;
        int[] strides = new int[dims.length];
        for (int axis = dims.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= dims[axis];
        }
        for (int i = 0; i < order.length; i++) {
            isOrdered &= order[i] == i;
            to[i] = dims[order[i]];
            from[i] = strides[order[i]];
        }
        if (isOrdered) {
            return this;
        }
        boolean[] flags = null;
        if (timesBatch != null) {
            flags = new boolean[size()];
            for (int i = 0; i < flags.length; i++) {
                flags[i] = timesBatch[place(i, to, from)];
            }
        }
        return new Numbers(type, to, index -> source.at(place(index, to, from)), flags, weight);
    }

    private static int place(int index, int[] dims, int[] strides) {
        int place = 0;
        int rest = index;
        for (int axis = dims.length - 1; axis >= 0; axis--) {
            place += rest % dims[axis] * strides[axis];
            rest /= dims[axis];
        }
        return place;
    }

    /// Each number multiplied.
    Numbers times(double factor) {
        return factor == 1 ? this : new Numbers(type, dims, index -> source.at(index) * factor, null, weight);
    }

    /// As a tensor of Fovea, in the order in which the numbers lie.
    Tensor tensor() {
        float[] values = new float[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) at(i);
        }
        return Tensor.of(Shape.of(dims), values);
    }

    @Override
    public String toString() {
        return type + Arrays.toString(dims);
    }
}
