package dev.fovea.json;

import java.util.Arrays;
import java.util.List;

/// Values in order.
public record JsonArray(List<Json> elements) implements Json {
    public JsonArray {
        elements = List.copyOf(elements);
    }

    public static JsonArray of(int... numbers) {
        return new JsonArray(Arrays.stream(numbers).mapToObj(JsonNumber::of).map(Json.class::cast).toList());
    }

    public static JsonArray of(List<String> texts) {
        return new JsonArray(texts.stream().map(JsonString::new).map(Json.class::cast).toList());
    }

    @Override
    public String kind() {
        return "a list";
    }

    @Override
    public String toString() {
        return JsonWriter.text(this);
    }
}
