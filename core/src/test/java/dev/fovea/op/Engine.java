package dev.fovea.op;

import dev.fovea.backend.Frame;
import dev.fovea.backend.Layout;
import dev.fovea.backend.Store;
import dev.fovea.backend.cpu.CpuBackend;
import dev.fovea.backend.cpu.KernelSet;
import dev.fovea.backend.cpu.kernel.Kernels;
import dev.fovea.backend.cpu.scalar.ScalarKernels;
import dev.fovea.graph.Differentiation;
import dev.fovea.graph.Program;
import dev.fovea.graph.Step;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Runs a case on one set of kernels: output, and the gradient by each input of Σ weight · output.
record Engine(Kernels kernels) {
    /// Compares by value.
    record Result(double[] output, List<double[]> gradients) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Result that && Arrays.equals(output, that.output)
                    && IntStream.range(0, gradients.size())
                            .allMatch(i -> Arrays.equals(gradients.get(i), that.gradients.get(i)));
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(output);
        }
    }

    /// The reference, and what this machine chooses.
    static List<Engine> all() {
        Engine scalar = new Engine(new ScalarKernels());
        Kernels chosen = KernelSet.choose().kernels();
        return chosen.name().equals("scalar") ? List.of(scalar) : List.of(scalar, new Engine(chosen));
    }

    /// The weights of an output's elements in the loss.
    static double[] weights(int size) {
        Seed seed = new Seed(11);
        return IntStream.range(0, size).mapToDouble(i -> (float) (0.5 + seed.uniform(i))).toArray();
    }

    /// Inputs without a batch axis are parameters, so that both ways to a gradient are taken.
    private static Node leaf(int i, Shape shape) {
        return Node.of(shape.isBatched() ? new Input("in" + i, shape) : new Parameter("in" + i, shape), List.of());
    }

    private static Program program(OpCase row) {
        List<Node> leaves = new ArrayList<>();
        for (int i = 0; i < row.inputs().size(); i++) {
            leaves.add(leaf(i, row.inputs().get(i).shape()));
        }
        Node output = row.graph().apply(leaves);
        Node weights = Node.of(new Input("weights", output.shape()), List.of());
        int[] axes = IntStream.range(0, output.shape().rank()).toArray();
        Node loss = Sum.over(axes).on(output.times(weights));
        List<Node> wanted = IntStream.range(0, leaves.size())
                .filter(i -> row.inputs().get(i).differentiated())
                .mapToObj(leaves::get)
                .toList();
        Differentiation gradients = Differentiation.of(loss, wanted);
        Map<String, Node> outputs = new LinkedHashMap<>(Map.of("output", output));
        Map<String, Node> parameters = new LinkedHashMap<>();
        for (Node node : wanted) {
            if (node.operation() instanceof Parameter parameter) {
                parameters.put(parameter.name(), gradients.byNode().get(node));
            } else if (node.operation() instanceof Input input) {
                outputs.put("d" + input.name(), gradients.byNode().get(node));
            }
        }
        return Program.of(outputs, Map.of(), parameters, gradients.origins(), Map.of());
    }

    /// The primitives that forward and backward pass of a case are made of.
    static Set<Class<?>> primitives(OpCase row) {
        return program(row).steps().stream().map(Step::operation).map(Object::getClass).collect(Collectors.toSet());
    }

    Result run(OpCase row, List<Doubles> values, int capacity, int threads) {
        Program program = program(row);
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            Shape shape = row.inputs().get(i).shape();
            if (!shape.isBatched()) {
                shapes.put("in" + i, shape);
            }
        }
        Store store = new Store(Layout.of(shapes), Layout.of(Map.of()));
        int n = samples(row, values);
        try (CpuBackend backend = new CpuBackend(kernels, threads)) {
            for (int i = 0; i < values.size(); i++) {
                if (shapes.containsKey("in" + i)) {
                    store.write("in" + i, new Tensor(row.inputs().get(i).shape(), floats(values.get(i).values())));
                }
            }
            Frame frame = backend.compile(program, store, capacity).frame();
            program.values().forEach(value -> {
                if (value.leaf() instanceof Input input) {
                    frame.bind(input.name(), bound(input, values, n), 3);
                }
            });
            frame.run(n, 5);
            List<double[]> gradients = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                gradients.add(gradient(frame, store, program, i));
            }
            return new Result(doubles(frame.read("output").values()), gradients);
        }
    }

    private static int samples(OpCase row, List<Doubles> values) {
        for (int i = 0; i < values.size(); i++) {
            if (row.inputs().get(i).shape().isBatched()) {
                return values.get(i).dim(0);
            }
        }
        return 1;
    }

    private static float[] bound(Input input, List<Doubles> values, int n) {
        double[] from = input.name().equals("weights")
                ? weights(Math.toIntExact(input.shape().size(n)))
                : values.get(Integer.parseInt(input.name().substring(2))).values();
        float[] shifted = new float[from.length + 3];
        System.arraycopy(floats(from), 0, shifted, 3, from.length);
        return shifted;
    }

    private static double[] gradient(Frame frame, Store store, Program program, int i) {
        if (program.outputs().containsKey("din" + i)) {
            return doubles(frame.read("din" + i).values());
        }
        if (!program.gradients().containsKey("in" + i)) {
            return new double[0];
        }
        Layout.Place place = store.parameters().place("in" + i);
        return doubles(Arrays.copyOfRange(frame.gradients(), place.from(), place.to()));
    }

    static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    @Override
    public String toString() {
        return kernels.name();
    }
}
