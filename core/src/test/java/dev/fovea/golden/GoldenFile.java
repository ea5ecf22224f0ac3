package dev.fovea.golden;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One golden file. `bench/README.md` says how they are made.
///
/// @param source what computed the numbers, and in which precision
/// @param notes the conventions that decide the numbers
public record GoldenFile(String operation, String source, String notes, List<GoldenCase> cases) {
    private static final JsonMapper JSON = new JsonMapper();

    /// Reads the file of an operation: `read("convolution")`.
    public static GoldenFile read(String operation) {
        String name = operation + ".json";
        try (InputStream in = GoldenFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no golden file " + name + " beside " + GoldenFile.class.getName());
            }
            return of(JSON.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The case of that name.
    public GoldenCase example(String name) {
        return cases.stream()
                .filter(example -> example.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(operation + " has no case '" + name + "': " + cases));
    }

    static GoldenFile of(JsonNode root) {
        List<GoldenCase> cases = new ArrayList<>();
        root.required("cases").forEach(example -> cases.add(caseOf(example)));
        return new GoldenFile(
                root.required("operation").stringValue(), root.required("source").stringValue(),
                root.required("notes").stringValue(), List.copyOf(cases));
    }

    private static GoldenCase caseOf(JsonNode node) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        node.required("attributes")
                .properties()
                .forEach(entry -> attributes.put(entry.getKey(), plain(entry.getValue())));
        return new GoldenCase(
                node.required("name").stringValue(), attributes, tensors(node.required("inputs")),
                tensors(node.required("outputs")), tensors(node.required("gradients")));
    }

    private static Object plain(JsonNode node) {
        return JSON.treeToValue(node, Object.class);
    }

    private static Map<String, Tensor> tensors(JsonNode node) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        node.properties().forEach(entry -> tensors.put(entry.getKey(), tensor(entry.getValue())));
        return tensors;
    }

    private static Tensor tensor(JsonNode node) {
        int[] shape = JSON.treeToValue(node.required("shape"), int[].class);
        float[] values = JSON.treeToValue(node.required("values"), float[].class);
        return Tensor.of(Shape.of(shape), values);
    }
}
