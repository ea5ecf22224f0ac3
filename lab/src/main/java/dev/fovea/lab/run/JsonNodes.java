package dev.fovea.lab.run;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/// The parts of results that several commands have.
public final class JsonNodes {
    private JsonNodes() {}

    /// The first name in an object that is not among those that are known, as JSON writes it; null if there is none.
    static @Nullable String unknown(JsonNode object, Set<String> known) {
        return object.propertyStream()
                .map(Map.Entry::getKey)
                .filter(name -> !known.contains(name))
                .findFirst()
                .map(name -> JsonNodeFactory.instance.stringNode(name).toString())
                .orElse(null);
    }

    /// A path by the name of a setting.
    ///
    /// @throws IllegalArgumentException if it is none
    static Path path(JsonNode value, String name) {
        try {
            if (value.isString()) {
                return Path.of(value.stringValue());
            }
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("expected a path as " + name + ": got " + value, e);
        }
        throw new IllegalArgumentException("expected a path as " + name + ": got " + value);
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// A number; null where there is none to speak of, because JSON has no NaN.
    public static JsonNode number(double value) {
        return Double.isFinite(value) ? JsonNodeFactory.instance.numberNode(value) : NullNode.instance;
    }
}
