package dev.fovea.backend.cpu.scalar;

import dev.fovea.backend.cpu.kernel.Curve;
import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.RandomMask;
import dev.fovea.op.Window;
import java.util.Arrays;

/// [Loops] as plain loops: the reference.
public final class PlainLoops implements Loops {
    @Override
    public void add(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = a[aOff + i] + b[bOff + i];
        }
    }

    @Override
    public void subtract(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = a[aOff + i] - b[bOff + i];
        }
    }

    @Override
    public void multiply(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = a[aOff + i] * b[bOff + i];
        }
    }

    @Override
    public void divide(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = a[aOff + i] / b[bOff + i];
        }
    }

    @Override
    public void maximum(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = Math.max(a[aOff + i], b[bOff + i]);
        }
    }

    @Override
    public void minimum(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = Math.min(a[aOff + i], b[bOff + i]);
        }
    }

    @Override
    public void atLeast(float[] x, int xOff, float bound, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = Math.max(x[xOff + i], bound);
        }
    }

    @Override
    public void atMost(float[] x, int xOff, float bound, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = Math.min(x[xOff + i], bound);
        }
    }

    @Override
    public void scale(float[] x, int xOff, float factor, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = x[xOff + i] * factor;
        }
    }

    @Override
    public void shift(float[] x, int xOff, float term, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = x[xOff + i] + term;
        }
    }

    @Override
    public void relu(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = Math.max(x[xOff + i], 0f);
        }
    }

    @Override
    public void reluGradient(float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        for (int i = 0; i < n; i++) {
            dx[dxOff + i] = y[yOff + i] > 0 ? dy[dyOff + i] : 0f;
        }
    }

    @Override
    public void addRow(float[] x, int xOff, float[] b, int bOff, float[] y, int yOff, int rows, int c) {
        for (int row = 0; row < rows; row++) {
            add(x, xOff + row * c, b, bOff, y, yOff + row * c, c);
        }
    }

    @Override
    public void multiplyRow(float[] x, int xOff, float[] b, int bOff, float[] y, int yOff, int rows, int c) {
        for (int row = 0; row < rows; row++) {
            multiply(x, xOff + row * c, b, bOff, y, yOff + row * c, c);
        }
    }

    @Override
    public void columnSums(float[] x, int xOff, int rows, int c, float[] out, int outOff) {
        Arrays.fill(out, outOff, outOff + c, 0f);
        for (int row = 0; row < rows; row++) {
            add(x, xOff + row * c, out, outOff, out, outOff, c);
        }
    }

    @Override
    public void maxPooling(Window window, float[] x, int xOff, float[] y, int yOff, int from, int to) {
        int c = window.c();
        for (int i = from; i < to; i++) {
            for (int j = 0; j < window.ow(); j++) {
                int at = yOff + (i * window.ow() + j) * c;
                Arrays.fill(y, at, at + c, Float.NEGATIVE_INFINITY);
                for (int h = firstRow(window, i); h < endRow(window, i); h++) {
                    for (int w = firstColumn(window, j); w < endColumn(window, j); w++) {
                        maximum(x, xOff + (h * window.w() + w) * c, y, at, c);
                    }
                }
            }
        }
    }

    private static void maximum(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = Math.max(y[yOff + i], x[xOff + i]);
        }
    }

    @Override
    public void maxPoolingGradient(Window window, float[] x, int xOff, float[] dy, int dyOff, float[] dx, int dxOff) {
        int c = window.c();
        Arrays.fill(dx, dxOff, dxOff + window.h() * window.w() * c, 0f);
        for (int i = 0; i < window.oh(); i++) {
            for (int j = 0; j < window.ow(); j++) {
                for (int k = 0; k < c; k++) {
                    int at = firstGreatest(window, x, xOff, i, j, k);
                    dx[dxOff + at] += dy[dyOff + (i * window.ow() + j) * c + k];
                }
            }
        }
    }

    /// The place of the greatest value of a window in its image; NaN counts as greatest.
    private static int firstGreatest(Window window, float[] x, int xOff, int i, int j, int k) {
        int place = -1;
        float greatest = Float.NEGATIVE_INFINITY;
        for (int h = firstRow(window, i); h < endRow(window, i); h++) {
            for (int w = firstColumn(window, j); w < endColumn(window, j); w++) {
                int at = (h * window.w() + w) * window.c() + k;
                float value = x[xOff + at];
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
    public void dropout(float[] x, int xOff, float[] y, int yOff, int n, long key, int first, float rate) {
        int low = (int) key;
        int high = (int) (key >>> 32);
        int threshold = RandomMask.threshold(rate);
        float scale = 1 / (1 - rate);
        for (int i = 0; i < n; i++) {
            y[yOff + i] = RandomMask.dropped(low, high, first + i, threshold) ? 0f : x[xOff + i] * scale;
        }
    }

    @Override
    public void curve(Curve curve, float parameter, float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = curve.of(x[xOff + i], parameter);
        }
    }

    @Override
    public void curveGradient(
            Curve curve, float parameter, float[] v, int vOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        for (int i = 0; i < n; i++) {
            dx[dxOff + i] = curve.gradient(v[vOff + i], dy[dyOff + i], parameter);
        }
    }

    @Override
    public void averagePooling(Window window, float[] x, int xOff, float[] y, int yOff, int from, int to) {
        int c = window.c();
        for (int i = from; i < to; i++) {
            for (int j = 0; j < window.ow(); j++) {
                int at = yOff + (i * window.ow() + j) * c;
                Arrays.fill(y, at, at + c, 0f);
                for (int h = firstRow(window, i); h < endRow(window, i); h++) {
                    for (int w = firstColumn(window, j); w < endColumn(window, j); w++) {
                        add(y, at, x, xOff + (h * window.w() + w) * c, y, at, c);
                    }
                }
                scale(y, at, 1f / pixels(window, i, j), y, at, c);
            }
        }
    }

    @Override
    public void averagePoolingGradient(Window window, float[] dy, int dyOff, float[] dx, int dxOff) {
        int c = window.c();
        Arrays.fill(dx, dxOff, dxOff + window.h() * window.w() * c, 0f);
        for (int i = 0; i < window.oh(); i++) {
            for (int j = 0; j < window.ow(); j++) {
                float share = 1f / pixels(window, i, j);
                int at = dyOff + (i * window.ow() + j) * c;
                for (int h = firstRow(window, i); h < endRow(window, i); h++) {
                    for (int w = firstColumn(window, j); w < endColumn(window, j); w++) {
                        addScaled(dy, at, share, dx, dxOff + (h * window.w() + w) * c, c);
                    }
                }
            }
        }
    }

    private static void addScaled(float[] x, int xOff, float factor, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = Math.fma(x[xOff + i], factor, y[yOff + i]);
        }
    }

    /// The number of pixels of a window that lie in the image.
    static int pixels(Window window, int i, int j) {
        return (endRow(window, i) - firstRow(window, i)) * (endColumn(window, j) - firstColumn(window, j));
    }

    @Override
    public void normalise(
            float[] x, int xOff, float[] m, int mOff, float[] s, int sOff, float[] b, int bOff, float[] y, int yOff,
            int rows, int c) {
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < c; j++) {
                int at = row * c + j;
                y[yOff + at] = Math.fma(x[xOff + at] - m[mOff + j], s[sOff + j], b[bOff + j]);
            }
        }
    }

    @Override
    public void centredSquares(float[] x, int xOff, float[] m, int mOff, int rows, int c, float[] out, int outOff) {
        Arrays.fill(out, outOff, outOff + c, 0f);
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < c; j++) {
                float centred = x[xOff + row * c + j] - m[mOff + j];
                out[outOff + j] = Math.fma(centred, centred, out[outOff + j]);
            }
        }
    }

    @Override
    public void centredProducts(
            float[] x, int xOff, float[] m, int mOff, float[] dy, int dyOff, int rows, int c, float[] out, int outOff) {
        Arrays.fill(out, outOff, outOff + 2 * c, 0f);
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < c; j++) {
                int at = row * c + j;
                out[outOff + j] = Math.fma(x[xOff + at] - m[mOff + j], dy[dyOff + at], out[outOff + j]);
                out[outOff + c + j] += dy[dyOff + at];
            }
        }
    }

    @Override
    public void normaliseGradient(
            float[] x, int xOff, float[] m, int mOff, float[] dy, int dyOff, float[] stq, int stqOff,
            float[] dx, int dxOff, int rows, int c) {
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < c; j++) {
                int at = row * c + j;
                float apart = dy[dyOff + at] - stq[stqOff + c + j];
                dx[dxOff + at] = stq[stqOff + j] * Math.fma(m[mOff + j] - x[xOff + at], stq[stqOff + 2 * c + j], apart);
            }
        }
    }

    @Override
    public void neighbourSums(float[] x, int xOff, int count, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            float sum = x[xOff + i];
            for (int k = 1; k < count; k++) {
                sum += x[xOff + i + k];
            }
            y[yOff + i] = sum;
        }
    }
}
