package dev.fovea.backend.cpu;

/// The inner loops of the scalar kernels: rows added to rows, which C2 turns into vector code by
/// itself. Each is a method of its own with one counted loop, because that is what C2 vectorises best.
final class ScalarLoops {
    /// Multiply-adds that make a part worth handing to a thread.
    private static final long WORTHWHILE = 1 << 17;

    private ScalarLoops() {}

    /// Rows that one part should take so that it is worth handing out.
    static int rowsPerPart(long multiplyAddsPerRow) {
        return (int) Math.max(1, Math.ceilDiv(WORTHWHILE, Math.max(1, multiplyAddsPerRow)));
    }

    /// y[i] += a · w[i]
    static void add(int n, float[] y, int yOff, float a, float[] w, int wOff) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] += a * w[wOff + i];
        }
    }

    /// y[i] += a0 · w0[i] + a1 · w1[i] + a2 · w2[i] + a3 · w3[i], where the four rows are `step` apart:
    /// one load and one store of y for four multiply-adds.
    static void add4(
            int n, float[] y, int yOff, float a0, float a1, float a2, float a3, float[] w, int wOff, int step) {
        int w1 = wOff + step;
        int w2 = w1 + step;
        int w3 = w2 + step;
        for (int i = 0; i < n; i++) {
            y[yOff + i] =
                    y[yOff + i] + a0 * w[wOff + i] + a1 * w[w1 + i] + a2 * w[w2 + i] + a3 * w[w3 + i];
        }
    }

    /// y[i] += a[i] · b[i]
    static void addProducts(int n, float[] y, int yOff, float[] a, int aOff, float[] b, int bOff) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] += a[aOff + i] * b[bOff + i];
        }
    }

    /// y[i] = max(y[i], 0), keeping NaN.
    static void relu(int n, float[] y, int yOff) {
        for (int i = yOff; i < yOff + n; i++) {
            y[i] = y[i] < 0f ? 0f : y[i];
        }
    }
}
