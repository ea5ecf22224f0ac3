package dev.fovea.nn;

import java.util.Objects;

/// How a layer prints how its variables start: the calls that say so, where it is not the usual way.
final class InitializerCall {
    private InitializerCall() {}

    static String weights(Initializer initializer, Initializer usual) {
        return call(".weights", initializer, usual);
    }

    /// @param bias whether the layer has one
    static String bias(boolean bias, Initializer initializer, Initializer usual) {
        return bias ? call(".bias", initializer, usual) : "";
    }

    /// The usual one is mostly the same object, and records' equality, which takes its time to be linked, is not asked.
    private static String call(String name, Initializer initializer, Initializer usual) {
        return Objects.equals(initializer, usual) ? "" : name + "(" + initializer + ")";
    }
}
