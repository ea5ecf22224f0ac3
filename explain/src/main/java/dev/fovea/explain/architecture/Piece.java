package dev.fovea.explain.architecture;

/// A part laid out: a rectangle whose way goes from left to right along an axis.
interface Piece {
    double width();

    /// Above the axis.
    double above();

    /// Below the axis.
    double below();

    /// Where, from its left, an arrow to it ends.
    default double in() {
        return 0;
    }

    /// Where, from its left, an arrow from it begins.
    default double out() {
        return width();
    }

    void draw(Canvas canvas, double x, double axis);
}
