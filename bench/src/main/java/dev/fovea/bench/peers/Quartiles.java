package dev.fovea.bench.peers;

import java.util.Arrays;
import java.util.Locale;

/// The middle of some measurements and its spread.
public record Quartiles(double low, double median, double high) {
    public static Quartiles of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Quartiles(at(sorted, .25), at(sorted, .5), at(sorted, .75));
    }

    /// Of the ratios of neighbours.
    public static Quartiles ofRatios(double[] above, double[] below) {
        double[] ratios = new double[above.length];
        Arrays.setAll(ratios, i -> above[i] / below[i]);
        return of(ratios);
    }

    /// Of a single measurement.
    static Quartiles one(double value) {
        return new Quartiles(value, value, value);
    }

    /// Linear between the neighbours.
    public static double at(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    @Override
    public String toString() {
        return low == high
                ? String.format(Locale.ROOT, "%.2f", median)
                : String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", median, low, high);
    }
}
