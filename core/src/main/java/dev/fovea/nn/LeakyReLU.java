package dev.fovea.nn;

import dev.fovea.op.LeakyRelu;
import dev.fovea.op.Node;

/// y = x where x > 0, else slope · x.
public record LeakyReLU(float slope) implements Activation {
    public static LeakyReLU of(double slope) {
        return new LeakyReLU((float) slope);
    }

    @Override
    public Node build(Node x, Scope scope) {
        return new LeakyRelu(slope).on(x);
    }

    @Override
    public String toString() {
        return "LeakyReLU.of(" + slope + ")";
    }
}
