package dev.fovea.nn;

import dev.fovea.op.Elu;
import dev.fovea.op.Node;

/// y = x where x > 0, else α(eˣ − 1).
public record ELU(float alpha) implements Activation {
    public static ELU of(double alpha) {
        return new ELU((float) alpha);
    }

    @Override
    public Node build(Node x, Scope scope) {
        return new Elu(alpha).on(x);
    }

    @Override
    public String toString() {
        return "ELU.of(" + alpha + ")";
    }
}
