package dev.fovea.backend.cpu.scalar;

/// A thread's private rows for the scalar kernels, and the loops over them.
///
/// C2 turns a loop that stores floats into vector code only when the indexes alone show that no store
/// meets a load: `y[i]` and `w[i]` will do, `y[p + i]` and `w[q + i]` will not, for y and w might be one array.
/// So operands are copied in blocks into arrays of their own, and every loop here runs from 0. Rows must
/// be long: some dozen elements before and after the vectors are computed one by one.
final class ScalarRows {
    /// Terms of a block of sums, a multiple of 4.
    static final int DEPTH = 64;

    /// Floats of a row: eight rows fit into the first cache.
    static final int WIDTH = 768;

    /// Rows of sums, a multiple of 4: with the block they should fit into the second cache.
    static final int ROWS = 128;

    final float[][] right = new float[DEPTH][WIDTH];
    /// Four rows of a block of the left matrix: row r from r · DEPTH on.
    final float[] left = new float[4 * DEPTH];
    final float[][] sums = new float[ROWS][WIDTH];

    /// Adds the product of the four left rows, of `depth` floats, and the right block to four rows of sums.
    void addProduct(int row, int depth, int width) {
        for (int t = 0; t < depth; t += 4) {
            add(width, sums[row], sums[row + 1], sums[row + 2], sums[row + 3], left, t,
                    right[t], right[t + 1], right[t + 2], right[t + 3]);
        }
    }

    /// `y0[i] += a[t] · p[i] + … + a[t + 3] · s[i]`, and y1 to y3 with the other rows of a: 16 multiply-adds for 8
    /// loads and 4 stores.
    /// C2 leaves a loop with as many separate multiplications and additions scalar; [Math#fma] halves their number,
    /// and must start from y with the first row: with the last row first C2 gives up as well.
    private static void add(
            int n, float[] y0, float[] y1, float[] y2, float[] y3, float[] a, int t,
            float[] p, float[] q, float[] r, float[] s) {
        float a00 = a[t];
        float a01 = a[t + 1];
        float a02 = a[t + 2];
        float a03 = a[t + 3];
        float a10 = a[DEPTH + t];
        float a11 = a[DEPTH + t + 1];
        float a12 = a[DEPTH + t + 2];
        float a13 = a[DEPTH + t + 3];
        float a20 = a[2 * DEPTH + t];
        float a21 = a[2 * DEPTH + t + 1];
        float a22 = a[2 * DEPTH + t + 2];
        float a23 = a[2 * DEPTH + t + 3];
        float a30 = a[3 * DEPTH + t];
        float a31 = a[3 * DEPTH + t + 1];
        float a32 = a[3 * DEPTH + t + 2];
        float a33 = a[3 * DEPTH + t + 3];
        for (int i = 0; i < n; i++) {
            float pi = p[i];
            float qi = q[i];
            float ri = r[i];
            float si = s[i];
            y0[i] = Math.fma(a03, si, Math.fma(a02, ri, Math.fma(a01, qi, Math.fma(a00, pi, y0[i]))));
            y1[i] = Math.fma(a13, si, Math.fma(a12, ri, Math.fma(a11, qi, Math.fma(a10, pi, y1[i]))));
            y2[i] = Math.fma(a23, si, Math.fma(a22, ri, Math.fma(a21, qi, Math.fma(a20, pi, y2[i]))));
            y3[i] = Math.fma(a33, si, Math.fma(a32, ri, Math.fma(a31, qi, Math.fma(a30, pi, y3[i]))));
        }
    }

    /// `y[i] += a[i] · b[i]`
    static void addProducts(int n, float[] y, float[] a, float[] b) {
        for (int i = 0; i < n; i++) {
            y[i] += a[i] * b[i];
        }
    }

    /// `y[i] = max(y[i], 0)`, keeping NaN.
    static void relu(int n, float[] y) {
        for (int i = 0; i < n; i++) {
            y[i] = Math.max(y[i], 0f);
        }
    }

    /// Copies `count` rows of n floats, taken from columns of another matrix: `to[t][j] = x[at + j · step + t]`.
    static void transpose(float[] x, int at, int step, int count, int n, float[][] to) {
        int t = 0;
        for (; t + 4 <= count; t += 4) {
            float[] p = to[t];
            float[] q = to[t + 1];
            float[] r = to[t + 2];
            float[] s = to[t + 3];
            for (int j = 0, from = at + t; j < n; j++, from += step) {
                p[j] = x[from];
                q[j] = x[from + 1];
                r[j] = x[from + 2];
                s[j] = x[from + 3];
            }
        }
        for (; t < count; t++) {
            for (int j = 0, from = at + t; j < n; j++, from += step) {
                to[t][j] = x[from];
            }
        }
    }

    /// The reverse: `y[at + j · step + i] = from[i][first + j]`.
    static void transposeBack(float[][] from, int first, int count, int n, float[] y, int at, int step) {
        int i = 0;
        for (; i + 4 <= count; i += 4) {
            float[] p = from[i];
            float[] q = from[i + 1];
            float[] r = from[i + 2];
            float[] s = from[i + 3];
            for (int j = 0, to = at + i; j < n; j++, to += step) {
                y[to] = p[first + j];
                y[to + 1] = q[first + j];
                y[to + 2] = r[first + j];
                y[to + 3] = s[first + j];
            }
        }
        for (; i < count; i++) {
            for (int j = 0, to = at + i; j < n; j++, to += step) {
                y[to] = from[i][first + j];
            }
        }
    }
}
