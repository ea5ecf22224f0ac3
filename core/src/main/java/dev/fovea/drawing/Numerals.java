package dev.fovea.drawing;

import java.util.Locale;

/// Numbers as tables of this field print them: `.78`, `−.11`, `1.00`, without the 0 before the point.
public final class Numerals {
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private Numerals() {}

    /// A number with so many decimals, rounded half up; never `−.00`. What is no finite number prints as ∞, −∞ or ?.
    public static String fixed(double value, int decimals) {
        if (Double.isNaN(value)) {
            return "?";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        String digits = String.format(Locale.ROOT, "%." + decimals + "f", Math.abs(value));
        boolean zero = digits.chars().allMatch(c -> c == '0' || c == '.');
        String text = decimals > 0 && digits.startsWith("0.") ? digits.substring(1) : digits;
        return value < 0 && !zero ? "−" + text : text;
    }

    /// 0 where all numbers are whole, else `most`.
    public static int decimals(int most, float... values) {
        for (float value : values) {
            if (Float.isFinite(value) && value != Math.rint(value)) {
                return most;
            }
        }
        return 0;
    }

    /// At most so many digits that count, for axes: `.25`, `1,000`, `2×10⁻⁷`.
    static String brief(double value, int digits) {
        return isPlain(value) ? plain(value, Math.max(0, digits - 1 - exponent(value))) : scientific(value, digits);
    }

    /// Whether [#brief] writes the number out.
    static boolean isPlain(double value) {
        return value == 0 || exponent(value) >= -4 && exponent(value) <= 6;
    }

    /// A number other than 0 with a power of ten, whatever it is: `10⁰`, `2×10³`.
    static String scientific(double value, int digits) {
        String mantissa = plain(value / Math.pow(10, exponent(value)), digits - 1);
        return (mantissa.equals("1") ? "" : mantissa + "×") + power(exponent(value));
    }

    private static int exponent(double value) {
        return value == 0 ? 0 : (int) Math.floor(Math.log10(Math.abs(value)) + 1e-9);
    }

    /// `10⁻⁴`.
    static String power(int exponent) {
        StringBuilder text = new StringBuilder("10");
        for (char c : Integer.toString(exponent).toCharArray()) {
            text.append(c == '-' ? '⁻' : SUPERSCRIPTS.charAt(c - '0'));
        }
        return text.toString();
    }

    private static String plain(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
        if (decimals > 0) {
            text = text.replaceAll("0+$", "").replaceAll("\\.$", "").replaceFirst("^(-?)0\\.", "$1.");
        }
        return text.replace('-', '−');
    }
}
