package dev.fovea.data;

import dev.fovea.tensor.Tensor;

/// The 256 levels k / 255 that values of pictures have. Data sets keep pictures as bytes; a picture that is fitted to a
/// shape takes the same values wherever it is asked for, and so the same answer.
final class Levels {
    private static final int FULL = 255;

    private Levels() {}

    /// Moves each value of a tensor to the nearest level, in place. What is not a picture's value, beyond 0 … 1 by more
    /// than rounding or not a number, stays.
    static Tensor rounded(Tensor picture) {
        float[] values = picture.values();
        for (int i = 0; i < values.length; i++) {
            int level = Math.round(FULL * values[i]);
            if (level >= 0 && level <= FULL && !Float.isNaN(values[i])) {
                values[i] = level / (float) FULL;
            }
        }
        return picture;
    }
}
