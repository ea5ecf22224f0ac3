package dev.fovea.nn;

import dev.fovea.op.Clamp;
import dev.fovea.op.Gelu;
import dev.fovea.op.HardSigmoid;
import dev.fovea.op.HardSwish;
import dev.fovea.op.Identity;
import dev.fovea.op.LogSoftmax;
import dev.fovea.op.Mish;
import dev.fovea.op.Node;
import dev.fovea.op.Operation;
import dev.fovea.op.Relu;
import dev.fovea.op.Selu;
import dev.fovea.op.Sigmoid;
import dev.fovea.op.Silu;
import dev.fovea.op.Softmax;
import dev.fovea.op.Softplus;
import dev.fovea.op.Tanh;

/// A layer that keeps the shape, and that others take as an option: `Conv2D.of(32, 3).activation(Activation.GELU)`.
///
/// Those without settings are constants here; [ELU], [HardTanh], [LeakyReLU], [PReLU] and [ScaledTanh] have settings.
/// One of your own is a record that implements this; `Layers.codec(Swish.class)` saves and loads it. Variables that it
/// takes from the scope are named as its owner's: `conv2d.slopes`.
public interface Activation extends Layer {
    // Without default methods: they would be reason to make these constants before those of Plain.
    Activation NONE = Plain.NONE;
    Activation RELU = Plain.RELU;
    Activation SIGMOID = Plain.SIGMOID;
    Activation TANH = Plain.TANH;
    Activation GELU = Plain.GELU;
    Activation SILU = Plain.SILU;
    Activation RELU6 = Plain.RELU6;
    Activation HARD_SIGMOID = Plain.HARD_SIGMOID;
    Activation HARD_SWISH = Plain.HARD_SWISH;
    Activation SOFTPLUS = Plain.SOFTPLUS;
    Activation MISH = Plain.MISH;
    Activation SELU = Plain.SELU;
    Activation GELU_TANH = Plain.GELU_TANH;
    Activation SOFTMAX = Plain.SOFTMAX;
    Activation LOG_SOFTMAX = Plain.LOG_SOFTMAX;

    /// Operations of one input and no settings. Files hold their names.
    enum Plain implements Activation {
        NONE(new Identity()),
        RELU(new Relu()),
        SIGMOID(new Sigmoid()),
        TANH(new Tanh()),
        GELU(new Gelu(false)),
        SILU(new Silu()),
        /// min(max(x, 0), 6).
        RELU6(new Clamp(0, 6)),
        HARD_SIGMOID(new HardSigmoid()),
        HARD_SWISH(new HardSwish()),
        SOFTPLUS(new Softplus()),
        MISH(new Mish()),
        SELU(new Selu()),
        /// [Gelu] by the hyperbolic tangent, as networks have it that were trained with that approximation.
        GELU_TANH(new Gelu(true)),
        SOFTMAX(new Softmax()),
        LOG_SOFTMAX(new LogSoftmax());

        private final Operation operation;

        Plain(Operation operation) {
            this.operation = operation;
        }

        @Override
        public Node build(Node x, Scope scope) {
            return this == NONE ? x : operation.on(x);
        }

        @Override
        public String type() {
            return "Activation";
        }

        @Override
        public String toString() {
            return "Activation." + name();
        }
    }
}
