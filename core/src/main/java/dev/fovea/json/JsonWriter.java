package dev.fovea.json;

import java.util.HexFormat;
import java.util.Map;

/// Prints values without spaces.
final class JsonWriter {
    private final StringBuilder text = new StringBuilder();

    private JsonWriter() {}

    static String text(Json value) {
        JsonWriter writer = new JsonWriter();
        writer.add(value);
        return writer.text.toString();
    }

    private void add(Json value) {
        switch (value) {
            case JsonObject object -> add(object);
            case JsonArray array -> add(array);
            case JsonString string -> add(string.value());
            case JsonNumber number -> text.append(number.literal());
            case JsonBoolean flag -> text.append(flag);
            case JsonNull nothing -> text.append(nothing);
        }
    }

    private void add(JsonObject object) {
        text.append('{');
        String comma = "";
        for (Map.Entry<String, Json> field : object.fields().entrySet()) {
            text.append(comma);
            add(field.getKey());
            text.append(':');
            add(field.getValue());
            comma = ",";
        }
        text.append('}');
    }

    private void add(JsonArray array) {
        text.append('[');
        String comma = "";
        for (Json element : array.elements()) {
            text.append(comma);
            add(element);
            comma = ",";
        }
        text.append(']');
    }

    private void add(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            add(string, i);
        }
        text.append('"');
    }

    private void add(String string, int at) {
        char letter = string.charAt(at);
        switch (letter) {
            case '"', '\\' -> text.append('\\').append(letter);
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> {
                if (letter < ' ' || isAlone(string, at)) {
                    text.append("\\u").append(HexFormat.of().toHexDigits(letter));
                } else {
                    text.append(letter);
                }
            }
        }
    }

    /// Half of a surrogate pair, which UTF-8 has no bytes for.
    private static boolean isAlone(String string, int at) {
        char letter = string.charAt(at);
        if (Character.isHighSurrogate(letter)) {
            return at + 1 == string.length() || !Character.isLowSurrogate(string.charAt(at + 1));
        }
        return Character.isLowSurrogate(letter) && (at == 0 || !Character.isHighSurrogate(string.charAt(at - 1)));
    }
}
