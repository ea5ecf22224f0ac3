package dev.fovea.backend;

import org.jspecify.annotations.Nullable;

/// One step of a compiled plan, with what was fused into it.
///
/// @param layer that it belongs to; for what belongs to none, such as the loss, the operation's label again
/// @param operation its label, as in `Convolution.FilterGradient`
/// @param pass of a training step that it belongs to
/// @param parameter whose gradient it computes, as in `dense.weights`; null if none
/// @param multiplyAdds of the operation by its definition, for the whole batch; 0 for what takes none
/// @param direct whether it takes all of them: an algorithm that needs fewer may pass the processor's peak, counted so
/// @param bytes of the values that it reads and of those that it writes, each once
public record PlanStep(
        String layer, String operation, Pass pass, @Nullable String parameter, long multiplyAdds, boolean direct,
        long bytes) {
    private static final String GRADIENT = "Gradient";

    /// The three passes of a training step, in their order.
    public enum Pass {
        FORWARD,
        BACKWARD,
        UPDATE
    }

    /// The operation, and that it computes a gradient where its label does not say so: `MatMul (weights gradient)`.
    public String kind() {
        if (pass != Pass.BACKWARD || operation.contains(GRADIENT)) {
            return operation;
        }
        String of = parameter == null ? "" : parameter.substring(parameter.lastIndexOf('.') + 1) + " ";
        return operation + " (" + of + "gradient)";
    }

    /// Layer and operation, as the memory plan names them, with the mark of a gradient.
    public String name() {
        return isLayerless() ? kind() : layer + " " + kind();
    }

    /// Whether no layer has added it.
    public boolean isLayerless() {
        return layer.equals(operation);
    }
}
