package dev.fovea.formats.onnx;

import dev.fovea.io.FileException;
import dev.fovea.safetensors.SafetensorsHeader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A node as the file has it.
///
/// @param name may be empty
/// @param domain empty for the standard's own operators
/// @param inputs names of values; empty for one that is left out
record OnnxNode(
        String name, String operator, String domain, List<String> inputs, List<String> outputs,
        Map<String, OnnxAttribute> attributes) {
    OnnxNode {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = Map.copyOf(attributes);
    }

    boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    double real(String attribute, double other) {
        return switch (attributes.get(attribute)) {
            case null -> other;
            case OnnxAttribute.Real(double value) -> value;
            case OnnxAttribute.Whole(long value) -> value;
            case OnnxAttribute got -> throw unexpected(attribute, "a number", got);
        };
    }

    long whole(String attribute, long other) {
        return switch (attributes.get(attribute)) {
            case null -> other;
            case OnnxAttribute.Whole(long value) -> value;
            case OnnxAttribute got -> throw unexpected(attribute, "a whole number", got);
        };
    }

    boolean flag(String attribute) {
        return whole(attribute, 0) != 0;
    }

    String text(String attribute, String other) {
        return switch (attributes.get(attribute)) {
            case null -> other;
            case OnnxAttribute.Text(String value) -> value;
            case OnnxAttribute got -> throw unexpected(attribute, "a text", got);
        };
    }

    /// Whole numbers, or null if there is no such attribute.
    long @Nullable [] wholes(String attribute) {
        return switch (attributes.get(attribute)) {
            case null -> null;
            case OnnxAttribute.Wholes(List<Long> values) -> values.stream().mapToLong(Long::longValue).toArray();
            case OnnxAttribute.Whole(long value) -> new long[] {value};
            case OnnxAttribute got -> throw unexpected(attribute, "whole numbers", got);
        };
    }

    double @Nullable [] reals(String attribute) {
        return switch (attributes.get(attribute)) {
            case null -> null;
            case OnnxAttribute.Reals(List<Float> values) ->
                values.stream().mapToDouble(Float::doubleValue).toArray();
            case OnnxAttribute got -> throw unexpected(attribute, "numbers", got);
        };
    }

    private static FileException unexpected(String attribute, String expected, OnnxAttribute got) {
        return new FileException("expected attribute " + attribute + " to be " + expected + ", got "
                + got.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT));
    }

    /// What messages call it.
    String title() {
        String own = name.isEmpty() && !outputs.isEmpty() ? outputs.getFirst() : name;
        return "node " + SafetensorsHeader.quote(own) + " (" + Naming.printable(operator) + ")";
    }
}
