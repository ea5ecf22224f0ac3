package dev.fovea.nn;

import dev.fovea.op.MatMul;
import dev.fovea.op.Node;
import dev.fovea.tensor.Shape;

/// A fully connected layer: y = activation(x · w + b), N × inputs to N × units.
///
/// Variables: `weights` inputs × units, `bias` units.
public record Dense(
        int units, boolean bias, Activation activation, Initializer weightInitializer, Initializer biasInitializer)
        implements Layer {
    public Dense {
        if (units < 1) {
            throw new IllegalArgumentException("units must be at least 1: got " + units);
        }
    }

    /// No activation: the values are logits.
    public static Dense of(int units) {
        return new Dense(units, true, Activation.NONE, Initializer.glorotUniform(), Initializer.zeros());
    }

    public Dense relu() {
        return activation(Activation.RELU);
    }

    public Dense activation(Activation activation) {
        return new Dense(units, bias, activation, weightInitializer, biasInitializer);
    }

    public Dense withoutBias() {
        return new Dense(units, false, activation, weightInitializer, biasInitializer);
    }

    /// How the weights start.
    public Dense weights(Initializer initializer) {
        return new Dense(units, bias, activation, initializer, biasInitializer);
    }

    /// How the bias starts.
    public Dense bias(Initializer initializer) {
        return new Dense(units, true, activation, weightInitializer, initializer);
    }

    @Override
    public Node build(Node x, Scope scope) {
        if (x.shape().rank() != 2) {
            throw new IllegalArgumentException(
                    this + " expects a flat input: got " + x.shape().sample() + "; put Flatten.of() before it");
        }
        Node w = scope.weights("weights", Shape.of(x.shape().dim(1), units), weightInitializer);
        Node y = MatMul.plain().on(x, w);
        if (bias) {
            y = y.plus(scope.parameter("bias", Shape.of(units), biasInitializer));
        }
        return activation.build(y, scope);
    }

    @Override
    public String toString() {
        Dense plain = of(units);
        return "Dense.of(" + units + ")" + (bias ? "" : ".withoutBias()") + ActivationCall.of(activation)
                + InitializerCall.weights(weightInitializer, plain.weightInitializer)
                + InitializerCall.bias(bias, biasInitializer, plain.biasInitializer);
    }
}
