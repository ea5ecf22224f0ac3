package dev.fovea.drawing;

import java.util.List;

/// Named amounts as horizontal bars.
///
/// @param log whether equal steps are equal factors; bars then begin at 1
/// @param length of the longest bar in pixels
public record Bars(List<Bar> bars, boolean log, double length) implements Figure {
    private static final double STEP = 28;
    private static final Lettering TEXT = Lettering.of(13);

    /// One amount.
    ///
    /// @param text behind the bar
    public record Bar(String name, double value, String text, int colour) {
        public Bar {
            if (!(value >= 0)) {
                throw new IllegalArgumentException("a bar's value must not be negative: got " + value + " for " + name);
            }
        }
    }

    public Bars {
        bars = List.copyOf(bars);
    }

    /// Bars of up to 320 pixels.
    public static Bars of(List<Bar> bars) {
        return new Bars(bars, false, 320);
    }

    public Bars logarithmic() {
        return new Bars(bars, true, length);
    }

    private double names() {
        return bars.stream().mapToDouble(bar -> TEXT.width(bar.name)).max().orElse(0) + 12;
    }

    private double texts() {
        return bars.stream().mapToDouble(bar -> TEXT.width(bar.text)).max().orElse(0) + 8;
    }

    @Override
    public double width() {
        return names() + length + texts();
    }

    @Override
    public double height() {
        return STEP * bars.size();
    }

    private double scaled(double value) {
        return log ? Math.log(Math.max(1, value)) : value;
    }

    @Override
    public void draw(Svg svg, double x, double y) {
        double greatest = bars.stream().mapToDouble(bar -> scaled(bar.value)).max().orElse(0);
        double x0 = x + names();
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            double top = y + STEP * i;
            double wide = greatest == 0 ? 0 : length * scaled(bar.value) / greatest;
            svg.text(x0 - 8, top + STEP / 2 + 4, bar.name, TEXT.end());
            svg.rect(x0, top + 4, Math.max(1, wide), STEP - 8, 2, Ink.fill(bar.colour));
            svg.text(x0 + wide + 8, top + STEP / 2 + 4, bar.text, TEXT);
        }
        svg.line(x0, y, x0, y + height(), Ink.line(Colours.MUTED, 1));
    }
}
