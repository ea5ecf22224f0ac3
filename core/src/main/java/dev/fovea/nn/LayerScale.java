package dev.fovea.nn;

import dev.fovea.op.Node;
import dev.fovea.tensor.Shape;

/// y = x · γ, with a factor for each channel that is learned. With small γ at the end of a [Residual]'s body a deep
/// network starts near the identity (Touvron et al., "Going deeper with image transformers", 2021; in ConvNeXt, Liu et
/// al., 2022). No penalty is taken of γ.
///
/// Variables: `gamma`, one number for each channel.
///
/// @param start that all channels start with
public record LayerScale(float start) implements Layer {
    public LayerScale {
        if (!Float.isFinite(start)) {
            throw new IllegalArgumentException("the start of a scale must be finite: got " + start);
        }
    }

    /// @param start such as 1e−6 in ConvNeXt
    public static LayerScale of(double start) {
        return new LayerScale((float) start);
    }

    @Override
    public Node build(Node x, Scope scope) {
        Shape channels = Shape.of(x.shape().dim(-1));
        return x.times(scope.parameter("gamma", channels, Initializer.constant(start)));
    }

    @Override
    public String toString() {
        return "LayerScale.of(" + start + ")";
    }
}
