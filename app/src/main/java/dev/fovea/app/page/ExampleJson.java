package dev.fovea.app.page;

import dev.fovea.explain.example.Example;
import dev.fovea.lab.run.JsonNodes;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/// An example's records as JSON: each component under its name, tensors as nested lists. JSON has no word
/// for ∞ and for what is no number: both are null.
public final class ExampleJson {
    /// Tensors of more numbers, such as a photograph's planes, are given by their shape alone.
    private static final int MOST = 10_000;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(Tensor.class, new Nested())
                    .addSerializer(Shape.class, new Text<>())
                    .addSerializer(Padding.class, new Text<>()))
            .build();

    private ExampleJson() {}

    public static ObjectNode of(Example example) {
        ObjectNode json = JsonNodes.object().put("title", example.title());
        json.setAll(MAPPER.<ObjectNode>valueToTree(example));
        return json;
    }

    private static final class Nested extends ValueSerializer<Tensor> {
        @Override
        public void serialize(Tensor tensor, JsonGenerator json, SerializationContext context) {
            if (tensor.values().length > MOST) {
                json.writeString(tensor.shape().toString());
            } else {
                write(tensor, 0, 0, json);
            }
        }

        /// Writes axis `axis` from element `from` on; returns the element behind it.
        private static int write(Tensor tensor, int axis, int from, JsonGenerator json) {
            if (axis == tensor.shape().rank()) {
                if (Float.isFinite(tensor.values()[from])) {
                    json.writeNumber(tensor.values()[from]);
                } else {
                    json.writeNull();
                }
                return from + 1;
            }
            json.writeStartArray();
            int next = from;
            for (int i = 0; i < tensor.shape().dim(axis); i++) {
                next = write(tensor, axis + 1, next, json);
            }
            json.writeEndArray();
            return next;
        }
    }

    private static final class Text<T> extends ValueSerializer<T> {
        @Override
        public void serialize(T value, JsonGenerator json, SerializationContext context) {
            json.writeString(value.toString());
        }
    }
}
