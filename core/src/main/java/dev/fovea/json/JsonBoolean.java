package dev.fovea.json;

import java.util.Locale;

/// Yes or no.
public enum JsonBoolean implements Json {
    FALSE,
    TRUE;

    public static JsonBoolean of(boolean value) {
        return value ? TRUE : FALSE;
    }

    public boolean value() {
        return this == TRUE;
    }

    @Override
    public String kind() {
        return "true or false";
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
