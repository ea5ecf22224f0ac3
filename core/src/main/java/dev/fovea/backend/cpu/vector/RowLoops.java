package dev.fovea.backend.cpu.vector;

import dev.fovea.backend.cpu.vector.tile.Lanes;
import dev.fovea.backend.cpu.vector.tile.WarmUp;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Loops over single rows of floats.
final class RowLoops {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int L = Lanes.COUNT;

    private RowLoops() {}

    /// `y[i] = max(y[i], 0)`, keeping NaN.
    static void relu(int n, float[] y, int yOff) {
        int whole = WarmUp.isFirstOver() ? n - n % L : 0;
        reluVectors(whole, y, yOff);
        for (int i = whole; i < n; i++) {
            y[yOff + i] = relu(y[yOff + i]);
        }
    }

    private static void reluVectors(int n, float[] y, int yOff) {
        for (int i = 0; i < n; i += L) {
            FloatVector x = FloatVector.fromArray(S, y, yOff + i);
            x.blend(0f, x.compare(VectorOperators.LT, 0f)).intoArray(y, yOff + i);
        }
    }

    /// `y[i] += x[i]`
    static void add(int n, float[] x, int xOff, float[] y, int yOff) {
        int whole = WarmUp.isFirstOver() ? n - n % L : 0;
        addVectors(whole, x, xOff, y, yOff);
        for (int i = whole; i < n; i++) {
            y[yOff + i] += x[xOff + i];
        }
    }

    private static void addVectors(int n, float[] x, int xOff, float[] y, int yOff) {
        for (int i = 0; i < n; i += L) {
            FloatVector.fromArray(S, y, yOff + i)
                    .add(FloatVector.fromArray(S, x, xOff + i))
                    .intoArray(y, yOff + i);
        }
    }

    /// Copies `length` floats for each of `count` pixels, from `from[fromOff + at[p]]` to
    /// `to[toOff + p · toStep]`. It copies whole vectors: up to a vector less one float past the end is
    /// read, and written, so both arrays need that room and rows of `to` must not touch.
    static void gather(
            int count, int length, float[] from, int fromOff, int[] at, float[] to, int toOff, int toStep) {
        if (!WarmUp.isFirstOver()) {
            for (int p = 0; p < count; p++) {
                System.arraycopy(from, fromOff + at[p], to, toOff + p * toStep, length);
            }
            return;
        }
        for (int i = 0; i < length; i += L) {
            gatherVector(count, from, fromOff + i, at, to, toOff + i, toStep);
        }
    }

    private static void gatherVector(
            int count, float[] from, int fromOff, int[] at, float[] to, int toOff, int toStep) {
        int target = toOff;
        for (int p = 0; p < count; p++) {
            FloatVector.fromArray(S, from, fromOff + at[p]).intoArray(to, target);
            target += toStep;
        }
    }

    private static float relu(float x) {
        return x < 0f ? 0f : x;
    }
}
