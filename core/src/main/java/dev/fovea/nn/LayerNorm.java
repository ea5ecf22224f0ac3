package dev.fovea.nn;

import dev.fovea.op.GroupNormalization;
import dev.fovea.op.Node;
import dev.fovea.tensor.Shape;

/// Layer normalisation: the channels of each pixel, or the values of a vector, get mean 0 and variance 1, then each
/// channel is multiplied by γ and β is added (Ba, Kiros and Hinton, "Layer normalization", 2016). It needs no batch and
/// is the same in training and prediction. As ConvNeXt uses it (Liu et al., 2022), of images it is that of each pixel.
///
/// Variables: `gamma`, `beta`, one number for each channel.
public record LayerNorm(float epsilon) implements Layer {
    public LayerNorm {
        var _ = new GroupNormalization(0, 1, epsilon);
    }

    /// ε = 1e−5.
    public static LayerNorm of() {
        return new LayerNorm(1e-5f);
    }

    public LayerNorm epsilon(double epsilon) {
        return new LayerNorm((float) epsilon);
    }

    @Override
    public Node build(Node x, Scope scope) {
        Node y = new GroupNormalization(x.shape().rank() - 1, 1, epsilon).on(x);
        return scaled(y, scope);
    }

    /// y · γ + β for each channel.
    static Node scaled(Node y, Scope scope) {
        Shape channels = Shape.of(y.shape().dim(-1));
        Node gamma = scope.parameter("gamma", channels, Initializer.ones());
        Node beta = scope.parameter("beta", channels, Initializer.zeros());
        return y.times(gamma).plus(beta);
    }

    @Override
    public String toString() {
        return "LayerNorm.of()" + (equals(of()) ? "" : ".epsilon(" + epsilon + ")");
    }
}
