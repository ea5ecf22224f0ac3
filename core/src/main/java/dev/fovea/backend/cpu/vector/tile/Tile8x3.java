// Written by `java core/src/test/java/dev/fovea/backend/cpu/vector/tile/TileSource.java`: change it there.
package dev.fovea.backend.cpu.vector.tile;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// A tile of 8 rows × 3 vectors, whose 24 sums fit into the 32 registers of AVX-512 and NEON. 8 broadcasts and 3 loads
/// feed 24 multiply-adds. The sums are variables named by row and vector; one counted loop in a method keeps them in
/// registers.
public final class Tile8x3 implements Tile {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final Class<? extends FloatVector> EXACT = Lanes.EXACT;
    private static final int L = Lanes.COUNT;
    private static final int WIDTH = 3 * L;

    @Override
    public int rows() {
        return 8;
    }

    @Override
    public int vectors() {
        return 3;
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
        int s0 = sOff;
        int s1 = s0 + sStep;
        int s2 = s1 + sStep;
        int s3 = s2 + sStep;
        int s4 = s3 + sStep;
        int s5 = s4 + sStep;
        int s6 = s5 + sStep;
        int s7 = s6 + sStep;
        FloatVector y0a = FloatVector.fromArray(S, s, s0);
        FloatVector y0b = FloatVector.fromArray(S, s, s0 + L);
        FloatVector y0c = FloatVector.fromArray(S, s, s0 + 2 * L);
        FloatVector y1a = FloatVector.fromArray(S, s, s1);
        FloatVector y1b = FloatVector.fromArray(S, s, s1 + L);
        FloatVector y1c = FloatVector.fromArray(S, s, s1 + 2 * L);
        FloatVector y2a = FloatVector.fromArray(S, s, s2);
        FloatVector y2b = FloatVector.fromArray(S, s, s2 + L);
        FloatVector y2c = FloatVector.fromArray(S, s, s2 + 2 * L);
        FloatVector y3a = FloatVector.fromArray(S, s, s3);
        FloatVector y3b = FloatVector.fromArray(S, s, s3 + L);
        FloatVector y3c = FloatVector.fromArray(S, s, s3 + 2 * L);
        FloatVector y4a = FloatVector.fromArray(S, s, s4);
        FloatVector y4b = FloatVector.fromArray(S, s, s4 + L);
        FloatVector y4c = FloatVector.fromArray(S, s, s4 + 2 * L);
        FloatVector y5a = FloatVector.fromArray(S, s, s5);
        FloatVector y5b = FloatVector.fromArray(S, s, s5 + L);
        FloatVector y5c = FloatVector.fromArray(S, s, s5 + 2 * L);
        FloatVector y6a = FloatVector.fromArray(S, s, s6);
        FloatVector y6b = FloatVector.fromArray(S, s, s6 + L);
        FloatVector y6c = FloatVector.fromArray(S, s, s6 + 2 * L);
        FloatVector y7a = FloatVector.fromArray(S, s, s7);
        FloatVector y7b = FloatVector.fromArray(S, s, s7 + L);
        FloatVector y7c = FloatVector.fromArray(S, s, s7 + 2 * L);
        for (int t = 0; t < length; t++) {
            int bAt = bOff + t * WIDTH;
            FloatVector ba = FloatVector.fromArray(S, b, bAt);
            FloatVector bb = FloatVector.fromArray(S, b, bAt + L);
            FloatVector bc = FloatVector.fromArray(S, b, bAt + 2 * L);
            FloatVector x0 = FloatVector.broadcast(S, a[a0 + t]);
            y0a = x0.fma(ba, y0a);
            y0b = x0.fma(bb, y0b);
            y0c = x0.fma(bc, y0c);
            FloatVector x1 = FloatVector.broadcast(S, a[a1 + t]);
            y1a = x1.fma(ba, y1a);
            y1b = x1.fma(bb, y1b);
            y1c = x1.fma(bc, y1c);
            FloatVector x2 = FloatVector.broadcast(S, a[a2 + t]);
            y2a = x2.fma(ba, y2a);
            y2b = x2.fma(bb, y2b);
            y2c = x2.fma(bc, y2c);
            FloatVector x3 = FloatVector.broadcast(S, a[a3 + t]);
            y3a = x3.fma(ba, y3a);
            y3b = x3.fma(bb, y3b);
            y3c = x3.fma(bc, y3c);
            FloatVector x4 = FloatVector.broadcast(S, a[a4 + t]);
            y4a = x4.fma(ba, y4a);
            y4b = x4.fma(bb, y4b);
            y4c = x4.fma(bc, y4c);
            FloatVector x5 = FloatVector.broadcast(S, a[a5 + t]);
            y5a = x5.fma(ba, y5a);
            y5b = x5.fma(bb, y5b);
            y5c = x5.fma(bc, y5c);
            FloatVector x6 = FloatVector.broadcast(S, a[a6 + t]);
            y6a = x6.fma(ba, y6a);
            y6b = x6.fma(bb, y6b);
            y6c = x6.fma(bc, y6c);
            FloatVector x7 = FloatVector.broadcast(S, a[a7 + t]);
            y7a = x7.fma(ba, y7a);
            y7b = x7.fma(bb, y7b);
            y7c = x7.fma(bc, y7c);
        }
        int c0 = cOff;
        int c1 = c0 + cStep;
        int c2 = c1 + cStep;
        int c3 = c2 + cStep;
        int c4 = c3 + cStep;
        int c5 = c4 + cStep;
        int c6 = c5 + cStep;
        int c7 = c6 + cStep;
        EXACT.cast(y0a).intoArray(c, c0);
        EXACT.cast(y0b).intoArray(c, c0 + L);
        EXACT.cast(y0c).intoArray(c, c0 + 2 * L);
        EXACT.cast(y1a).intoArray(c, c1);
        EXACT.cast(y1b).intoArray(c, c1 + L);
        EXACT.cast(y1c).intoArray(c, c1 + 2 * L);
        EXACT.cast(y2a).intoArray(c, c2);
        EXACT.cast(y2b).intoArray(c, c2 + L);
        EXACT.cast(y2c).intoArray(c, c2 + 2 * L);
        EXACT.cast(y3a).intoArray(c, c3);
        EXACT.cast(y3b).intoArray(c, c3 + L);
        EXACT.cast(y3c).intoArray(c, c3 + 2 * L);
        EXACT.cast(y4a).intoArray(c, c4);
        EXACT.cast(y4b).intoArray(c, c4 + L);
        EXACT.cast(y4c).intoArray(c, c4 + 2 * L);
        EXACT.cast(y5a).intoArray(c, c5);
        EXACT.cast(y5b).intoArray(c, c5 + L);
        EXACT.cast(y5c).intoArray(c, c5 + 2 * L);
        EXACT.cast(y6a).intoArray(c, c6);
        EXACT.cast(y6b).intoArray(c, c6 + L);
        EXACT.cast(y6c).intoArray(c, c6 + 2 * L);
        EXACT.cast(y7a).intoArray(c, c7);
        EXACT.cast(y7b).intoArray(c, c7 + L);
        EXACT.cast(y7c).intoArray(c, c7 + 2 * L);
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
        FloatVector y0a = FloatVector.fromArray(S, s, s0);
        FloatVector y0b = FloatVector.fromArray(S, s, s0 + L);
        FloatVector y0c = FloatVector.fromArray(S, s, s0 + 2 * L);
        FloatVector y1a = FloatVector.fromArray(S, s, s1);
        FloatVector y1b = FloatVector.fromArray(S, s, s1 + L);
        FloatVector y1c = FloatVector.fromArray(S, s, s1 + 2 * L);
        FloatVector y2a = FloatVector.fromArray(S, s, s2);
        FloatVector y2b = FloatVector.fromArray(S, s, s2 + L);
        FloatVector y2c = FloatVector.fromArray(S, s, s2 + 2 * L);
        FloatVector y3a = FloatVector.fromArray(S, s, s3);
        FloatVector y3b = FloatVector.fromArray(S, s, s3 + L);
        FloatVector y3c = FloatVector.fromArray(S, s, s3 + 2 * L);
        FloatVector y4a = FloatVector.fromArray(S, s, s4);
        FloatVector y4b = FloatVector.fromArray(S, s, s4 + L);
        FloatVector y4c = FloatVector.fromArray(S, s, s4 + 2 * L);
        FloatVector y5a = FloatVector.fromArray(S, s, s5);
        FloatVector y5b = FloatVector.fromArray(S, s, s5 + L);
        FloatVector y5c = FloatVector.fromArray(S, s, s5 + 2 * L);
        FloatVector y6a = FloatVector.fromArray(S, s, s6);
        FloatVector y6b = FloatVector.fromArray(S, s, s6 + L);
        FloatVector y6c = FloatVector.fromArray(S, s, s6 + 2 * L);
        FloatVector y7a = FloatVector.fromArray(S, s, s7);
        FloatVector y7b = FloatVector.fromArray(S, s, s7 + L);
        FloatVector y7c = FloatVector.fromArray(S, s, s7 + 2 * L);
        int aAt = aOff;
        int bAt = bOff;
        for (int t = 0; t < length; t++) {
            FloatVector ba = FloatVector.fromArray(S, b, bAt);
            FloatVector bb = FloatVector.fromArray(S, b, bAt + L);
            FloatVector bc = FloatVector.fromArray(S, b, bAt + 2 * L);
            FloatVector x0 = FloatVector.broadcast(S, a[aAt]);
            y0a = x0.fma(ba, y0a);
            y0b = x0.fma(bb, y0b);
            y0c = x0.fma(bc, y0c);
            FloatVector x1 = FloatVector.broadcast(S, a[aAt + 1]);
            y1a = x1.fma(ba, y1a);
            y1b = x1.fma(bb, y1b);
            y1c = x1.fma(bc, y1c);
            FloatVector x2 = FloatVector.broadcast(S, a[aAt + 2]);
            y2a = x2.fma(ba, y2a);
            y2b = x2.fma(bb, y2b);
            y2c = x2.fma(bc, y2c);
            FloatVector x3 = FloatVector.broadcast(S, a[aAt + 3]);
            y3a = x3.fma(ba, y3a);
            y3b = x3.fma(bb, y3b);
            y3c = x3.fma(bc, y3c);
            FloatVector x4 = FloatVector.broadcast(S, a[aAt + 4]);
            y4a = x4.fma(ba, y4a);
            y4b = x4.fma(bb, y4b);
            y4c = x4.fma(bc, y4c);
            FloatVector x5 = FloatVector.broadcast(S, a[aAt + 5]);
            y5a = x5.fma(ba, y5a);
            y5b = x5.fma(bb, y5b);
            y5c = x5.fma(bc, y5c);
            FloatVector x6 = FloatVector.broadcast(S, a[aAt + 6]);
            y6a = x6.fma(ba, y6a);
            y6b = x6.fma(bb, y6b);
            y6c = x6.fma(bc, y6c);
            FloatVector x7 = FloatVector.broadcast(S, a[aAt + 7]);
            y7a = x7.fma(ba, y7a);
            y7b = x7.fma(bb, y7b);
            y7c = x7.fma(bc, y7c);
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
        EXACT.cast(y0a).intoArray(c, c0);
        EXACT.cast(y0b).intoArray(c, c0 + L);
        EXACT.cast(y0c).intoArray(c, c0 + 2 * L);
        EXACT.cast(y1a).intoArray(c, c1);
        EXACT.cast(y1b).intoArray(c, c1 + L);
        EXACT.cast(y1c).intoArray(c, c1 + 2 * L);
        EXACT.cast(y2a).intoArray(c, c2);
        EXACT.cast(y2b).intoArray(c, c2 + L);
        EXACT.cast(y2c).intoArray(c, c2 + 2 * L);
        EXACT.cast(y3a).intoArray(c, c3);
        EXACT.cast(y3b).intoArray(c, c3 + L);
        EXACT.cast(y3c).intoArray(c, c3 + 2 * L);
        EXACT.cast(y4a).intoArray(c, c4);
        EXACT.cast(y4b).intoArray(c, c4 + L);
        EXACT.cast(y4c).intoArray(c, c4 + 2 * L);
        EXACT.cast(y5a).intoArray(c, c5);
        EXACT.cast(y5b).intoArray(c, c5 + L);
        EXACT.cast(y5c).intoArray(c, c5 + 2 * L);
        EXACT.cast(y6a).intoArray(c, c6);
        EXACT.cast(y6b).intoArray(c, c6 + L);
        EXACT.cast(y6c).intoArray(c, c6 + 2 * L);
        EXACT.cast(y7a).intoArray(c, c7);
        EXACT.cast(y7b).intoArray(c, c7 + L);
        EXACT.cast(y7c).intoArray(c, c7 + 2 * L);
    }
}
