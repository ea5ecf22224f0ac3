package dev.fovea.learn.site;

import dev.fovea.json.Json;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// What the data of moving pictures is made of.
record MotionJson(Chinese chinese) {
    /// A text in both languages.
    JsonObject both(String english) {
        return JsonObject.builder()
                .put("en", english)
                .put("zh", Chinese.hasWords(english) ? chinese.of(english) : english)
                .build();
    }

    /// A vector as a list, a matrix as a list of its rows.
    static JsonArray numbers(Tensor tensor) {
        if (tensor.shape().rank() < 2) {
            return numbers(tensor.values());
        }
        int columns = tensor.shape().dim(1);
        List<Json> rows = new ArrayList<>();
        for (int i = 0; i < tensor.shape().dim(0); i++) {
            List<Json> row = new ArrayList<>();
            for (int j = 0; j < columns; j++) {
                row.add(JsonNumber.of(tensor.at(i, j)));
            }
            rows.add(new JsonArray(row));
        }
        return new JsonArray(rows);
    }

    static JsonArray numbers(float... values) {
        List<Json> numbers = new ArrayList<>();
        for (float value : values) {
            numbers.add(JsonNumber.of(value));
        }
        return new JsonArray(numbers);
    }

    static JsonArray numbers(List<Float> values) {
        return JsonArray.of(values, JsonNumber::of);
    }

    /// Settings of which the reader chooses one.
    static JsonObject choices(List<? extends Json> choices) {
        return JsonObject.builder().put("choices", new JsonArray(List.copyOf(choices))).build();
    }
}
