package dev.fovea.drawing;

import java.util.List;

/// A graph of boxes and arrows, laid out in layers in the direction of the arrows.
///
/// @param down from top to bottom instead of from left to right
public record Diagram(List<Box> boxes, List<Arrow> arrows, boolean down) implements Figure {
    private static final double TITLE = 13;
    private static final double LINE = 12;
    private static final double PADDING = 10;

    /// One box.
    ///
    /// @param id as arrows name it
    /// @param lines below the title
    /// @param colour of its border; its inside is a lighter one
    public record Box(String id, String title, List<String> lines, int colour) {
        public Box {
            lines = List.copyOf(lines);
        }

        public static Box of(String id, String title, String... lines) {
            return new Box(id, title, List.of(lines), Colours.BLUE);
        }

        public Box colour(int colour) {
            return new Box(id, title, lines, colour);
        }

        double width() {
            double widest = Lettering.of(TITLE).heavy().width(title);
            for (String line : lines) {
                widest = Math.max(widest, Lettering.of(LINE).digits().width(line));
            }
            return Math.max(56, widest + 2 * PADDING);
        }

        double height() {
            return 2 * PADDING + TITLE * 1.2 + lines.size() * LINE * 1.4;
        }
    }

    /// An arrow from one box to another.
    ///
    /// @param label beside it; empty for none
    public record Arrow(String from, String to, String label) {
        public static Arrow of(String from, String to) {
            return new Arrow(from, to, "");
        }
    }

    public Diagram {
        boxes = List.copyOf(boxes);
        arrows = List.copyOf(arrows);
        List<String> ids = boxes.stream().map(Box::id).toList();
        if (ids.size() != ids.stream().distinct().count()) {
            throw new IllegalArgumentException("each box needs an id of its own: got " + ids);
        }
        for (Arrow arrow : arrows) {
            if (!ids.contains(arrow.from) || !ids.contains(arrow.to)) {
                throw new IllegalArgumentException(
                        "an arrow joins two boxes: got " + arrow.from + " to " + arrow.to + " among " + ids);
            }
        }
    }

    /// From left to right.
    public static Diagram of(List<Box> boxes, List<Arrow> arrows) {
        return new Diagram(boxes, arrows, false);
    }

    /// From top to bottom.
    public Diagram downwards() {
        return new Diagram(boxes, arrows, true);
    }

    @Override
    public double width() {
        Layering layers = Layering.of(this);
        return down ? layers.across() : layers.along();
    }

    @Override
    public double height() {
        Layering layers = Layering.of(this);
        return down ? layers.along() : layers.across();
    }

    @Override
    public void draw(Svg svg, double x, double y) {
        Layering layers = Layering.of(this);
        for (int i = 0; i < arrows.size(); i++) {
            draw(svg, arrows.get(i), layers.route(i), x, y);
        }
        for (int i = 0; i < boxes.size(); i++) {
            Layering.Place place = layers.place(i);
            double middleX = x + (down ? place.across() : place.along());
            double middleY = y + (down ? place.along() : place.across());
            draw(svg, boxes.get(i), middleX - boxes.get(i).width() / 2, middleY - boxes.get(i).height() / 2);
        }
    }

    private static void draw(Svg svg, Box box, double x, double y) {
        double width = box.width();
        int inside = Colours.mix(Colours.WHITE, box.colour, 0.1);
        svg.rect(x, y, width, box.height(), 7, Ink.fill(inside).border(box.colour, 1.5));
        double middle = x + width / 2;
        double base = y + PADDING + TITLE * 0.85;
        svg.text(middle, base, box.title, Lettering.of(TITLE).heavy().middle());
        for (int i = 0; i < box.lines.size(); i++) {
            svg.text(middle, base + LINE * 1.4 * (i + 1), box.lines.get(i), Lettering.of(LINE).digits().middle());
        }
    }

    /// Smooth through the points of its route, which leave and meet layers at right angles.
    private void draw(Svg svg, Arrow arrow, List<Layering.Place> route, double x, double y) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < route.size(); i++) {
            boolean last = i == route.size() - 1;
            double along = route.get(i).along() - (last ? 6 : 0);
            double across = route.get(i).across();
            if (i == 0) {
                path.append('M').append(point(x, y, along, across));
            } else {
                Layering.Place before = route.get(i - 1);
                double half = (along - before.along()) / 2;
                path.append('C').append(point(x, y, before.along() + half, before.across())).append(' ')
                        .append(point(x, y, along - half, across)).append(' ').append(point(x, y, along, across));
            }
        }
        svg.path(path.toString(), Ink.line(Colours.MUTED, 1.5));
        Layering.Place end = route.getLast();
        double tipX = x + (down ? end.across() : end.along());
        double tipY = y + (down ? end.along() : end.across());
        svg.head(tipX, tipY, down ? 0 : 1, down ? 1 : 0, Colours.MUTED);
        if (!arrow.label.isEmpty()) {
            label(svg, arrow.label, route, x, y);
        }
    }

    private void label(Svg svg, String label, List<Layering.Place> route, double x, double y) {
        Layering.Place a = route.get(0);
        Layering.Place b = route.get(1);
        double along = (a.along() + b.along()) / 2;
        double across = (a.across() + b.across()) / 2;
        double middleX = x + (down ? across : along);
        double middleY = y + (down ? along : across);
        Lettering lettering = Lettering.of(11).middle();
        double width = lettering.width(label) + 6;
        svg.rect(middleX - width / 2, middleY - 8, width, 16, 3, Ink.fill(Colours.WHITE));
        svg.text(middleX, middleY + 4, label, lettering);
    }

    private String point(double x, double y, double along, double across) {
        return down
                ? Svg.number(x + across) + " " + Svg.number(y + along)
                : Svg.number(x + along) + " " + Svg.number(y + across);
    }
}
