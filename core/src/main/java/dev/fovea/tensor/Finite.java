package dev.fovea.tensor;

/// Finds what is not a number, or infinite.
public final class Finite {
    private Finite() {}

    /// The index of the first value of `from` … `to` − 1 that is NaN or infinite; −1 if there is none.
    public static int first(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!(Math.abs(values[i]) <= Float.MAX_VALUE)) {
                return i;
            }
        }
        return -1;
    }
}
