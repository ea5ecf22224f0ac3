// Written by `java core/src/test/java/dev/fovea/backend/cpu/vector/tile/TileSource.java`: change it there.
package dev.fovea.backend.cpu.vector.tile;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// A tile of 12 rows × 1 vector, for outputs of one vector. Its 12 sums are enough to hide the latency of a
/// multiply-add. The sums are variables named by row and vector; one counted loop in a method keeps them in registers.
public final class Tile12x1 implements Tile {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final Class<? extends FloatVector> EXACT = Lanes.EXACT;
    private static final int L = Lanes.COUNT;
    private static final int WIDTH = 1 * L;

    @Override
    public int rows() {
        return 12;
    }

    @Override
    public int vectors() {
        return 1;
    }

    @Override
    public void rows(
            int length, float[] a, int aOff, int[] at, int first, float[] b, int bOff,
            float[] s, int sOff, int sStep, float[] c, int cOff, int cStep) {
        int a0 = aOff + at[first];
        int a1 = aOff + at[first + 1];
        int a2 = aOff + at[first + 2];
        int a3 = aOff + at[first + 3];
        int a4 = aOff + at[first + 4];
        int a5 = aOff + at[first + 5];
        int a6 = aOff + at[first + 6];
        int a7 = aOff + at[first + 7];
        int a8 = aOff + at[first + 8];
        int a9 = aOff + at[first + 9];
        int a10 = aOff + at[first + 10];
        int a11 = aOff + at[first + 11];
        int s0 = sOff;
        int s1 = s0 + sStep;
        int s2 = s1 + sStep;
        int s3 = s2 + sStep;
        int s4 = s3 + sStep;
        int s5 = s4 + sStep;
        int s6 = s5 + sStep;
        int s7 = s6 + sStep;
        int s8 = s7 + sStep;
        int s9 = s8 + sStep;
        int s10 = s9 + sStep;
        int s11 = s10 + sStep;
        FloatVector y0a = FloatVector.fromArray(S, s, s0);
        FloatVector y1a = FloatVector.fromArray(S, s, s1);
        FloatVector y2a = FloatVector.fromArray(S, s, s2);
        FloatVector y3a = FloatVector.fromArray(S, s, s3);
        FloatVector y4a = FloatVector.fromArray(S, s, s4);
        FloatVector y5a = FloatVector.fromArray(S, s, s5);
        FloatVector y6a = FloatVector.fromArray(S, s, s6);
        FloatVector y7a = FloatVector.fromArray(S, s, s7);
        FloatVector y8a = FloatVector.fromArray(S, s, s8);
        FloatVector y9a = FloatVector.fromArray(S, s, s9);
        FloatVector y10a = FloatVector.fromArray(S, s, s10);
        FloatVector y11a = FloatVector.fromArray(S, s, s11);
        for (int t = 0; t < length; t++) {
            int bAt = bOff + t * WIDTH;
            FloatVector ba = FloatVector.fromArray(S, b, bAt);
            FloatVector x0 = FloatVector.broadcast(S, a[a0 + t]);
            y0a = x0.fma(ba, y0a);
            FloatVector x1 = FloatVector.broadcast(S, a[a1 + t]);
            y1a = x1.fma(ba, y1a);
            FloatVector x2 = FloatVector.broadcast(S, a[a2 + t]);
            y2a = x2.fma(ba, y2a);
            FloatVector x3 = FloatVector.broadcast(S, a[a3 + t]);
            y3a = x3.fma(ba, y3a);
            FloatVector x4 = FloatVector.broadcast(S, a[a4 + t]);
            y4a = x4.fma(ba, y4a);
            FloatVector x5 = FloatVector.broadcast(S, a[a5 + t]);
            y5a = x5.fma(ba, y5a);
            FloatVector x6 = FloatVector.broadcast(S, a[a6 + t]);
            y6a = x6.fma(ba, y6a);
            FloatVector x7 = FloatVector.broadcast(S, a[a7 + t]);
            y7a = x7.fma(ba, y7a);
            FloatVector x8 = FloatVector.broadcast(S, a[a8 + t]);
            y8a = x8.fma(ba, y8a);
            FloatVector x9 = FloatVector.broadcast(S, a[a9 + t]);
            y9a = x9.fma(ba, y9a);
            FloatVector x10 = FloatVector.broadcast(S, a[a10 + t]);
            y10a = x10.fma(ba, y10a);
            FloatVector x11 = FloatVector.broadcast(S, a[a11 + t]);
            y11a = x11.fma(ba, y11a);
        }
        int c0 = cOff;
        int c1 = c0 + cStep;
        int c2 = c1 + cStep;
        int c3 = c2 + cStep;
        int c4 = c3 + cStep;
        int c5 = c4 + cStep;
        int c6 = c5 + cStep;
        int c7 = c6 + cStep;
        int c8 = c7 + cStep;
        int c9 = c8 + cStep;
        int c10 = c9 + cStep;
        int c11 = c10 + cStep;
        EXACT.cast(y0a).intoArray(c, c0);
        EXACT.cast(y1a).intoArray(c, c1);
        EXACT.cast(y2a).intoArray(c, c2);
        EXACT.cast(y3a).intoArray(c, c3);
        EXACT.cast(y4a).intoArray(c, c4);
        EXACT.cast(y5a).intoArray(c, c5);
        EXACT.cast(y6a).intoArray(c, c6);
        EXACT.cast(y7a).intoArray(c, c7);
        EXACT.cast(y8a).intoArray(c, c8);
        EXACT.cast(y9a).intoArray(c, c9);
        EXACT.cast(y10a).intoArray(c, c10);
        EXACT.cast(y11a).intoArray(c, c11);
    }

    @Override
    public void columns(
            int length, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep,
            float[] s, int sOff, int sStep, float[] c, int cOff, int cStep) {
        int s0 = sOff;
        int s1 = s0 + sStep;
        int s2 = s1 + sStep;
        int s3 = s2 + sStep;
        int s4 = s3 + sStep;
        int s5 = s4 + sStep;
        int s6 = s5 + sStep;
        int s7 = s6 + sStep;
        int s8 = s7 + sStep;
        int s9 = s8 + sStep;
        int s10 = s9 + sStep;
        int s11 = s10 + sStep;
        FloatVector y0a = FloatVector.fromArray(S, s, s0);
        FloatVector y1a = FloatVector.fromArray(S, s, s1);
        FloatVector y2a = FloatVector.fromArray(S, s, s2);
        FloatVector y3a = FloatVector.fromArray(S, s, s3);
        FloatVector y4a = FloatVector.fromArray(S, s, s4);
        FloatVector y5a = FloatVector.fromArray(S, s, s5);
        FloatVector y6a = FloatVector.fromArray(S, s, s6);
        FloatVector y7a = FloatVector.fromArray(S, s, s7);
        FloatVector y8a = FloatVector.fromArray(S, s, s8);
        FloatVector y9a = FloatVector.fromArray(S, s, s9);
        FloatVector y10a = FloatVector.fromArray(S, s, s10);
        FloatVector y11a = FloatVector.fromArray(S, s, s11);
        int aAt = aOff;
        int bAt = bOff;
        for (int t = 0; t < length; t++) {
            FloatVector ba = FloatVector.fromArray(S, b, bAt);
            FloatVector x0 = FloatVector.broadcast(S, a[aAt]);
            y0a = x0.fma(ba, y0a);
            FloatVector x1 = FloatVector.broadcast(S, a[aAt + 1]);
            y1a = x1.fma(ba, y1a);
            FloatVector x2 = FloatVector.broadcast(S, a[aAt + 2]);
            y2a = x2.fma(ba, y2a);
            FloatVector x3 = FloatVector.broadcast(S, a[aAt + 3]);
            y3a = x3.fma(ba, y3a);
            FloatVector x4 = FloatVector.broadcast(S, a[aAt + 4]);
            y4a = x4.fma(ba, y4a);
            FloatVector x5 = FloatVector.broadcast(S, a[aAt + 5]);
            y5a = x5.fma(ba, y5a);
            FloatVector x6 = FloatVector.broadcast(S, a[aAt + 6]);
            y6a = x6.fma(ba, y6a);
            FloatVector x7 = FloatVector.broadcast(S, a[aAt + 7]);
            y7a = x7.fma(ba, y7a);
            FloatVector x8 = FloatVector.broadcast(S, a[aAt + 8]);
            y8a = x8.fma(ba, y8a);
            FloatVector x9 = FloatVector.broadcast(S, a[aAt + 9]);
            y9a = x9.fma(ba, y9a);
            FloatVector x10 = FloatVector.broadcast(S, a[aAt + 10]);
            y10a = x10.fma(ba, y10a);
            FloatVector x11 = FloatVector.broadcast(S, a[aAt + 11]);
            y11a = x11.fma(ba, y11a);
            aAt += aStep;
            bAt += bStep;
        }
        int c0 = cOff;
        int c1 = c0 + cStep;
        int c2 = c1 + cStep;
        int c3 = c2 + cStep;
        int c4 = c3 + cStep;
        int c5 = c4 + cStep;
        int c6 = c5 + cStep;
        int c7 = c6 + cStep;
        int c8 = c7 + cStep;
        int c9 = c8 + cStep;
        int c10 = c9 + cStep;
        int c11 = c10 + cStep;
        EXACT.cast(y0a).intoArray(c, c0);
        EXACT.cast(y1a).intoArray(c, c1);
        EXACT.cast(y2a).intoArray(c, c2);
        EXACT.cast(y3a).intoArray(c, c3);
        EXACT.cast(y4a).intoArray(c, c4);
        EXACT.cast(y5a).intoArray(c, c5);
        EXACT.cast(y6a).intoArray(c, c6);
        EXACT.cast(y7a).intoArray(c, c7);
        EXACT.cast(y8a).intoArray(c, c8);
        EXACT.cast(y9a).intoArray(c, c9);
        EXACT.cast(y10a).intoArray(c, c10);
        EXACT.cast(y11a).intoArray(c, c11);
    }
}
