package dev.fovea.explain.architecture;

import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Ink;
import dev.fovea.drawing.Lettering;
import dev.fovea.drawing.Scene.Point;
import java.util.ArrayList;
import java.util.List;

/// Branches side by side on a panel of their own, and where they join. A shortcut goes around its body, above it.
record Junction(Part.Fork fork, List<PieceChain> branches, int times) implements Piece {
    private static final double SIDE = 8;
    private static final double CAPTION = 20;
    private static final double FORK = 30;
    private static final double BEFORE_JOIN = 18;
    private static final double SPACE = 14;
    private static final double RADIUS = 9;
    private static final double BAR = 8;

    /// Half the height of a branch without layers.
    private static final double IDENTITY = 8;

    Junction {
        branches = List.copyOf(branches);
    }

    private boolean adds() {
        return fork.join() == Part.Join.ADDITION;
    }

    /// A counted name says what it is: `residual_3`, `split_1 of channels`.
    private String caption() {
        String first = fork.label().split(" ", 2)[0];
        String what = fork.name().startsWith(first)
                ? fork.name() + fork.label().substring(first.length())
                : fork.label() + " " + fork.name();
        return what + (times > 1 ? " ×" + times : "");
    }

    private List<String> joined() {
        List<String> lines = new ArrayList<>(fork.then());
        lines.addFirst(adds() ? "add" : "concatenate");
        lines.add(fork.output().toString());
        return lines;
    }

    private double joinWidth() {
        return joined().stream().mapToDouble(words -> Canvas.room(words, Canvas.plain())).max().orElse(0);
    }

    private double inner() {
        return branches.stream().mapToDouble(PieceChain::width).max().orElse(0);
    }

    @Override
    public double width() {
        return 2 * SIDE + Math.max(
                FORK + inner() + BEFORE_JOIN + joinWidth(), Canvas.room(caption(), Canvas.heading()));
    }

    /// Above the axis of a branch.
    private static double above(PieceChain branch) {
        return branch.isEmpty() ? IDENTITY : branch.above();
    }

    private static double below(PieceChain branch) {
        return branch.isEmpty() ? IDENTITY : branch.below();
    }

    /// Where the axes of the branches lie, from the piece's.
    private List<Double> axes() {
        if (fork.isResidual()) {
            PieceChain body = branches.getFirst();
            return List.of(0.0, -above(body) - SPACE - (branches.getLast().isEmpty() ? 0 : below(branches.getLast())));
        }
        double whole = branches.stream().mapToDouble(branch -> above(branch) + below(branch) + SPACE).sum() - SPACE;
        List<Double> axes = new ArrayList<>();
        double top = -whole / 2;
        for (PieceChain branch : branches) {
            axes.add(top + above(branch));
            top += above(branch) + below(branch) + SPACE;
        }
        return axes;
    }

    @Override
    public double above() {
        List<Double> axes = axes();
        double most = 0;
        for (int i = 0; i < branches.size(); i++) {
            most = Math.max(most, above(branches.get(i)) - axes.get(i));
        }
        return most + CAPTION + SIDE / 2;
    }

    @Override
    public double below() {
        List<Double> axes = axes();
        double most = joinBottom(axes) + Canvas.LINE * joined().size();
        for (int i = 0; i < branches.size(); i++) {
            most = Math.max(most, below(branches.get(i)) + axes.get(i));
        }
        return most + SIDE;
    }

    private double joinBottom(List<Double> axes) {
        return adds() ? RADIUS + 4 : axes.getLast() + RADIUS + 4;
    }

    @Override
    public void draw(Canvas canvas, double x, double axis) {
        double top = axis - above();
        canvas.rect(
                x, top, width(), above() + below(),
                Ink.fill(Colours.mix(Colours.WHITE, Colours.MUTED, 0.06)).border(Colours.GRID, 1));
        canvas.label(x + SIDE, top + Canvas.LINE, caption(), Canvas.heading());
        double forkX = x + SIDE + 6;
        double joinX = x + width() - SIDE - joinWidth() / 2;
        canvas.line(new Point(x, axis), new Point(forkX, axis));
        List<Double> axes = axes();
        for (int i = 0; i < branches.size(); i++) {
            boolean around = fork.isResidual() && i == 1;
            branch(canvas, branches.get(i), new Point(forkX, axis), axis + axes.get(i), joinX, around);
        }
        canvas.circle(forkX, axis, 2.5, Ink.fill(Colours.MUTED));
        join(canvas, joinX, axis, axes);
        canvas.line(new Point(joinX + (adds() ? RADIUS : BAR / 2), axis), new Point(x + width(), axis));
    }

    /// From the fork along a branch to where it joins.
    private void branch(Canvas canvas, PieceChain branch, Point fork, double axis, double joinX, boolean around) {
        double left = fork.x() + FORK - 6 + (inner() - branch.width()) / 2;
        Point bend = new Point(fork.x(), axis);
        Point end = adds()
                ? new Point(joinX - RADIUS, axis)
                : new Point(joinX - BAR / 2, axis);
        List<Point> last = adds() && axis != fork.y()
                ? List.of(new Point(joinX, axis), new Point(joinX, fork.y() + Math.copySign(RADIUS, axis - fork.y())))
                : List.of(end);
        if (branch.isEmpty()) {
            List<Point> way = new ArrayList<>(axis == fork.y() ? List.of(fork) : List.of(fork, bend));
            way.addAll(last);
            canvas.arrow(way.toArray(Point[]::new));
            return;
        }
        Point enter = new Point(left + branch.in(), axis);
        if (axis == fork.y()) {
            canvas.arrow(fork, enter);
        } else {
            canvas.arrow(fork, bend, enter);
        }
        branch.draw(canvas, left, axis);
        List<Point> way = new ArrayList<>(List.of(new Point(left + branch.out(), axis)));
        way.addAll(last);
        canvas.arrow(way.toArray(Point[]::new));
    }

    private void join(Canvas canvas, double x, double axis, List<Double> axes) {
        Ink ink = Ink.fill(Colours.WHITE).border(Colours.INK, 1.5);
        if (adds()) {
            canvas.circle(x, axis, RADIUS, ink);
            canvas.line(new Point(x - 5, axis), new Point(x + 5, axis));
            canvas.line(new Point(x, axis - 5), new Point(x, axis + 5));
        } else {
            double top = axis + axes.getFirst() - RADIUS;
            double bottom = axis + axes.getLast() + RADIUS;
            canvas.rect(x - BAR / 2, top, BAR, bottom - top, ink);
        }
        double y = axis + joinBottom(axes);
        Lettering lettering = Canvas.plain().middle();
        List<String> lines = joined();
        for (int i = 0; i < lines.size(); i++) {
            canvas.label(x, y + Canvas.LINE * (i + 0.8), lines.get(i), lettering);
        }
    }
}
