package dev.fovea.drawing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/// One axis of a chart.
///
/// @param label what it measures, with its unit
/// @param log whether equal steps are equal factors
/// @param low where it begins; NaN leaves that to the data
/// @param high where it ends; NaN leaves that to the data
/// @param places where it has words; none leaves that to the axis
/// @param years whether its numbers are years: whole, and thousands stand without a comma
public record Axis(String label, boolean log, double low, double high, List<Double> places, boolean years) {
    private static final int PLACE_DIGITS = 3;

    public Axis {
        places = List.copyOf(places);
        if (low >= high) {
            throw new IllegalArgumentException("an axis goes from low to high: got " + low + " to " + high);
        }
        if (log && low <= 0) {
            throw new IllegalArgumentException("a logarithmic axis begins above 0: got " + low);
        }
    }

    /// Linear, as far as the data go.
    public static Axis of(String label) {
        return new Axis(label, false, Double.NaN, Double.NaN, List.of(), false);
    }

    /// Linear, in years.
    public static Axis ofYears() {
        return new Axis("year", false, Double.NaN, Double.NaN, List.of(), true);
    }

    public Axis logarithmic() {
        return new Axis(label, true, low, high, places, years);
    }

    public Axis range(double low, double high) {
        return new Axis(label, log, low, high, places, years);
    }

    /// With words at these places alone, such as those of the data's points.
    public Axis at(double... places) {
        return new Axis(label, log, low, high, DoubleStream.of(places).boxed().toList(), years);
    }

    /// A place on an axis with its words.
    record Tick(double value, String text) {}

    /// An axis that covers the data and, if linear and without given ends, begins and ends at ticks.
    Axis covering(List<double[]> data) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (double[] values : data) {
            for (double value : values) {
                if (Double.isFinite(value) && (!log || value > 0)) {
                    least = Math.min(least, value);
                    greatest = Math.max(greatest, value);
                }
            }
        }
        if (least > greatest) {
            least = log ? 0.1 : 0;
            greatest = 1;
        }
        if (log) {
            double from = Double.isNaN(low) ? least / 1.2 : low;
            return new Axis(label, true, from, Double.isNaN(high) ? Math.max(greatest, least) * 1.2 : high,
                    places, years);
        }
        double span = greatest > least ? greatest - least : Math.max(1, Math.abs(greatest)) * 0.1;
        double step = step(span);
        double from = Double.isNaN(low) ? Math.floor(least / step + 1e-9) * step : low;
        double to = Double.isNaN(high) ? Math.ceil(greatest / step - 1e-9) * step : high;
        return new Axis(label, false, from, to > from ? to : from + step, places, years);
    }

    /// Where a value lies: 0 at the low end, 1 at the high end.
    double share(double value) {
        return log
                ? (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low))
                : (value - low) / (high - low);
    }

    /// 1, 2 or 5 times a power of ten, for about five steps.
    private static double step(double span) {
        double raw = span / 5;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double lead = raw / power;
        return power * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
    }

    List<Tick> ticks() {
        if (!places.isEmpty()) {
            return places.stream().map(place -> new Tick(place, Numerals.brief(place, PLACE_DIGITS))).toList();
        }
        return log ? powers() : even();
    }

    private List<Tick> even() {
        List<Tick> ticks = new ArrayList<>();
        double step = step(high - low);
        long first = (long) Math.ceil(low / step - 1e-9);
        int digits = 2 + (int) Math.max(0, Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high)) / step)));
        for (long i = first; i * step <= high + 1e-9 * step; i++) {
            ticks.add(new Tick(
                    i * step, years ? Long.toString(Math.round(i * step)) : Numerals.brief(i * step, digits)));
        }
        return ticks;
    }

    private List<Tick> powers() {
        List<Double> values = new ArrayList<>();
        int first = (int) Math.floor(Math.log10(low));
        int last = (int) Math.ceil(Math.log10(high));
        int every = Math.max(1, (last - first + 7) / 8);
        int[] leads = Math.log10(high / low) <= 2.5 ? new int[] {1, 2, 5} : new int[] {1};
        for (int exponent = first; exponent <= last; exponent++) {
            for (int lead : leads) {
                double value = lead * Math.pow(10, exponent);
                if (Math.floorMod(exponent, every) == 0 && value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) {
                    values.add(value);
                }
            }
        }
        // One notation for all: where one number is too long to be written out, none is.
        boolean plain = values.stream().allMatch(Numerals::isPlain);
        return values.stream()
                .map(value -> new Tick(value, plain ? Numerals.brief(value, 1) : Numerals.scientific(value, 1)))
                .toList();
    }
}
