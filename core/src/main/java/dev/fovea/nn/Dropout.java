package dev.fovea.nn;

import dev.fovea.op.DropoutMask;
import dev.fovea.op.Node;

/// In training sets a share of the values to 0 and scales the others up; otherwise changes nothing.
///
/// @param rate the share that is dropped
public record Dropout(float rate) implements Layer {
    public Dropout {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout rate must be from 0 to below 1: got " + rate);
        }
    }

    public static Dropout of(double rate) {
        return new Dropout((float) rate);
    }

    @Override
    public Node build(Node x, Scope scope) {
        int stream = scope.stream();
        return scope.isTraining() && rate > 0 ? new DropoutMask(rate, stream).on(x) : x;
    }

    @Override
    public String toString() {
        return "Dropout.of(" + rate + ")";
    }
}
