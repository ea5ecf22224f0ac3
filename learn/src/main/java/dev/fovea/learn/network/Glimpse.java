package dev.fovea.learn.network;

import dev.fovea.model.Prediction;
import dev.fovea.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All that a network computes of one picture, forward and backward.
///
/// @param values what each stage computes, by its index
/// @param gradients of Σ upstream · output by what a stage computes, by its index; none of what it does not depend on
/// @param upstream what the gradients begin with at the outputs
public record Glimpse(
        List<Tensor> values, Map<Integer, Tensor> gradients, Tensor upstream, Prediction prediction) {
    public Glimpse {
        values = List.copyOf(values);
        gradients = Collections.unmodifiableMap(new LinkedHashMap<>(gradients));
    }

    public Tensor output() {
        return values.getLast();
    }
}
