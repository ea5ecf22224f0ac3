package dev.fovea.text;

import java.util.Locale;

/// Numbers as people read them, the same in every locale. What appends to a text allocates nothing.
public final class Figures {
    private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};
    private static final int BRIEF = 6;

    private Figures() {}

    /// `1,234,567`.
    public static String count(long value) {
        StringBuilder text = new StringBuilder().append(value);
        for (int comma = text.length() - 3; comma > (value < 0 ? 1 : 0); comma -= 3) {
            text.insert(comma, ',');
        }
        return text.toString();
    }

    /// `1 thread`, `2 threads`, `1,000 steps`.
    public static String counted(long count, String what) {
        return count(count) + " " + what + (count == 1 ? "" : "s");
    }

    /// `12 MB`, `1.2 MB`, or `95 KB` below a tenth of a megabyte; a megabyte is 10⁶ bytes.
    public static String megabytes(long bytes) {
        if (bytes < 100_000) {
            return String.format(Locale.ROOT, "%,.0f KB", bytes / 1e3);
        }
        return bytes >= 10_000_000
                ? String.format(Locale.ROOT, "%,.0f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    /// `4.2 s`, or `3:07` from a minute on.
    public static String seconds(double seconds) {
        return seconds < 60
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%d:%02d min", (long) seconds / 60, (long) seconds % 60);
    }

    /// A number with `decimals` digits behind the point, at most 6.
    public static StringBuilder fixed(StringBuilder text, double value, int decimals) {
        if (!(Math.abs(value) < 1e12)) {
            return text.append(Double.isNaN(value) ? "NaN" : value > 0 ? ">1e12" : "<-1e12");
        }
        long scaled = Math.round(Math.abs(value) * POWERS[decimals]);
        if (value < 0 && scaled > 0) {
            text.append('-');
        }
        text.append(scaled / POWERS[decimals]);
        if (decimals > 0) {
            padded(text.append('.'), scaled % POWERS[decimals], decimals);
        }
        return text;
    }

    /// A number in at most six characters: up to 4 digits behind the point, fewer of larger numbers.
    public static StringBuilder brief(StringBuilder text, double value) {
        int from = text.length();
        for (int decimals = 4; decimals >= 0; decimals--) {
            fixed(text, value, decimals);
            if (text.length() - from <= BRIEF) {
                return text;
            }
            text.setLength(from);
        }
        return text.append(value > 0 ? ">1e5" : "<-1e4");
    }

    /// `mm:ss`, or `hh:mm:ss` from an hour on or when asked.
    public static StringBuilder clock(StringBuilder text, double seconds, boolean hours) {
        long whole = Math.round(Math.clamp(seconds, 0, 359_999));
        if (hours || whole >= 3600) {
            padded(text, whole / 3600, 2).append(':');
        }
        padded(text, whole / 60 % 60, 2).append(':');
        return padded(text, whole % 60, 2);
    }

    private static StringBuilder padded(StringBuilder text, long value, int digits) {
        for (int digit = digits - 1; digit >= 0; digit--) {
            text.append((char) ('0' + value / POWERS[digit] % 10));
        }
        return text;
    }
}
