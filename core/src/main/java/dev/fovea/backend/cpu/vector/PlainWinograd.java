package dev.fovea.backend.cpu.vector;

/// The transforms of [Winograd] as plain loops over channels, with the same bits: they work until those on vectors are
/// compiled.
final class PlainWinograd {
    private PlainWinograd() {}

    /// See [Winograd#inputRow].
    static void inputs(
            int n, int tiles, float[] x, int plus, int other, float sign, int pixel, float[] v, int vOff, int tile,
            int step) {
        for (int i = 0; i < tiles; i++) {
            for (int j = 0; j < n; j++) {
                int a = plus + 2 * i * pixel + j;
                int b = other + 2 * i * pixel + j;
                int to = vOff + i * tile + j;
                float t0 = Math.fma(x[b], sign, x[a]);
                float t1 = Math.fma(x[b + pixel], sign, x[a + pixel]);
                float t2 = Math.fma(x[b + 2 * pixel], sign, x[a + 2 * pixel]);
                float t3 = Math.fma(x[b + 3 * pixel], sign, x[a + 3 * pixel]);
                v[to] = t0 - t2;
                v[to + step] = t1 + t2;
                v[to + 2 * step] = t2 - t1;
                v[to + 3 * step] = t1 - t3;
            }
        }
    }

    /// See [Winograd#upstreamRow].
    static void upstreams(
            int n, int tiles, float[] dy, int above, int below, float first, float second, int pixel, float[] z,
            int zOff, int tile, int step) {
        for (int i = 0; i < tiles; i++) {
            for (int j = 0; j < n; j++) {
                int a = above + 2 * i * pixel + j;
                int b = below + 2 * i * pixel + j;
                int to = zOff + i * tile + j;
                float e0 = Math.fma(dy[a], first, dy[b] * second);
                float e1 = Math.fma(dy[a + pixel], first, dy[b + pixel] * second);
                z[to] = e0;
                z[to + step] = e0 + e1;
                z[to + 2 * step] = e0 - e1;
                z[to + 3 * step] = 0f - e1;
            }
        }
    }

    /// See [Winograd#outputRow].
    static void outputs(
            int n, int tiles, float[] m, int mOff, int tile, int step, float sign, float[] bias, int biasOff,
            float floor, float[] y, int yOff, int right, int pixel) {
        for (int i = 0; i < tiles; i++) {
            for (int j = 0; j < n; j++) {
                int from = mOff + i * tile + j;
                int to = yOff + 2 * i * pixel + j;
                float t0 = column(m, from, step, sign);
                float t1 = column(m, from + step, step, sign);
                float t2 = column(m, from + 2 * step, step, sign);
                float t3 = column(m, from + 3 * step, step, sign);
                float y1 = t1 - t2 - t3 + bias[biasOff + j];
                float y0 = t0 + t1 + t2 + bias[biasOff + j];
                y[to + right] = y1 < floor ? 0f : y1;
                y[to] = y0 < floor ? 0f : y0;
            }
        }
    }

    private static float column(float[] m, int first, int step, float sign) {
        return Math.fma(m[first + 4 * step] + m[first + 8 * step], sign, m[first]);
    }

    /// See [Winograd#filters].
    static void spread(int n, float[] u, int uOff, int step) {
        for (int i = uOff; i < uOff + n; i++) {
            float middle = u[i + step];
            float last = u[i + 2 * step];
            float sum = u[i] + last;
            u[i + step] = (sum + middle) * .5f;
            u[i + 2 * step] = (sum - middle) * .5f;
            u[i + 3 * step] = last;
        }
    }

    /// See [Winograd#filterGradientRows].
    static void fold(int n, float[] from, int fromOff, int fromStep, float[] to, int toOff, int toStep) {
        for (int i = 0; i < n; i++) {
            float second = from[fromOff + i + fromStep];
            float third = from[fromOff + i + 2 * fromStep];
            float half = (second + third) * .5f;
            float first = from[fromOff + i] + half;
            float last = from[fromOff + i + 3 * fromStep] + half;
            to[toOff + i] = first;
            to[toOff + i + toStep] = (second - third) * .5f;
            to[toOff + i + 2 * toStep] = last;
        }
    }
}
