package dev.fovea.explain.architecture;

import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Ink;

/// A chain that comes several times: a broken line around it, and how often.
record RepeatFrame(PieceChain chain, int times) implements Piece {
    private static final double SIDE = 8;
    private static final double CAPTION = 18;

    private String caption() {
        return "×" + times;
    }

    @Override
    public double width() {
        return chain.width() + 2 * SIDE;
    }

    @Override
    public double above() {
        return chain.above() + CAPTION + SIDE / 2;
    }

    @Override
    public double below() {
        return chain.below() + SIDE;
    }

    @Override
    public double in() {
        return SIDE + chain.in();
    }

    @Override
    public double out() {
        return SIDE + chain.out();
    }

    @Override
    public void draw(Canvas canvas, double x, double axis) {
        canvas.rect(
                x, axis - above(), width(), above() + below(), Ink.line(Colours.MUTED, 1).broken());
        canvas.label(x + width() / 2, axis - above() + Canvas.LINE, caption(), Canvas.heading().middle());
        chain.draw(canvas, x + SIDE, axis);
    }
}
