package dev.fovea.graph;

import dev.fovea.op.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The order in which nodes can be computed: each after its inputs, the roots' needs in the order of
/// the roots. Without recursion, so that depth is no limit.
public final class TopologicalOrder {
    private TopologicalOrder() {}

    /// All nodes that the roots need, the roots too.
    public static List<Node> of(List<Node> roots) {
        List<Node> order = new ArrayList<>();
        Set<Node> done = new HashSet<>();
        Deque<Visit> open = new ArrayDeque<>();
        for (Node root : roots) {
            open.push(new Visit(root));
            while (!open.isEmpty()) {
                Visit visit = open.peek();
                if (done.contains(visit.node)) {
                    open.pop();
                } else if (visit.next < visit.node.inputs().size()) {
                    open.push(new Visit(visit.node.input(visit.next++)));
                } else {
                    done.add(visit.node);
                    order.add(visit.node);
                    open.pop();
                }
            }
        }
        return order;
    }

    private static final class Visit {
        final Node node;
        int next;

        Visit(Node node) {
            this.node = node;
        }
    }
}
