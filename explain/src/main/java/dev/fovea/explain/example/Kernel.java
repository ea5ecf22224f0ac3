package dev.fovea.explain.example;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.Locale;

/// Kernels of 3 × 3 that people wrote by hand, long before networks learned theirs.
public enum Kernel {
    EDGES("what differs from its eight neighbours; even areas give 0", -1, -1, -1, -1, 8, -1, -1, -1, -1),
    SHARPEN("the pixel, and on top how far it is from its four neighbours", 0, -1, 0, -1, 5, -1, 0, -1, 0),
    BLUR("the mean of nine pixels", 1 / 9f, 1 / 9f, 1 / 9f, 1 / 9f, 1 / 9f, 1 / 9f, 1 / 9f, 1 / 9f, 1 / 9f),
    /// Sobel and Feldman, 1968.
    SOBEL_X("how fast it becomes lighter from left to right: upright contours", -1, 0, 1, -2, 0, 2, -1, 0, 1),
    SOBEL_Y("how fast it becomes lighter downwards: level contours", -1, -2, -1, 0, 0, 0, 1, 2, 1),
    EMBOSS("the picture as a relief, lit from the upper left", -2, -1, 0, -1, 1, 1, 0, 1, 2);

    private final String effect;
    private final float[] weights;

    Kernel(String effect, float... weights) {
        this.effect = effect;
        this.weights = weights;
    }

    /// As people type it: `sobel-x`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What it finds, in words.
    public String effect() {
        return effect;
    }

    /// 3 × 3 numbers.
    public Tensor weights() {
        return Tensor.of(Shape.of(3, 3), weights.clone());
    }
}
