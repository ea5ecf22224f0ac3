package example;

import dev.fovea.nn.Dense;
import dev.fovea.nn.GlobalAveragePool2D;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Reshape;
import dev.fovea.nn.Scope;
import dev.fovea.op.Node;

/// Scales each channel by what the whole image says of it: x · σ(w₂ · relu(w₁ · mean(x))), of any images
/// (Hu et al., 2018), with a hard sigmoid.
///
/// @param reduced numbers between the two products
record ChannelGate(int reduced) implements Layer {
    ChannelGate {
        if (reduced < 1) {
            throw new IllegalArgumentException("reduced must be at least 1: got " + reduced);
        }
    }

    static ChannelGate of(int reduced) {
        return new ChannelGate(reduced);
    }

    @Override
    public Node build(Node x, Scope scope) {
        int channels = x.shape().dim(-1);
        Node means = scope.layer(GlobalAveragePool2D.of(), x);
        Node hidden = scope.layer(Dense.of(reduced).relu(), means);
        Node gates = new GateCurve().on(scope.layer(Dense.of(channels), hidden));
        return x.times(scope.layer(Reshape.of(1, 1, channels), gates));
    }

    @Override
    public String toString() {
        return "ChannelGate.of(" + reduced + ")";
    }
}
