package dev.fovea.bench.peers;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// An ONNX model being written: nodes and constants, in protobuf's wire format.
///
/// Field numbers are those of `onnx.proto` (IR version 8, operator set 17). Numbers outside of tensors are floats,
/// integers and lists of integers; images and logits are float32.
final class OnnxGraph {
    private static final long IR_VERSION = 8;
    private static final long OPERATOR_SET = 17;
    private static final long FLOAT = 1;
    private static final long INT64 = 7;
    private static final long TYPE_FLOAT = 1;
    private static final long TYPE_INT = 2;
    private static final long TYPE_INTS = 7;

    private final Message graph = new Message();
    private int values;

    /// A message's fields in wire format.
    private static final class Message {
        private static final int VARINT = 0;
        private static final int BYTES = 2;
        private static final int FIXED32 = 5;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) (rest & 0x7f | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        private void tag(int field, int type) {
            varint((long) field << 3 | type);
        }

        Message put(int field, long value) {
            tag(field, VARINT);
            varint(value);
            return this;
        }

        Message put(int field, float value) {
            tag(field, FIXED32);
            int bits = Float.floatToRawIntBits(value);
            for (int i = 0; i < Integer.BYTES; i++) {
                out.write(bits >>> 8 * i);
            }
            return this;
        }

        Message put(int field, byte[] bytes) {
            tag(field, BYTES);
            varint(bytes.length);
            out.writeBytes(bytes);
            return this;
        }

        Message put(int field, String text) {
            return put(field, text.getBytes(StandardCharsets.UTF_8));
        }

        Message put(int field, Message inner) {
            return put(field, inner.bytes());
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }

    /// A node's setting.
    ///
    /// @param message an AttributeProto
    record Attribute(Message message) {
        static Attribute of(String name, long value) {
            return new Attribute(new Message().put(1, name).put(3, value).put(20, TYPE_INT));
        }

        static Attribute of(String name, float value) {
            return new Attribute(new Message().put(1, name).put(2, value).put(20, TYPE_FLOAT));
        }

        static Attribute of(String name, int... values) {
            Message message = new Message().put(1, name);
            for (int value : values) {
                message.put(8, (long) value);
            }
            return new Attribute(message.put(20, TYPE_INTS));
        }
    }

    /// Adds a node.
    ///
    /// @return the name of its output
    String node(String operator, List<String> inputs, Attribute... attributes) {
        String output = "v" + values++;
        Message node = new Message();
        inputs.forEach(input -> node.put(1, input));
        node.put(2, output).put(4, operator);
        for (Attribute attribute : attributes) {
            node.put(5, attribute.message());
        }
        graph.put(1, node);
        return output;
    }

    /// Adds a constant.
    ///
    /// @return its name
    String constant(float[] numbers, int... shape) {
        ByteBuffer raw = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(numbers);
        return constant(FLOAT, raw.array(), shape);
    }

    /// Adds a list of integers.
    ///
    /// @return its name
    String integers(long... numbers) {
        ByteBuffer raw = ByteBuffer.allocate(numbers.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(numbers);
        return constant(INT64, raw.array(), numbers.length);
    }

    private String constant(long type, byte[] raw, int... shape) {
        String name = "c" + values++;
        Message tensor = new Message();
        for (int extent : shape) {
            tensor.put(1, (long) extent);
        }
        graph.put(5, tensor.put(2, type).put(8, name).put(9, raw));
        return name;
    }

    /// The model's bytes.
    ///
    /// @param shape of one input, without the batch
    byte[] model(String input, int[] shape, String output, int outputs) {
        graph.put(2, "network").put(11, value(input, shape)).put(12, value(output, outputs));
        Message operators = new Message().put(1, "").put(2, OPERATOR_SET);
        return new Message().put(1, IR_VERSION).put(7, graph).put(8, operators).bytes();
    }

    /// A ValueInfoProto of float32 with any batch.
    private static Message value(String name, int... shape) {
        Message extents = new Message().put(1, new Message().put(2, "batch"));
        for (int extent : shape) {
            extents.put(1, new Message().put(1, (long) extent));
        }
        Message tensor = new Message().put(1, FLOAT).put(2, extents);
        return new Message().put(1, name).put(2, new Message().put(1, tensor));
    }
}
