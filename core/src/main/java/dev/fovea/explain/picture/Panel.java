package dev.fovea.explain.picture;

import java.util.List;

/// Figures side by side, centred on one line, or under one another, flush left.
public record Panel(boolean horizontal, double gap, List<Figure> figures) implements Figure {
    public Panel {
        figures = List.copyOf(figures);
    }

    public static Panel row(double gap, Figure... figures) {
        return new Panel(true, gap, List.of(figures));
    }

    public static Panel column(double gap, Figure... figures) {
        return new Panel(false, gap, List.of(figures));
    }

    /// Rows of at most `columns` figures each.
    public static Panel grid(int columns, double gap, List<? extends Figure> figures) {
        List<Figure> rows = new java.util.ArrayList<>();
        for (int from = 0; from < figures.size(); from += columns) {
            rows.add(new Panel(true, gap, List.copyOf(figures.subList(from, Math.min(from + columns, figures.size())))));
        }
        return new Panel(false, gap, rows);
    }

    @Override
    public double width() {
        return horizontal
                ? figures.stream().mapToDouble(Figure::width).sum() + gaps()
                : figures.stream().mapToDouble(Figure::width).max().orElse(0);
    }

    @Override
    public double height() {
        return horizontal
                ? figures.stream().mapToDouble(Figure::height).max().orElse(0)
                : figures.stream().mapToDouble(Figure::height).sum() + gaps();
    }

    private double gaps() {
        return gap * Math.max(0, figures.size() - 1);
    }

    @Override
    public void draw(Svg svg, double x, double y) {
        double along = horizontal ? x : y;
        double height = height();
        for (Figure figure : figures) {
            if (horizontal) {
                figure.draw(svg, along, y + (height - figure.height()) / 2);
                along += figure.width() + gap;
            } else {
                figure.draw(svg, x, along);
                along += figure.height() + gap;
            }
        }
    }
}
