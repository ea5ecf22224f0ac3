package dev.fovea.backend.plan;

import dev.fovea.graph.Program;
import dev.fovea.graph.Step;
import dev.fovea.graph.Value;
import dev.fovea.op.Add;
import dev.fovea.op.BatchNormalization;
import dev.fovea.op.Convolution;
import dev.fovea.op.Input;
import dev.fovea.op.MatMul;
import dev.fovea.op.MaxPooling;
import dev.fovea.op.Parameter;
import dev.fovea.op.Relu;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns steps into instructions: bias, batch normalisation by running statistics, and ReLU move into
/// the convolution or matrix product before them, and ReLU's gradient into that of max pooling, when nothing else reads
/// the values in between. What is element-wise then becomes chains, see [Chain].
public final class Fusion {
    /// Readers of what the caller of a program reads: too many for any fusion.
    private static final int OUTSIDE = 2;

    private final Program program;
    private final int[] readers;
    private final int[] reader;
    private final boolean[] fused;

    private Fusion(Program program) {
        this.program = program;
        this.readers = new int[program.values().size()];
        this.reader = new int[program.values().size()];
        this.fused = new boolean[program.steps().size()];
        for (int step = 0; step < program.steps().size(); step++) {
            for (int input : program.steps().get(step).inputs()) {
                readers[input]++;
                reader[input] = step;
            }
        }
        program.outputs().values().forEach(id -> readers[id] += OUTSIDE);
        program.updates().values().forEach(id -> readers[id] += OUTSIDE);
        program.gradients().values().forEach(id -> readers[id] += OUTSIDE);
    }

    public static List<Instruction> of(Program program) {
        return Chains.of(program, withoutChains(program));
    }

    /// Each element-wise step by itself: chains have the bits of this.
    public static List<Instruction> withoutChains(Program program) {
        Fusion fusion = new Fusion(program);
        List<Instruction> instructions = new ArrayList<>();
        for (int step = 0; step < program.steps().size(); step++) {
            if (!fusion.fused[step]) {
                instructions.add(fusion.instruction(program.steps().get(step)));
            }
        }
        return instructions;
    }

    private Instruction instruction(Step step) {
        Instruction instruction = Instruction.of(step);
        if (step.operation() instanceof MaxPooling.Gradient) {
            return withReluGradient(instruction);
        }
        boolean product = step.operation() instanceof Convolution
                || (step.operation() instanceof MatMul product1 && isLeaf(step.inputs().get(1))
                        && !product1.transposeA());
        return product ? withActivation(withFold(withBias(instruction))) : instruction;
    }

    /// The only step that reads the instruction's output, or null.
    private @Nullable Step next(Instruction instruction) {
        int output = instruction.output();
        return readers[output] == 1 ? program.steps().get(reader[output]) : null;
    }

    /// The only reader of the instruction's output is part of it from now on.
    private void take(Instruction instruction) {
        fused[reader[instruction.output()]] = true;
    }

    private Instruction withBias(Instruction instruction) {
        Step next = next(instruction);
        if (next == null || !(next.operation() instanceof Add)
                || !next.inputs().getFirst().equals(instruction.output())) {
            return instruction;
        }
        Value bias = program.values().get(next.inputs().get(1));
        int channels = program.values().get(instruction.output()).shape().dim(-1);
        if (!(bias.leaf() instanceof Parameter) || !bias.shape().equals(Shape.of(channels))) {
            return instruction;
        }
        take(instruction);
        return instruction.withBias(bias.id(), next.output());
    }

    private Instruction withFold(Instruction instruction) {
        Step next = next(instruction);
        boolean foldable = next != null
                && next.operation() instanceof BatchNormalization normalization
                && !normalization.training()
                && next.inputs().getFirst().equals(instruction.output())
                && next.inputs().stream().skip(1).allMatch(this::isStored)
                && isStored(instruction.inputs().get(1))
                && !(instruction.operation() instanceof MatMul product && product.transposeB());
        if (!foldable || next == null || !program.gradients().isEmpty()) {
            return instruction;
        }
        take(instruction);
        List<Integer> in = next.inputs();
        return instruction.withFold(
                new Instruction.Fold((BatchNormalization) next.operation(), in.get(1), in.get(2), in.get(3)),
                next.output());
    }

    private Instruction withActivation(Instruction instruction) {
        Step next = next(instruction);
        if (next == null || !(next.operation() instanceof Relu)) {
            return instruction;
        }
        take(instruction);
        return instruction.withActivation(Epilogue.RELU, next.output());
    }

    /// Max pooling of what a ReLU gave: an image's gradient is still in the cache then.
    private Instruction withReluGradient(Instruction instruction) {
        Step next = next(instruction);
        List<Integer> wanted = List.of(instruction.inputs().getFirst(), instruction.output());
        if (next == null || !(next.operation() instanceof Relu.Gradient) || !next.inputs().equals(wanted)) {
            return instruction;
        }
        take(instruction);
        return instruction.withActivation(Epilogue.RELU_GRADIENT, next.output());
    }

    /// Whether a value is there before the program runs.
    private boolean isStored(int id) {
        return isLeaf(id) && !(program.values().get(id).leaf() instanceof Input);
    }

    private boolean isLeaf(int id) {
        return program.values().get(id).leaf() != null;
    }
}
