package dev.fovea.explain.architecture;

import dev.fovea.drawing.Scene.Point;
import java.util.List;

/// Pieces one after the other, with arrows between.
record PieceChain(List<Piece> pieces) implements Piece {
    static final double GAP = 20;

    PieceChain {
        pieces = List.copyOf(pieces);
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    @Override
    public double width() {
        return pieces.stream().mapToDouble(Piece::width).sum() + GAP * Math.max(0, pieces.size() - 1);
    }

    @Override
    public double above() {
        return pieces.stream().mapToDouble(Piece::above).max().orElse(0);
    }

    @Override
    public double below() {
        return pieces.stream().mapToDouble(Piece::below).max().orElse(0);
    }

    @Override
    public double in() {
        return isEmpty() ? 0 : pieces.getFirst().in();
    }

    @Override
    public double out() {
        return isEmpty() ? 0 : width() - pieces.getLast().width() + pieces.getLast().out();
    }

    @Override
    public void draw(Canvas canvas, double x, double axis) {
        double left = x;
        double from = Double.NaN;
        for (Piece piece : pieces) {
            if (!Double.isNaN(from)) {
                canvas.arrow(new Point(from, axis), new Point(left + piece.in(), axis));
            }
            piece.draw(canvas, left, axis);
            from = left + piece.out();
            left += piece.width() + GAP;
        }
    }
}
