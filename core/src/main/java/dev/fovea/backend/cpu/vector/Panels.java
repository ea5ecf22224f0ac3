package dev.fovea.backend.cpu.vector;

import java.util.Arrays;

/// Copies of blocks of matrices into the layouts that tiles read.
final class Panels {
    private static final int BLOCK = 16;

    private Panels() {}

    /// `to[t, v] = from[t, v]`
    static void copy(
            int rows, int width, float[] from, int fromOff, int fromStep, float[] to, int toOff, int toStep) {
        for (int t = 0; t < rows; t++) {
            System.arraycopy(from, fromOff + t * fromStep, to, toOff + t * toStep, width);
        }
    }

    /// `to[t, v] = from[t, v]`, and 0 for v from `width` to `toStep`.
    static void pack(
            int rows, int width, float[] from, int fromOff, int fromStep, float[] to, int toOff, int toStep) {
        copy(rows, width, from, fromOff, fromStep, to, toOff, toStep);
        for (int t = 0; t < rows && width < toStep; t++) {
            Arrays.fill(to, toOff + t * toStep + width, toOff + (t + 1) * toStep, 0f);
        }
    }

    /// `to[t, v] = from[v, t]`, and 0 for v from `width` to `padded`.
    static void transpose(
            int rows, int width, float[] from, int fromOff, int fromStep, float[] to, int toOff, int toStep,
            int padded) {
        for (int t = 0; t < rows; t += BLOCK) {
            int count = Math.min(BLOCK, rows - t);
            for (int v = 0; v < width; v++) {
                column(count, from, fromOff + v * fromStep + t, to, toOff + t * toStep + v, toStep);
            }
            for (int v = width; v < padded; v++) {
                for (int u = 0; u < count; u++) {
                    to[toOff + (t + u) * toStep + v] = 0f;
                }
            }
        }
    }

    private static void column(int count, float[] from, int fromOff, float[] to, int toOff, int toStep) {
        for (int u = 0; u < count; u++) {
            to[toOff + u * toStep] = from[fromOff + u];
        }
    }
}
