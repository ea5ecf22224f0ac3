package dev.fovea.drawing;

import org.jspecify.annotations.Nullable;

/// How a shape is painted.
///
/// @param fill 0xRRGGBB; null leaves it empty
/// @param stroke 0xRRGGBB of its border or line; null for none
/// @param width of the border or line
/// @param dashed whether the line is broken
public record Ink(@Nullable Integer fill, @Nullable Integer stroke, double width, boolean dashed) {
    public static Ink fill(int colour) {
        return new Ink(colour, null, 0, false);
    }

    public static Ink line(int colour, double width) {
        return new Ink(null, colour, width, false);
    }

    public Ink border(int colour, double width) {
        return new Ink(fill, colour, width, dashed);
    }

    public Ink broken() {
        return new Ink(fill, stroke, width, true);
    }
}
