package dev.fovea.nn;

import dev.fovea.op.Node;

/// y = activation(body(x) + shortcut(x)): a block with a shortcut (He et al., 2016).
public record Residual(Layer body, Layer shortcut, Activation activation) implements Layer {
    /// With the input itself as the shortcut, then ReLU.
    public static Residual of(Layer... body) {
        return new Residual(Sequential.of(body), Sequential.of(), Activation.RELU);
    }

    /// With layers on the shortcut, where the body changes the shape.
    public Residual shortcut(Layer... shortcut) {
        return new Residual(body, Sequential.of(shortcut), activation);
    }

    public Residual activation(Activation activation) {
        return new Residual(body, shortcut, activation);
    }

    @Override
    public Node build(Node x, Scope scope) {
        Node y = scope.layer(body, x);
        Node same = scope.layer(shortcut, x);
        if (!y.shape().equals(same.shape())) {
            throw new IllegalArgumentException(
                    "body and shortcut must have one shape: got " + y.shape().sample() + " and "
                    + same.shape().sample() + "; give the shortcut a 1×1 convolution");
        }
        return activation.build(y.plus(same), scope);
    }

    @Override
    public String toString() {
        if (!(body instanceof Sequential inner && shortcut instanceof Sequential around)) {
            return "new Residual(" + body + ", " + shortcut + ", " + activation + ")";
        }
        String on = activation == Activation.RELU ? "" : ".activation(" + activation + ")";
        return "Residual.of(" + inner.calls() + ")"
                + (around.layers().isEmpty() ? "" : ".shortcut(" + around.calls() + ")") + on;
    }
}
