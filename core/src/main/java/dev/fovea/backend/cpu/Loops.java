package dev.fovea.backend.cpu;

import dev.fovea.op.Window;

/// Element-wise and row-wise loops. Both sets give the same bits, because each lane does what the plain
/// loop does; only speed differs. `n` elements from each offset, unless said.
public interface Loops {
    void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

    void subtract(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

    void multiply(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

    void divide(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

    /// y = x · factor.
    void scale(float[] x, int xo, float factor, float[] y, int yo, int n);

    /// y = x + term.
    void shift(float[] x, int xo, float term, float[] y, int yo, int n);

    void relu(float[] x, int xo, float[] y, int yo, int n);

    /// dx = dy where y > 0, else 0.
    void reluGradient(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n);

    /// y = b + x for each of `rows` rows of `c` elements.
    void addRow(float[] x, int xo, float[] b, int bo, float[] y, int yo, int rows, int c);

    /// y = b · x for each of `rows` rows of `c` elements.
    void multiplyRow(float[] x, int xo, float[] b, int bo, float[] y, int yo, int rows, int c);

    /// out[j] = Σ over rows of x[row, j], added in the order of the rows.
    void columnSums(float[] x, int xo, int rows, int c, float[] out, int oo);

    /// The greatest value of each window of one image, for output rows `from` … `to − 1`.
    void maxPooling(Window window, float[] x, int xo, float[] y, int yo, int from, int to);

    /// dx of one image, for the first greatest value of each window; dx is overwritten.
    void maxPoolingGradient(Window window, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo);

    /// y = x / (1 − rate) or 0, by the random number of (key, first + i); see [RandomMask].
    void dropout(float[] x, int xo, float[] y, int yo, int n, long key, int first, float rate);
}
