package dev.fovea.formats.keras;

import dev.fovea.formats.keras.KerasLayer.Call;
import dev.fovea.formats.keras.KerasLayer.Constant;
import dev.fovea.formats.keras.KerasLayer.Operand;
import dev.fovea.formats.keras.KerasLayer.Value;
import dev.fovea.nn.Apply;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerGraph;
import dev.fovea.nn.Network;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.Shared;
import dev.fovea.nn.Vertex;
import dev.fovea.nn.Weight;
import dev.fovea.op.Add;
import dev.fovea.op.Binary;
import dev.fovea.op.Concatenate;
import dev.fovea.op.Divide;
import dev.fovea.op.Maximum;
import dev.fovea.op.Minimum;
import dev.fovea.op.Multiply;
import dev.fovea.op.Operation;
import dev.fovea.op.Subtract;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts a network together: calls become vertices, in an order in which each comes after those that it takes.
final class Assembly {
    /// Of all networks within each other, each as often as it is called.
    private static final int MOST_VERTICES = 20_000;

    private final boolean isOld;
    private final Map<String, Tensor> numbers = new HashMap<>();

    Assembly(boolean isOld) {
        this.isOld = isOld;
    }

    /// A network that is put together.
    ///
    /// @param output the shape of one sample of what it puts out
    /// @param vertices how many it has, with those of the networks in it
    /// @param leading what stands at its input and scales values alone; null for nothing
    record Assembled(Layer layer, Shape output, int vertices, @Nullable Scaling leading) {}

    /// Parameters and states by their full names, of all networks that were put together.
    Map<String, Tensor> numbers() {
        return numbers;
    }

    /// @param path what the names of variables begin with, empty or with a slash at the end
    /// @param isOutermost whether scaling at its input may be taken off
    Assembled network(KerasNetwork network, LayerWeights weights, String path, Shape input, boolean isOutermost) {
        return new One(network, weights, path, isOutermost).assemble(input);
    }

    /// A value: its vertex, and its shape, with a batch axis unless it is a number of the file.
    private record Known(String vertex, Shape shape) {}

    private record Pending(KerasLayer layer, int index, Call call) {}

    /// One network, with what is known of it so far.
    private final class One {
        private final KerasNetwork network;
        private final LayerWeights weights;
        private final String path;
        private final boolean isOutermost;
        private final Map<Value, Known> values = new HashMap<>();
        private final List<Vertex> vertices = new ArrayList<>();
        private final Set<String> names = new HashSet<>(Set.of(LayerGraph.INPUT));
        /// Of layers that are called again.
        private final Map<String, Converted> converted = new HashMap<>();
        private final Map<String, Assembled> inner = new HashMap<>();
        private final Map<String, String> keys = new HashMap<>();
        private final Set<String> called = new HashSet<>();
        private int count;
        private @Nullable Scaling leading;

        One(KerasNetwork network, LayerWeights weights, String path, boolean isOutermost) {
            this.network = network;
            this.weights = weights;
            this.path = path;
            this.isOutermost = isOutermost;
        }

        Assembled assemble(Shape input) {
            values.put(network.input(), new Known(LayerGraph.INPUT, input.batched()));
            List<Pending> pending = new ArrayList<>();
            for (KerasLayer layer : network.layers()) {
                int first = network.firstCall(layer);
                for (int i = 0; i < layer.calls().size(); i++) {
                    pending.add(new Pending(layer, first + i, layer.calls().get(i)));
                }
            }
            while (!pending.isEmpty() && !values.containsKey(network.output())) {
                if (!pending.removeIf(this::done)) {
                    throw new IllegalArgumentException("its layer " + pending.getFirst().layer().name()
                            + " takes what no layer before it gives");
                }
            }
            Known output = values.get(network.output());
            if (output == null) {
                throw new IllegalArgumentException("its output " + network.output().layer() + " is no layer of it");
            }
            return new Assembled(layer(output.vertex()), output.shape().sample(), count, leading);
        }

        /// A chain of layers, where it is one.
        private Layer layer(String output) {
            List<Layer> chain = new ArrayList<>();
            String last = LayerGraph.INPUT;
            for (Vertex vertex : vertices) {
                if (!vertex.inputs().equals(List.of(last))) {
                    return new LayerGraph(vertices, output);
                }
                chain.add(vertex.layer().named(vertex.name()));
                last = vertex.name();
            }
            return last.equals(output) ? new Sequential(chain) : new LayerGraph(vertices, output);
        }

        /// Adds a call if what it takes is known.
        private boolean done(Pending pending) {
            List<Operand> operands = pending.call().operands();
            for (Operand operand : operands) {
                if (operand instanceof Value value && !values.containsKey(value)) {
                    return false;
                }
            }
            KerasLayer layer = pending.layer();
            try {
                Value place = new Value(layer.name(), pending.index());
                values.put(place, KerasTypes.MERGES.contains(layer.type())
                        ? new Merging(layer, operands).known()
                        : single(layer, operands));
            } catch (IllegalArgumentException | ArithmeticException | NegativeArraySizeException e) {
                throw new IllegalArgumentException("layer " + layer.name() + " " + e.getMessage(), e);
            }
            return true;
        }

        private Known single(KerasLayer layer, List<Operand> operands) {
            if (operands.size() != 1 || !(operands.getFirst() instanceof Value value)) {
                throw layer.isModel() || KerasTypes.LAYERS.contains(layer.type())
                        ? new IllegalArgumentException("takes one value: got " + operands.size())
                        : KerasTypes.unknown(layer);
            }
            Known x = Objects.requireNonNull(values.get(value));
            if (layer.isNothing()) {
                return x;
            }
            boolean scales = layer.type().equals("Rescaling") || layer.type().equals("Normalization");
            if (isOutermost && scales && vertices.isEmpty() && layer.calls().size() == 1 && isTakenOnce(value)) {
                Scaling next = Scaling.of(layer, x.shape().dim(-1), weights.of(layer));
                leading = leading == null ? next : leading.then(next);
                return x;
            }
            return layer.isModel() ? model(layer, x) : plain(layer, x);
        }

        /// Whether a value, and each that it was made of by layers that do nothing, goes to one layer alone.
        private boolean isTakenOnce(Value value) {
            Known known = Objects.requireNonNull(values.get(value));
            int takers = 0;
            for (KerasLayer layer : network.layers()) {
                for (Call call : layer.calls()) {
                    for (Operand operand : call.operands()) {
                        boolean same = operand instanceof Value other && known.equals(values.get(other));
                        takers += same && !isPassed(layer) ? 1 : 0;
                    }
                }
            }
            return takers == 1;
        }

        /// Whether it is done, and passed its input on.
        private boolean isPassed(KerasLayer layer) {
            return layer.isNothing() || values.containsKey(new Value(layer.name(), 0));
        }

        private Known plain(KerasLayer layer, Known x) {
            Converted known = converted.get(layer.name());
            if (known == null) {
                known = new Conversion(layer, x.shape().sample(), weights.of(layer), isOld).convert();
                converted.put(layer.name(), known);
            }
            if (Conversion.isNothing(known.layer())) {
                return x;
            }
            Shape output = new Network(x.shape().sample(), known.layer()).output();
            count(1);
            return vertex(layer, known.layer(), known.numbers(), x, output);
        }

        private Known model(KerasLayer layer, Known x) {
            Assembled known = inner.get(layer.name());
            if (known == null) {
                KerasNetwork network = KerasNetwork.of(layer);
                String name = unique(layer.name());
                known = Assembly.this.network(network, weights.of(layer), path + name + "/", x.shape().sample(), false);
                inner.put(layer.name(), known);
                keys.put(layer.name(), name);
            }
            count(known.vertices());
            Shape output = layer.calls().size() == 1
                    ? known.output()
                    : new Network(x.shape().sample(), known.layer()).output();
            return Conversion.isNothing(known.layer()) ? x : vertex(layer, known.layer(), Map.of(), x, output);
        }

        /// A layer that is called more than once shares its variables, under the name of its first call.
        private Known vertex(KerasLayer layer, Layer built, Map<String, Tensor> own, Known x, Shape output) {
            String key = keys.computeIfAbsent(layer.name(), this::unique);
            own.forEach((suffix, tensor) -> numbers.put(path + key + suffix, tensor));
            boolean shares = layer.calls().size() > 1 && (layer.isModel() || !own.isEmpty());
            String name = called.add(layer.name()) ? key : unique(layer.name());
            vertices.add(Vertex.of(name, shares ? Shared.of(path + key, built) : built, x.vertex()));
            return new Known(name, output.batched());
        }

        /// Layers of several values.
        private final class Merging {
            private final KerasLayer layer;
            private final List<Operand> operands;

            Merging(KerasLayer layer, List<Operand> operands) {
                this.layer = layer;
                this.operands = operands;
            }

            Known known() {
                if (operands.isEmpty()) {
                    throw new IllegalArgumentException("takes no value");
                }
                List<Known> taken = new ArrayList<>();
                for (Operand operand : operands) {
                    taken.add(switch (operand) {
                        case Value value -> Objects.requireNonNull(values.get(value));
                        case Constant(double number) -> constant(number);
                    });
                }
                if (layer.type().equals("Concatenate") && taken.size() > 1) {
                    return joined(taken);
                }
                Known result = taken.getFirst();
                for (int i = 1; i < taken.size(); i++) {
                    result = of(i == taken.size() - 1 && !isMean(), result, taken.get(i));
                }
                return isMean()
                        ? of(true, result, constant(1.0 / taken.size()), new Multiply())
                        : result;
            }

            private boolean isMean() {
                return layer.type().equals("Average") && operands.size() > 1;
            }

            private Known constant(double number) {
                String name = unique(layer.name() + "-number");
                vertices.add(Vertex.of(name, new Weight(
                        Shape.of(1), Initializer.constant(number), false)));
                return new Known(name, Shape.of(1));
            }

            private Known joined(List<Known> taken) {
                int rank = taken.getFirst().shape().rank();
                int axis = layer.settings().whole("axis", -1);
                Concatenate join = new Concatenate(axis < 0 ? axis + rank : axis);
                Shape output = join.shape(taken.stream().map(Known::shape).toList());
                return added(unique(layer.name()), join, output, taken);
            }

            private Known of(boolean isLast, Known a, Known b) {
                return of(isLast, a, b, switch (layer.type()) {
                    case "Add", "Average" -> new Add();
                    case "Subtract" -> new Subtract();
                    case "Multiply" -> new Multiply();
                    case "Divide" -> new Divide();
                    case "Maximum" -> new Maximum();
                    default -> new Minimum();
                });
            }

            private Known of(boolean isLast, Known a, Known b, Binary operation) {
                Shape output = operation.shape(List.of(a.shape(), b.shape()));
                return added(unique(isLast ? layer.name() : layer.name() + "-part"), operation, output, List.of(a, b));
            }

            private Known added(String name, Operation operation, Shape output, List<Known> taken) {
                count(1);
                vertices.add(new Vertex(
                        name, Apply.of(operation), taken.stream().map(Known::vertex).toList()));
                return new Known(name, output);
            }
        }

        private void count(int more) {
            count += more;
            if (count > MOST_VERTICES) {
                throw new IllegalArgumentException("its networks within networks have more than " + MOST_VERTICES
                        + " layers");
            }
        }

        /// The name as layers of Fovea have it, and no other vertex.
        private String unique(String name) {
            String plain = name.replaceAll("[^A-Za-z0-9_/-]", "_");
            String base = plain.matches("[A-Za-z].*") ? plain : "layer_" + plain;
            String free = base;
            for (int i = 1; !names.add(free); i++) {
                free = base + "_" + i;
            }
            return free;
        }
    }
}
