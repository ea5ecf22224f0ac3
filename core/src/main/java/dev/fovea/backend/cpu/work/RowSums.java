package dev.fovea.backend.cpu.work;

/// Sums and the maximum of a row, in an order that its length alone fixes: four chains, each in double,
/// so that an addition need not wait for the one before.
final class RowSums {
    private RowSums() {}

    static double sum(float[] x, int xo, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = xo;
        int end = xo + n;
        for (; i < end - 3; i += 4) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
        }
        for (; i < end; i++) {
            a += x[i];
        }
        return a + b + (c + d);
    }

    /// Σ x · y.
    static double products(float[] x, int xo, float[] y, int yo, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i < n - 3; i += 4) {
            a += (double) x[xo + i] * y[yo + i];
            b += (double) x[xo + i + 1] * y[yo + i + 1];
            c += (double) x[xo + i + 2] * y[yo + i + 2];
            d += (double) x[xo + i + 3] * y[yo + i + 3];
        }
        for (; i < n; i++) {
            a += (double) x[xo + i] * y[yo + i];
        }
        return a + b + (c + d);
    }

    /// The greatest value; NaN if there is one.
    static float maximum(float[] x, int xo, int n) {
        float a = Float.NEGATIVE_INFINITY;
        float b = a;
        float c = a;
        float d = a;
        int i = xo;
        int end = xo + n;
        for (; i < end - 3; i += 4) {
            a = Math.max(a, x[i]);
            b = Math.max(b, x[i + 1]);
            c = Math.max(c, x[i + 2]);
            d = Math.max(d, x[i + 3]);
        }
        for (; i < end; i++) {
            a = Math.max(a, x[i]);
        }
        return Math.max(Math.max(a, b), Math.max(c, d));
    }
}
