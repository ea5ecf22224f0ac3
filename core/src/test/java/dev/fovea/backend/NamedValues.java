package dev.fovea.backend;

import dev.fovea.graph.Program;
import dev.fovea.op.Parameter;
import dev.fovea.op.State;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/// Values for the leaves of programs, which hang on their names alone.
public final class NamedValues {
    private NamedValues() {}

    /// Makes the values of one leaf.
    @FunctionalInterface
    public interface Maker {
        float[] values(String name, long size);
    }

    /// Normally distributed.
    public static float[] normal(String name, long size) {
        float[] values = new float[Math.toIntExact(size)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) new Seed(4).derive(name).normal(i);
        }
        return values;
    }

    /// A store of all parameters and states of a program; parameters are [#normal].
    public static Store store(Program program, Maker ofStates) {
        Map<String, Shape> parameters = new LinkedHashMap<>();
        Map<String, Shape> states = new LinkedHashMap<>();
        program.values().forEach(value -> {
            switch (value.leaf()) {
                case Parameter leaf -> parameters.put(leaf.name(), leaf.shape());
                case State leaf -> states.put(leaf.name(), leaf.shape());
                case null, default -> {}
            }
        });
        Store store = new Store(Layout.of(parameters), Layout.of(states));
        write(store, parameters, NamedValues::normal);
        write(store, states, ofStates);
        return store;
    }

    private static void write(Store store, Map<String, Shape> leaves, Maker maker) {
        leaves.forEach((name, shape) -> store.write(name, new Tensor(shape, maker.values(name, shape.size()))));
    }
}
