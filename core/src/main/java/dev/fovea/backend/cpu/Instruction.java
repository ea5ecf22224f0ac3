package dev.fovea.backend.cpu;

import dev.fovea.backend.PlanStep;
import dev.fovea.graph.Value;
import dev.fovea.op.BatchNormalization;
import dev.fovea.op.Primitive;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
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

    /// What it does for a batch of `n` samples.
    ///
    /// @param parameter whose gradient its output is, or null
    PlanStep step(List<Value> values, @Nullable String parameter, int n) {
        List<Shape> shapes = inputs.stream().map(id -> values.get(id).shape()).toList();
        Shape result = values.get(output).shape();
        boolean batched = shapes.stream().anyMatch(Shape::isBatched);
        return new PlanStep(
                name, operation.label(), backward ? PlanStep.Pass.BACKWARD : PlanStep.Pass.FORWARD, parameter,
                operation.multiplyAdds(shapes, result) * (batched ? n : 1), bytes(values, n));
    }

    /// A folded batch norm's γ and statistics are in the filters, and its bias has the place of β.
    private long bytes(List<Value> values, int n) {
        Integer added = fold == null ? bias : Integer.valueOf(fold.beta());
        LongStream read = inputs.stream().distinct().mapToLong(id -> values.get(id).shape().size(n));
        long floats = read.sum() + values.get(output).shape().size(n);
        return Float.BYTES * (added == null ? floats : floats + values.get(added).shape().size());
    }
}
