package dev.fovea.backend.plan;

import dev.fovea.graph.Program;
import dev.fovea.op.Leaf;
import dev.fovea.op.Reshaping;
import dev.fovea.op.State;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Joins element-wise instructions into chains (decision 29).
///
/// From the last instruction to the first, each one that is element-wise takes in those that compute its inputs, as
/// long as nobody else reads these. They run where the last of them stood. In the backward pass a chain also computes
/// values of the forward pass anew, where these would be kept for it alone and come from values that are kept anyway.
final class Chains {
    private static final int NONE = -1;
    private static final int ALWAYS = Integer.MAX_VALUE;

    private final Program program;
    private final List<Instruction> instructions;
    private final int backward;
    private final int[] writers;
    private final List<TreeSet<Integer>> readers = new ArrayList<>();
    private final boolean[] kept;
    private final boolean[] taken;

    private Chains(Program program, List<Instruction> instructions) {
        int values = program.values().size();
        this.program = program;
        this.instructions = instructions;
        this.writers = new int[values];
        this.kept = new boolean[values];
        this.taken = new boolean[instructions.size()];
        Arrays.fill(writers, NONE);
        for (int id = 0; id < values; id++) {
            readers.add(new TreeSet<>());
        }
        int first = instructions.size();
        for (int at = instructions.size() - 1; at >= 0; at--) {
            Instruction instruction = instructions.get(at);
            writers[instruction.output()] = at;
            first = instruction.backward() ? at : first;
            for (int input : instruction.reads()) {
                readers.get(input).add(at);
            }
        }
        this.backward = first;
        program.outputs().values().forEach(id -> kept[id] = true);
        program.updates().values().forEach(id -> kept[id] = true);
        program.gradients().values().forEach(id -> kept[id] = true);
    }

    static List<Instruction> of(Program program, List<Instruction> instructions) {
        Chains chains = new Chains(program, instructions);
        List<Instruction> joined = new ArrayList<>();
        for (int at = instructions.size() - 1; at >= 0; at--) {
            if (!chains.taken[at]) {
                Instruction instruction = instructions.get(at);
                joined.add(chains.isElementwise(instruction) ? chains.new Group(at).joined() : instruction);
            }
        }
        return joined.reversed();
    }

    private boolean isElementwise(Instruction instruction) {
        return Elementwise.is(instruction, program.values());
    }

    private Shape shape(int id) {
        return program.values().get(id).shape();
    }

    /// Whether a value lies somewhere all the time.
    private boolean isLeaf(int id) {
        return program.values().get(id).leaf() != null;
    }

    /// Whether it reads a state that gets a new value: it must not run later than it stands.
    private boolean readsRenewed(Instruction instruction) {
        return instruction.inputs().stream().anyMatch(this::isRenewed);
    }

    private boolean isRenewed(int id) {
        Leaf leaf = program.values().get(origin(id)).leaf();
        return leaf instanceof State state && program.updates().containsKey(state.name());
    }

    /// The value whose memory a value lies in under another shape.
    private int origin(int id) {
        int origin = id;
        while (writers[origin] != NONE && instructions.get(writers[origin]).operation() instanceof Reshaping) {
            origin = instructions.get(writers[origin]).inputs().getFirst();
        }
        return origin;
    }

    /// The last instruction, but those of a group, that reads a value, also under another shape.
    private int last(int id, Set<Integer> without) {
        if (kept[id]) {
            return ALWAYS;
        }
        int last = NONE;
        for (int reader : readers.get(id).descendingSet()) {
            Instruction instruction = instructions.get(reader);
            if (instruction.operation() instanceof Reshaping) {
                last = Math.max(last, Math.max(reader, last(instruction.output(), without)));
            } else if (!without.contains(reader)) {
                last = Math.max(last, reader);
            }
        }
        return last;
    }

    /// A chain that grows.
    private final class Group {
        private final int end;
        private final Shape shape;
        /// Instructions that run in the chain alone.
        private final TreeSet<Integer> own = new TreeSet<>();
        /// Instructions of the forward pass that the chain runs once more.
        private final TreeSet<Integer> again = new TreeSet<>();

        Group(int end) {
            this.end = end;
            this.shape = shape(instructions.get(end).output());
            own.add(end);
        }

        Instruction joined() {
            do {
                takeIn();
            } while (repeat());
            Instruction last = instructions.get(end);
            List<Instruction> steps = steps(Set.of());
            if (steps.size() == 1) {
                return last;
            }
            Chain chain = Chain.of(steps, ChainText.of(steps, program.values()));
            for (int at : own) {
                taken[at] = true;
                instructions.get(at).inputs().forEach(id -> readers.get(id).remove(at));
            }
            chain.inputs().forEach(id -> readers.get(id).add(end));
            return last.withChain(chain);
        }

        /// In the order in which they stand.
        private List<Instruction> steps(Set<Integer> more) {
            TreeSet<Integer> all = new TreeSet<>(own);
            all.addAll(again);
            all.addAll(more);
            return all.stream().map(instructions::get).toList();
        }

        private boolean fits(Set<Integer> more) {
            return ChainLimits.allow(steps(more));
        }

        private Set<Integer> inputs() {
            return new TreeSet<>(Chain.of(steps(Set.of()), "").inputs());
        }

        private void takeIn() {
            TreeSet<Integer> open = new TreeSet<>();
            inputs().forEach(id -> open.add(writers[id]));
            while (!open.isEmpty()) {
                int next = open.removeLast();
                if (next != NONE && mayTakeIn(next)) {
                    own.add(next);
                    instructions.get(next).inputs().forEach(id -> open.add(writers[id]));
                    open.removeAll(own);
                    open.removeAll(again);
                }
            }
        }

        private boolean mayTakeIn(int at) {
            Instruction instruction = instructions.get(at);
            int output = instruction.output();
            return isJoinable(instruction) && isOfTheLayer(instruction) && !kept[output]
                    && own.containsAll(readers.get(output)) && !keepsMore(instruction, at) && fits(Set.of(at));
        }

        /// A chain belongs to one layer, which profiles and refusals name; what belongs to none may join.
        private boolean isOfTheLayer(Instruction instruction) {
            return instruction.isLayerless() || instruction.name().equals(instructions.get(end).name());
        }

        private boolean isJoinable(Instruction instruction) {
            return isElementwise(instruction) && shape(instruction.output()).equals(shape)
                    && !readsRenewed(instruction);
        }

        /// Whether more floats stay alive until the end when the inputs do in place of the output.
        private boolean keepsMore(Instruction instruction, int at) {
            if (lastOther() <= at) {
                return false;
            }
            long more = 0;
            Set<Integer> inputs = inputs();
            for (int id : new HashSet<>(instruction.inputs())) {
                more += inputs.contains(id) || isThereAnyway(id, at) ? 0 : shape(id).size();
            }
            return more > shape.size();
        }

        /// The last instruction before the chain that is not part of it and does something.
        private int lastOther() {
            int at = end - 1;
            while (at >= 0 && (own.contains(at) || taken[at]
                    || instructions.get(at).operation() instanceof Reshaping)) {
                at--;
            }
            return at;
        }

        /// Whether a value is alive when the chain runs, also if it does not read it.
        ///
        /// @param without an instruction that does not count, beside those of the chain
        private boolean isThereAnyway(int id, int without) {
            Set<Integer> all = new HashSet<>(own);
            all.add(without);
            return isLeaf(id) || last(id, all) >= lastOther();
        }

        /// Computes values of the forward pass anew; false if there are none to be.
        private boolean repeat() {
            if (end < backward) {
                return false;
            }
            List<Integer> worthy = inputs().stream().filter(this::isKeptForThis).toList();
            boolean any = false;
            for (int id : worthy) {
                Repetition repetition = new Repetition();
                repetition.visit(id, true);
                any |= repetition.floats == 0 && add(repetition);
            }
            Repetition all = new Repetition();
            List<Integer> left = worthy.stream().filter(inputs()::contains).toList();
            left.forEach(id -> all.visit(id, true));
            return all.floats < left.size() * shape.size() && add(all) || any;
        }

        private boolean add(Repetition repetition) {
            return repetition.isPossible && !repetition.steps.isEmpty() && again.addAll(repetition.steps);
        }

        /// Whether a value would be forgotten before the backward pass if this chain did not read it.
        private boolean isKeptForThis(int id) {
            int last = last(id, own);
            return writers[id] != NONE && last != NONE && last < backward && mayRepeat(writers[id]);
        }

        private boolean mayRepeat(int at) {
            return isJoinable(instructions.get(at)) && ChainLimits.mayRepeat(instructions.get(at).operation());
        }

        /// What must run once more for some values.
        private final class Repetition {
            private final TreeSet<Integer> steps = new TreeSet<>();
            private final Set<Integer> seen = new HashSet<>();
            private final Set<Integer> inputs = inputs();
            /// Of the values that would have to be kept in their place.
            private long floats;
            private boolean isPossible = true;

            void visit(int id, boolean wanted) {
                boolean known = !wanted && (inputs.contains(id) || isThereAnyway(id, NONE));
                int writer = writers[id];
                if (!isPossible || known || own.contains(writer) || again.contains(writer) || !seen.add(id)) {
                    return;
                }
                if (writer == NONE || !mayRepeat(writer)) {
                    floats += shape(id).size();
                    return;
                }
                steps.add(writer);
                isPossible = fits(steps);
                instructions.get(writer).inputs().forEach(input -> visit(input, false));
            }
        }
    }
}
