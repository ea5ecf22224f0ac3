package dev.fovea.explain.picture;

import java.util.ArrayList;
import java.util.List;

/// One axis of a chart.
///
/// @param label what it measures, with its unit
/// @param log whether equal steps are equal factors
/// @param low where it begins; NaN leaves that to the data
/// @param high where it ends; NaN leaves that to the data
public record Axis(String label, boolean log, double low, double high) {
    public Axis {
        if (low >= high) {
            throw new IllegalArgumentException("an axis goes from low to high: got " + low + " to " + high);
        }
        if (log && low <= 0) {
            throw new IllegalArgumentException("a logarithmic axis begins above 0: got " + low);
        }
    }

    /// Linear, as far as the data go.
    public static Axis of(String label) {
        return new Axis(label, false, Double.NaN, Double.NaN);
    }

    public Axis logarithmic() {
        return new Axis(label, true, low, high);
    }

    public Axis range(double low, double high) {
        return new Axis(label, log, low, high);
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
            return new Axis(label, true, from, Double.isNaN(high) ? Math.max(greatest, least) * 1.2 : high);
        }
        double span = greatest > least ? greatest - least : Math.max(1, Math.abs(greatest)) * 0.1;
        double step = step(span);
        double from = Double.isNaN(low) ? Math.floor(least / step + 1e-9) * step : low;
        double to = Double.isNaN(high) ? Math.ceil(greatest / step - 1e-9) * step : high;
        return new Axis(label, false, from, to > from ? to : from + step);
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
        return log ? powers() : even();
    }

    private List<Tick> even() {
        List<Tick> ticks = new ArrayList<>();
        double step = step(high - low);
        long first = (long) Math.ceil(low / step - 1e-9);
        int digits = 2 + (int) Math.max(0, Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high)) / step)));
        for (long i = first; i * step <= high + 1e-9 * step; i++) {
            ticks.add(new Tick(i * step, Numerals.brief(i * step, digits)));
        }
        return ticks;
    }

    private List<Tick> powers() {
        List<Tick> ticks = new ArrayList<>();
        int first = (int) Math.floor(Math.log10(low));
        int last = (int) Math.ceil(Math.log10(high));
        int every = Math.max(1, (last - first + 7) / 8);
        int[] leads = Math.log10(high / low) <= 2.5 ? new int[] {1, 2, 5} : new int[] {1};
        for (int exponent = first; exponent <= last; exponent++) {
            for (int lead : leads) {
                double value = lead * Math.pow(10, exponent);
                if (Math.floorMod(exponent, every) == 0 && value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) {
                    ticks.add(new Tick(value, Numerals.brief(value, 1)));
                }
            }
        }
        return ticks;
    }
}
