package dev.fovea.explain.example;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Frame;
import dev.fovea.backend.Layout;
import dev.fovea.backend.Store;
import dev.fovea.graph.Program;
import dev.fovea.op.Identity;
import dev.fovea.op.Input;
import dev.fovea.op.Leaf;
import dev.fovea.op.Node;
import dev.fovea.op.Parameter;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// A small graph with numbers at its leaves, run by a backend: what the worked examples compute with.
final class Calculation {
    private final Backend backend;
    private final Map<String, Tensor> inputs = new LinkedHashMap<>();
    private final Map<String, Tensor> parameters = new LinkedHashMap<>();

    Calculation(Backend backend) {
        this.backend = backend;
    }

    /// One sample that goes in as a batch of one.
    Node input(String name, Tensor sample) {
        inputs.put(name, sample);
        return new Input(name, sample.shape().batched()).on();
    }

    /// One image of height × width as a batch of one with one channel.
    Node plane(String name, Tensor image) {
        return input(name, new Tensor(Shape.of(image.shape().dim(0), image.shape().dim(1), 1), image.values()));
    }

    /// Numbers that belong to no sample, such as a kernel.
    Node parameter(String name, Tensor value) {
        parameters.put(name, value);
        return new Parameter(name, value.shape()).on();
    }

    /// Makes nodes ready to be computed, for any numbers at the leaves.
    Run compile(Map<String, Node> outputs) {
        Map<String, Node> computed = new LinkedHashMap<>();
        outputs.forEach((name, node) ->
                computed.put(name, node.operation() instanceof Leaf ? new Identity().on(node) : node));
        Map<String, Shape> shapes = new LinkedHashMap<>();
        parameters.forEach((name, value) -> shapes.put(name, value.shape()));
        Store store = new Store(Layout.of(shapes), Layout.of(Map.of()));
        parameters.forEach(store::write);
        Program program = Program.of(computed, Map.of());
        Frame frame = backend.compile(program, store, 1).frame();
        program.values().forEach(value -> {
            if (value.leaf() instanceof Input input) {
                frame.bind(input.name(), value(inputs, input.name()).values(), 0);
            }
        });
        return new Run(frame, store, program);
    }

    /// Computes nodes; samples lose their batch axis.
    Map<String, Tensor> values(Map<String, Node> outputs) {
        return compile(outputs).values();
    }

    /// Computes one node.
    Tensor value(Node node) {
        return value(values(Map.of("value", node)), "value");
    }

    static Tensor value(Map<String, Tensor> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    /// A compiled calculation.
    static final class Run {
        private final Frame frame;
        private final Store store;
        private final Program program;

        Run(Frame frame, Store store, Program program) {
            this.frame = frame;
            this.store = store;
            this.program = program;
        }

        Store store() {
            return store;
        }

        /// Gives a leaf other numbers.
        Run with(String name, Tensor value) {
            if (store.parameters().places().containsKey(name)) {
                store.write(name, value);
            } else {
                frame.bind(name, value.values(), 0);
            }
            return this;
        }

        Map<String, Tensor> values() {
            return values(0);
        }

        /// @param key what random operations draw from
        Map<String, Tensor> values(long key) {
            frame.run(1, key);
            Map<String, Tensor> values = new LinkedHashMap<>();
            program.outputs().forEach((name, id) -> {
                Tensor read = frame.read(name);
                boolean batched = program.values().get(id).shape().isBatched();
                values.put(name, batched ? new Tensor(program.values().get(id).shape().sample(), read.values()) : read);
            });
            return values;
        }
    }
}
