package dev.fovea.backend.cpu;

import dev.fovea.backend.PlanGraph;
import dev.fovea.backend.PlanGraph.Computed;
import dev.fovea.backend.PlanGraph.Given;
import dev.fovea.backend.PlanGraph.Node;
import dev.fovea.backend.PlanGraph.Place;
import dev.fovea.backend.PlanGraph.Read;
import dev.fovea.backend.PlanStep;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.plan.Chain;
import dev.fovea.backend.plan.Instruction;
import dev.fovea.backend.plan.Storage;
import dev.fovea.graph.Program;
import dev.fovea.graph.Value;
import dev.fovea.op.Constant;
import dev.fovea.op.Input;
import dev.fovea.op.Leaf;
import dev.fovea.op.Parameter;
import dev.fovea.op.Reshaping;
import dev.fovea.op.State;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells what a plan does for a batch of `n` samples. What computes a step is the answer of the step's own work.
final class GraphOfPlan {
    private static final String NOTHING = "nothing runs";
    private static final int NONE = -1;

    private final Program program;
    private final Storage storage;
    private final int n;
    private final Map<Integer, String> gradients;
    private final Map<Integer, String> updates;
    private final int[] writers;

    private GraphOfPlan(Program program, List<Instruction> instructions, Storage storage, int n) {
        this.program = program;
        this.storage = storage;
        this.n = n;
        this.gradients = byOutput(program.gradients());
        this.updates = byOutput(program.updates());
        this.writers = new int[program.values().size()];
        Arrays.fill(writers, NONE);
        for (int i = 0; i < instructions.size(); i++) {
            writers[instructions.get(i).output()] = i;
        }
    }

    /// @param works of the instructions; asked one by one, and none is kept
    static PlanGraph of(
            Program program, List<Instruction> instructions, Iterator<? extends @Nullable Work> works, Storage storage,
            int n) {
        GraphOfPlan graph = new GraphOfPlan(program, instructions, storage, n);
        List<Node> nodes = new ArrayList<>();
        for (Instruction instruction : instructions) {
            nodes.add(graph.node(instruction, works.next()));
        }
        long before = program.steps().stream().filter(step -> !(step.operation() instanceof Reshaping)).count();
        return new PlanGraph(nodes, Math.toIntExact(before));
    }

    private static Map<Integer, String> byOutput(Map<String, Integer> ids) {
        Map<Integer, String> names = new HashMap<>();
        ids.forEach((name, id) -> names.put(id, name));
        return names;
    }

    private Node node(Instruction instruction, @Nullable Work work) {
        int output = instruction.output();
        Shape shape = shape(output);
        PlanStep step = instruction.step(
                program.values(), work == null || work.isDirect(), gradients.get(output), updates.get(output), n);
        return new Node(
                step, instruction.fused(), links(instruction.chain()), work == null ? NOTHING : work.kernel(n),
                instruction.reads().stream().map(this::read).toList(), shape, Float.BYTES * shape.size(n),
                place(instruction));
    }

    private static List<String> links(@Nullable Chain chain) {
        return chain == null ? List.of() : chain.links().stream().map(link -> link.operation().label()).toList();
    }

    private Shape shape(int id) {
        return program.values().get(id).shape();
    }

    private Read read(int id) {
        Value value = program.values().get(id);
        Leaf leaf = value.leaf();
        return leaf == null ? new Computed(writers[id], value.shape()) : new Given(name(leaf), value.shape());
    }

    private static String name(Leaf leaf) {
        return switch (leaf) {
            case Input input -> input.name();
            case Parameter parameter -> parameter.name();
            case State state -> state.name();
            case Constant _ -> "constant";
        };
    }

    private Place place(Instruction instruction) {
        int output = instruction.output();
        if (instruction.operation() instanceof Reshaping) {
            return new Place.View();
        }
        if (gradients.containsKey(output)) {
            return new Place.Gradients();
        }
        if (updates.containsKey(output)) {
            return new Place.States();
        }
        int[] roots = storage.roots();
        return instruction.inputs().stream()
                .filter(input -> writers[input] != NONE && roots[input] == roots[output])
                .<Place>map(input -> new Place.InPlace(writers[input]))
                .findFirst()
                .orElseGet(Place.Own::new);
    }
}
