package dev.fovea.explain.architecture;

import dev.fovea.drawing.Scene.Point;
import java.util.ArrayList;
import java.util.List;

/// Pieces of the way that lie in one row of the page, and below them the classifiers that leave it there.
record Row(PieceChain chain) {
    /// Pixels of a row, unless one piece is wider.
    private static final double WIDEST = 1_510;

    /// By which rows are made narrower as long as they do not get more.
    private static final double STEP = 10;

    private static final double SPACE = 16;

    /// Where a classifier lies: x of its point, and its top below the axis.
    private record Place(Aside aside, double x, double top) {}

    /// Breaks the way into as few rows as fit, of about one width.
    static List<Row> of(List<Piece> pieces) {
        List<Row> fewest = within(pieces, WIDEST);
        double limit = WIDEST;
        while (limit > STEP && within(pieces, limit - STEP).size() == fewest.size()) {
            limit -= STEP;
        }
        return within(pieces, limit);
    }

    private static List<Row> within(List<Piece> pieces, double widest) {
        List<Row> rows = new ArrayList<>();
        List<Piece> open = new ArrayList<>();
        double width = 0;
        for (Piece piece : pieces) {
            double needed = piece instanceof Aside aside ? aside.reach() : piece.width();
            if (!open.isEmpty() && width + needed > widest) {
                rows.add(new Row(new PieceChain(open)));
                open.clear();
                width = 0;
            }
            open.add(piece);
            width += piece.width() + PieceChain.GAP;
        }
        rows.add(new Row(new PieceChain(open)));
        return rows;
    }

    private List<Place> places() {
        List<Place> places = new ArrayList<>();
        double x = 0;
        double top = chain.below() + SPACE;
        double end = 0;
        double bottom = top;
        for (Piece piece : chain.pieces()) {
            if (piece instanceof Aside aside) {
                // Beside the one before where there is room, else below it.
                top = x < end ? bottom : top;
                places.add(new Place(aside, x, top));
                end = x + aside.reach();
                bottom = Math.max(bottom, top + aside.height() + SPACE);
            }
            x += piece.width() + PieceChain.GAP;
        }
        return places;
    }

    double width() {
        return Math.max(
                chain.width(),
                places().stream().mapToDouble(place -> place.x() + place.aside().reach()).max().orElse(0));
    }

    double above() {
        return chain.above();
    }

    double below() {
        return places().stream().mapToDouble(place -> place.top() + place.aside().height()).max()
                .orElse(chain.below());
    }

    void draw(Canvas canvas, double x, double axis) {
        chain.draw(canvas, x, axis);
        for (Place place : places()) {
            place.aside().draw(canvas, x + place.x(), axis, axis + place.top());
        }
    }

    /// From the end of this row to the start of the next.
    void lead(Canvas canvas, double x, double axis, Row next, double nextAxis) {
        double between = (axis + below() + nextAxis - next.above()) / 2;
        double right = x + chain.out();
        double left = x + next.chain.in();
        double turn = x - SPACE;
        canvas.arrow(
                new Point(right, axis), new Point(x + Math.max(chain.width(), width()) + SPACE, axis),
                new Point(x + Math.max(chain.width(), width()) + SPACE, between), new Point(turn, between),
                new Point(turn, nextAxis), new Point(left, nextAxis));
    }
}
