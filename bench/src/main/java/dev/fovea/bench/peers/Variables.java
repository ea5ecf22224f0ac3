package dev.fovea.bench.peers;

import dev.fovea.backend.Store;
import java.util.Arrays;
import java.util.Iterator;

/// The values that layers start from, handed out in the order in which the layers are built.
final class Variables {
    private final Store store;
    private final Iterator<String> parameters;
    private final Iterator<String> states;

    Variables(Store store) {
        this.store = store;
        this.parameters = store.parameters().places().keySet().iterator();
        this.states = store.states().places().keySet().iterator();
    }

    /// The next parameter.
    float[] parameter() {
        return store.read(parameters.next()).values();
    }

    /// The running statistics of the next batch norm.
    Statistics statistics() {
        float[] both = store.read(states.next()).values();
        int channels = both.length / 2;
        return new Statistics(Arrays.copyOf(both, channels), Arrays.copyOfRange(both, channels, both.length));
    }

    record Statistics(float[] means, float[] variances) {}

    /// @throws IllegalStateException if variables are left over
    void requireAllTaken() {
        if (parameters.hasNext() || states.hasNext()) {
            throw new IllegalStateException("not all variables have found their layer");
        }
    }
}
