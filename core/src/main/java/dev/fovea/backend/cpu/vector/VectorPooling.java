package dev.fovea.backend.cpu.vector;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LE;

import dev.fovea.backend.cpu.vector.tile.Lanes;
import dev.fovea.op.Window;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Pooling with channels in lanes. Windows of 2×2 that do not overlap, the usual ones, have loops of their own.
///
/// A value takes the place of the greatest before it where it is greater, or the first NaN.
final class VectorPooling {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final Class<? extends FloatVector> EXACT = Lanes.EXACT;
    private static final int L = Lanes.COUNT;

    private VectorPooling() {}

    private static boolean isPairs(Window window) {
        return window.r() == 2 && window.s() == 2 && window.strideH() == 2 && window.strideW() == 2
                && window.top() == 0 && window.left() == 0
                && 2 * window.oh() <= window.h() && 2 * window.ow() <= window.w();
    }

    private static int firstRow(Window window, int i) {
        return Math.max(0, i * window.strideH() - window.top());
    }

    private static int endRow(Window window, int i) {
        return Math.min(window.h(), i * window.strideH() - window.top() + window.r());
    }

    private static int firstColumn(Window window, int j) {
        return Math.max(0, j * window.strideW() - window.left());
    }

    private static int endColumn(Window window, int j) {
        return Math.min(window.w(), j * window.strideW() - window.left() + window.s());
    }

    static void maximum(Window window, float[] x, int xOff, float[] y, int yOff, int from, int to) {
        int c = window.c();
        int row = window.w() * c;
        for (int i = from; i < to; i++) {
            int at = yOff + i * window.ow() * c;
            if (isPairs(window)) {
                maximumPairs(x, xOff + 2 * i * row, row, y, at, window.ow(), c);
                continue;
            }
            int h = firstRow(window, i);
            int rows = endRow(window, i) - h;
            for (int j = 0; j < window.ow(); j++) {
                int w = firstColumn(window, j);
                int columns = endColumn(window, j) - w;
                maximum(x, xOff + h * row + w * c, rows, columns, row, c, y, at + j * c);
            }
        }
    }

    /// One row of outputs; `row` is the length of an image row.
    private static void maximumPairs(float[] x, int xOff, int row, float[] y, int yOff, int columns, int c) {
        for (int j = 0; j < columns; j++) {
            maximumPair(x, xOff + 2 * j * c, row, y, yOff + j * c, c);
        }
    }

    private static void maximumPair(float[] x, int xOff, int row, float[] y, int yOff, int c) {
        int k = 0;
        for (; k < SPECIES.loopBound(c); k += L) {
            FloatVector upper = fromArray(SPECIES, x, xOff + k).max(fromArray(SPECIES, x, xOff + c + k));
            FloatVector lower = fromArray(SPECIES, x, xOff + row + k).max(fromArray(SPECIES, x, xOff + row + c + k));
            upper.max(lower).intoArray(y, yOff + k);
        }
        if (k < c) {
            VectorMask<Float> tail = SPECIES.indexInRange(k, c);
            FloatVector upper = EXACT.cast(fromArray(SPECIES, x, xOff + k, tail))
                    .max(fromArray(SPECIES, x, xOff + c + k, tail));
            FloatVector lower = EXACT.cast(fromArray(SPECIES, x, xOff + row + k, tail))
                    .max(fromArray(SPECIES, x, xOff + row + c + k, tail));
            upper.max(lower).intoArray(y, yOff + k, tail);
        }
    }

    /// One output pixel.
    private static void maximum(
            float[] x, int xOff, int rows, int columns, int row, int c, float[] y, int yOff) {
        for (int k = 0; k < c; k += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(k, c);
            FloatVector greatest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
            for (int h = 0; h < rows; h++) {
                int at = xOff + h * row + k;
                for (int w = 0; w < columns; w++) {
                    greatest = EXACT.cast(greatest).max(fromArray(SPECIES, x, at + w * c, mask));
                }
            }
            EXACT.cast(greatest).intoArray(y, yOff + k, mask);
        }
    }

    static void maximumGradient(Window window, float[] x, int xOff, float[] dy, int dyOff, float[] dx, int dxOff) {
        int c = window.c();
        int row = window.w() * c;
        boolean pairs = isPairs(window);
        if (!pairs || 2 * window.oh() < window.h() || 2 * window.ow() < window.w()) {
            Arrays.fill(dx, dxOff, dxOff + window.h() * row, 0f);
        }
        for (int i = 0; i < window.oh(); i++) {
            int from = dyOff + i * window.ow() * c;
            int h = firstRow(window, i);
            int rows = endRow(window, i) - h;
            for (int j = 0; j < window.ow(); j++) {
                int w = firstColumn(window, j);
                int at = h * row + w * c;
                if (pairs && c >= L) {
                    pairGradient(x, xOff + at, row, dy, from + j * c, dx, dxOff + at, c);
                } else if (pairs) {
                    narrowPairGradient(x, xOff + at, row, dy, from + j * c, dx, dxOff + at, c);
                } else {
                    int columns = endColumn(window, j) - w;
                    gradient(x, xOff + at, rows, columns, row, c, dy, from + j * c, dx, dxOff + at);
                }
            }
        }
    }

    /// One window of 2×2, whose pixels belong to no other.
    private static void pairGradient(
            float[] x, int xOff, int row, float[] dy, int dyOff, float[] dx, int dxOff, int c) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int next = 0; next < c; next += L) {
            // The last vector may overlap the one before it: it stores the same again.
            int k = Math.min(next, c - L);
            FloatVector greatest = fromArray(SPECIES, x, xOff + k);
            FloatVector v1 = fromArray(SPECIES, x, xOff + c + k);
            FloatVector v2 = fromArray(SPECIES, x, xOff + row + k);
            FloatVector v3 = fromArray(SPECIES, x, xOff + row + c + k);
            VectorMask<Float> m1 = v1.compare(LE, greatest).not().and(greatest.compare(EQ, greatest));
            greatest = greatest.blend(v1, m1);
            VectorMask<Float> m2 = v2.compare(LE, greatest).not().and(greatest.compare(EQ, greatest));
            greatest = greatest.blend(v2, m2);
            VectorMask<Float> m3 = v3.compare(LE, greatest).not().and(greatest.compare(EQ, greatest));
            // The reference adds to 0, which turns −0 into 0.
            FloatVector d = fromArray(SPECIES, dy, dyOff + k).add(zero);
            VectorMask<Float> later = m2.or(m3);
            d.blend(zero, m1.or(later)).intoArray(dx, dxOff + k);
            zero.blend(d, m1.andNot(later)).intoArray(dx, dxOff + c + k);
            zero.blend(d, m2.andNot(m3)).intoArray(dx, dxOff + row + k);
            zero.blend(d, m3).intoArray(dx, dxOff + row + c + k);
        }
    }

    private static void narrowPairGradient(
            float[] x, int xOff, int row, float[] dy, int dyOff, float[] dx, int dxOff, int c) {
        FloatVector zero = FloatVector.zero(SPECIES);
        VectorMask<Float> mask = SPECIES.indexInRange(0, c);
        FloatVector greatest = EXACT.cast(fromArray(SPECIES, x, xOff, mask));
        FloatVector v1 = EXACT.cast(fromArray(SPECIES, x, xOff + c, mask));
        FloatVector v2 = EXACT.cast(fromArray(SPECIES, x, xOff + row, mask));
        FloatVector v3 = EXACT.cast(fromArray(SPECIES, x, xOff + row + c, mask));
        VectorMask<Float> m1 = v1.compare(LE, greatest).not().and(greatest.compare(EQ, greatest));
        greatest = greatest.blend(v1, m1);
        VectorMask<Float> m2 = v2.compare(LE, greatest).not().and(greatest.compare(EQ, greatest));
        greatest = greatest.blend(v2, m2);
        VectorMask<Float> m3 = v3.compare(LE, greatest).not().and(greatest.compare(EQ, greatest));
        FloatVector d = EXACT.cast(fromArray(SPECIES, dy, dyOff, mask)).add(zero);
        VectorMask<Float> later = m2.or(m3);
        d.blend(zero, m1.or(later)).intoArray(dx, dxOff, mask);
        zero.blend(d, m1.andNot(later)).intoArray(dx, dxOff + c, mask);
        zero.blend(d, m2.andNot(m3)).intoArray(dx, dxOff + row, mask);
        zero.blend(d, m3).intoArray(dx, dxOff + row + c, mask);
    }

    /// One window: finds the place of each channel's greatest value, then adds there.
    private static void gradient(
            float[] x, int xOff, int rows, int columns, int row, int c, float[] dy, int dyOff, float[] dx, int dxOff) {
        for (int k = 0; k < c; k += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(k, c);
            FloatVector greatest = EXACT.cast(fromArray(SPECIES, x, xOff + k, mask));
            FloatVector place = FloatVector.zero(SPECIES);
            for (int tap = 1; tap < rows * columns; tap++) {
                int at = xOff + tap / columns * row + tap % columns * c + k;
                FloatVector v = EXACT.cast(fromArray(SPECIES, x, at, mask));
                FloatVector before = EXACT.cast(greatest);
                VectorMask<Float> replaces = v.compare(LE, before).not().and(before.compare(EQ, before));
                greatest = before.blend(v, replaces);
                place = EXACT.cast(place).blend(tap, replaces);
            }
            FloatVector d = fromArray(SPECIES, dy, dyOff + k, mask);
            for (int tap = 0; tap < rows * columns; tap++) {
                int to = dxOff + tap / columns * row + tap % columns * c + k;
                VectorMask<Float> here = EXACT.cast(place).compare(EQ, tap);
                EXACT.cast(fromArray(SPECIES, dx, to, mask)).add(d, here).intoArray(dx, to, mask);
            }
        }
    }

    static void average(Window window, float[] x, int xOff, float[] y, int yOff, int from, int to) {
        int c = window.c();
        int row = window.w() * c;
        for (int i = from; i < to; i++) {
            int h = firstRow(window, i);
            int rows = endRow(window, i) - h;
            for (int j = 0; j < window.ow(); j++) {
                int w = firstColumn(window, j);
                int columns = endColumn(window, j) - w;
                average(x, xOff + h * row + w * c, rows, columns, row, c, y, yOff + (i * window.ow() + j) * c);
            }
        }
    }

    private static void average(
            float[] x, int xOff, int rows, int columns, int row, int c, float[] y, int yOff) {
        float share = 1f / (rows * columns);
        for (int k = 0; k < c; k += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(k, c);
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int h = 0; h < rows; h++) {
                int at = xOff + h * row + k;
                for (int w = 0; w < columns; w++) {
                    sum = EXACT.cast(sum).add(fromArray(SPECIES, x, at + w * c, mask));
                }
            }
            EXACT.cast(sum).mul(share).intoArray(y, yOff + k, mask);
        }
    }

    static void averageGradient(Window window, float[] dy, int dyOff, float[] dx, int dxOff) {
        int c = window.c();
        int row = window.w() * c;
        Arrays.fill(dx, dxOff, dxOff + window.h() * row, 0f);
        for (int i = 0; i < window.oh(); i++) {
            int h = firstRow(window, i);
            int rows = endRow(window, i) - h;
            for (int j = 0; j < window.ow(); j++) {
                int w = firstColumn(window, j);
                int columns = endColumn(window, j) - w;
                averageGradient(
                        dy, dyOff + (i * window.ow() + j) * c, rows, columns, row, c, dx, dxOff + h * row + w * c);
            }
        }
    }

    private static void averageGradient(
            float[] dy, int dyOff, int rows, int columns, int row, int c, float[] dx, int dxOff) {
        float share = 1f / (rows * columns);
        for (int k = 0; k < c; k += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(k, c);
            FloatVector d = fromArray(SPECIES, dy, dyOff + k, mask);
            FloatVector factor = FloatVector.broadcast(SPECIES, share);
            for (int h = 0; h < rows; h++) {
                int to = dxOff + h * row + k;
                for (int w = 0; w < columns; w++) {
                    EXACT.cast(d).fma(EXACT.cast(factor), fromArray(SPECIES, dx, to + w * c, mask))
                            .intoArray(dx, to + w * c, mask);
                }
            }
        }
    }
}
