package dev.fovea.nn;

import dev.fovea.op.Node;
import dev.fovea.op.Penalty;

/// Adds a penalty on the weights (not the biases) of the layers inside to the loss:
/// l1 · Σ|w| + l2 · Σw² / 2.
public record Penalised(float l1, float l2, Layer layer) implements Layer {
    public Penalised {
        var _ = new Penalty(l1, l2);
    }

    public static Penalised l2(double l2, Layer layer) {
        return new Penalised(0, (float) l2, layer);
    }

    public static Penalised l1(double l1, Layer layer) {
        return new Penalised((float) l1, 0, layer);
    }

    @Override
    public Node build(Node x, Scope scope) {
        return scope.penalised(new Penalty(l1, l2), layer, x);
    }

    @Override
    public boolean isTransparent() {
        return true;
    }

    @Override
    public String toString() {
        return l1 == 0 ? "Penalised.l2(" + l2 + ", " + layer + ")"
                : l2 == 0 ? "Penalised.l1(" + l1 + ", " + layer + ")"
                : "new Penalised(" + l1 + "f, " + l2 + "f, " + layer + ")";
    }
}
