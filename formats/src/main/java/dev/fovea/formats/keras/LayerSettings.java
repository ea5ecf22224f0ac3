package dev.fovea.formats.keras;

import dev.fovea.json.Json;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonBoolean;
import dev.fovea.json.JsonNull;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The settings of a layer, as its `config` has them. What is not said is as Keras has it by default.
///
/// All that is wrong with them is an [IllegalArgumentException], to which the layer's name is added.
record LayerSettings(JsonObject json) {
    boolean has(String name) {
        Json value = json.get(name);
        return value != null && !(value instanceof JsonNull);
    }

    @Nullable Json get(String name) {
        return has(name) ? json.get(name) : null;
    }

    String text(String name, String usual) {
        return switch (get(name)) {
            case null -> usual;
            case JsonString(String value) -> value;
            case Json other -> throw wrong(name, "a text", other);
        };
    }

    boolean flag(String name, boolean usual) {
        return switch (get(name)) {
            case null -> usual;
            case JsonBoolean value -> value.value();
            case Json other -> throw wrong(name, "true or false", other);
        };
    }

    int whole(String name, int usual) {
        Json value = get(name);
        return value == null ? usual : whole(name, value);
    }

    int whole(String name) {
        Json value = get(name);
        if (value == null) {
            throw new IllegalArgumentException("expected a setting " + name + ": got none");
        }
        return whole(name, value);
    }

    private static int whole(String name, Json value) {
        if (value instanceof JsonArray(List<Json> list) && list.size() == 1) {
            return whole(name, list.getFirst());
        }
        return value instanceof JsonNumber number ? number.intValue() : fail(name, "a whole number", value);
    }

    double number(String name, double usual) {
        List<Double> numbers = numbers(name);
        if (numbers.size() > 1) {
            throw new IllegalArgumentException("expected " + name + " to be one number: got " + numbers.size());
        }
        return numbers.isEmpty() ? usual : numbers.getFirst();
    }

    /// A number or a list of lists of them, as one list; empty if it is not said.
    List<Double> numbers(String name) {
        List<Double> numbers = new ArrayList<>();
        Json value = get(name);
        if (value != null) {
            collect(name, value, numbers);
        }
        return numbers;
    }

    private static void collect(String name, Json value, List<Double> into) {
        switch (value) {
            case JsonNumber number -> into.add(number.doubleValue());
            case JsonArray(List<Json> list) -> list.forEach(one -> collect(name, one, into));
            // Numbers that Python held in an array.
            case JsonObject object when object.get("value") != null -> collect(name, inner(object, "value"), into);
            case JsonObject object when object.get("config") != null -> collect(name, inner(object, "config"), into);
            default -> throw wrong(name, "numbers", value);
        }
    }

    private static Json inner(JsonObject object, String name) {
        Json value = object.get(name);
        return value == null ? JsonNull.NULL : value;
    }

    List<Integer> wholes(String name) {
        return wholes(name, get(name));
    }

    private static List<Integer> wholes(String name, @Nullable Json value) {
        return switch (value) {
            case null -> List.of();
            case JsonNumber number -> List.of(number.intValue());
            case JsonArray(List<Json> list) -> list.stream().map(one -> whole(name, one)).toList();
            case Json other -> throw wrong(name, "whole numbers", other);
        };
    }

    /// Two numbers, or one that stands for both.
    int[] pair(String name, int... usual) {
        List<Integer> numbers = wholes(name);
        return switch (numbers.size()) {
            case 0 -> usual;
            case 1 -> new int[] {numbers.getFirst(), numbers.getFirst()};
            case 2 -> new int[] {numbers.getFirst(), numbers.getLast()};
            default -> throw new IllegalArgumentException("expected " + name + " to be two numbers: got "
                    + numbers.size());
        };
    }

    /// Top, bottom, left and right: one number for all, one for height and one for width, or two pairs.
    int[] sides(String name) {
        if (get(name) instanceof JsonArray(List<Json> list) && list.size() == 2
                && list.stream().allMatch(JsonArray.class::isInstance)) {
            List<Integer> rows = wholes(name, list.getFirst());
            List<Integer> columns = wholes(name, list.getLast());
            if (rows.size() == 2 && columns.size() == 2) {
                return new int[] {rows.getFirst(), rows.getLast(), columns.getFirst(), columns.getLast()};
            }
            throw wrong(name, "two pairs", new JsonArray(list));
        }
        int[] both = pair(name, 1, 1);
        return new int[] {both[0], both[0], both[1], both[1]};
    }

    static IllegalArgumentException wrong(String name, String expected, Json got) {
        return new IllegalArgumentException("expected " + name + " to be " + expected + ": got " + got.kind());
    }

    private static int fail(String name, String expected, Json got) {
        throw wrong(name, expected, got);
    }
}
