package dev.fovea.backend.cpu.vector.tile;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// What works in a large tile's place until that is compiled: two rows × one vector at a time. Each sum adds the same
/// products in the same order, so the bits are the same. It reaches a quarter of the large tile's speed, but is
/// compiled in a tenth of the time, and one for all sizes.
public record SmallTile(int rows, int vectors) implements Tile {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final Class<? extends FloatVector> EXACT = Lanes.EXACT;
    private static final int L = Lanes.COUNT;

    private static final WarmUp WARM_UP = new WarmUp(true) {
        private final float[] floats = new float[TURNS * (L + 2) + 4 * L];

        @Override
        protected int call() {
            pair(TURNS, floats, 0, TURNS, 1, floats, 2 * TURNS, L,
                    floats, TURNS * (L + 2), L, floats, TURNS * (L + 2) + 2 * L, L);
            return 5 * TURNS;
        }
    };

    public SmallTile {
        if (rows % 2 != 0) {
            throw new IllegalArgumentException("rows go in pairs: got " + rows);
        }
    }

    /// Starts the compilation.
    public static void warmUp() {
        WARM_UP.isOver();
    }

    @Override
    public void rows(
            int length, float[] a, int aOff, int[] at, int first, float[] b, int bOff,
            float[] s, int sOff, int sStep, float[] c, int cOff, int cStep) {
        for (int p = 0; p < rows; p += 2) {
            int a0 = aOff + at[first + p];
            int a1 = aOff + at[first + p + 1];
            for (int v = 0; v < width(); v += L) {
                pair(length, a, a0, a1, 1, b, bOff + v, width(),
                        s, sOff + p * sStep + v, sStep, c, cOff + p * cStep + v, cStep);
            }
        }
    }

    @Override
    public void columns(
            int length, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep,
            float[] s, int sOff, int sStep, float[] c, int cOff, int cStep) {
        for (int p = 0; p < rows; p += 2) {
            for (int v = 0; v < width(); v += L) {
                pair(length, a, aOff + p, aOff + p + 1, aStep, b, bOff + v, bStep,
                        s, sOff + p * sStep + v, sStep, c, cOff + p * cStep + v, cStep);
            }
        }
    }

    /// Two rows, whose floats lie `aStep` apart from `a0` and `a1` on, times one vector of columns.
    private static void pair(
            int length, float[] a, int a0, int a1, int aStep, float[] b, int bOff, int bStep,
            float[] s, int sOff, int sStep, float[] c, int cOff, int cStep) {
        FloatVector y0 = FloatVector.fromArray(S, s, sOff);
        FloatVector y1 = FloatVector.fromArray(S, s, sOff + sStep);
        int aAt = 0;
        int bAt = bOff;
        for (int t = 0; t < length; t++) {
            FloatVector x = FloatVector.fromArray(S, b, bAt);
            y0 = FloatVector.broadcast(S, a[a0 + aAt]).fma(x, y0);
            y1 = FloatVector.broadcast(S, a[a1 + aAt]).fma(x, y1);
            aAt += aStep;
            bAt += bStep;
        }
        EXACT.cast(y0).intoArray(c, cOff);
        EXACT.cast(y1).intoArray(c, cOff + cStep);
    }
}
