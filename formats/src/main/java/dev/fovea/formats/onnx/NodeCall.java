package dev.fovea.formats.onnx;

import dev.fovea.io.FileException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A node that is read: what it takes, and where vertices go.
///
/// @param inputs null for those that are left out
record NodeCall(OnnxNode node, List<@Nullable OnnxValue> inputs, Vertices vertices) {
    Axing axing() {
        return new Axing(vertices);
    }

    int opset() {
        return vertices.opset();
    }

    @Nullable OnnxValue optional(int index) {
        return index < inputs.size() ? inputs.get(index) : null;
    }

    OnnxValue input(int index) {
        OnnxValue value = optional(index);
        if (value == null) {
            throw new FileException("expected input " + index + ", got " + inputs.size() + " inputs");
        }
        return value;
    }

    /// An input that comes out of the network.
    Flow flow(int index) {
        if (input(index) instanceof Flow flow) {
            return flow;
        }
        throw new FileException("expected input " + index + " to depend on the network's input, got a constant");
    }

    /// An input that must be known when the file is read.
    Numbers numbers(int index) {
        if (input(index) instanceof Numbers numbers) {
            return numbers;
        }
        throw new FileException("expected input " + index + " to be a constant, got a value of the network: Fovea"
                + " reads this operator with constants there alone");
    }

    @Nullable Numbers optionalNumbers(int index) {
        return optional(index) == null ? null : numbers(index);
    }

    /// A setting that was an attribute in old opsets and is an input in new ones; null if there is neither.
    long @Nullable [] wholes(String attribute, int index) {
        if (node.has(attribute)) {
            return node.wholes(attribute);
        }
        Numbers numbers = optionalNumbers(index);
        return numbers == null ? null : numbers.wholes();
    }

    /// An axis of a value by its number in the file.
    int axis(long axis, Flow x) {
        return Vertices.axis(axis, x.rank() - vertices.lead()) + vertices.lead();
    }

    /// All axes of a value that the file knows.
    int[] all(Flow x) {
        return IntStream.range(vertices.lead(), x.rank()).toArray();
    }
}
