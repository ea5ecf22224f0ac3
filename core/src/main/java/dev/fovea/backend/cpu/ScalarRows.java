package dev.fovea.backend.cpu;

/// A thread's private rows for the scalar kernels, and the loops over them.
///
/// C2 turns a loop that stores floats into vector code only when the indexes alone show that no store
/// meets a load: y[i] and w[i] will do, y[p + i] and w[q + i] will not, for y and w might be one array.
/// So operands are copied in blocks into arrays of their own, and every loop here runs from 0.
final class ScalarRows {
    /// Rows of a block, a multiple of 4.
    static final int DEPTH = 64;

    /// Floats of a row of a block.
    static final int WIDTH = 512;

    final float[][] right = new float[DEPTH][WIDTH];
    final float[][] left = new float[2][DEPTH];
    final float[][] sums = new float[2][WIDTH];

    /// Multiply-adds that make a part worth handing to a thread.
    private static final long WORTHWHILE = 1 << 18;

    /// Rows that a copied block should serve at least.
    private static final int LEAST_ROWS = 96;

    /// Rows that one part should take so that it is worth handing out.
    static int perPart(long multiplyAddsPerRow) {
        return (int) Math.max(LEAST_ROWS, Math.ceilDiv(WORTHWHILE, Math.max(1, multiplyAddsPerRow)));
    }

    /// Adds the product of both left rows, of `depth` floats, and the right block to both rows of sums.
    void addProduct(int depth, int width) {
        for (int t = 0; t < depth; t += 4) {
            float a0 = left[0][t];
            float a1 = left[0][t + 1];
            float a2 = left[0][t + 2];
            float a3 = left[0][t + 3];
            float b0 = left[1][t];
            float b1 = left[1][t + 1];
            float b2 = left[1][t + 2];
            float b3 = left[1][t + 3];
            boolean padding = a0 == 0 && a1 == 0 && a2 == 0 && a3 == 0 && b0 == 0 && b1 == 0 && b2 == 0 && b3 == 0;
            if (!padding) {
                add(width, sums[0], sums[1], a0, a1, a2, a3, b0, b1, b2, b3,
                        right[t], right[t + 1], right[t + 2], right[t + 3]);
            }
        }
    }

    /// y[i] += a0 · p[i] + … + a3 · s[i], and z with b0 to b3: eight multiply-adds for eight loads and stores.
    private static void add(
            int n, float[] y, float[] z, float a0, float a1, float a2, float a3, float b0, float b1, float b2,
            float b3, float[] p, float[] q, float[] r, float[] s) {
        for (int i = 0; i < n; i++) {
            float pi = p[i];
            float qi = q[i];
            float ri = r[i];
            float si = s[i];
            y[i] += a0 * pi + a1 * qi + a2 * ri + a3 * si;
            z[i] += b0 * pi + b1 * qi + b2 * ri + b3 * si;
        }
    }

    /// y[i] += a[i] · b[i]
    static void addProducts(int n, float[] y, float[] a, float[] b) {
        for (int i = 0; i < n; i++) {
            y[i] += a[i] * b[i];
        }
    }

    /// y[i] = max(y[i], 0), keeping NaN.
    static void relu(int n, float[] y) {
        for (int i = 0; i < n; i++) {
            y[i] = Math.max(y[i], 0f);
        }
    }
}
