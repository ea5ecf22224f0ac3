package dev.fovea.explain.example;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.Arrays;

/// A letter of 9 × 9 pixels: +1 is ink, −1 is paper.
///
/// @param name what it is, in words
/// @param pixels 9 × 9
public record Letter(String name, Tensor pixels) {
    static final int SIDE = 9;

    /// The X that all others are compared with.
    public static Letter x() {
        return drawn("X", 11, 17, 22, 26, 33, 35, 44, 53, 55, 62, 66, 71, 77);
    }

    public static Letter o() {
        return drawn("O", 13, 14, 15, 22, 26, 31, 37, 41, 47, 51, 57, 62, 66, 73, 74, 75);
    }

    /// An X by an unsteady hand.
    public static Letter deformedX() {
        return drawn("deformed X", 16, 21, 25, 32, 33, 35, 44, 53, 55, 56, 63, 67, 72);
    }

    /// @param ink ten times the row plus the column of each pixel of ink
    private static Letter drawn(String name, int... ink) {
        Tensor pixels = Tensor.zeros(Shape.of(SIDE, SIDE));
        Arrays.fill(pixels.values(), -1);
        for (int place : ink) {
            pixels.values()[place / 10 * SIDE + place % 10] = 1;
        }
        return new Letter(name, pixels);
    }

    /// This letter moved down and to the right; what comes in is paper.
    public Letter shifted(int down, int right) {
        Tensor moved = Tensor.zeros(pixels.shape());
        for (int i = 0; i < moved.values().length; i++) {
            int row = i / SIDE - down;
            int column = i % SIDE - right;
            boolean inside = row >= 0 && row < SIDE && column >= 0 && column < SIDE;
            moved.values()[i] = inside ? pixels.at(row, column) : -1;
        }
        return new Letter(name + ", shifted", moved);
    }

    /// How many of the 81 pixels are those of another letter.
    public int samePixels(Letter other) {
        int same = 0;
        for (int i = 0; i < pixels.values().length; i++) {
            same += pixels.values()[i] == other.pixels.values()[i] ? 1 : 0;
        }
        return same;
    }
}
