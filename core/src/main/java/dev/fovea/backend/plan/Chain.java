package dev.fovea.backend.plan;

import dev.fovea.op.Primitive;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Element-wise steps that run as one, block by block: what one gives to the next stays in the first cache. All of
/// them have the output's shape, and compute what they compute alone.
///
/// @param links in an order in which they can run; the last one gives the instruction's output
/// @param rows of [#BLOCK] floats that the other links' outputs lie in
/// @param label says what is computed, for tables
public record Chain(List<Link> links, int rows, String label) {
    /// Floats of a block.
    public static final int BLOCK = 512;
    private static final int OUTPUT = -1;

    public Chain {
        links = List.copyOf(links);
    }

    /// One of the steps.
    ///
    /// @param inputs ids of values that earlier links compute, and of inputs of the whole instruction
    /// @param output id of the value that it computes
    /// @param row that its output lies in; −1 for the last link's
    public record Link(Primitive operation, List<Integer> inputs, int output, int row) {
        public boolean isLast() {
            return row == OUTPUT;
        }
    }

    /// Gives each output but the last a row that nobody needs any more.
    static Chain of(Collection<Instruction> steps, String label) {
        List<Instruction> order = List.copyOf(steps);
        Map<Integer, Integer> last = new HashMap<>();
        for (int i = 0; i < order.size(); i++) {
            for (int input : order.get(i).inputs()) {
                last.put(input, i);
            }
        }
        Map<Integer, Integer> row = new HashMap<>();
        Deque<Integer> free = new ArrayDeque<>();
        int rows = 0;
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            Instruction step = order.get(i);
            for (int input : new HashSet<>(step.inputs())) {
                if (row.containsKey(input) && last.getOrDefault(input, OUTPUT) == i) {
                    free.push(row.get(input));
                }
            }
            int own = OUTPUT;
            if (i < order.size() - 1) {
                own = free.isEmpty() ? rows++ : free.pop();
                row.put(step.output(), own);
            }
            links.add(new Link(step.operation(), step.inputs(), step.output(), own));
        }
        return new Chain(links, rows, label);
    }

    /// What the links read and none of them computes, in ascending order.
    List<Integer> inputs() {
        Set<Integer> inside = new HashSet<>();
        links.forEach(link -> inside.add(link.output()));
        return links.stream()
                .flatMap(link -> link.inputs().stream())
                .filter(id -> !inside.contains(id))
                .distinct()
                .sorted()
                .toList();
    }
}
