package dev.fovea.nn;

import dev.fovea.op.Gelu;
import dev.fovea.op.Identity;
import dev.fovea.op.LogSoftmax;
import dev.fovea.op.Node;
import dev.fovea.op.Operation;
import dev.fovea.op.Relu;
import dev.fovea.op.Sigmoid;
import dev.fovea.op.Silu;
import dev.fovea.op.Softmax;
import dev.fovea.op.Tanh;

/// Activation functions without settings; each is a layer too. [LeakyReLU] and [ELU] have settings.
public enum Activation implements Layer {
    NONE(new Identity()),
    RELU(new Relu()),
    SIGMOID(new Sigmoid()),
    TANH(new Tanh()),
    GELU(new Gelu(false)),
    SILU(new Silu()),
    SOFTMAX(new Softmax()),
    LOG_SOFTMAX(new LogSoftmax());

    private final Operation operation;

    Activation(Operation operation) {
        this.operation = operation;
    }

    Node on(Node x) {
        return this == NONE ? x : operation.on(x);
    }

    @Override
    public Node build(Node x, Scope scope) {
        return on(x);
    }

    @Override
    public String type() {
        return "Activation";
    }

    @Override
    public String toString() {
        return "Activation." + name();
    }

    /// How a layer's call shows its activation.
    String suffix() {
        return switch (this) {
            case NONE -> "";
            case RELU -> ".relu()";
            case SIGMOID, TANH, GELU, SILU, SOFTMAX, LOG_SOFTMAX -> ".activation(" + this + ")";
        };
    }
}
