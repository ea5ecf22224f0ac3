package dev.fovea.nn;

import dev.fovea.op.LocalResponseNormalization;
import dev.fovea.op.Node;

/// Divides each channel by the strength of its neighbours. See [LocalResponseNormalization].
public record LocalResponseNorm(LocalResponseNormalization normalization) implements Layer {
    /// @param radius neighbours on each side: 2 · radius + 1 channels are summed
    public static LocalResponseNorm of(int radius, double bias, double alpha, double beta) {
        return new LocalResponseNorm(
                new LocalResponseNormalization(radius, (float) bias, (float) alpha, (float) beta));
    }

    @Override
    public Node build(Node x, Scope scope) {
        return normalization.on(x);
    }

    @Override
    public String toString() {
        return "LocalResponseNorm.of(" + normalization.radius() + ", " + normalization.bias() + ", "
                + normalization.alpha() + ", " + normalization.beta() + ")";
    }
}
