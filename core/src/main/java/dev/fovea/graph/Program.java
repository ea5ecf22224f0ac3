package dev.fovea.graph;

import dev.fovea.op.Binary;
import dev.fovea.op.Identity;
import dev.fovea.op.Leaf;
import dev.fovea.op.Node;
import dev.fovea.op.Operation;
import dev.fovea.op.Primitive;
import dev.fovea.op.Reshaping;
import dev.fovea.op.RunningStatistics;
import dev.fovea.op.State;
import dev.fovea.op.Unary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A graph made ready for a backend: values and the steps that compute them, in order. Data only.
///
/// @param values all values, by id
/// @param steps in an order in which they can run: forward, state updates, backward, copies of new states
/// @param outputs ids of the values that a caller may read, by name
/// @param gradients ids of the gradients, by the parameter's name; each is the output of a step that
///     computes nothing else, so a backend may place it where it likes
/// @param updates ids of the new values of states, by the state's name; each is written where the state lies, and
///     no later step reads the old value
public record Program(
        List<Value> values,
        List<Step> steps,
        Map<String, Integer> outputs,
        Map<String, Integer> gradients,
        Map<String, Integer> updates) {

    /// The value of an output.
    public Value output(String name) {
        Integer id = outputs.get(name);
        if (id == null) {
            throw new IllegalArgumentException("the program gives " + outputs.keySet() + ": asked for " + name);
        }
        return values.get(id);
    }

    /// Multiply-adds of all steps for one sample.
    public long multiplyAdds() {
        return steps.stream().mapToLong(this::multiplyAdds).sum();
    }

    /// Multiply-adds of one step for one sample.
    public long multiplyAdds(Step step) {
        return step.operation()
                .multiplyAdds(
                        step.inputs().stream().map(id -> values.get(id).shape()).toList(),
                        values.get(step.output()).shape());
    }

    /// A program that computes the outputs.
    ///
    /// @param names the layer of each node; nodes without an entry are called by their operation
    public static Program of(Map<String, Node> outputs, Map<Node, String> names) {
        return of(outputs, Map.of(), Map.of(), Map.of(), names);
    }

    /// A program that computes outputs, state updates and gradients.
    ///
    /// @param updates the new value of each state, by name
    /// @param gradients the gradient of each parameter, by name
    /// @param origins the forward node of each backward node, see [Differentiation]
    public static Program of(
            Map<String, Node> outputs,
            Map<String, Node> updates,
            Map<String, Node> gradients,
            Map<Node, Node> origins,
            Map<Node, String> names) {
        Set<Node> taken = new HashSet<>(outputs.values());
        Map<String, Node> ownUpdates = own(updates, taken);
        Map<String, Node> ownGradients = own(gradients, taken);
        List<Node> roots = new ArrayList<>(outputs.values());
        roots.addAll(ownUpdates.values());
        roots.addAll(ownGradients.values());
        ownUpdates = late(ownUpdates, TopologicalOrder.of(roots));
        roots.addAll(ownUpdates.values());
        Map<Node, Integer> ids = new IdentityHashMap<>();
        List<Value> values = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        Map<Leaf, Integer> leaves = new HashMap<>();
        for (Node node : TopologicalOrder.of(roots)) {
            if (node.operation() instanceof Leaf leaf) {
                ids.put(node, leaves.computeIfAbsent(leaf, l -> add(values, node)));
            } else if (node.operation() instanceof Primitive primitive) {
                int id = add(values, node);
                ids.put(node, id);
                Node origin = origins.get(node);
                String name = names.getOrDefault(origin == null ? node : origin, node.operation().label());
                List<Integer> inputs = node.inputs().stream().map(ids::get).toList();
                steps.add(new Step(primitive, inputs, id, name, origin != null));
            } else {
                throw new IllegalArgumentException("a graph holds leaves and primitives: got " + node.operation());
            }
        }
        return new Program(
                List.copyOf(values),
                List.copyOf(steps),
                ids(outputs, ids),
                ids(ownGradients, ids),
                ids(ownUpdates, ids));
    }

    private static int add(List<Value> values, Node node) {
        int id = values.size();
        values.add(new Value(id, node.shape(), node.operation() instanceof Leaf leaf ? leaf : null));
        return id;
    }

    private static Map<String, Integer> ids(Map<String, Node> nodes, Map<Node, Integer> ids) {
        Map<String, Integer> result = new LinkedHashMap<>();
        nodes.forEach((name, node) -> result.put(name, ids.get(node)));
        return Collections.unmodifiableMap(result);
    }

    /// Copies a new state after all other steps, unless it may be written over the old one when it is computed:
    /// when nothing else reads the old one, and the step reads it element by element.
    private static Map<String, Node> late(Map<String, Node> updates, List<Node> nodes) {
        Map<String, Set<Node>> readers = new HashMap<>();
        for (Node node : nodes) {
            for (Node input : node.inputs()) {
                if (input.operation() instanceof State state) {
                    readers.computeIfAbsent(state.name(), name -> new HashSet<>()).add(node);
                }
            }
        }
        Map<String, Node> late = new LinkedHashMap<>();
        updates.forEach((name, node) -> {
            Set<Node> reading = readers.getOrDefault(name, Set.of());
            boolean inPlace = reading.isEmpty() || reading.equals(Set.of(node)) && isElementwise(node.operation());
            late.put(name, inPlace ? node : new Identity().on(node));
        });
        return late;
    }

    private static boolean isElementwise(Operation operation) {
        return operation instanceof RunningStatistics || operation instanceof Unary || operation instanceof Binary;
    }

    /// Copies what is not the sole output of a computing step.
    private static Map<String, Node> own(Map<String, Node> nodes, Set<Node> taken) {
        Map<String, Node> own = new LinkedHashMap<>();
        nodes.forEach((name, node) -> {
            boolean shared = !taken.add(node) || node.operation() instanceof Leaf
                    || node.operation() instanceof Reshaping;
            own.put(name, shared ? new Identity().on(node) : node);
        });
        return own;
    }
}
