package dev.fovea.drawing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Series of points on two axes, with a legend where there are several. The first series lies on top.
///
/// @param plotWidth of the area between the axes
/// @param plotHeight of the area between the axes
public record Chart(String title, Axis x, Axis y, List<Series> series, double plotWidth, double plotHeight)
        implements Figure {
    private static final double BELOW = 46;
    private static final double ABOVE = 30;
    private static final Lettering TICKS = Lettering.of(12).colour(Colours.MUTED);

    /// How a series is drawn.
    public enum Style {
        LINE,
        DASHED,
        POINTS,
        LINE_AND_POINTS
    }

    /// Named points; what is no finite number is left out.
    public record Series(String name, double[] xs, double[] ys, Style style) {
        public Series {
            if (xs.length != ys.length) {
                throw new IllegalArgumentException(
                        "a series has as many x as y: got " + xs.length + " and " + ys.length + " for " + name);
            }
        }

        public static Series line(String name, double[] xs, double[] ys) {
            return new Series(name, xs, ys, Style.LINE);
        }

        /// Numbers at x = 0, 1, 2, …
        public static Series line(String name, double... ys) {
            double[] xs = new double[ys.length];
            Arrays.setAll(xs, i -> i);
            return line(name, xs, ys);
        }

        public Series style(Style style) {
            return new Series(name, xs, ys, style);
        }
    }

    public Chart {
        series = List.copyOf(series);
        if (series.isEmpty()) {
            throw new IllegalArgumentException("a chart needs at least one series: got none for " + title);
        }
    }

    /// 460 × 260 pixels between the axes.
    public static Chart of(String title, Axis x, Axis y, Series... series) {
        return new Chart(title, x, y, List.of(series), 460, 260);
    }

    /// With another area between the axes.
    public Chart size(double width, double height) {
        return new Chart(title, x, y, series, width, height);
    }

    private Axis across() {
        return x.covering(series.stream().map(Series::xs).toList());
    }

    private Axis up() {
        return y.covering(series.stream().map(Series::ys).toList());
    }

    private double left() {
        return 34 + up().ticks().stream().mapToDouble(tick -> TICKS.width(tick.text())).max().orElse(0);
    }

    private double legend() {
        return series.size() < 2
                ? 12
                : 52 + series.stream().mapToDouble(one -> Lettering.of(12).width(one.name())).max().orElse(0);
    }

    @Override
    public double width() {
        return Math.max(left() + plotWidth + legend(), Lettering.of(14).heavy().width(title));
    }

    @Override
    public double height() {
        return ABOVE + plotHeight + BELOW;
    }

    @Override
    public void draw(Svg svg, double left, double top) {
        Axis across = across();
        Axis up = up();
        double x0 = left + left();
        double y0 = top + ABOVE;
        svg.text(x0, top + 14, title, Lettering.of(14).heavy());
        for (Axis.Tick tick : up.ticks()) {
            double at = y0 + plotHeight * (1 - up.share(tick.value()));
            svg.line(x0, at, x0 + plotWidth, at, Ink.line(Colours.GRID, 1));
            svg.text(x0 - 8, at + 4, tick.text(), TICKS.end());
        }
        for (Axis.Tick tick : across.ticks()) {
            double at = x0 + plotWidth * across.share(tick.value());
            svg.line(at, y0 + plotHeight, at, y0 + plotHeight + 5, Ink.line(Colours.MUTED, 1));
            svg.text(at, y0 + plotHeight + 19, tick.text(), TICKS.middle());
        }
        svg.line(x0, y0 + plotHeight, x0 + plotWidth, y0 + plotHeight, Ink.line(Colours.MUTED, 1));
        svg.text(x0 + plotWidth / 2, y0 + plotHeight + 38, x.label(), Lettering.of(12).middle());
        svg.upwards(left + 12, y0 + plotHeight / 2, y.label(), Lettering.of(12));
        // A little wider than the axes, so that points and thick lines at their ends are whole.
        svg.inside(x0 - 6, y0 - 6, plotWidth + 12, plotHeight + 12, area -> {
            for (int i = series.size() - 1; i >= 0; i--) {
                draw(area, series.get(i), Colours.series(i), across, up, x0, y0);
            }
        });
        if (series.size() > 1) {
            drawLegend(svg, x0 + plotWidth + 18, y0 + 8);
        }
    }

    private void draw(Svg svg, Series one, int colour, Axis across, Axis up, double x0, double y0) {
        List<Double> xs = new ArrayList<>();
        List<Double> ys = new ArrayList<>();
        for (int i = 0; i < one.xs.length; i++) {
            double px = x0 + plotWidth * across.share(one.xs[i]);
            double py = y0 + plotHeight * (1 - up.share(one.ys[i]));
            xs.add(px);
            // Far outside, viewers lose their way.
            ys.add(Double.isFinite(py) ? Math.clamp(py, y0 - 4 * plotHeight, y0 + 5 * plotHeight) : Double.NaN);
        }
        double[] px = xs.stream().mapToDouble(Double::doubleValue).toArray();
        double[] py = ys.stream().mapToDouble(Double::doubleValue).toArray();
        if (one.style != Style.POINTS) {
            svg.polyline(px, py, stroke(one, colour));
        }
        if (one.style == Style.POINTS || one.style == Style.LINE_AND_POINTS) {
            for (int i = 0; i < px.length; i++) {
                if (Double.isFinite(px[i]) && Double.isFinite(py[i])) {
                    svg.circle(
                            px[i], py[i], one.style == Style.POINTS ? 4 : 3, Ink.fill(colour).border(Colours.WHITE, 1));
                }
            }
        }
    }

    private static Ink stroke(Series one, int colour) {
        Ink ink = Ink.line(colour, 2);
        return one.style == Style.DASHED ? ink.broken() : ink;
    }

    private void drawLegend(Svg svg, double x, double y) {
        for (int i = 0; i < series.size(); i++) {
            Series one = series.get(i);
            double at = y + 20 * i;
            if (one.style != Style.POINTS) {
                svg.line(x, at, x + 22, at, stroke(one, Colours.series(i)));
            }
            if (one.style == Style.POINTS || one.style == Style.LINE_AND_POINTS) {
                svg.circle(x + 11, at, 4, Ink.fill(Colours.series(i)));
            }
            svg.text(x + 30, at + 4, one.name(), Lettering.of(12));
        }
    }
}
