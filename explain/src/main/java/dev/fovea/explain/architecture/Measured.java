package dev.fovea.explain.architecture;

/// A piece that is measured once: what lies around it asks often, and so on outwards.
record Measured(Piece piece, double width, double above, double below, double in, double out) implements Piece {
    static Measured of(Piece piece) {
        return new Measured(piece, piece.width(), piece.above(), piece.below(), piece.in(), piece.out());
    }

    @Override
    public void draw(Canvas canvas, double x, double axis) {
        piece.draw(canvas, x, axis);
    }
}
