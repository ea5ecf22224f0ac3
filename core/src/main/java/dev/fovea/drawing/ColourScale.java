package dev.fovea.drawing;

import java.util.List;

/// Colours for the numbers from `low` to `high`: evenly spaced stops, mixed between. Numbers outside take the
/// colour of the nearer end; what is no number is purple.
public record ColourScale(double low, double high, List<Integer> stops) {
    private static final List<Integer> SIGNED = List.of(0x1F4E8C, 0x7FAFD8, 0xFAFAF8, 0xF0A873, 0xB0451A);
    private static final List<Integer> RISING = List.of(0xFAFAF8, 0xA5C8E1, 0x3A7FB8, 0x12365F);
    private static final List<Integer> LIGHT = List.of(0x000000, 0xFFFFFF);

    public ColourScale {
        stops = List.copyOf(stops);
        if (stops.size() < 2) {
            throw new IllegalArgumentException("a colour scale needs at least two stops: got " + stops.size());
        }
        if (!(low <= high) || Double.isInfinite(low) || Double.isInfinite(high)) {
            throw new IllegalArgumentException("a colour scale goes from low to high: got " + low + " to " + high);
        }
    }

    /// Blue below 0, almost white at 0, orange above: for signed numbers from −limit to limit.
    public static ColourScale diverging(double limit) {
        return new ColourScale(-Math.abs(limit), Math.abs(limit), SIGNED);
    }

    /// Almost white to dark blue: for amounts.
    public static ColourScale sequential(double low, double high) {
        return new ColourScale(low, high, RISING);
    }

    /// Black to white: for light.
    public static ColourScale grey(double low, double high) {
        return new ColourScale(low, high, LIGHT);
    }

    /// The greatest of the finite numbers, in size: for [#diverging].
    public static double limit(float... values) {
        double limit = 0;
        for (float value : values) {
            limit = Float.isFinite(value) ? Math.max(limit, Math.abs(value)) : limit;
        }
        return limit;
    }

    /// For the given numbers: [#diverging] if any is negative, else [#sequential] from 0.
    public static ColourScale of(float... values) {
        double least = 0;
        double greatest = 0;
        for (float value : values) {
            if (Float.isFinite(value)) {
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
        }
        return least < 0 ? diverging(Math.max(-least, greatest)) : sequential(0, greatest);
    }

    /// The colour of a number, 0xRRGGBB.
    public int rgb(double value) {
        if (Double.isNaN(value)) {
            return Colours.PURPLE;
        }
        double share = high == low ? 0.5 : (Math.clamp(value, low, high) - low) / (high - low);
        double place = share * (stops.size() - 1);
        int stop = Math.min((int) place, stops.size() - 2);
        return Colours.mix(stops.get(stop), stops.get(stop + 1), place - stop);
    }
}
