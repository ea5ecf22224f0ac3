package dev.fovea.backend.cpu.scalar;

import dev.fovea.backend.cpu.kernel.Curve;
import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.RandomMask;
import dev.fovea.op.Window;
import java.util.Arrays;

/// [Loops] as plain loops: the reference.
public final class PlainLoops implements Loops {
    @Override
    public void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = a[ao + i] + b[bo + i];
        }
    }

    @Override
    public void subtract(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = a[ao + i] - b[bo + i];
        }
    }

    @Override
    public void multiply(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = a[ao + i] * b[bo + i];
        }
    }

    @Override
    public void divide(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = a[ao + i] / b[bo + i];
        }
    }

    @Override
    public void scale(float[] x, int xo, float factor, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = x[xo + i] * factor;
        }
    }

    @Override
    public void shift(float[] x, int xo, float term, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = x[xo + i] + term;
        }
    }

    @Override
    public void relu(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Math.max(x[xo + i], 0f);
        }
    }

    @Override
    public void reluGradient(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i++) {
            dx[dxo + i] = y[yo + i] > 0 ? dy[dyo + i] : 0f;
        }
    }

    @Override
    public void addRow(float[] x, int xo, float[] b, int bo, float[] y, int yo, int rows, int c) {
        for (int row = 0; row < rows; row++) {
            add(x, xo + row * c, b, bo, y, yo + row * c, c);
        }
    }

    @Override
    public void multiplyRow(float[] x, int xo, float[] b, int bo, float[] y, int yo, int rows, int c) {
        for (int row = 0; row < rows; row++) {
            multiply(x, xo + row * c, b, bo, y, yo + row * c, c);
        }
    }

    @Override
    public void columnSums(float[] x, int xo, int rows, int c, float[] out, int oo) {
        Arrays.fill(out, oo, oo + c, 0f);
        for (int row = 0; row < rows; row++) {
            add(x, xo + row * c, out, oo, out, oo, c);
        }
    }

    @Override
    public void maxPooling(Window window, float[] x, int xo, float[] y, int yo, int from, int to) {
        int c = window.c();
        for (int i = from; i < to; i++) {
            for (int j = 0; j < window.ow(); j++) {
                int at = yo + (i * window.ow() + j) * c;
                Arrays.fill(y, at, at + c, Float.NEGATIVE_INFINITY);
                for (int h = firstRow(window, i); h < endRow(window, i); h++) {
                    for (int w = firstColumn(window, j); w < endColumn(window, j); w++) {
                        maximum(x, xo + (h * window.w() + w) * c, y, at, c);
                    }
                }
            }
        }
    }

    private static void maximum(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Math.max(y[yo + i], x[xo + i]);
        }
    }

    @Override
    public void maxPoolingGradient(Window window, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
        int c = window.c();
        Arrays.fill(dx, dxo, dxo + window.h() * window.w() * c, 0f);
        for (int i = 0; i < window.oh(); i++) {
            for (int j = 0; j < window.ow(); j++) {
                for (int k = 0; k < c; k++) {
                    int at = firstGreatest(window, x, xo, i, j, k);
                    dx[dxo + at] += dy[dyo + (i * window.ow() + j) * c + k];
                }
            }
        }
    }

    /// The place of the greatest value of a window in its image; NaN counts as greatest.
    private static int firstGreatest(Window window, float[] x, int xo, int i, int j, int k) {
        int place = -1;
        float greatest = Float.NEGATIVE_INFINITY;
        for (int h = firstRow(window, i); h < endRow(window, i); h++) {
            for (int w = firstColumn(window, j); w < endColumn(window, j); w++) {
                int at = (h * window.w() + w) * window.c() + k;
                float value = x[xo + at];
                if (place < 0 || value > greatest || (Float.isNaN(value) && !Float.isNaN(greatest))) {
                    place = at;
                    greatest = value;
                }
            }
        }
        return place;
    }

    static int firstRow(Window window, int i) {
        return Math.max(0, i * window.strideH() - window.top());
    }

    static int endRow(Window window, int i) {
        return Math.min(window.h(), i * window.strideH() - window.top() + window.r());
    }

    static int firstColumn(Window window, int j) {
        return Math.max(0, j * window.strideW() - window.left());
    }

    static int endColumn(Window window, int j) {
        return Math.min(window.w(), j * window.strideW() - window.left() + window.s());
    }

    @Override
    public void dropout(float[] x, int xo, float[] y, int yo, int n, long key, int first, float rate) {
        int low = (int) key;
        int high = (int) (key >>> 32);
        int threshold = RandomMask.threshold(rate);
        float scale = 1 / (1 - rate);
        for (int i = 0; i < n; i++) {
            y[yo + i] = RandomMask.dropped(low, high, first + i, threshold) ? 0f : x[xo + i] * scale;
        }
    }

    @Override
    public void curve(Curve curve, float parameter, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = curve.of(x[xo + i], parameter);
        }
    }

    @Override
    public void curveGradient(
            Curve curve, float parameter, float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i++) {
            dx[dxo + i] = curve.gradient(v[vo + i], dy[dyo + i], parameter);
        }
    }

    @Override
    public void averagePooling(Window window, float[] x, int xo, float[] y, int yo, int from, int to) {
        int c = window.c();
        for (int i = from; i < to; i++) {
            for (int j = 0; j < window.ow(); j++) {
                int at = yo + (i * window.ow() + j) * c;
                Arrays.fill(y, at, at + c, 0f);
                for (int h = firstRow(window, i); h < endRow(window, i); h++) {
                    for (int w = firstColumn(window, j); w < endColumn(window, j); w++) {
                        add(y, at, x, xo + (h * window.w() + w) * c, y, at, c);
                    }
                }
                scale(y, at, 1f / pixels(window, i, j), y, at, c);
            }
        }
    }

    @Override
    public void averagePoolingGradient(Window window, float[] dy, int dyo, float[] dx, int dxo) {
        int c = window.c();
        Arrays.fill(dx, dxo, dxo + window.h() * window.w() * c, 0f);
        for (int i = 0; i < window.oh(); i++) {
            for (int j = 0; j < window.ow(); j++) {
                float share = 1f / pixels(window, i, j);
                int at = dyo + (i * window.ow() + j) * c;
                for (int h = firstRow(window, i); h < endRow(window, i); h++) {
                    for (int w = firstColumn(window, j); w < endColumn(window, j); w++) {
                        addScaled(dy, at, share, dx, dxo + (h * window.w() + w) * c, c);
                    }
                }
            }
        }
    }

    private static void addScaled(float[] x, int xo, float factor, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Math.fma(x[xo + i], factor, y[yo + i]);
        }
    }

    /// The number of pixels of a window that lie in the image.
    static int pixels(Window window, int i, int j) {
        return (endRow(window, i) - firstRow(window, i)) * (endColumn(window, j) - firstColumn(window, j));
    }

    @Override
    public void normalize(
            float[] x, int xo, float[] m, int mo, float[] s, int so, float[] b, int bo, float[] y, int yo, int rows,
            int c) {
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < c; j++) {
                int at = row * c + j;
                y[yo + at] = Math.fma(x[xo + at] - m[mo + j], s[so + j], b[bo + j]);
            }
        }
    }

    @Override
    public void centredSquares(float[] x, int xo, float[] m, int mo, int rows, int c, float[] out, int oo) {
        Arrays.fill(out, oo, oo + c, 0f);
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < c; j++) {
                float centred = x[xo + row * c + j] - m[mo + j];
                out[oo + j] = Math.fma(centred, centred, out[oo + j]);
            }
        }
    }

    @Override
    public void centredProducts(
            float[] x, int xo, float[] m, int mo, float[] dy, int dyo, int rows, int c, float[] out, int oo) {
        Arrays.fill(out, oo, oo + 2 * c, 0f);
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < c; j++) {
                int at = row * c + j;
                out[oo + j] = Math.fma(x[xo + at] - m[mo + j], dy[dyo + at], out[oo + j]);
                out[oo + c + j] += dy[dyo + at];
            }
        }
    }

    @Override
    public void normalizeGradient(
            float[] x, int xo, float[] m, int mo, float[] dy, int dyo, float[] stq, int stqo, float[] dx, int dxo,
            int rows, int c) {
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < c; j++) {
                int at = row * c + j;
                float apart = dy[dyo + at] - stq[stqo + c + j];
                dx[dxo + at] = stq[stqo + j] * Math.fma(m[mo + j] - x[xo + at], stq[stqo + 2 * c + j], apart);
            }
        }
    }

    @Override
    public void neighbourSums(float[] x, int xo, int count, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            float sum = x[xo + i];
            for (int k = 1; k < count; k++) {
                sum += x[xo + i + k];
            }
            y[yo + i] = sum;
        }
    }
}
