package dev.fovea.backend.plan;

import dev.fovea.backend.PlanStep;
import dev.fovea.graph.Step;
import dev.fovea.graph.Value;
import dev.fovea.op.BatchNormalization;
import dev.fovea.op.Pad;
import dev.fovea.op.Primitive;
import dev.fovea.op.Reshaping;
import dev.fovea.op.RunningStatistics;
import dev.fovea.op.Scatter;
import dev.fovea.op.Slice;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing to do: a primitive with what was fused into it, or a chain of element-wise ones.
///
/// @param inputs ids of the primitive's inputs
/// @param output id of the value that the whole instruction computes
/// @param bias id of the bias that a convolution or matrix product adds, or null
/// @param fold batch normalisation folded into the filters, or null
/// @param chain element-wise steps of which `operation` is the last, or null; `inputs` are then the chain's
public record Instruction(
        Primitive operation, List<Integer> inputs, int output, String name, boolean backward,
        @Nullable Integer bias, Epilogue activation, @Nullable Fold fold, @Nullable Chain chain) {
    /// A step alone.
    static Instruction of(Step step) {
        return new Instruction(
                step.operation(), step.inputs(), step.output(), step.name(), step.backward(), null, Epilogue.NONE,
                null, null);
    }

    /// Batch normalisation by constant statistics, after a convolution or matrix product: ids of its inputs.
    public record Fold(BatchNormalization operation, int gamma, int beta, int statistics) {}

    Instruction withBias(int bias, int output) {
        return new Instruction(operation, inputs, output, name, backward, bias, activation, fold, chain);
    }

    Instruction withActivation(Epilogue activation, int output) {
        return new Instruction(operation, inputs, output, name, backward, bias, activation, fold, chain);
    }

    Instruction withFold(Fold fold, int output) {
        return new Instruction(operation, inputs, output, name, backward, bias, activation, fold, chain);
    }

    /// What no layer has added is called by what it does.
    Instruction withChain(Chain chain) {
        String called = isLayerless() ? chain.label() : name;
        return new Instruction(
                operation, chain.inputs(), output, called, backward, bias, activation, fold, chain);
    }

    /// Whether no layer has added it.
    boolean isLayerless() {
        return name.equals(operation.label());
    }

    /// Names what it does in tables.
    public String label() {
        return chain == null ? operation.label() : chain.label();
    }

    /// What it does to its operation's output, in order.
    public List<String> fused() {
        List<String> fused = new ArrayList<>();
        if (bias != null) {
            fused.add("bias");
        }
        if (fold != null) {
            fused.add("batch norm");
        }
        switch (activation) {
            case NONE -> {}
            case RELU -> fused.add("ReLU");
            case RELU_GRADIENT -> fused.add("ReLU's gradient");
        }
        return List.copyOf(fused);
    }

    /// All values that it reads.
    public List<Integer> reads() {
        List<Integer> reads = new ArrayList<>(inputs);
        if (bias != null) {
            reads.add(bias);
        }
        if (fold != null) {
            reads.addAll(List.of(fold.gamma(), fold.beta(), fold.statistics()));
        }
        return reads;
    }

    /// What it does for a batch of `n` samples. What no layer has added, but gives a variable's gradient or new value,
    /// belongs to that variable's layer.
    ///
    /// @param direct whether its work is
    /// @param parameter whose gradient its output is, or null
    /// @param state whose new value its output is, or null
    public PlanStep step(
            List<Value> values, boolean direct, @Nullable String parameter, @Nullable String state, int n) {
        String variable = parameter == null ? state : parameter;
        boolean layerless = name.equals(label());
        String layer = variable != null && layerless ? variable.replaceFirst("\\.[^.]*$", "") : name;
        PlanStep.Pass pass = backward || parameter != null ? PlanStep.Pass.BACKWARD : PlanStep.Pass.FORWARD;
        return new PlanStep(
                layer, label(), pass, parameter, multiplyAdds(values, n), direct, bytes(values, n));
    }

    /// For a batch of `n` samples.
    public long multiplyAdds(List<Value> values, int n) {
        List<Shape> shapes = inputs.stream().map(id -> values.get(id).shape()).toList();
        boolean batched = shapes.stream().anyMatch(Shape::isBatched);
        return operation.multiplyAdds(shapes, values.get(output).shape()) * (batched ? n : 1);
    }

    /// A folded batch norm's γ and statistics are in the filters, and its bias has the place of β.
    private long bytes(List<Value> values, int n) {
        if (operation instanceof Reshaping) {
            return 0;
        }
        Integer added = fold == null ? bias : Integer.valueOf(fold.beta());
        long written = size(values, output, n);
        long read = switch (operation) {
            case Slice _, Pad.Gradient _, Scatter.Gradient _ -> written;
            case RunningStatistics _ -> size(values, inputs.get(0), n) + size(values, inputs.get(1), n);
            default -> inputs.stream().distinct().mapToLong(id -> size(values, id, n)).sum();
        };
        return Float.BYTES * (read + written + (added == null ? 0 : size(values, added, n)));
    }

    private static long size(List<Value> values, int id, int n) {
        return values.get(id).shape().size(n);
    }
}
