package dev.fovea.backend.plan;

import dev.fovea.graph.Program;
import dev.fovea.graph.Value;
import dev.fovea.op.Add;
import dev.fovea.op.BatchNormalization;
import dev.fovea.op.DropoutMask;
import dev.fovea.op.GroupNormalization;
import dev.fovea.op.Maximum;
import dev.fovea.op.Minimum;
import dev.fovea.op.Multiply;
import dev.fovea.op.Reshaping;
import dev.fovea.op.SampleMask;
import dev.fovea.op.Subtract;
import dev.fovea.op.Unary;
import dev.fovea.op.UnaryGradient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Which memory each value of a program lies in. Reshaped values share their input's; an element-wise
/// result takes the place of an input that nobody reads afterwards.
///
/// @param roots for each value, the value whose memory it lies in (often itself)
/// @param buffers the arena buffers: first the values', then each instruction's workspace
/// @param bufferOf for each value that is a root, its index in `buffers`, or −1 when it lies elsewhere
public record Storage(int[] roots, List<Arena.Buffer> buffers, int[] bufferOf) {
    private static final int NEVER = -1;

    public static Storage of(Program program, List<Instruction> instructions, int capacity) {
        int count = program.values().size();
        int[] roots = new int[count];
        Arrays.setAll(roots, i -> i);
        for (Instruction instruction : instructions) {
            if (instruction.operation() instanceof Reshaping) {
                roots[instruction.output()] = roots[instruction.inputs().getFirst()];
            }
        }
        boolean[] fixed = fixed(program, roots);
        int[] last = lastUse(program, instructions, roots);
        for (int i = 0; i < instructions.size(); i++) {
            replace(program, instructions.get(i), i, roots, fixed, last);
        }
        for (int id = 0; id < roots.length; id++) {
            roots[id] = root(roots, id);
        }
        return layOut(program, instructions, capacity, roots, fixed, last);
    }

    /// Values that lie outside the arena: leaves, gradients and new states.
    private static boolean[] fixed(Program program, int[] roots) {
        boolean[] fixed = new boolean[roots.length];
        for (Value value : program.values()) {
            fixed[value.id()] = value.leaf() != null;
        }
        program.gradients().values().forEach(id -> fixed[id] = true);
        program.updates().values().forEach(id -> fixed[id] = true);
        return fixed;
    }

    private static int[] lastUse(Program program, List<Instruction> instructions, int[] roots) {
        int[] last = new int[roots.length];
        Arrays.fill(last, NEVER);
        for (int i = 0; i < instructions.size(); i++) {
            for (int read : instructions.get(i).reads()) {
                last[roots[read]] = i;
            }
            int written = roots[instructions.get(i).output()];
            last[written] = Math.max(last[written], i);
        }
        program.outputs().values().forEach(id -> last[roots[id]] = instructions.size());
        return last;
    }

    /// The value whose memory a value lies in. A root that has taken another's memory points to that one; the way is
    /// halved each time it is gone.
    private static int root(int[] roots, int id) {
        int root = id;
        while (roots[root] != root) {
            roots[root] = roots[roots[root]];
            root = roots[root];
        }
        return root;
    }

    /// Lets the output of instruction `at` take an input's memory if that ends its life here.
    private static void replace(
            Program program, Instruction instruction, int at, int[] roots, boolean[] fixed, int[] last) {
        int output = instruction.output();
        if (!inPlace(instruction) || roots[output] != output || fixed[output]) {
            return;
        }
        for (int input : instruction.inputs()) {
            int root = root(roots, input);
            boolean fits = program.values().get(root).shape().size() == program.values().get(output).shape().size()
                    && program.values().get(root).shape().isBatched()
                            == program.values().get(output).shape().isBatched();
            if (!fixed[root] && last[root] == at && fits) {
                last[root] = last[output];
                roots[output] = root;
                return;
            }
        }
    }

    /// Whether each output element depends on the input elements of its own index alone.
    private static boolean inPlace(Instruction instruction) {
        return instruction.chain() != null || switch (instruction.operation()) {
            case Unary op -> true;
            case UnaryGradient op -> true;
            case DropoutMask op -> true;
            case SampleMask op -> true;
            case BatchNormalization op -> true;
            case BatchNormalization.InputGradient op -> true;
            case GroupNormalization.Output op -> true;
            case GroupNormalization.Gradient op -> true;
            case Add op -> true;
            case Subtract op -> true;
            case Multiply op -> true;
            case Maximum op -> true;
            case Minimum op -> true;
            default -> false;
        };
    }

    private static Storage layOut(
            Program program, List<Instruction> instructions, int capacity, int[] roots, boolean[] fixed, int[] last) {
        List<Arena.Buffer> buffers = new ArrayList<>();
        int[] bufferOf = new int[roots.length];
        Arrays.fill(bufferOf, NEVER);
        for (int i = 0; i < instructions.size(); i++) {
            int root = roots[instructions.get(i).output()];
            if (!fixed[root] && bufferOf[root] == NEVER) {
                bufferOf[root] = buffers.size();
                buffers.add(new Arena.Buffer(program.values().get(root).shape().size(capacity), i, last[root]));
            }
        }
        return new Storage(roots, buffers, bufferOf);
    }
}
