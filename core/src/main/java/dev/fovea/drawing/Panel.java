package dev.fovea.drawing;

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

    /// Rows of at most `columns` figures each, flush at the top and the left.
    public static Figure grid(int columns, double gap, List<? extends Figure> figures) {
        return new Grid(columns, gap, List.copyOf(figures));
    }

    private record Grid(int columns, double gap, List<Figure> figures) implements Figure {
        private double columnWidth(int column) {
            double widest = 0;
            for (int i = column; i < figures.size(); i += columns) {
                widest = Math.max(widest, figures.get(i).width());
            }
            return widest;
        }

        private double rowHeight(int row) {
            double tallest = 0;
            for (int i = row * columns; i < Math.min((row + 1) * columns, figures.size()); i++) {
                tallest = Math.max(tallest, figures.get(i).height());
            }
            return tallest;
        }

        /// Where a column begins; of the one behind the last, the width and a gap.
        private double left(int column) {
            double left = 0;
            for (int c = 0; c < column; c++) {
                left += columnWidth(c) + gap;
            }
            return left;
        }

        private double top(int row) {
            double top = 0;
            for (int r = 0; r < row; r++) {
                top += rowHeight(r) + gap;
            }
            return top;
        }

        @Override
        public double width() {
            return figures.isEmpty() ? 0 : left(Math.min(columns, figures.size())) - gap;
        }

        @Override
        public double height() {
            return figures.isEmpty() ? 0 : top(Math.ceilDiv(figures.size(), columns)) - gap;
        }

        @Override
        public void draw(Svg svg, double x, double y) {
            for (int i = 0; i < figures.size(); i++) {
                figures.get(i).draw(svg, x + left(i % columns), y + top(i / columns));
            }
        }
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
