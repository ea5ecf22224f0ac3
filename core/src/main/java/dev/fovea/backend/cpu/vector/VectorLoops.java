package dev.fovea.backend.cpu.vector;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.fovea.backend.cpu.kernel.Curve;
import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.RandomMask;
import dev.fovea.backend.cpu.vector.tile.Lanes;
import dev.fovea.op.Window;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// [Loops] on vectors. Each lane does what the plain loop does to its element, in the same order, so
/// the bits are the same; what is left at a row's end goes through a mask. Why vectors never leave a loop: [Lanes].
final class VectorLoops implements Loops {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final VectorSpecies<Integer> INDICES = SPECIES.withLanes(int.class);
    private static final Class<? extends FloatVector> EXACT = Lanes.EXACT;
    private static final int L = Lanes.COUNT;
    private static final IntVector IOTA = IntVector.zero(INDICES).addIndex(1);

    @Override
    public void add(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        int i = 0;
        for (; i < SPECIES.loopBound(n); i += L) {
            fromArray(SPECIES, a, aOff + i).add(fromArray(SPECIES, b, bOff + i)).intoArray(y, yOff + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            EXACT.cast(fromArray(SPECIES, a, aOff + i, tail)).add(fromArray(SPECIES, b, bOff + i, tail))
                    .intoArray(y, yOff + i, tail);
        }
    }

    @Override
    public void subtract(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        int i = 0;
        for (; i < SPECIES.loopBound(n); i += L) {
            fromArray(SPECIES, a, aOff + i).sub(fromArray(SPECIES, b, bOff + i)).intoArray(y, yOff + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            EXACT.cast(fromArray(SPECIES, a, aOff + i, tail)).sub(fromArray(SPECIES, b, bOff + i, tail))
                    .intoArray(y, yOff + i, tail);
        }
    }

    @Override
    public void multiply(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        int i = 0;
        for (; i < SPECIES.loopBound(n); i += L) {
            fromArray(SPECIES, a, aOff + i).mul(fromArray(SPECIES, b, bOff + i)).intoArray(y, yOff + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            EXACT.cast(fromArray(SPECIES, a, aOff + i, tail)).mul(fromArray(SPECIES, b, bOff + i, tail))
                    .intoArray(y, yOff + i, tail);
        }
    }

    @Override
    public void divide(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        int i = 0;
        for (; i < SPECIES.loopBound(n); i += L) {
            fromArray(SPECIES, a, aOff + i).div(fromArray(SPECIES, b, bOff + i)).intoArray(y, yOff + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            EXACT.cast(fromArray(SPECIES, a, aOff + i, tail)).div(fromArray(SPECIES, b, bOff + i, tail))
                    .intoArray(y, yOff + i, tail);
        }
    }

    @Override
    public void maximum(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        int i = 0;
        for (; i < SPECIES.loopBound(n); i += L) {
            fromArray(SPECIES, a, aOff + i).max(fromArray(SPECIES, b, bOff + i)).intoArray(y, yOff + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            EXACT.cast(fromArray(SPECIES, a, aOff + i, tail)).max(fromArray(SPECIES, b, bOff + i, tail))
                    .intoArray(y, yOff + i, tail);
        }
    }

    @Override
    public void minimum(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        int i = 0;
        for (; i < SPECIES.loopBound(n); i += L) {
            fromArray(SPECIES, a, aOff + i).min(fromArray(SPECIES, b, bOff + i)).intoArray(y, yOff + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            EXACT.cast(fromArray(SPECIES, a, aOff + i, tail)).min(fromArray(SPECIES, b, bOff + i, tail))
                    .intoArray(y, yOff + i, tail);
        }
    }

    @Override
    public void atLeast(float[] x, int xOff, float bound, float[] y, int yOff, int n) {
        int i = 0;
        for (; i < SPECIES.loopBound(n); i += L) {
            fromArray(SPECIES, x, xOff + i).max(bound).intoArray(y, yOff + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            EXACT.cast(fromArray(SPECIES, x, xOff + i, tail)).max(bound).intoArray(y, yOff + i, tail);
        }
    }

    @Override
    public void atMost(float[] x, int xOff, float bound, float[] y, int yOff, int n) {
        int i = 0;
        for (; i < SPECIES.loopBound(n); i += L) {
            fromArray(SPECIES, x, xOff + i).min(bound).intoArray(y, yOff + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            EXACT.cast(fromArray(SPECIES, x, xOff + i, tail)).min(bound).intoArray(y, yOff + i, tail);
        }
    }

    @Override
    public void scale(float[] x, int xOff, float factor, float[] y, int yOff, int n) {
        int i = 0;
        for (; i < SPECIES.loopBound(n); i += L) {
            fromArray(SPECIES, x, xOff + i).mul(factor).intoArray(y, yOff + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            EXACT.cast(fromArray(SPECIES, x, xOff + i, tail)).mul(factor).intoArray(y, yOff + i, tail);
        }
    }

    @Override
    public void shift(float[] x, int xOff, float term, float[] y, int yOff, int n) {
        int i = 0;
        for (; i < SPECIES.loopBound(n); i += L) {
            fromArray(SPECIES, x, xOff + i).add(term).intoArray(y, yOff + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            EXACT.cast(fromArray(SPECIES, x, xOff + i, tail)).add(term).intoArray(y, yOff + i, tail);
        }
    }

    @Override
    public void relu(float[] x, int xOff, float[] y, int yOff, int n) {
        int i = 0;
        for (; i < SPECIES.loopBound(n); i += L) {
            fromArray(SPECIES, x, xOff + i).max(0).intoArray(y, yOff + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            EXACT.cast(fromArray(SPECIES, x, xOff + i, tail)).max(0).intoArray(y, yOff + i, tail);
        }
    }

    @Override
    public void reluGradient(float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        FloatVector zero = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i < SPECIES.loopBound(n); i += L) {
            VectorMask<Float> positive = fromArray(SPECIES, y, yOff + i).compare(VectorOperators.GT, 0);
            EXACT.cast(zero).blend(fromArray(SPECIES, dy, dyOff + i), positive).intoArray(dx, dxOff + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            VectorMask<Float> positive = EXACT.cast(fromArray(SPECIES, y, yOff + i, tail))
                    .compare(VectorOperators.GT, 0);
            EXACT.cast(zero).blend(fromArray(SPECIES, dy, dyOff + i, tail), positive).intoArray(dx, dxOff + i, tail);
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
        int j = 0;
        for (; j <= c - 4 * L; j += 4 * L) {
            fourSums(x, xOff + j, rows, c, out, outOff + j);
        }
        for (; j < c; j += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(j, c);
            FloatVector sum = FloatVector.zero(SPECIES);
            int at = xOff + j;
            for (int row = 0; row < rows; row++) {
                sum = EXACT.cast(sum).add(fromArray(SPECIES, x, at, mask));
                at += c;
            }
            EXACT.cast(sum).intoArray(out, outOff + j, mask);
        }
    }

    /// Four vectors of columns.
    private static void fourSums(float[] x, int xOff, int rows, int c, float[] out, int outOff) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int at = xOff;
        for (int row = 0; row < rows; row++) {
            s0 = EXACT.cast(s0).add(fromArray(SPECIES, x, at));
            s1 = EXACT.cast(s1).add(fromArray(SPECIES, x, at + L));
            s2 = EXACT.cast(s2).add(fromArray(SPECIES, x, at + 2 * L));
            s3 = EXACT.cast(s3).add(fromArray(SPECIES, x, at + 3 * L));
            at += c;
        }
        EXACT.cast(s0).intoArray(out, outOff);
        EXACT.cast(s1).intoArray(out, outOff + L);
        EXACT.cast(s2).intoArray(out, outOff + 2 * L);
        EXACT.cast(s3).intoArray(out, outOff + 3 * L);
    }

    @Override
    public void maxPooling(Window window, float[] x, int xOff, float[] y, int yOff, int from, int to) {
        VectorPooling.maximum(window, x, xOff, y, yOff, from, to);
    }

    @Override
    public void maxPoolingGradient(Window window, float[] x, int xOff, float[] dy, int dyOff, float[] dx, int dxOff) {
        VectorPooling.maximumGradient(window, x, xOff, dy, dyOff, dx, dxOff);
    }

    @Override
    public void averagePooling(Window window, float[] x, int xOff, float[] y, int yOff, int from, int to) {
        VectorPooling.average(window, x, xOff, y, yOff, from, to);
    }

    @Override
    public void averagePoolingGradient(Window window, float[] dy, int dyOff, float[] dx, int dxOff) {
        VectorPooling.averageGradient(window, dy, dyOff, dx, dxOff);
    }

    /// See [RandomMask#dropped].
    @Override
    public void dropout(float[] x, int xOff, float[] y, int yOff, int n, long key, int first, float rate) {
        IntVector low = IntVector.broadcast(INDICES, (int) key);
        IntVector high = IntVector.broadcast(INDICES, (int) (key >>> 32));
        int threshold = RandomMask.threshold(rate);
        float scale = 1 / (1 - rate);
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            IntVector h = IOTA.add(first + i).lanewise(XOR, low);
            h = h.lanewise(XOR, h.lanewise(LSHR, 16)).mul(RandomMask.MULTIPLIER_1);
            h = h.lanewise(XOR, h.lanewise(LSHR, 13)).mul(RandomMask.MULTIPLIER_2);
            h = h.lanewise(XOR, h.lanewise(LSHR, 16)).lanewise(XOR, high);
            h = h.lanewise(XOR, h.lanewise(LSHR, 16)).mul(RandomMask.MULTIPLIER_1);
            h = h.lanewise(XOR, h.lanewise(LSHR, 13)).mul(RandomMask.MULTIPLIER_2);
            VectorMask<Float> kept = h.lanewise(XOR, h.lanewise(LSHR, 16)).lanewise(LSHR, 1)
                    .compare(VectorOperators.GE, threshold).cast(SPECIES);
            EXACT.cast(zero).blend(EXACT.cast(fromArray(SPECIES, x, xOff + i, mask)).mul(scale), kept)
                    .intoArray(y, yOff + i, mask);
        }
    }

    @Override
    public void curve(Curve curve, float parameter, float[] x, int xOff, float[] y, int yOff, int n) {
        VectorCurves.apply(curve, parameter, x, xOff, y, yOff, n);
    }

    @Override
    public void curveGradient(
            Curve curve, float parameter, float[] v, int vOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        VectorCurves.gradient(curve, parameter, v, vOff, dy, dyOff, dx, dxOff, n);
    }

    @Override
    public void normalise(
            float[] x, int xOff, float[] m, int mOff, float[] s, int sOff, float[] b, int bOff, float[] y, int yOff,
            int rows, int c) {
        for (int row = 0; row < rows; row++) {
            normaliseRow(x, xOff + row * c, m, mOff, s, sOff, b, bOff, y, yOff + row * c, c);
        }
    }

    private static void normaliseRow(
            float[] x, int xOff, float[] m, int mOff, float[] s, int sOff, float[] b, int bOff, float[] y, int yOff,
            int n) {
        int i = 0;
        for (; i < SPECIES.loopBound(n); i += L) {
            fromArray(SPECIES, x, xOff + i)
                    .sub(fromArray(SPECIES, m, mOff + i))
                    .fma(fromArray(SPECIES, s, sOff + i), fromArray(SPECIES, b, bOff + i))
                    .intoArray(y, yOff + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            EXACT.cast(fromArray(SPECIES, x, xOff + i, tail))
                    .sub(fromArray(SPECIES, m, mOff + i, tail))
                    .fma(fromArray(SPECIES, s, sOff + i, tail), fromArray(SPECIES, b, bOff + i, tail))
                    .intoArray(y, yOff + i, tail);
        }
    }

    @Override
    public void centredSquares(float[] x, int xOff, float[] m, int mOff, int rows, int c, float[] out, int outOff) {
        int j = 0;
        for (; j <= c - 2 * L; j += 2 * L) {
            twoSquares(x, xOff + j, m, mOff + j, rows, c, out, outOff + j);
        }
        for (; j < c; j += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(j, c);
            FloatVector mean = EXACT.cast(fromArray(SPECIES, m, mOff + j, mask));
            FloatVector sum = FloatVector.zero(SPECIES);
            int at = xOff + j;
            for (int row = 0; row < rows; row++) {
                FloatVector centred = EXACT.cast(fromArray(SPECIES, x, at, mask)).sub(mean);
                sum = centred.fma(centred, sum);
                at += c;
            }
            EXACT.cast(sum).intoArray(out, outOff + j, mask);
        }
    }

    private static void twoSquares(float[] x, int xOff, float[] m, int mOff, int rows, int c, float[] out, int outOff) {
        FloatVector m0 = fromArray(SPECIES, m, mOff);
        FloatVector m1 = fromArray(SPECIES, m, mOff + L);
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        int at = xOff;
        for (int row = 0; row < rows; row++) {
            FloatVector c0 = fromArray(SPECIES, x, at).sub(m0);
            FloatVector c1 = fromArray(SPECIES, x, at + L).sub(m1);
            s0 = c0.fma(c0, s0);
            s1 = c1.fma(c1, s1);
            at += c;
        }
        EXACT.cast(s0).intoArray(out, outOff);
        EXACT.cast(s1).intoArray(out, outOff + L);
    }

    @Override
    public void centredProducts(
            float[] x, int xOff, float[] m, int mOff, float[] dy, int dyOff, int rows, int c, float[] out, int outOff) {
        for (int j = 0; j < c; j += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(j, c);
            if (mask.allTrue()) {
                products(x, xOff + j, m, mOff + j, dy, dyOff + j, rows, c, out, outOff + j);
                continue;
            }
            FloatVector mean = EXACT.cast(fromArray(SPECIES, m, mOff + j, mask));
            FloatVector products = FloatVector.zero(SPECIES);
            FloatVector sum = products;
            int along = j;
            for (int row = 0; row < rows; row++) {
                FloatVector d = EXACT.cast(fromArray(SPECIES, dy, dyOff + along, mask));
                products = EXACT.cast(fromArray(SPECIES, x, xOff + along, mask)).sub(mean).fma(d, products);
                sum = EXACT.cast(sum).add(d);
                along += c;
            }
            EXACT.cast(products).intoArray(out, outOff + j, mask);
            EXACT.cast(sum).intoArray(out, outOff + c + j, mask);
        }
    }

    private static void products(
            float[] x, int xOff, float[] m, int mOff, float[] dy, int dyOff, int rows, int c, float[] out, int outOff) {
        FloatVector mean = fromArray(SPECIES, m, mOff);
        FloatVector products = FloatVector.zero(SPECIES);
        FloatVector sum = products;
        int along = 0;
        for (int row = 0; row < rows; row++) {
            FloatVector d = fromArray(SPECIES, dy, dyOff + along);
            products = fromArray(SPECIES, x, xOff + along).sub(mean).fma(d, products);
            sum = EXACT.cast(sum).add(d);
            along += c;
        }
        EXACT.cast(products).intoArray(out, outOff);
        EXACT.cast(sum).intoArray(out, outOff + c);
    }

    @Override
    public void normaliseGradient(
            float[] x, int xOff, float[] m, int mOff, float[] dy, int dyOff, float[] stq, int stqOff,
            float[] dx, int dxOff, int rows, int c) {
        for (int row = 0; row < rows; row++) {
            gradientRow(x, xOff + row * c, m, mOff, dy, dyOff + row * c, stq, stqOff, dx, dxOff + row * c, c);
        }
    }

    private static void gradientRow(
            float[] x, int xOff, float[] m, int mOff, float[] dy, int dyOff, float[] stq, int sOff,
            float[] dx, int dxOff, int n) {
        int i = 0;
        for (; i < SPECIES.loopBound(n); i += L) {
            FloatVector d = fromArray(SPECIES, dy, dyOff + i).sub(fromArray(SPECIES, stq, sOff + n + i));
            fromArray(SPECIES, m, mOff + i)
                    .sub(fromArray(SPECIES, x, xOff + i))
                    .fma(fromArray(SPECIES, stq, sOff + 2 * n + i), d)
                    .mul(fromArray(SPECIES, stq, sOff + i))
                    .intoArray(dx, dxOff + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            FloatVector d = EXACT.cast(fromArray(SPECIES, dy, dyOff + i, tail))
                    .sub(fromArray(SPECIES, stq, sOff + n + i, tail));
            EXACT.cast(fromArray(SPECIES, m, mOff + i, tail))
                    .sub(fromArray(SPECIES, x, xOff + i, tail))
                    .fma(EXACT.cast(fromArray(SPECIES, stq, sOff + 2 * n + i, tail)), d)
                    .mul(fromArray(SPECIES, stq, sOff + i, tail))
                    .intoArray(dx, dxOff + i, tail);
        }
    }

    @Override
    public void neighbourSums(float[] x, int xOff, int count, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            FloatVector sum = EXACT.cast(fromArray(SPECIES, x, xOff + i, mask));
            for (int k = 1; k < count; k++) {
                sum = EXACT.cast(sum).add(fromArray(SPECIES, x, xOff + i + k, mask));
            }
            EXACT.cast(sum).intoArray(y, yOff + i, mask);
        }
    }
}
