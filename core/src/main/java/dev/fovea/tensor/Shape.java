package dev.fovea.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The extents of a tensor, outermost first. Images are height × width × channels.
///
/// The first axis may be the batch axis [#N]: its extent is known only when a step runs, so one
/// plan serves every batch up to its capacity. All other extents are at least 1. A shape without
/// axes is a scalar of size 1. A sample has at most [#MOST] values, so that an array holds it and indexes are whole
/// numbers of 32 bits.
public final class Shape {
    /// The extent of the batch axis, which only the first axis may have.
    public static final int N = -1;

    /// Values of a sample at most: what an array of Java holds, less what brings it to a line of the cache.
    public static final int MOST = Integer.MAX_VALUE - 76;

    /// The shape of a scalar.
    public static final Shape SCALAR = new Shape(new int[0]);

    private final int[] dims;

    private Shape(int[] dims) {
        this.dims = dims;
    }

    /// A shape of the given extents; the first may be [#N].
    ///
    /// @throws IllegalArgumentException if an extent is below 1, or [#N] is not the first, or a sample would have more
    ///     than [#MOST] values
    public static Shape of(int... dims) {
        long size = 1;
        for (int axis = 0; axis < dims.length; axis++) {
            boolean batch = axis == 0 && dims[axis] == N;
            if (dims[axis] < 1 && !batch) {
                throw new IllegalArgumentException(
                        "extents must be at least 1: got " + dims[axis] + " at axis " + axis + " of " + text(dims));
            }
            size *= batch ? 1 : dims[axis];
            if (size > MOST) {
                throw new IllegalArgumentException(
                        "a tensor may have at most 2³¹ − 77 values: got " + text(dims) + "; take smaller extents");
            }
        }
        return new Shape(dims.clone());
    }

    /// The shape of a batch of samples of the given extents: `batch(28, 28, 1)` is N × 28 × 28 × 1.
    public static Shape batch(int... sample) {
        return of(sample).batched();
    }

    /// This shape with the batch axis put before it.
    public Shape batched() {
        if (isBatched()) {
            throw new IllegalArgumentException("the shape has a batch axis already: " + this);
        }
        int[] all = new int[dims.length + 1];
        all[0] = N;
        System.arraycopy(dims, 0, all, 1, dims.length);
        return new Shape(all);
    }

    /// The shape of one sample: this shape without its batch axis.
    public Shape sample() {
        return isBatched() ? new Shape(Arrays.copyOfRange(dims, 1, dims.length)) : this;
    }

    public boolean isBatched() {
        return dims.length > 0 && dims[0] == N;
    }

    public int rank() {
        return dims.length;
    }

    /// The extent of an axis; negative axes count from the last, so `dim(-1)` is the innermost.
    public int dim(int axis) {
        return dims[axis < 0 ? axis + dims.length : axis];
    }

    public int[] dims() {
        return dims.clone();
    }

    /// The number of elements; for a batched shape, of one sample.
    public long size() {
        return size(1);
    }

    /// The number of elements when the batch holds `n` samples.
    public long size(long n) {
        long size = 1;
        for (int dim : dims) {
            size = Math.multiplyExact(size, dim == N ? n : dim);
        }
        return size;
    }

    /// This shape with `n` in place of the batch axis.
    public Shape at(int n) {
        if (!isBatched()) {
            return this;
        }
        int[] all = dims.clone();
        all[0] = n;
        return of(all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape that && Arrays.equals(dims, that.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /// The extents joined by ×, as in `N×28×28×1`; a scalar prints as `scalar`.
    @Override
    public String toString() {
        return text(dims);
    }

    private static String text(int[] dims) {
        return dims.length == 0
                ? "scalar"
                : Arrays.stream(dims).mapToObj(dim -> dim == N ? "N" : "" + dim).collect(Collectors.joining("×"));
    }
}
