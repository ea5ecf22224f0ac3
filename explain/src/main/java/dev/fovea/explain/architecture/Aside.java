package dev.fovea.explain.architecture;

import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Ink;
import dev.fovea.drawing.Scene.Point;

/// Where a classifier leaves the way, and the classifier, which lies below it and to the right.
///
/// @param chain the classifier
record Aside(Part.Side side, PieceChain chain) implements Piece {
    private static final double DOT = 8;
    private static final double SIDE = 8;
    private static final double CAPTION = 20;
    private static final double FROM = 24;

    private String caption() {
        return "in training: its loss × " + side.weight();
    }

    /// Of the point on the way alone.
    @Override
    public double width() {
        return DOT;
    }

    @Override
    public double above() {
        return DOT / 2;
    }

    @Override
    public double below() {
        return DOT / 2;
    }


    @Override
    public double out() {
        return DOT;
    }

    @Override
    public void draw(Canvas canvas, double x, double axis) {
        canvas.line(new Point(x, axis), new Point(x + DOT, axis));
        canvas.circle(x + DOT / 2, axis, 2.5, Ink.fill(Colours.MUTED));
    }

    /// From the point to the right end of the classifier.
    double reach() {
        return FROM + Math.max(chain.width(), Canvas.room(caption(), Canvas.heading())) + 2 * SIDE;
    }

    double height() {
        return CAPTION + chain.above() + chain.below() + SIDE;
    }

    /// Draws the classifier with its top at `top`, and the way to it from the point at (x, axis).
    void draw(Canvas canvas, double x, double axis, double top) {
        double left = x + FROM;
        double own = top + CAPTION + chain.above();
        canvas.rect(
                left, top, reach() - FROM, height(),
                Ink.fill(Colours.mix(Colours.WHITE, Colours.ORANGE, 0.08)).border(Colours.GRID, 1));
        canvas.label(left + SIDE, top + Canvas.LINE, caption(), Canvas.heading());
        double from = x + DOT / 2;
        canvas.arrow(new Point(from, axis), new Point(from, own), new Point(left + SIDE + chain.in(), own));
        chain.draw(canvas, left + SIDE, own);
    }

    /// On a way that has no room below it, the classifier lies on the way's own piece.
    record Inline(Aside aside) implements Piece {
        @Override
        public double width() {
            return aside.reach();
        }

        @Override
        public double above() {
            return aside.above();
        }

        @Override
        public double below() {
            return aside.below() + SIDE + aside.height();
        }

        @Override
        public void draw(Canvas canvas, double x, double axis) {
            canvas.line(new Point(x, axis), new Point(x + width(), axis));
            aside.draw(canvas, x, axis);
            aside.draw(canvas, x, axis, axis + aside.below() + SIDE);
        }
    }
}
