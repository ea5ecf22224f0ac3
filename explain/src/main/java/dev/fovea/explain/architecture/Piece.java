package dev.fovea.explain.architecture;

/// A part laid out: a rectangle whose way goes from left to right along an axis.
interface Piece {
    double width();

    /// Above the axis.
    double above();

    /// Below the axis.
    double below();

    /// Where, from its left, an arrow to it ends.
    double in();

    /// Where, from its left, an arrow from it begins.
    double out();

    void draw(Canvas canvas, double x, double axis);
}
