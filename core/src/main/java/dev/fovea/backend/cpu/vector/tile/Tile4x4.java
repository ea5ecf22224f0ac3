// Written by `java core/src/test/java/dev/fovea/backend/cpu/vector/tile/TileSource.java`: change it there.
package dev.fovea.backend.cpu.vector.tile;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// A tile of 4 rows × 4 vectors, for the rows that tiles of six leave. Its 16 sums hide the latency of a multiply-add:
/// two begin in a cycle, and each takes four. The sums are variables named by row and vector; one counted loop in a
/// method keeps them in registers.
public final class Tile4x4 implements Tile {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final Class<? extends FloatVector> EXACT = Lanes.EXACT;
    private static final int L = Lanes.COUNT;
    private static final int WIDTH = 4 * L;

    @Override
    public int rows() {
        return 4;
    }

    @Override
    public int vectors() {
        return 4;
    }

    @Override
    public void rows(
            int length, float[] a, int aOff, int[] at, int first, float[] b, int bOff,
            float[] s, int sOff, int sStep, float[] c, int cOff, int cStep) {
        int a0 = aOff + at[first];
        int a1 = aOff + at[first + 1];
        int a2 = aOff + at[first + 2];
        int a3 = aOff + at[first + 3];
        int s0 = sOff;
        int s1 = s0 + sStep;
        int s2 = s1 + sStep;
        int s3 = s2 + sStep;
        FloatVector y0a = FloatVector.fromArray(S, s, s0);
        FloatVector y0b = FloatVector.fromArray(S, s, s0 + L);
        FloatVector y0c = FloatVector.fromArray(S, s, s0 + 2 * L);
        FloatVector y0d = FloatVector.fromArray(S, s, s0 + 3 * L);
        FloatVector y1a = FloatVector.fromArray(S, s, s1);
        FloatVector y1b = FloatVector.fromArray(S, s, s1 + L);
        FloatVector y1c = FloatVector.fromArray(S, s, s1 + 2 * L);
        FloatVector y1d = FloatVector.fromArray(S, s, s1 + 3 * L);
        FloatVector y2a = FloatVector.fromArray(S, s, s2);
        FloatVector y2b = FloatVector.fromArray(S, s, s2 + L);
        FloatVector y2c = FloatVector.fromArray(S, s, s2 + 2 * L);
        FloatVector y2d = FloatVector.fromArray(S, s, s2 + 3 * L);
        FloatVector y3a = FloatVector.fromArray(S, s, s3);
        FloatVector y3b = FloatVector.fromArray(S, s, s3 + L);
        FloatVector y3c = FloatVector.fromArray(S, s, s3 + 2 * L);
        FloatVector y3d = FloatVector.fromArray(S, s, s3 + 3 * L);
        for (int t = 0; t < length; t++) {
            int bAt = bOff + t * WIDTH;
            FloatVector ba = FloatVector.fromArray(S, b, bAt);
            FloatVector bb = FloatVector.fromArray(S, b, bAt + L);
            FloatVector bc = FloatVector.fromArray(S, b, bAt + 2 * L);
            FloatVector bd = FloatVector.fromArray(S, b, bAt + 3 * L);
            FloatVector x0 = FloatVector.broadcast(S, a[a0 + t]);
            y0a = x0.fma(ba, y0a);
            y0b = x0.fma(bb, y0b);
            y0c = x0.fma(bc, y0c);
            y0d = x0.fma(bd, y0d);
            FloatVector x1 = FloatVector.broadcast(S, a[a1 + t]);
            y1a = x1.fma(ba, y1a);
            y1b = x1.fma(bb, y1b);
            y1c = x1.fma(bc, y1c);
            y1d = x1.fma(bd, y1d);
            FloatVector x2 = FloatVector.broadcast(S, a[a2 + t]);
            y2a = x2.fma(ba, y2a);
            y2b = x2.fma(bb, y2b);
            y2c = x2.fma(bc, y2c);
            y2d = x2.fma(bd, y2d);
            FloatVector x3 = FloatVector.broadcast(S, a[a3 + t]);
            y3a = x3.fma(ba, y3a);
            y3b = x3.fma(bb, y3b);
            y3c = x3.fma(bc, y3c);
            y3d = x3.fma(bd, y3d);
        }
        int c0 = cOff;
        int c1 = c0 + cStep;
        int c2 = c1 + cStep;
        int c3 = c2 + cStep;
        EXACT.cast(y0a).intoArray(c, c0);
        EXACT.cast(y0b).intoArray(c, c0 + L);
        EXACT.cast(y0c).intoArray(c, c0 + 2 * L);
        EXACT.cast(y0d).intoArray(c, c0 + 3 * L);
        EXACT.cast(y1a).intoArray(c, c1);
        EXACT.cast(y1b).intoArray(c, c1 + L);
        EXACT.cast(y1c).intoArray(c, c1 + 2 * L);
        EXACT.cast(y1d).intoArray(c, c1 + 3 * L);
        EXACT.cast(y2a).intoArray(c, c2);
        EXACT.cast(y2b).intoArray(c, c2 + L);
        EXACT.cast(y2c).intoArray(c, c2 + 2 * L);
        EXACT.cast(y2d).intoArray(c, c2 + 3 * L);
        EXACT.cast(y3a).intoArray(c, c3);
        EXACT.cast(y3b).intoArray(c, c3 + L);
        EXACT.cast(y3c).intoArray(c, c3 + 2 * L);
        EXACT.cast(y3d).intoArray(c, c3 + 3 * L);
    }

    @Override
    public void columns(
            int length, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep,
            float[] s, int sOff, int sStep, float[] c, int cOff, int cStep) {
        int s0 = sOff;
        int s1 = s0 + sStep;
        int s2 = s1 + sStep;
        int s3 = s2 + sStep;
        FloatVector y0a = FloatVector.fromArray(S, s, s0);
        FloatVector y0b = FloatVector.fromArray(S, s, s0 + L);
        FloatVector y0c = FloatVector.fromArray(S, s, s0 + 2 * L);
        FloatVector y0d = FloatVector.fromArray(S, s, s0 + 3 * L);
        FloatVector y1a = FloatVector.fromArray(S, s, s1);
        FloatVector y1b = FloatVector.fromArray(S, s, s1 + L);
        FloatVector y1c = FloatVector.fromArray(S, s, s1 + 2 * L);
        FloatVector y1d = FloatVector.fromArray(S, s, s1 + 3 * L);
        FloatVector y2a = FloatVector.fromArray(S, s, s2);
        FloatVector y2b = FloatVector.fromArray(S, s, s2 + L);
        FloatVector y2c = FloatVector.fromArray(S, s, s2 + 2 * L);
        FloatVector y2d = FloatVector.fromArray(S, s, s2 + 3 * L);
        FloatVector y3a = FloatVector.fromArray(S, s, s3);
        FloatVector y3b = FloatVector.fromArray(S, s, s3 + L);
        FloatVector y3c = FloatVector.fromArray(S, s, s3 + 2 * L);
        FloatVector y3d = FloatVector.fromArray(S, s, s3 + 3 * L);
        int aAt = aOff;
        int bAt = bOff;
        for (int t = 0; t < length; t++) {
            FloatVector ba = FloatVector.fromArray(S, b, bAt);
            FloatVector bb = FloatVector.fromArray(S, b, bAt + L);
            FloatVector bc = FloatVector.fromArray(S, b, bAt + 2 * L);
            FloatVector bd = FloatVector.fromArray(S, b, bAt + 3 * L);
            FloatVector x0 = FloatVector.broadcast(S, a[aAt]);
            y0a = x0.fma(ba, y0a);
            y0b = x0.fma(bb, y0b);
            y0c = x0.fma(bc, y0c);
            y0d = x0.fma(bd, y0d);
            FloatVector x1 = FloatVector.broadcast(S, a[aAt + 1]);
            y1a = x1.fma(ba, y1a);
            y1b = x1.fma(bb, y1b);
            y1c = x1.fma(bc, y1c);
            y1d = x1.fma(bd, y1d);
            FloatVector x2 = FloatVector.broadcast(S, a[aAt + 2]);
            y2a = x2.fma(ba, y2a);
            y2b = x2.fma(bb, y2b);
            y2c = x2.fma(bc, y2c);
            y2d = x2.fma(bd, y2d);
            FloatVector x3 = FloatVector.broadcast(S, a[aAt + 3]);
            y3a = x3.fma(ba, y3a);
            y3b = x3.fma(bb, y3b);
            y3c = x3.fma(bc, y3c);
            y3d = x3.fma(bd, y3d);
            aAt += aStep;
            bAt += bStep;
        }
        int c0 = cOff;
        int c1 = c0 + cStep;
        int c2 = c1 + cStep;
        int c3 = c2 + cStep;
        EXACT.cast(y0a).intoArray(c, c0);
        EXACT.cast(y0b).intoArray(c, c0 + L);
        EXACT.cast(y0c).intoArray(c, c0 + 2 * L);
        EXACT.cast(y0d).intoArray(c, c0 + 3 * L);
        EXACT.cast(y1a).intoArray(c, c1);
        EXACT.cast(y1b).intoArray(c, c1 + L);
        EXACT.cast(y1c).intoArray(c, c1 + 2 * L);
        EXACT.cast(y1d).intoArray(c, c1 + 3 * L);
        EXACT.cast(y2a).intoArray(c, c2);
        EXACT.cast(y2b).intoArray(c, c2 + L);
        EXACT.cast(y2c).intoArray(c, c2 + 2 * L);
        EXACT.cast(y2d).intoArray(c, c2 + 3 * L);
        EXACT.cast(y3a).intoArray(c, c3);
        EXACT.cast(y3b).intoArray(c, c3 + L);
        EXACT.cast(y3c).intoArray(c, c3 + 2 * L);
        EXACT.cast(y3d).intoArray(c, c3 + 3 * L);
    }
}
