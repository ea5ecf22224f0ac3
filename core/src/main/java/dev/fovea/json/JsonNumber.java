package dev.fovea.json;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/// A number as it is written, so that none is rounded on the way: a float's, a double's and a long's text is read
/// back to the same bits. Numbers that are written differently, as 1 and 1.0, are not equal.
///
/// @param literal as JSON writes numbers
public record JsonNumber(String literal) implements Json {
    private static final Pattern GRAMMAR = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    public JsonNumber {
        if (!GRAMMAR.matcher(literal).matches()) {
            throw new IllegalArgumentException("JSON has no word for the number " + literal + ": it must be finite");
        }
    }

    public static JsonNumber of(long value) {
        return new JsonNumber(Long.toString(value));
    }

    /// @throws IllegalArgumentException if the value is not finite
    public static JsonNumber of(float value) {
        return new JsonNumber(Float.toString(value));
    }

    /// @throws IllegalArgumentException if the value is not finite
    public static JsonNumber of(double value) {
        return new JsonNumber(Double.toString(value));
    }

    /// @throws IllegalArgumentException if it is not whole, or beyond ints
    public int intValue() {
        long value = longValue();
        if (value != (int) value) {
            throw new IllegalArgumentException("expected a whole number of 32 bits: got " + literal);
        }
        return (int) value;
    }

    /// @throws IllegalArgumentException if it is not whole, or beyond longs
    public long longValue() {
        try {
            return new BigDecimal(literal).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("expected a whole number of 64 bits: got " + literal, e);
        }
    }

    /// @throws IllegalArgumentException if it is beyond floats
    public float floatValue() {
        float value = Float.parseFloat(literal);
        if (Float.isInfinite(value)) {
            throw new IllegalArgumentException("expected a number that a float holds: got " + literal);
        }
        return value;
    }

    /// @throws IllegalArgumentException if it is beyond doubles
    public double doubleValue() {
        double value = Double.parseDouble(literal);
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException("expected a number that a double holds: got " + literal);
        }
        return value;
    }

    @Override
    public String kind() {
        return "a number";
    }

    @Override
    public String toString() {
        return literal;
    }
}
