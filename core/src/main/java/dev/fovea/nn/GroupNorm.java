package dev.fovea.nn;

import dev.fovea.op.GroupNormalization;
import dev.fovea.op.Node;

/// Group normalisation: channels are cut into groups, each group of an image gets mean 0 and variance 1 over all of its
/// pixels, then each channel is multiplied by γ and β is added (Wu and He, "Group normalization", 2018). It needs no
/// batch and is the same in training and prediction. With as many groups as channels it is instance normalisation
/// (Ulyanov, Vedaldi and Lempitsky, 2016).
///
/// Variables: `gamma`, `beta`, one number for each channel.
///
/// @param groups divide the channels
public record GroupNorm(int groups, float epsilon) implements Layer {
    public GroupNorm {
        var _ = new GroupNormalization(1, groups, epsilon);
    }

    /// ε = 1e−5.
    public static GroupNorm of(int groups) {
        return new GroupNorm(groups, 1e-5f);
    }

    public GroupNorm epsilon(double epsilon) {
        return new GroupNorm(groups, (float) epsilon);
    }

    @Override
    public Node build(Node x, Scope scope) {
        return LayerNorm.scaled(new GroupNormalization(1, groups, epsilon).on(x), scope);
    }

    @Override
    public String toString() {
        return "GroupNorm.of(" + groups + ")" + (equals(of(groups)) ? "" : ".epsilon(" + epsilon + ")");
    }
}
