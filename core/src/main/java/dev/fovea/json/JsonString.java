package dev.fovea.json;

/// A text.
public record JsonString(String value) implements Json {
    @Override
    public String kind() {
        return "a text";
    }

    @Override
    public String toString() {
        return JsonWriter.text(this);
    }
}
