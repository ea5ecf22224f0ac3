package dev.fovea.nn;

import dev.fovea.op.Leaf;
import dev.fovea.op.Node;
import dev.fovea.op.Parameter;
import dev.fovea.op.Penalty;
import dev.fovea.op.Primitive;
import dev.fovea.op.Reshaping;
import dev.fovea.op.State;
import dev.fovea.tensor.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Collects what layers add while a network is built. A network that a file describes costs time and memory in
/// proportion to its layers, of which there are at most [#MOST_LAYERS], nested at most [#MOST_NESTED] deep.
final class GraphBuilder {
    /// More than a hundred times those of published networks; a layer object that is used twice counts twice.
    static final int MOST_LAYERS = 100_000;

    /// Layers within layers are built, printed and compared by recursion, for which a thread's stack must do.
    static final int MOST_NESTED = 200;

    private final Mode mode;
    private final Set<String> frozen;
    private final Map<String, Shape> shapes = new HashMap<>();
    private final Map<String, State> statesByName = new HashMap<>();
    private final List<Parameter> made = new ArrayList<>();
    private final List<State> kept = new ArrayList<>();
    private final Map<Parameter, Node> parameters = new LinkedHashMap<>();
    private final Map<State, Node> states = new LinkedHashMap<>();
    private final Map<String, Initializer> initializers = new LinkedHashMap<>();
    private final Map<String, Node> updates = new LinkedHashMap<>();
    private final Map<Node, Penalty> penalties = new LinkedHashMap<>();
    private final Map<Node, String> names = new HashMap<>();
    private final Map<Node, Float> auxiliaries = new LinkedHashMap<>();
    private final Set<String> weights = new HashSet<>();
    private final List<Row> rows = new ArrayList<>();
    private final Set<String> layerNames = new HashSet<>();
    private final Set<String> counted = new HashSet<>();
    private final Set<String> sharedNames = new HashSet<>();
    private int streams;
    private int layers;
    private int nested;

    /// What the graph is for.
    enum Mode {
        TRAINING,
        INFERENCE,
        /// Inference, but for batch norm.
        BATCH_STATISTICS
    }

    /// @param frozen the layers that training leaves as they are, by name
    GraphBuilder(Mode mode, Set<String> frozen) {
        this.mode = mode;
        this.frozen = Set.copyOf(frozen);
    }

    boolean isFrozen(String layer) {
        return frozen.contains(layer);
    }

    Mode mode() {
        return mode;
    }

    Node parameter(Parameter parameter, Initializer initializer, boolean shared) {
        checkName(parameter.name(), shared);
        if (checkShape(parameter.name(), parameter.shape())) {
            made.add(parameter);
        }
        initializers.putIfAbsent(parameter.name(), initializer);
        return parameters.computeIfAbsent(parameter, Parameter::on);
    }

    /// A state's node; after an update in another place that shares it, the node of its new value.
    Node state(State state, Initializer initializer, boolean shared) {
        checkName(state.name(), shared);
        if (checkShape(state.name(), state.shape())) {
            statesByName.put(state.name(), state);
            kept.add(state);
        }
        initializers.putIfAbsent(state.name(), initializer);
        Node leaf = states.computeIfAbsent(state, State::on);
        return updates.getOrDefault(state.name(), leaf);
    }

    private void checkName(String name, boolean shared) {
        if (initializers.containsKey(name) && !(shared && sharedNames.contains(name))) {
            throw new IllegalArgumentException("two layers have a variable named " + name
                    + ": name one of them otherwise, or share it with Shared.of");
        }
        if (shared) {
            sharedNames.add(name);
        }
    }

    /// Whether the variable is new.
    private boolean checkShape(String name, Shape shape) {
        Shape known = shapes.putIfAbsent(name, shape);
        if (known != null && !known.equals(shape)) {
            throw new IllegalArgumentException(
                    "layers that share " + name + " must give it one shape: got " + known + " and " + shape);
        }
        return known == null;
    }

    void update(String name, Node value) {
        State state = statesByName.get(name);
        if (state == null) {
            throw new IllegalArgumentException(
                    "no state is named " + name + ": make it with Scope.state before it is updated");
        }
        if (!value.shape().equals(state.shape())) {
            throw new IllegalArgumentException(
                    "the new value of " + name + " must have its shape " + state.shape() + ": got " + value.shape());
        }
        updates.put(name, value);
    }

    void penalise(Node weights, Penalty penalty) {
        penalties.put(weights, penalty);
    }

    /// Marks a parameter as a weight, which biases and scales are not.
    void weight(String name) {
        weights.add(name);
    }

    void auxiliary(Node output, float weight) {
        auxiliaries.merge(output, weight, Float::sum);
    }

    int stream() {
        return streams++;
    }

    /// Builds a layer and notes its line of the summary.
    Node layer(Layer layer, List<Node> inputs, Scope scope, String name) {
        int before = made.size();
        int keptBefore = kept.size();
        Node y = fitting(layer, inputs, scope, name);
        List<Node> claimed = claim(y, name);
        List<Parameter> own = made.subList(before, made.size()).stream()
                .filter(parameter -> isUncounted(parameter.name(), name))
                .toList();
        List<State> states = kept.subList(keptBefore, kept.size()).stream()
                .filter(state -> isUncounted(state.name(), name))
                .toList();
        String unique = layerNames.add(name) ? name : name + " (shared)";
        rows.add(new Row(unique, layer, y, own, states, claimed));
        return y;
    }

    /// Whether a variable is the layer's own, and no line of the summary has it yet.
    private boolean isUncounted(String variable, String layer) {
        return variable.startsWith(layer + ".") && counted.add(variable);
    }

    private static Node fitting(Layer layer, List<Node> inputs, Scope scope, String name) {
        try {
            return layer.build(inputs, scope);
        } catch (MisfitException inner) {
            throw inner;
        } catch (IllegalArgumentException e) {
            throw new MisfitException(name, e);
        }
    }

    /// To be called before a layer is built; after it, [#leave].
    void enter(Layer layer) {
        layers++;
        nested++;
        if (layers > MOST_LAYERS || nested > MOST_NESTED) {
            throw new IllegalArgumentException("a network has at most " + MOST_LAYERS + " layers, nested at most "
                    + MOST_NESTED + " deep: got " + (nested > MOST_NESTED ? "deeper ones" : "more") + " at a "
                    + layer.type());
        }
    }

    void leave() {
        nested--;
    }

    /// Gives all nodes behind `y` that no layer has claimed yet to the layer `name`.
    private List<Node> claim(Node y, String name) {
        List<Node> claimed = new ArrayList<>();
        Deque<Node> open = new ArrayDeque<>(List.of(y));
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (!(node.operation() instanceof Leaf) && names.putIfAbsent(node, name) == null) {
                if (node.operation() instanceof Primitive) {
                    claimed.add(node);
                }
                open.addAll(node.inputs());
            }
        }
        return claimed;
    }

    Map<Node, String> names() {
        return Collections.unmodifiableMap(names);
    }

    /// The lines of the summary; values and multiply-adds of the nodes alone that `output` needs.
    List<Summary.Row> rows(Node output) {
        Set<Node> needed = needed(output);
        Set<Node> held = new HashSet<>();
        List<Summary.Row> lines = new ArrayList<>();
        for (Row row : rows) {
            Node values = stored(row.result());
            boolean own = needed.contains(values) && !(values.operation() instanceof Leaf) && held.add(values);
            lines.add(row.summary(own ? values.shape().sample().size() : 0, needed, weights));
        }
        return lines;
    }

    /// The node whose values a node shows under another shape.
    private static Node stored(Node node) {
        Node stored = node;
        while (stored.operation() instanceof Reshaping) {
            stored = stored.input(0);
        }
        return stored;
    }

    /// The output of each layer that `output` needs, by the layer's name; of layers with one output the first.
    Map<String, Node> activations(Node output) {
        Set<Node> left = needed(output);
        Map<String, Node> activations = new LinkedHashMap<>();
        for (Row row : rows) {
            if (left.remove(row.result()) && !(row.result().operation() instanceof Leaf)) {
                activations.put(row.name(), row.result());
            }
        }
        return activations;
    }

    private static Set<Node> needed(Node output) {
        Set<Node> needed = new HashSet<>();
        Deque<Node> open = new ArrayDeque<>(List.of(output));
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (needed.add(node)) {
                open.addAll(node.inputs());
            }
        }
        return needed;
    }

    /// A layer as it was built: its own parameters, states and operations.
    private record Row(
            String name, Layer layer, Node result, List<Parameter> parameters, List<State> states, List<Node> nodes) {
        Summary.Row summary(long values, Set<Node> needed, Set<String> weights) {
            long multiplyAdds = 0;
            for (Node node : nodes) {
                List<Shape> shapes = node.inputs().stream().map(Node::shape).toList();
                multiplyAdds += needed.contains(node) ? node.operation().multiplyAdds(shapes, node.shape()) : 0;
            }
            return new Summary.Row(
                    name, layer.type(), layer.toString(), result.shape().sample(), values, size(parameters),
                    size(parameters.stream().filter(parameter -> weights.contains(parameter.name())).toList()),
                    states.stream().mapToLong(state -> state.shape().size()).sum(), multiplyAdds,
                    LayerWindow.of(nodes));
        }

        private static long size(List<Parameter> parameters) {
            return parameters.stream().mapToLong(parameter -> parameter.shape().size()).sum();
        }
    }

    Map<Parameter, Node> parameters() {
        return Collections.unmodifiableMap(parameters);
    }

    Map<State, Node> states() {
        return Collections.unmodifiableMap(states);
    }

    Map<String, Initializer> initializers() {
        return Collections.unmodifiableMap(initializers);
    }

    Map<String, Node> updates() {
        return Collections.unmodifiableMap(updates);
    }

    /// Side outputs, and the weights of their losses.
    Map<Node, Float> auxiliaries() {
        return Collections.unmodifiableMap(auxiliaries);
    }

    Map<Node, Penalty> penalties() {
        return Collections.unmodifiableMap(penalties);
    }
}
