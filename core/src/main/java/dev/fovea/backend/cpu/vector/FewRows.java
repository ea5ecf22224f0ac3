package dev.fovea.backend.cpu.vector;

import dev.fovea.backend.cpu.vector.tile.Lanes;
import dev.fovea.backend.cpu.vector.tile.WarmUp;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// The product of very few rows and a matrix, as one image needs it in a dense layer: bound by reading the matrix,
/// which is therefore read once and in order, eight of its rows at a time, while the sums wait in the first cache.
final class FewRows {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final Class<? extends FloatVector> EXACT = Lanes.EXACT;
    private static final int L = Lanes.COUNT;
    private static final int EIGHT = 8;

    private static final WarmUp WARM_UP = new WarmUp(false) {
        private final int width = TURNS * L + 1;
        private final float[] floats = new float[width];

        @Override
        protected int call() {
            eight(width - 1, floats, 0, floats, 0, 0, floats, 0);
            eight(width, floats, 0, floats, 0, 0, floats, 0);
            one(width - 1, 1f, floats, 0, floats, 0);
            one(width, 1f, floats, 0, floats, 0);
            return 2 * TURNS * (18 + 3);
        }
    };

    private FewRows() {}

    /// `sums[p, j] += Σ_t a[p, t] · b[t, j]` for `rows` rows and `width` columns, adding in the order of t.
    ///
    /// @param aStep from a row of a to the next, likewise `bStep` and `sumsStep`
    static void add(
            int rows, int depth, int width, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep,
            float[] sums, int sumsOff, int sumsStep) {
        boolean warm = WARM_UP.isOver();
        int t = 0;
        for (; warm && t <= depth - EIGHT; t += EIGHT) {
            for (int p = 0; p < rows; p++) {
                eight(width, a, aOff + p * aStep + t, b, bOff + t * bStep, bStep, sums, sumsOff + p * sumsStep);
            }
        }
        for (; t < depth; t++) {
            for (int p = 0; p < rows; p++) {
                int at = sumsOff + p * sumsStep;
                float factor = a[aOff + p * aStep + t];
                if (warm) {
                    one(width, factor, b, bOff + t * bStep, sums, at);
                } else {
                    plain(width, factor, b, bOff + t * bStep, sums, at);
                }
            }
        }
    }

    private static void eight(int width, float[] a, int aAt, float[] b, int bAt, int step, float[] sums, int to) {
        FloatVector a0 = FloatVector.broadcast(S, a[aAt]);
        FloatVector a1 = FloatVector.broadcast(S, a[aAt + 1]);
        FloatVector a2 = FloatVector.broadcast(S, a[aAt + 2]);
        FloatVector a3 = FloatVector.broadcast(S, a[aAt + 3]);
        FloatVector a4 = FloatVector.broadcast(S, a[aAt + 4]);
        FloatVector a5 = FloatVector.broadcast(S, a[aAt + 5]);
        FloatVector a6 = FloatVector.broadcast(S, a[aAt + 6]);
        FloatVector a7 = FloatVector.broadcast(S, a[aAt + 7]);
        int b4 = bAt + 4 * step;
        int whole = width - width % L;
        for (int j = 0; j < whole; j += L) {
            FloatVector sum = FloatVector.fromArray(S, sums, to + j);
            sum = FloatVector.fromArray(S, b, bAt + j).fma(a0, sum);
            sum = FloatVector.fromArray(S, b, bAt + step + j).fma(a1, sum);
            sum = FloatVector.fromArray(S, b, bAt + 2 * step + j).fma(a2, sum);
            sum = FloatVector.fromArray(S, b, bAt + 3 * step + j).fma(a3, sum);
            sum = FloatVector.fromArray(S, b, b4 + j).fma(a4, sum);
            sum = FloatVector.fromArray(S, b, b4 + step + j).fma(a5, sum);
            sum = FloatVector.fromArray(S, b, b4 + 2 * step + j).fma(a6, sum);
            sum = FloatVector.fromArray(S, b, b4 + 3 * step + j).fma(a7, sum);
            sum.intoArray(sums, to + j);
        }
        for (int i = 0; i < EIGHT && whole < width; i++) {
            rest(width - whole, a[aAt + i], b, bAt + i * step + whole, sums, to + whole);
        }
    }

    private static void one(int width, float a, float[] b, int bAt, float[] sums, int to) {
        int whole = width - width % L;
        for (int j = 0; j < whole; j += L) {
            FloatVector sum = FloatVector.fromArray(S, sums, to + j);
            FloatVector.fromArray(S, b, bAt + j).fma(FloatVector.broadcast(S, a), sum).intoArray(sums, to + j);
        }
        if (whole < width) {
            rest(width - whole, a, b, bAt + whole, sums, to + whole);
        }
    }

    /// See [#one].
    static void plain(int width, float a, float[] b, int bAt, float[] sums, int to) {
        for (int j = 0; j < width; j++) {
            sums[to + j] = Math.fma(b[bAt + j], a, sums[to + j]);
        }
    }

    /// Less than a vector.
    private static void rest(int width, float a, float[] b, int bAt, float[] sums, int to) {
        VectorMask<Float> mask = S.indexInRange(0, width);
        FloatVector sum = FloatVector.fromArray(S, sums, to, mask);
        EXACT.cast(FloatVector.fromArray(S, b, bAt, mask)).fma(FloatVector.broadcast(S, a), sum)
                .intoArray(sums, to, mask);
    }
}
