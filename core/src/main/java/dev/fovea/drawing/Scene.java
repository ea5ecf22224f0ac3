package dev.fovea.drawing;

import java.util.List;

/// A drawing as a list of marks, which later ones cover: written as SVG by [#draw], and as pixels by [#pixels]. Lengths
/// are pixels of the SVG, from the top left.
public record Scene(double width, double height, List<Mark> marks) implements Figure {
    public Scene {
        marks = List.copyOf(marks);
    }

    /// A place in the drawing.
    public record Point(double x, double y) {}

    /// What is drawn.
    public sealed interface Mark {}

    /// A closed area between corners.
    public record Area(List<Point> corners, Ink ink) implements Mark {
        public Area {
            corners = List.copyOf(corners);
        }

        /// A rectangle.
        public static Area of(double x, double y, double width, double height, Ink ink) {
            return new Area(
                    List.of(new Point(x, y), new Point(x + width, y), new Point(x + width, y + height),
                            new Point(x, y + height)),
                    ink);
        }
    }

    /// A line through points.
    ///
    /// @param arrow whether it has a head at its end
    public record Line(List<Point> points, Ink ink, boolean arrow) implements Mark {
        public Line {
            points = List.copyOf(points);
        }
    }

    /// One line of text whose baseline is at `y`.
    public record Label(double x, double y, String words, Lettering lettering) implements Mark {
        /// Of an em, how much wider digits and signs of multiplication are in the widest of the fonts in use than
        /// [Lettering#width] has them.
        private static final double WIDER_DIGIT = 0.08;
        private static final double WIDER_TIMES = 0.28;

        /// How wide the text is at most, whichever font a viewer has, and as pixels.
        public double room() {
            double more = 0;
            for (int i = 0; i < words.length(); i++) {
                char c = words.charAt(i);
                more += Character.isDigit(c) ? WIDER_DIGIT : c == '×' ? WIDER_TIMES : 0;
            }
            return Math.max(
                    lettering.width(words) + more * lettering.size(), PixelFont.width(words) / Raster.SCALE);
        }

        /// Where the text begins.
        public double left() {
            return switch (lettering.anchor()) {
                case START -> x;
                case MIDDLE -> x - room() / 2;
                case END -> x - room();
            };
        }
    }

    @Override
    public void draw(Svg svg, double x, double y) {
        for (Mark mark : marks) {
            switch (mark) {
                case Area(List<Point> corners, Ink ink) -> svg.path(path(corners, x, y) + "Z", ink);
                case Line(List<Point> points, Ink ink, boolean arrow) -> {
                    svg.path(path(points, x, y), ink);
                    if (arrow && ink.stroke() != null) {
                        Head head = Head.of(points);
                        svg.head(x + head.tip().x(), y + head.tip().y(), head.dx(), head.dy(), ink.stroke());
                    }
                }
                case Label label -> svg.text(x + label.x(), y + label.y(), label.words(), label.lettering());
            }
        }
    }

    private static String path(List<Point> points, double x, double y) {
        StringBuilder path = new StringBuilder();
        for (Point point : points) {
            path.append(path.isEmpty() ? 'M' : 'L')
                    .append(Svg.number(x + point.x())).append(' ').append(Svg.number(y + point.y()));
        }
        return path.toString();
    }

    /// The end of an arrow and the direction of its last stretch, of length 1.
    record Head(Point tip, double dx, double dy) {
        static Head of(List<Point> points) {
            Point tip = points.getLast();
            Point before = points.get(points.size() - 2);
            double length = Math.hypot(tip.x() - before.x(), tip.y() - before.y());
            return new Head(tip, (tip.x() - before.x()) / length, (tip.y() - before.y()) / length);
        }
    }

    /// How many pixels [#pixels] has.
    public double pixelCount() {
        return Math.ceil(Raster.SCALE * (width + 2 * MARGIN)) * Math.ceil(Raster.SCALE * (height + 2 * MARGIN));
    }

    /// The drawing in pixels, two for each of the SVG's, with a margin. Needs no fonts of the system: the same on every
    /// machine.
    public Pixels pixels() {
        Raster raster = Raster.of(width + 2 * MARGIN, height + 2 * MARGIN);
        marks.forEach(mark -> raster.draw(mark, MARGIN, MARGIN));
        return raster.pixels();
    }
}
