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
    public void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < SPECIES.loopBound(n); i += L) {
            fromArray(SPECIES, a, ao + i).add(fromArray(SPECIES, b, bo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            EXACT.cast(fromArray(SPECIES, a, ao + i, tail)).add(fromArray(SPECIES, b, bo + i, tail))
                    .intoArray(y, yo + i, tail);
        }
    }

    @Override
    public void subtract(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < SPECIES.loopBound(n); i += L) {
            fromArray(SPECIES, a, ao + i).sub(fromArray(SPECIES, b, bo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            EXACT.cast(fromArray(SPECIES, a, ao + i, tail)).sub(fromArray(SPECIES, b, bo + i, tail))
                    .intoArray(y, yo + i, tail);
        }
    }

    @Override
    public void multiply(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < SPECIES.loopBound(n); i += L) {
            fromArray(SPECIES, a, ao + i).mul(fromArray(SPECIES, b, bo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            EXACT.cast(fromArray(SPECIES, a, ao + i, tail)).mul(fromArray(SPECIES, b, bo + i, tail))
                    .intoArray(y, yo + i, tail);
        }
    }

    @Override
    public void divide(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < SPECIES.loopBound(n); i += L) {
            fromArray(SPECIES, a, ao + i).div(fromArray(SPECIES, b, bo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            EXACT.cast(fromArray(SPECIES, a, ao + i, tail)).div(fromArray(SPECIES, b, bo + i, tail))
                    .intoArray(y, yo + i, tail);
        }
    }

    @Override
    public void scale(float[] x, int xo, float factor, float[] y, int yo, int n) {
        int i = 0;
        for (; i < SPECIES.loopBound(n); i += L) {
            fromArray(SPECIES, x, xo + i).mul(factor).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            EXACT.cast(fromArray(SPECIES, x, xo + i, tail)).mul(factor).intoArray(y, yo + i, tail);
        }
    }

    @Override
    public void shift(float[] x, int xo, float term, float[] y, int yo, int n) {
        int i = 0;
        for (; i < SPECIES.loopBound(n); i += L) {
            fromArray(SPECIES, x, xo + i).add(term).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            EXACT.cast(fromArray(SPECIES, x, xo + i, tail)).add(term).intoArray(y, yo + i, tail);
        }
    }

    @Override
    public void relu(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < SPECIES.loopBound(n); i += L) {
            fromArray(SPECIES, x, xo + i).max(0).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            EXACT.cast(fromArray(SPECIES, x, xo + i, tail)).max(0).intoArray(y, yo + i, tail);
        }
    }

    @Override
    public void reluGradient(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        FloatVector zero = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i < SPECIES.loopBound(n); i += L) {
            VectorMask<Float> positive = fromArray(SPECIES, y, yo + i).compare(VectorOperators.GT, 0);
            EXACT.cast(zero).blend(fromArray(SPECIES, dy, dyo + i), positive).intoArray(dx, dxo + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            VectorMask<Float> positive = EXACT.cast(fromArray(SPECIES, y, yo + i, tail))
                    .compare(VectorOperators.GT, 0);
            EXACT.cast(zero).blend(fromArray(SPECIES, dy, dyo + i, tail), positive).intoArray(dx, dxo + i, tail);
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
        int j = 0;
        for (; j <= c - 4 * L; j += 4 * L) {
            fourSums(x, xo + j, rows, c, out, oo + j);
        }
        for (; j < c; j += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(j, c);
            FloatVector sum = FloatVector.zero(SPECIES);
            int at = xo + j;
            for (int row = 0; row < rows; row++) {
                sum = EXACT.cast(sum).add(fromArray(SPECIES, x, at, mask));
                at += c;
            }
            EXACT.cast(sum).intoArray(out, oo + j, mask);
        }
    }

    /// Four vectors of columns.
    private static void fourSums(float[] x, int xo, int rows, int c, float[] out, int oo) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int at = xo;
        for (int row = 0; row < rows; row++) {
            s0 = EXACT.cast(s0).add(fromArray(SPECIES, x, at));
            s1 = EXACT.cast(s1).add(fromArray(SPECIES, x, at + L));
            s2 = EXACT.cast(s2).add(fromArray(SPECIES, x, at + 2 * L));
            s3 = EXACT.cast(s3).add(fromArray(SPECIES, x, at + 3 * L));
            at += c;
        }
        EXACT.cast(s0).intoArray(out, oo);
        EXACT.cast(s1).intoArray(out, oo + L);
        EXACT.cast(s2).intoArray(out, oo + 2 * L);
        EXACT.cast(s3).intoArray(out, oo + 3 * L);
    }

    @Override
    public void maxPooling(Window window, float[] x, int xo, float[] y, int yo, int from, int to) {
        VectorPooling.maximum(window, x, xo, y, yo, from, to);
    }

    @Override
    public void maxPoolingGradient(Window window, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
        VectorPooling.maximumGradient(window, x, xo, dy, dyo, dx, dxo);
    }

    @Override
    public void averagePooling(Window window, float[] x, int xo, float[] y, int yo, int from, int to) {
        VectorPooling.average(window, x, xo, y, yo, from, to);
    }

    @Override
    public void averagePoolingGradient(Window window, float[] dy, int dyo, float[] dx, int dxo) {
        VectorPooling.averageGradient(window, dy, dyo, dx, dxo);
    }

    /// See [RandomMask#dropped].
    @Override
    public void dropout(float[] x, int xo, float[] y, int yo, int n, long key, int first, float rate) {
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
            EXACT.cast(zero).blend(EXACT.cast(fromArray(SPECIES, x, xo + i, mask)).mul(scale), kept)
                    .intoArray(y, yo + i, mask);
        }
    }

    @Override
    public void curve(Curve curve, float parameter, float[] x, int xo, float[] y, int yo, int n) {
        VectorCurves.apply(curve, parameter, x, xo, y, yo, n);
    }

    @Override
    public void curveGradient(
            Curve curve, float parameter, float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        VectorCurves.gradient(curve, parameter, v, vo, dy, dyo, dx, dxo, n);
    }

    @Override
    public void normalize(
            float[] x, int xo, float[] m, int mo, float[] s, int so, float[] b, int bo, float[] y, int yo, int rows,
            int c) {
        for (int row = 0; row < rows; row++) {
            normalizeRow(x, xo + row * c, m, mo, s, so, b, bo, y, yo + row * c, c);
        }
    }

    private static void normalizeRow(
            float[] x, int xo, float[] m, int mo, float[] s, int so, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < SPECIES.loopBound(n); i += L) {
            fromArray(SPECIES, x, xo + i)
                    .sub(fromArray(SPECIES, m, mo + i))
                    .fma(fromArray(SPECIES, s, so + i), fromArray(SPECIES, b, bo + i))
                    .intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            EXACT.cast(fromArray(SPECIES, x, xo + i, tail))
                    .sub(fromArray(SPECIES, m, mo + i, tail))
                    .fma(fromArray(SPECIES, s, so + i, tail), fromArray(SPECIES, b, bo + i, tail))
                    .intoArray(y, yo + i, tail);
        }
    }

    @Override
    public void centredSquares(float[] x, int xo, float[] m, int mo, int rows, int c, float[] out, int oo) {
        int j = 0;
        for (; j <= c - 2 * L; j += 2 * L) {
            twoSquares(x, xo + j, m, mo + j, rows, c, out, oo + j);
        }
        for (; j < c; j += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(j, c);
            FloatVector mean = EXACT.cast(fromArray(SPECIES, m, mo + j, mask));
            FloatVector sum = FloatVector.zero(SPECIES);
            int at = xo + j;
            for (int row = 0; row < rows; row++) {
                FloatVector centred = EXACT.cast(fromArray(SPECIES, x, at, mask)).sub(mean);
                sum = centred.fma(centred, sum);
                at += c;
            }
            EXACT.cast(sum).intoArray(out, oo + j, mask);
        }
    }

    private static void twoSquares(float[] x, int xo, float[] m, int mo, int rows, int c, float[] out, int oo) {
        FloatVector m0 = fromArray(SPECIES, m, mo);
        FloatVector m1 = fromArray(SPECIES, m, mo + L);
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        int at = xo;
        for (int row = 0; row < rows; row++) {
            FloatVector c0 = fromArray(SPECIES, x, at).sub(m0);
            FloatVector c1 = fromArray(SPECIES, x, at + L).sub(m1);
            s0 = c0.fma(c0, s0);
            s1 = c1.fma(c1, s1);
            at += c;
        }
        EXACT.cast(s0).intoArray(out, oo);
        EXACT.cast(s1).intoArray(out, oo + L);
    }

    @Override
    public void centredProducts(
            float[] x, int xo, float[] m, int mo, float[] dy, int dyo, int rows, int c, float[] out, int oo) {
        for (int j = 0; j < c; j += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(j, c);
            if (mask.allTrue()) {
                products(x, xo + j, m, mo + j, dy, dyo + j, rows, c, out, oo + j);
                continue;
            }
            FloatVector mean = EXACT.cast(fromArray(SPECIES, m, mo + j, mask));
            FloatVector products = FloatVector.zero(SPECIES);
            FloatVector sum = products;
            int along = j;
            for (int row = 0; row < rows; row++) {
                FloatVector d = EXACT.cast(fromArray(SPECIES, dy, dyo + along, mask));
                products = EXACT.cast(fromArray(SPECIES, x, xo + along, mask)).sub(mean).fma(d, products);
                sum = EXACT.cast(sum).add(d);
                along += c;
            }
            EXACT.cast(products).intoArray(out, oo + j, mask);
            EXACT.cast(sum).intoArray(out, oo + c + j, mask);
        }
    }

    private static void products(
            float[] x, int xo, float[] m, int mo, float[] dy, int dyo, int rows, int c, float[] out, int oo) {
        FloatVector mean = fromArray(SPECIES, m, mo);
        FloatVector products = FloatVector.zero(SPECIES);
        FloatVector sum = products;
        int along = 0;
        for (int row = 0; row < rows; row++) {
            FloatVector d = fromArray(SPECIES, dy, dyo + along);
            products = fromArray(SPECIES, x, xo + along).sub(mean).fma(d, products);
            sum = EXACT.cast(sum).add(d);
            along += c;
        }
        EXACT.cast(products).intoArray(out, oo);
        EXACT.cast(sum).intoArray(out, oo + c);
    }

    @Override
    public void normalizeGradient(
            float[] x, int xo, float[] m, int mo, float[] dy, int dyo, float[] stq, int stqo, float[] dx, int dxo,
            int rows, int c) {
        for (int row = 0; row < rows; row++) {
            gradientRow(x, xo + row * c, m, mo, dy, dyo + row * c, stq, stqo, dx, dxo + row * c, c);
        }
    }

    private static void gradientRow(
            float[] x, int xo, float[] m, int mo, float[] dy, int dyo, float[] stq, int so, float[] dx, int dxo,
            int n) {
        int i = 0;
        for (; i < SPECIES.loopBound(n); i += L) {
            FloatVector d = fromArray(SPECIES, dy, dyo + i).sub(fromArray(SPECIES, stq, so + n + i));
            fromArray(SPECIES, m, mo + i)
                    .sub(fromArray(SPECIES, x, xo + i))
                    .fma(fromArray(SPECIES, stq, so + 2 * n + i), d)
                    .mul(fromArray(SPECIES, stq, so + i))
                    .intoArray(dx, dxo + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            FloatVector d = EXACT.cast(fromArray(SPECIES, dy, dyo + i, tail))
                    .sub(fromArray(SPECIES, stq, so + n + i, tail));
            EXACT.cast(fromArray(SPECIES, m, mo + i, tail))
                    .sub(fromArray(SPECIES, x, xo + i, tail))
                    .fma(EXACT.cast(fromArray(SPECIES, stq, so + 2 * n + i, tail)), d)
                    .mul(fromArray(SPECIES, stq, so + i, tail))
                    .intoArray(dx, dxo + i, tail);
        }
    }

    @Override
    public void neighbourSums(float[] x, int xo, int count, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            FloatVector sum = EXACT.cast(fromArray(SPECIES, x, xo + i, mask));
            for (int k = 1; k < count; k++) {
                sum = EXACT.cast(sum).add(fromArray(SPECIES, x, xo + i + k, mask));
            }
            EXACT.cast(sum).intoArray(y, yo + i, mask);
        }
    }
}
