package dev.fovea.nn;

/// How a layer prints its activation: the call that gives it.
final class ActivationCall {
    private ActivationCall() {}

    static String of(Activation activation) {
        return activation == Activation.NONE ? ""
                : activation == Activation.RELU ? ".relu()"
                : ".activation(" + activation + ")";
    }
}
