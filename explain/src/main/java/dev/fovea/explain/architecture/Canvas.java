package dev.fovea.explain.architecture;

import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Ink;
import dev.fovea.drawing.Lettering;
import dev.fovea.drawing.Scene;
import dev.fovea.drawing.Scene.Point;
import java.util.ArrayList;
import java.util.List;

/// Collects the marks of a drawing, and where its blocks lie.
final class Canvas {
    /// Of a line of text.
    static final double LINE = 14;

    private static final double SIZE = 11;
    private static final double CORNER = 14;
    private static final int ROUNDING = 6;

    private final List<Scene.Mark> marks = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();

    /// Where a block lies with all that is written about it.
    record Block(String name, double left, double top, double right, double bottom) {}

    static Lettering heading() {
        return Lettering.of(SIZE).heavy();
    }

    static Lettering plain() {
        return Lettering.of(SIZE);
    }

    static Lettering muted() {
        return Lettering.of(SIZE).colour(Colours.MUTED);
    }

    /// How wide a text gets at most.
    static double room(String words, Lettering lettering) {
        return new Scene.Label(0, 0, words, lettering).room();
    }

    void area(Ink ink, Point... corners) {
        marks.add(new Scene.Area(List.of(corners), ink));
    }

    void rect(double x, double y, double width, double height, Ink ink) {
        marks.add(Scene.Area.of(x, y, width, height, ink));
    }

    void circle(double x, double y, double radius, Ink ink) {
        List<Point> corners = new ArrayList<>();
        int count = 32;
        for (int i = 0; i < count; i++) {
            double angle = 2 * Math.PI * i / count;
            corners.add(new Point(x + radius * Math.cos(angle), y + radius * Math.sin(angle)));
        }
        marks.add(new Scene.Area(corners, ink));
    }

    void line(Point... points) {
        marks.add(new Scene.Line(rounded(List.of(points)), way(), false));
    }

    void arrow(Point... points) {
        marks.add(new Scene.Line(rounded(List.of(points)), way(), true));
    }

    private static Ink way() {
        return Ink.line(Colours.MUTED, 1.5);
    }

    void label(double x, double y, String words, Lettering lettering) {
        marks.add(new Scene.Label(x, y, words, lettering));
    }

    void block(String name, double left, double top, double right, double bottom) {
        blocks.add(new Block(name, left, top, right, bottom));
    }

    List<Block> blocks() {
        return List.copyOf(blocks);
    }

    Scene scene(double width, double height) {
        return new Scene(width, height, marks);
    }

    /// The same way with round corners.
    private static List<Point> rounded(List<Point> points) {
        List<Point> way = new ArrayList<>(List.of(points.getFirst()));
        for (int i = 1; i + 1 < points.size(); i++) {
            Point corner = points.get(i);
            double radius = Math.min(CORNER, Math.min(
                    distance(points.get(i - 1), corner) / 2, distance(corner, points.get(i + 1)) / 2));
            Point from = towards(corner, points.get(i - 1), radius);
            Point to = towards(corner, points.get(i + 1), radius);
            for (int step = 0; step <= ROUNDING; step++) {
                double t = (double) step / ROUNDING;
                way.add(new Point(
                        bezier(from.x(), corner.x(), to.x(), t), bezier(from.y(), corner.y(), to.y(), t)));
            }
        }
        way.add(points.getLast());
        return way;
    }

    private static double bezier(double a, double b, double c, double t) {
        return (1 - t) * (1 - t) * a + 2 * t * (1 - t) * b + t * t * c;
    }

    private static double distance(Point a, Point b) {
        return Math.hypot(a.x() - b.x(), a.y() - b.y());
    }

    private static Point towards(Point from, Point to, double length) {
        double distance = distance(from, to);
        double share = distance == 0 ? 0 : length / distance;
        return new Point(from.x() + share * (to.x() - from.x()), from.y() + share * (to.y() - from.y()));
    }
}
