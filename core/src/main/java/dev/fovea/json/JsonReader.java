package dev.fovea.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// Builds values from Jackson's tokens.
final class JsonReader {
    /// Levels of lists and objects.
    static final int DEPTH = 500;

    /// Characters of one number: a double's exact decimal digits, none of them rounded, are at most 767.
    static final int DIGITS = 1000;

    private static final JsonFactory JACKSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEPTH + 1).maxNumberLength(DIGITS).build())
            .build();

    private final JsonParser parser;
    private int depth;

    private JsonReader(JsonParser parser) {
        this.parser = parser;
    }

    static Json read(String text) {
        try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), text)) {
            JsonReader reader = new JsonReader(parser);
            Json value = reader.value(parser.nextToken());
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("expected one JSON value: got more behind it");
            }
            return value;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("expected JSON: " + problem(e, text.length()), e);
        }
    }

    /// In words of our own: Jackson's name its classes and settings.
    private static String problem(JacksonException e, int letters) {
        TokenStreamLocation place = e.getLocation();
        String where = place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
        if (e instanceof StreamConstraintsException) {
            return "got a number of more than " + DIGITS + " characters, or a text that is too long," + where;
        }
        boolean cut = place != null && place.getCharOffset() >= letters;
        return (cut ? "it ends too early" : "it is broken") + where;
    }

    private Json value(@Nullable JsonToken token) {
        if (token == null) {
            throw new IllegalArgumentException("expected a JSON value: got none");
        }
        return switch (token) {
            case START_OBJECT, START_ARRAY -> nested(token);
            case VALUE_STRING -> new JsonString(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getString());
            case VALUE_TRUE -> JsonBoolean.TRUE;
            case VALUE_FALSE -> JsonBoolean.FALSE;
            case VALUE_NULL -> JsonNull.NULL;
            default -> throw new IllegalArgumentException("expected a JSON value: got " + token);
        };
    }

    private Json nested(JsonToken begin) {
        if (++depth > DEPTH) {
            throw new IllegalArgumentException(
                    "expected JSON of at most " + DEPTH + " levels of lists and objects: got more");
        }
        Json value = begin == JsonToken.START_OBJECT ? object() : array();
        depth--;
        return value;
    }

    private JsonObject object() {
        Map<String, Json> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            if (fields.put(name, value(parser.nextToken())) != null) {
                throw new IllegalArgumentException(
                        "expected each name once in a JSON object: got " + new JsonString(name) + " twice");
            }
        }
        return new JsonObject(fields);
    }

    private JsonArray array() {
        List<Json> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(token));
        }
        return new JsonArray(elements);
    }
}
