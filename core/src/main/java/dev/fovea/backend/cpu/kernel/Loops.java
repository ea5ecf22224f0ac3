package dev.fovea.backend.cpu.kernel;

import dev.fovea.op.Window;

/// Element-wise and row-wise loops. Both sets give the same bits, because each lane does what the plain
/// loop does; only speed differs. `xOff` is where x begins in its array; `n` elements count from there, unless said.
public interface Loops {
    void add(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n);

    void subtract(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n);

    void multiply(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n);

    void divide(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n);

    /// y = max(a, b); NaN if either is.
    void maximum(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n);

    /// y = min(a, b); NaN if either is.
    void minimum(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n);

    /// y = max(x, bound).
    void atLeast(float[] x, int xOff, float bound, float[] y, int yOff, int n);

    /// y = min(x, bound).
    void atMost(float[] x, int xOff, float bound, float[] y, int yOff, int n);

    /// y = x · factor.
    void scale(float[] x, int xOff, float factor, float[] y, int yOff, int n);

    /// y = x + term.
    void shift(float[] x, int xOff, float term, float[] y, int yOff, int n);

    void relu(float[] x, int xOff, float[] y, int yOff, int n);

    /// dx = dy where y > 0, else 0.
    void reluGradient(float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n);

    /// y = b + x for each of `rows` rows of `c` elements.
    void addRow(float[] x, int xOff, float[] b, int bOff, float[] y, int yOff, int rows, int c);

    /// y = b · x for each of `rows` rows of `c` elements.
    void multiplyRow(float[] x, int xOff, float[] b, int bOff, float[] y, int yOff, int rows, int c);

    /// `out[j] = Σ over rows of x[row, j]`, added in the order of the rows.
    void columnSums(float[] x, int xOff, int rows, int c, float[] out, int outOff);

    /// The greatest value of each window of one image, for output rows `from` … `to − 1`.
    void maxPooling(Window window, float[] x, int xOff, float[] y, int yOff, int from, int to);

    /// dx of one image, for the first greatest value of each window; dx is overwritten.
    void maxPoolingGradient(Window window, float[] x, int xOff, float[] dy, int dyOff, float[] dx, int dxOff);

    /// y = x / (1 − rate) or 0, by the random number of (key, first + i); see [RandomMask].
    void dropout(float[] x, int xOff, float[] y, int yOff, int n, long key, int first, float rate);

    /// The function of `curve` at each x.
    void curve(Curve curve, float parameter, float[] x, int xOff, float[] y, int yOff, int n);

    /// dx of `curve`, given v (see [Curve#gradient]) and dy.
    void curveGradient(
            Curve curve, float parameter, float[] v, int vOff, float[] dy, int dyOff, float[] dx, int dxOff, int n);

    /// The mean of each window of one image, padding left out, for output rows `from` … `to − 1`.
    void averagePooling(Window window, float[] x, int xOff, float[] y, int yOff, int from, int to);

    /// dx of one image: each window's dy / pixels goes to all its pixels; dx is overwritten.
    void averagePoolingGradient(Window window, float[] dy, int dyOff, float[] dx, int dxOff);

    /// y = (x − m) · s + b for each of `rows` rows of `c` elements; m, s and b are rows of c.
    void normalise(
            float[] x, int xOff, float[] m, int mOff, float[] s, int sOff, float[] b, int bOff, float[] y, int yOff,
            int rows, int c);

    /// `out[j] = Σ over rows of (x[row, j] − m[j])²`, added in the order of the rows.
    void centredSquares(float[] x, int xOff, float[] m, int mOff, int rows, int c, float[] out, int outOff);

    /// `out[j] = Σ over rows of (x[row, j] − m[j]) · dy[row, j]`, and `out[c + j] = Σ dy[row, j]`.
    void centredProducts(
            float[] x, int xOff, float[] m, int mOff, float[] dy, int dyOff, int rows, int c, float[] out, int outOff);

    /// dx = s · (dy − t − (x − m) · q) for each row of c, where `stq` holds the rows s, t and q.
    void normaliseGradient(
            float[] x, int xOff, float[] m, int mOff, float[] dy, int dyOff, float[] stq, int stqOff,
            float[] dx, int dxOff, int rows, int c);

    /// `y[i] = Σ of x[i] … x[i + count − 1]`, added in that order; `x` holds n + count − 1 elements.
    void neighbourSums(float[] x, int xOff, int count, float[] y, int yOff, int n);
}
