package dev.fovea.bench.golden;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;

/// One example: attributes, inputs, and what libtorch makes of them. All maps keep their order.
///
/// @param attributes numbers, booleans, strings and lists of them
/// @param inputs by name; `dy` is the gradient that flows into output `y`
/// @param gradients of the inputs, by the input's name
record Case(
        String name,
        Map<String, Object> attributes,
        Map<String, Tensor> inputs,
        Map<String, Tensor> outputs,
        Map<String, Tensor> gradients) {

    static Case of(String name) {
        return new Case(name, Map.of(), Map.of(), Map.of(), Map.of());
    }

    Case named(String other) {
        return new Case(other, attributes, inputs, outputs, gradients);
    }

    Case with(String attribute, Object value) {
        return new Case(name, plus(attributes, attribute, value), inputs, outputs, gradients);
    }

    /// An input that [#differentiate] gives a gradient for.
    Case input(String input, Tensor value) {
        return new Case(name, attributes, plus(inputs, input, value.set_requires_grad(true)), outputs, gradients);
    }

    /// An input without a gradient, such as labels.
    Case given(String input, Tensor value) {
        return new Case(name, attributes, plus(inputs, input, value), outputs, gradients);
    }

    Case output(String output, Tensor value) {
        return new Case(name, attributes, inputs, plus(outputs, output, value.detach()), gradients);
    }

    Case gradient(String input, Tensor value) {
        return new Case(name, attributes, inputs, outputs, plus(gradients, input, value));
    }

    /// Runs `forward`, draws a `dy` of the output's shape, and lets libtorch differentiate.
    Case differentiate(Function<Tensors, Tensor> forward) {
        Tensor y = forward.apply(new Tensors(inputs));
        Tensor dy = Draw.of(name + " dy").values(y.shape());
        y.backward(dy, new BoolOptional(), false, new TensorArrayRefOptional());
        Case done = given("dy", dy).output("y", y);
        for (var input : inputs.entrySet()) {
            if (input.getValue().requires_grad()) {
                done = done.gradient(input.getKey(), input.getValue().grad());
            }
        }
        return done;
    }

    private static <V> Map<String, V> plus(Map<String, V> map, String key, V value) {
        Map<String, V> more = new LinkedHashMap<>(map);
        if (more.put(key, value) != null) {
            throw new IllegalArgumentException("a case has each name once: got " + key + " again");
        }
        return Collections.unmodifiableMap(more);
    }
}
