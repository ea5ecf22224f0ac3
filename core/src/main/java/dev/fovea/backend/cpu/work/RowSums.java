package dev.fovea.backend.cpu.work;

/// Sums and the maximum of a row, in an order that its length alone fixes: four chains, each in double,
/// so that an addition need not wait for the one before.
final class RowSums {
    private RowSums() {}

    static double sum(float[] x, int xOff, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = xOff;
        int end = xOff + n;
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
    static double products(float[] x, int xOff, float[] y, int yOff, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i < n - 3; i += 4) {
            a += (double) x[xOff + i] * y[yOff + i];
            b += (double) x[xOff + i + 1] * y[yOff + i + 1];
            c += (double) x[xOff + i + 2] * y[yOff + i + 2];
            d += (double) x[xOff + i + 3] * y[yOff + i + 3];
        }
        for (; i < n; i++) {
            a += (double) x[xOff + i] * y[yOff + i];
        }
        return a + b + (c + d);
    }

    /// The greatest value; NaN if there is one.
    static float maximum(float[] x, int xOff, int n) {
        float a = Float.NEGATIVE_INFINITY;
        float b = a;
        float c = a;
        float d = a;
        int i = xOff;
        int end = xOff + n;
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
