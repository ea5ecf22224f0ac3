package dev.fovea.json;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

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

    /// Each item as JSON, in order.
    public static <T> JsonArray of(List<T> items, Function<? super T, ? extends Json> json) {
        return new JsonArray(items.stream().<Json>map(json).toList());
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
