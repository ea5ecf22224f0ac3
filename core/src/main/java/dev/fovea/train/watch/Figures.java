package dev.fovea.train.watch;

/// Appends numbers to a text, the same in every locale, and without allocating.
final class Figures {
    private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};
    private static final int BRIEF = 6;

    private Figures() {}

    /// A number with `decimals` digits behind the point, at most 6.
    static StringBuilder fixed(StringBuilder text, double value, int decimals) {
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
    static StringBuilder brief(StringBuilder text, double value) {
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
    static StringBuilder clock(StringBuilder text, double seconds, boolean hours) {
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
