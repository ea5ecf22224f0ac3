// Written by `java core/src/test/java/dev/fovea/backend/cpu/vector/tile/TileSource.java`: change it there.
package dev.fovea.backend.cpu.vector.tile;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// A tile of 14 rows × 2 vectors, whose 28 sums fit into the 32 registers of AVX-512 and NEON. 14 broadcasts and 2
/// loads feed 28 multiply-adds. The sums are variables named by row and vector; one counted loop in a method keeps them
/// in registers.
public final class Tile14x2 implements Tile {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final Class<? extends FloatVector> EXACT = Lanes.EXACT;
    private static final int L = Lanes.COUNT;
    private static final int WIDTH = 2 * L;

    @Override
    public int rows() {
        return 14;
    }

    @Override
    public int vectors() {
        return 2;
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
        int a12 = aOff + at[first + 12];
        int a13 = aOff + at[first + 13];
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
        int s12 = s11 + sStep;
        int s13 = s12 + sStep;
        FloatVector y0a = FloatVector.fromArray(S, s, s0);
        FloatVector y0b = FloatVector.fromArray(S, s, s0 + L);
        FloatVector y1a = FloatVector.fromArray(S, s, s1);
        FloatVector y1b = FloatVector.fromArray(S, s, s1 + L);
        FloatVector y2a = FloatVector.fromArray(S, s, s2);
        FloatVector y2b = FloatVector.fromArray(S, s, s2 + L);
        FloatVector y3a = FloatVector.fromArray(S, s, s3);
        FloatVector y3b = FloatVector.fromArray(S, s, s3 + L);
        FloatVector y4a = FloatVector.fromArray(S, s, s4);
        FloatVector y4b = FloatVector.fromArray(S, s, s4 + L);
        FloatVector y5a = FloatVector.fromArray(S, s, s5);
        FloatVector y5b = FloatVector.fromArray(S, s, s5 + L);
        FloatVector y6a = FloatVector.fromArray(S, s, s6);
        FloatVector y6b = FloatVector.fromArray(S, s, s6 + L);
        FloatVector y7a = FloatVector.fromArray(S, s, s7);
        FloatVector y7b = FloatVector.fromArray(S, s, s7 + L);
        FloatVector y8a = FloatVector.fromArray(S, s, s8);
        FloatVector y8b = FloatVector.fromArray(S, s, s8 + L);
        FloatVector y9a = FloatVector.fromArray(S, s, s9);
        FloatVector y9b = FloatVector.fromArray(S, s, s9 + L);
        FloatVector y10a = FloatVector.fromArray(S, s, s10);
        FloatVector y10b = FloatVector.fromArray(S, s, s10 + L);
        FloatVector y11a = FloatVector.fromArray(S, s, s11);
        FloatVector y11b = FloatVector.fromArray(S, s, s11 + L);
        FloatVector y12a = FloatVector.fromArray(S, s, s12);
        FloatVector y12b = FloatVector.fromArray(S, s, s12 + L);
        FloatVector y13a = FloatVector.fromArray(S, s, s13);
        FloatVector y13b = FloatVector.fromArray(S, s, s13 + L);
        for (int t = 0; t < length; t++) {
            int bAt = bOff + t * WIDTH;
            FloatVector ba = FloatVector.fromArray(S, b, bAt);
            FloatVector bb = FloatVector.fromArray(S, b, bAt + L);
            FloatVector x0 = FloatVector.broadcast(S, a[a0 + t]);
            y0a = x0.fma(ba, y0a);
            y0b = x0.fma(bb, y0b);
            FloatVector x1 = FloatVector.broadcast(S, a[a1 + t]);
            y1a = x1.fma(ba, y1a);
            y1b = x1.fma(bb, y1b);
            FloatVector x2 = FloatVector.broadcast(S, a[a2 + t]);
            y2a = x2.fma(ba, y2a);
            y2b = x2.fma(bb, y2b);
            FloatVector x3 = FloatVector.broadcast(S, a[a3 + t]);
            y3a = x3.fma(ba, y3a);
            y3b = x3.fma(bb, y3b);
            FloatVector x4 = FloatVector.broadcast(S, a[a4 + t]);
            y4a = x4.fma(ba, y4a);
            y4b = x4.fma(bb, y4b);
            FloatVector x5 = FloatVector.broadcast(S, a[a5 + t]);
            y5a = x5.fma(ba, y5a);
            y5b = x5.fma(bb, y5b);
            FloatVector x6 = FloatVector.broadcast(S, a[a6 + t]);
            y6a = x6.fma(ba, y6a);
            y6b = x6.fma(bb, y6b);
            FloatVector x7 = FloatVector.broadcast(S, a[a7 + t]);
            y7a = x7.fma(ba, y7a);
            y7b = x7.fma(bb, y7b);
            FloatVector x8 = FloatVector.broadcast(S, a[a8 + t]);
            y8a = x8.fma(ba, y8a);
            y8b = x8.fma(bb, y8b);
            FloatVector x9 = FloatVector.broadcast(S, a[a9 + t]);
            y9a = x9.fma(ba, y9a);
            y9b = x9.fma(bb, y9b);
            FloatVector x10 = FloatVector.broadcast(S, a[a10 + t]);
            y10a = x10.fma(ba, y10a);
            y10b = x10.fma(bb, y10b);
            FloatVector x11 = FloatVector.broadcast(S, a[a11 + t]);
            y11a = x11.fma(ba, y11a);
            y11b = x11.fma(bb, y11b);
            FloatVector x12 = FloatVector.broadcast(S, a[a12 + t]);
            y12a = x12.fma(ba, y12a);
            y12b = x12.fma(bb, y12b);
            FloatVector x13 = FloatVector.broadcast(S, a[a13 + t]);
            y13a = x13.fma(ba, y13a);
            y13b = x13.fma(bb, y13b);
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
        int c12 = c11 + cStep;
        int c13 = c12 + cStep;
        EXACT.cast(y0a).intoArray(c, c0);
        EXACT.cast(y0b).intoArray(c, c0 + L);
        EXACT.cast(y1a).intoArray(c, c1);
        EXACT.cast(y1b).intoArray(c, c1 + L);
        EXACT.cast(y2a).intoArray(c, c2);
        EXACT.cast(y2b).intoArray(c, c2 + L);
        EXACT.cast(y3a).intoArray(c, c3);
        EXACT.cast(y3b).intoArray(c, c3 + L);
        EXACT.cast(y4a).intoArray(c, c4);
        EXACT.cast(y4b).intoArray(c, c4 + L);
        EXACT.cast(y5a).intoArray(c, c5);
        EXACT.cast(y5b).intoArray(c, c5 + L);
        EXACT.cast(y6a).intoArray(c, c6);
        EXACT.cast(y6b).intoArray(c, c6 + L);
        EXACT.cast(y7a).intoArray(c, c7);
        EXACT.cast(y7b).intoArray(c, c7 + L);
        EXACT.cast(y8a).intoArray(c, c8);
        EXACT.cast(y8b).intoArray(c, c8 + L);
        EXACT.cast(y9a).intoArray(c, c9);
        EXACT.cast(y9b).intoArray(c, c9 + L);
        EXACT.cast(y10a).intoArray(c, c10);
        EXACT.cast(y10b).intoArray(c, c10 + L);
        EXACT.cast(y11a).intoArray(c, c11);
        EXACT.cast(y11b).intoArray(c, c11 + L);
        EXACT.cast(y12a).intoArray(c, c12);
        EXACT.cast(y12b).intoArray(c, c12 + L);
        EXACT.cast(y13a).intoArray(c, c13);
        EXACT.cast(y13b).intoArray(c, c13 + L);
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
        int s12 = s11 + sStep;
        int s13 = s12 + sStep;
        FloatVector y0a = FloatVector.fromArray(S, s, s0);
        FloatVector y0b = FloatVector.fromArray(S, s, s0 + L);
        FloatVector y1a = FloatVector.fromArray(S, s, s1);
        FloatVector y1b = FloatVector.fromArray(S, s, s1 + L);
        FloatVector y2a = FloatVector.fromArray(S, s, s2);
        FloatVector y2b = FloatVector.fromArray(S, s, s2 + L);
        FloatVector y3a = FloatVector.fromArray(S, s, s3);
        FloatVector y3b = FloatVector.fromArray(S, s, s3 + L);
        FloatVector y4a = FloatVector.fromArray(S, s, s4);
        FloatVector y4b = FloatVector.fromArray(S, s, s4 + L);
        FloatVector y5a = FloatVector.fromArray(S, s, s5);
        FloatVector y5b = FloatVector.fromArray(S, s, s5 + L);
        FloatVector y6a = FloatVector.fromArray(S, s, s6);
        FloatVector y6b = FloatVector.fromArray(S, s, s6 + L);
        FloatVector y7a = FloatVector.fromArray(S, s, s7);
        FloatVector y7b = FloatVector.fromArray(S, s, s7 + L);
        FloatVector y8a = FloatVector.fromArray(S, s, s8);
        FloatVector y8b = FloatVector.fromArray(S, s, s8 + L);
        FloatVector y9a = FloatVector.fromArray(S, s, s9);
        FloatVector y9b = FloatVector.fromArray(S, s, s9 + L);
        FloatVector y10a = FloatVector.fromArray(S, s, s10);
        FloatVector y10b = FloatVector.fromArray(S, s, s10 + L);
        FloatVector y11a = FloatVector.fromArray(S, s, s11);
        FloatVector y11b = FloatVector.fromArray(S, s, s11 + L);
        FloatVector y12a = FloatVector.fromArray(S, s, s12);
        FloatVector y12b = FloatVector.fromArray(S, s, s12 + L);
        FloatVector y13a = FloatVector.fromArray(S, s, s13);
        FloatVector y13b = FloatVector.fromArray(S, s, s13 + L);
        int aAt = aOff;
        int bAt = bOff;
        for (int t = 0; t < length; t++) {
            FloatVector ba = FloatVector.fromArray(S, b, bAt);
            FloatVector bb = FloatVector.fromArray(S, b, bAt + L);
            FloatVector x0 = FloatVector.broadcast(S, a[aAt]);
            y0a = x0.fma(ba, y0a);
            y0b = x0.fma(bb, y0b);
            FloatVector x1 = FloatVector.broadcast(S, a[aAt + 1]);
            y1a = x1.fma(ba, y1a);
            y1b = x1.fma(bb, y1b);
            FloatVector x2 = FloatVector.broadcast(S, a[aAt + 2]);
            y2a = x2.fma(ba, y2a);
            y2b = x2.fma(bb, y2b);
            FloatVector x3 = FloatVector.broadcast(S, a[aAt + 3]);
            y3a = x3.fma(ba, y3a);
            y3b = x3.fma(bb, y3b);
            FloatVector x4 = FloatVector.broadcast(S, a[aAt + 4]);
            y4a = x4.fma(ba, y4a);
            y4b = x4.fma(bb, y4b);
            FloatVector x5 = FloatVector.broadcast(S, a[aAt + 5]);
            y5a = x5.fma(ba, y5a);
            y5b = x5.fma(bb, y5b);
            FloatVector x6 = FloatVector.broadcast(S, a[aAt + 6]);
            y6a = x6.fma(ba, y6a);
            y6b = x6.fma(bb, y6b);
            FloatVector x7 = FloatVector.broadcast(S, a[aAt + 7]);
            y7a = x7.fma(ba, y7a);
            y7b = x7.fma(bb, y7b);
            FloatVector x8 = FloatVector.broadcast(S, a[aAt + 8]);
            y8a = x8.fma(ba, y8a);
            y8b = x8.fma(bb, y8b);
            FloatVector x9 = FloatVector.broadcast(S, a[aAt + 9]);
            y9a = x9.fma(ba, y9a);
            y9b = x9.fma(bb, y9b);
            FloatVector x10 = FloatVector.broadcast(S, a[aAt + 10]);
            y10a = x10.fma(ba, y10a);
            y10b = x10.fma(bb, y10b);
            FloatVector x11 = FloatVector.broadcast(S, a[aAt + 11]);
            y11a = x11.fma(ba, y11a);
            y11b = x11.fma(bb, y11b);
            FloatVector x12 = FloatVector.broadcast(S, a[aAt + 12]);
            y12a = x12.fma(ba, y12a);
            y12b = x12.fma(bb, y12b);
            FloatVector x13 = FloatVector.broadcast(S, a[aAt + 13]);
            y13a = x13.fma(ba, y13a);
            y13b = x13.fma(bb, y13b);
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
        int c12 = c11 + cStep;
        int c13 = c12 + cStep;
        EXACT.cast(y0a).intoArray(c, c0);
        EXACT.cast(y0b).intoArray(c, c0 + L);
        EXACT.cast(y1a).intoArray(c, c1);
        EXACT.cast(y1b).intoArray(c, c1 + L);
        EXACT.cast(y2a).intoArray(c, c2);
        EXACT.cast(y2b).intoArray(c, c2 + L);
        EXACT.cast(y3a).intoArray(c, c3);
        EXACT.cast(y3b).intoArray(c, c3 + L);
        EXACT.cast(y4a).intoArray(c, c4);
        EXACT.cast(y4b).intoArray(c, c4 + L);
        EXACT.cast(y5a).intoArray(c, c5);
        EXACT.cast(y5b).intoArray(c, c5 + L);
        EXACT.cast(y6a).intoArray(c, c6);
        EXACT.cast(y6b).intoArray(c, c6 + L);
        EXACT.cast(y7a).intoArray(c, c7);
        EXACT.cast(y7b).intoArray(c, c7 + L);
        EXACT.cast(y8a).intoArray(c, c8);
        EXACT.cast(y8b).intoArray(c, c8 + L);
        EXACT.cast(y9a).intoArray(c, c9);
        EXACT.cast(y9b).intoArray(c, c9 + L);
        EXACT.cast(y10a).intoArray(c, c10);
        EXACT.cast(y10b).intoArray(c, c10 + L);
        EXACT.cast(y11a).intoArray(c, c11);
        EXACT.cast(y11b).intoArray(c, c11 + L);
        EXACT.cast(y12a).intoArray(c, c12);
        EXACT.cast(y12b).intoArray(c, c12 + L);
        EXACT.cast(y13a).intoArray(c, c13);
        EXACT.cast(y13b).intoArray(c, c13 + L);
    }
}
