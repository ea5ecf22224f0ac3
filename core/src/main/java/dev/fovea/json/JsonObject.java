package dev.fovea.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values by name. Order is kept when printed and means nothing: objects that differ in it alone are equal.
public record JsonObject(Map<String, Json> fields) implements Json {
    public JsonObject {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public static Builder builder() {
        return new Builder();
    }

    public @Nullable Json get(String name) {
        return fields.get(name);
    }

    @Override
    public String kind() {
        return "an object";
    }

    @Override
    public String toString() {
        return JsonWriter.text(this);
    }

    /// Collects the fields of an object in order.
    public static final class Builder {
        private final Map<String, Json> fields = new LinkedHashMap<>();

        private Builder() {}

        public Builder put(String name, Json value) {
            fields.put(name, value);
            return this;
        }

        public Builder put(String name, String value) {
            return put(name, new JsonString(value));
        }

        public Builder put(String name, long value) {
            return put(name, JsonNumber.of(value));
        }

        public Builder put(String name, boolean value) {
            return put(name, JsonBoolean.of(value));
        }

        public JsonObject build() {
            return new JsonObject(fields);
        }
    }
}
