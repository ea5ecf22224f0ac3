package dev.fovea.graph;

import dev.fovea.op.Add;
import dev.fovea.op.Constant;
import dev.fovea.op.Node;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reverse-mode differentiation of a graph: the gradients of a scalar loss, again as nodes.
///
/// Nodes are visited from the loss to the leaves; each node that lies between the loss and a wanted
/// node asks its operation for the gradients of its inputs; where a value is read more than once its
/// gradients are added.
///
/// @param byNode the gradient of each wanted node that the loss depends on, in the order of the
///     backward pass: those next to the loss first
/// @param origins for each node that the differentiation made, the forward node it belongs to
public record Differentiation(Map<Node, Node> byNode, Map<Node, Node> origins) {
    /// The gradients of `loss` by the `wanted` nodes.
    ///
    /// @throws IllegalArgumentException if the loss is not a scalar
    public static Differentiation of(Node loss, Collection<Node> wanted) {
        if (!loss.shape().equals(Shape.SCALAR)) {
            throw new IllegalArgumentException(
                    "only a scalar can be differentiated, such as a loss's mean over the batch: got " + loss.shape());
        }
        List<Node> order = TopologicalOrder.of(List.of(loss));
        Set<Node> active = active(order, wanted);
        Map<Node, Node> upstream = new IdentityHashMap<>();
        Map<Node, Node> origins = new IdentityHashMap<>();
        Set<Node> forward = identitySet(order);
        Map<Node, Node> found = new LinkedHashMap<>();
        upstream.put(loss, Constant.of(1));
        for (Node node : order.reversed()) {
            Node dy = upstream.get(node);
            if (dy == null || !active.contains(node)) {
                continue;
            }
            if (wanted.contains(node)) {
                found.put(node, dy);
            }
            if (node.inputs().isEmpty()) {
                continue;
            }
            List<@Nullable Node> gradients = node.operation().gradient(node, dy);
            for (int i = 0; i < gradients.size(); i++) {
                Node input = node.input(i);
                Node gradient = gradients.get(i);
                if (gradient != null && active.contains(input)) {
                    Node known = upstream.get(input);
                    Node sum = known == null ? gradient : new Add().on(known, gradient);
                    upstream.put(input, sum);
                    mark(sum, node, forward, origins);
                }
            }
        }
        return new Differentiation(found, origins);
    }

    /// The nodes through which the loss depends on a wanted node.
    private static Set<Node> active(List<Node> order, Collection<Node> wanted) {
        Set<Node> active = identitySet(wanted);
        for (Node node : order) {
            if (node.inputs().stream().anyMatch(active::contains)) {
                active.add(node);
            }
        }
        return active;
    }

    private static void mark(Node node, Node origin, Set<Node> forward, Map<Node, Node> origins) {
        List<Node> open = new ArrayList<>(List.of(node));
        while (!open.isEmpty()) {
            Node next = open.removeLast();
            if (!forward.contains(next) && origins.putIfAbsent(next, origin) == null) {
                open.addAll(next.inputs());
            }
        }
    }

    static Set<Node> identitySet(Collection<Node> nodes) {
        return new HashSet<>(nodes);
    }
}
