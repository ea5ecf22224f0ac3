package dev.fovea.backend;

import dev.fovea.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The numbers that outlive a step: parameters and states, one flat array each. Gradients and
/// optimizer slots have the parameters' layout. Shared by all executables of a model.
///
/// Whoever changes parameters or states calls [#changed], so that packed and folded copies are renewed.
public final class Store {
    private final Layout parameters;
    private final Layout states;
    private float @Nullable [] parameterValues;
    private float @Nullable [] stateValues;
    private volatile long version;

    public Store(Layout parameters, Layout states) {
        this.parameters = parameters;
        this.states = states;
    }

    public Layout parameters() {
        return parameters;
    }

    public Layout states() {
        return states;
    }

    /// The live array, not a copy; made when it is first asked for, so that a plan needs none.
    public synchronized float[] parameterValues() {
        float[] values = parameterValues;
        if (values == null) {
            values = parameters.zeros();
            parameterValues = values;
        }
        return values;
    }

    /// See [#parameterValues].
    public synchronized float[] stateValues() {
        float[] values = stateValues;
        if (values == null) {
            values = states.zeros();
            stateValues = values;
        }
        return values;
    }

    /// Floats of the arrays that are made already.
    public synchronized long floats() {
        return (parameterValues == null ? 0L : parameters.length()) + (stateValues == null ? 0L : states.length());
    }

    /// A copy of a parameter or state.
    public Tensor read(String name) {
        boolean parameter = parameters.places().containsKey(name);
        Layout.Place place = (parameter ? parameters : states).place(name);
        float[] from = parameter ? parameterValues() : stateValues();
        return new Tensor(place.shape(), Arrays.copyOfRange(from, place.from(), place.to()));
    }

    /// Replaces a parameter or state.
    public void write(String name, Tensor tensor) {
        boolean parameter = parameters.places().containsKey(name);
        Layout.Place place = (parameter ? parameters : states).place(name);
        if (!place.shape().equals(tensor.shape())) {
            throw new IllegalArgumentException(
                    name + " has shape " + place.shape() + ": got a tensor of shape " + tensor.shape());
        }
        System.arraycopy(tensor.values(), 0, parameter ? parameterValues() : stateValues(), place.from(), place.size());
        changed();
    }

    /// Counts the changes.
    public long version() {
        return version;
    }

    /// To be called when parameters or states have changed. Only one thread may change them.
    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    public void changed() {
        version++;
    }
}
