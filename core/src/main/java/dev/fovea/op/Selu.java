package dev.fovea.op;

import java.util.List;

/// y = λx where x > 0, else λα(eˣ − 1), with λ = 1.0507 and α = 1.6733: outputs keep mean 0 and variance 1 from layer
/// to layer (Klambauer et al., "Self-normalizing neural networks", 2017).
public record Selu() implements Composition {
    private static final float ALPHA = 1.6732632423543772f;
    private static final double SCALE = 1.0507009873554805;

    @Override
    public Node compose(List<Node> inputs) {
        return new Elu(ALPHA).on(inputs.getFirst()).times(SCALE);
    }
}
