package dev.fovea.backend.cpu;

import dev.fovea.op.BatchNormalization;
import dev.fovea.op.Primitive;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing to do: a primitive with what was fused into it.
///
/// @param inputs ids of the primitive's inputs
/// @param output id of the value that the whole instruction computes
/// @param bias id of the bias that a convolution or matrix product adds, or null
/// @param fold batch normalisation folded into the filters, or null
record Instruction(
        Primitive operation, List<Integer> inputs, int output, String name, boolean backward,
        @Nullable Integer bias, Epilogue activation, @Nullable Fold fold) {

    /// Batch normalisation by constant statistics, after a convolution or matrix product: ids of its inputs.
    record Fold(BatchNormalization operation, int gamma, int beta, int statistics) {}

    Instruction withBias(int bias, int output) {
        return new Instruction(operation, inputs, output, name, backward, bias, activation, fold);
    }

    Instruction withActivation(Epilogue activation, int output) {
        return new Instruction(operation, inputs, output, name, backward, bias, activation, fold);
    }

    Instruction withFold(Fold fold, int output) {
        return new Instruction(operation, inputs, output, name, backward, bias, activation, fold);
    }

    /// All values that it reads.
    List<Integer> reads() {
        List<Integer> reads = new ArrayList<>(inputs);
        if (bias != null) {
            reads.add(bias);
        }
        if (fold != null) {
            reads.addAll(List.of(fold.gamma(), fold.beta(), fold.statistics()));
        }
        return reads;
    }
}
