package dev.fovea.backend.cpu;

import dev.fovea.op.Window;
import org.jspecify.annotations.Nullable;

/// The definitions of the heavy kernels, in double precision and in the order they are written on paper.
final class NaiveKernels {
    private NaiveKernels() {}

    @FunctionalInterface
    private interface Tap {
        void at(int xIndex, int wIndex, int yIndex);
    }

    /// All triples of indexes whose product a convolution adds up.
    private static void eachProduct(Window g, int n, Tap tap) {
        int channels = g.c() / g.groups();
        int perGroup = g.k() / g.groups();
        for (int image = 0; image < n; image++) {
            for (int i = 0; i < g.oh(); i++) {
                for (int j = 0; j < g.ow(); j++) {
                    for (int k = 0; k < g.k(); k++) {
                        int y = ((image * g.oh() + i) * g.ow() + j) * g.k() + k;
                        for (int r = 0; r < g.r(); r++) {
                            for (int s = 0; s < g.s(); s++) {
                                int h = i * g.strideH() - g.top() + r * g.dilationH();
                                int w = j * g.strideW() - g.left() + s * g.dilationW();
                                if (h < 0 || h >= g.h() || w < 0 || w >= g.w()) {
                                    continue;
                                }
                                for (int c = 0; c < channels; c++) {
                                    int x = ((image * g.h() + h) * g.w() + w) * g.c() + k / perGroup * channels + c;
                                    tap.at(x, ((r * g.s() + s) * channels + c) * g.k() + k, y);
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    static double[] convolution(Window g, int n, float[] x, float[] w, float @Nullable [] bias, boolean relu) {
        double[] y = new double[n * g.oh() * g.ow() * g.k()];
        eachProduct(g, n, (xAt, wAt, yAt) -> y[yAt] += (double) x[xAt] * w[wAt]);
        finish(y, g.k(), bias, relu);
        return y;
    }

    static double[] inputGradient(Window g, int n, float[] dy, float[] w) {
        double[] dx = new double[n * g.h() * g.w() * g.c()];
        eachProduct(g, n, (xAt, wAt, yAt) -> dx[xAt] += (double) dy[yAt] * w[wAt]);
        return dx;
    }

    static double[] filterGradient(Window g, int n, float[] x, float[] dy) {
        double[] dw = new double[g.r() * g.s() * (g.c() / g.groups()) * g.k()];
        eachProduct(g, n, (xAt, wAt, yAt) -> dw[wAt] += (double) x[xAt] * dy[yAt]);
        return dw;
    }

    static double[] matmul(
            int m, int n, int k, float[] a, boolean transposeA, float[] b, boolean transposeB,
            float @Nullable [] bias, boolean relu) {
        double[] c = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int t = 0; t < k; t++) {
                    c[i * n + j] +=
                            (double) a[transposeA ? t * m + i : i * k + t] * b[transposeB ? j * k + t : t * n + j];
                }
            }
        }
        finish(c, n, bias, relu);
        return c;
    }

    private static void finish(double[] y, int k, float @Nullable [] bias, boolean relu) {
        for (int i = 0; i < y.length; i++) {
            y[i] += bias == null ? 0 : bias[i % k];
            y[i] = relu ? Math.max(0, y[i]) : y[i];
        }
    }
}
