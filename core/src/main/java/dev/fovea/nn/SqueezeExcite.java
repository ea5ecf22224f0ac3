package dev.fovea.nn;

import dev.fovea.op.Node;

/// Squeeze and excitation: y = x · gate(w₂ · activation(w₁ · mean(x) + b₁) + b₂), which scales each channel by what the
/// whole image says of it (Hu, Shen and Sun, "Squeeze-and-excitation networks", 2018).
///
/// Layers: `dense`, `dense_1`.
///
/// @param reduced values between the two products
public record SqueezeExcite(int reduced, Activation activation, Activation gate) implements Layer {
    public SqueezeExcite {
        var _ = Dense.of(reduced);
    }

    /// With ReLU, and the sigmoid as the gate.
    public static SqueezeExcite of(int reduced) {
        return new SqueezeExcite(reduced, Activation.RELU, Activation.SIGMOID);
    }

    public SqueezeExcite activation(Activation activation) {
        return new SqueezeExcite(reduced, activation, gate);
    }

    public SqueezeExcite gate(Activation gate) {
        return new SqueezeExcite(reduced, activation, gate);
    }

    @Override
    public Node build(Node x, Scope scope) {
        int channels = x.shape().dim(-1);
        Node means = scope.layer(GlobalAveragePool2D.of(), x);
        Node hidden = scope.layer(Dense.of(reduced).activation(activation), means);
        Node gates = scope.layer(Dense.of(channels).activation(gate), hidden);
        return x.times(scope.layer(Reshape.of(1, 1, channels), gates));
    }

    @Override
    public String toString() {
        SqueezeExcite plain = of(reduced);
        return "SqueezeExcite.of(" + reduced + ")"
                + (activation.equals(plain.activation) ? "" : ".activation(" + activation + ")")
                + (gate.equals(plain.gate) ? "" : ".gate(" + gate + ")");
    }
}
