package dev.fovea.golden;

import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;

/// One example: attributes, inputs, and what libtorch made of them. All maps keep the file's order.
///
/// @param inputs by name; `dy` is the gradient that flows into output `y`
/// @param gradients of the inputs, by the input's name
public record GoldenCase(
        String name,
        Map<String, Object> attributes,
        Map<String, Tensor> inputs,
        Map<String, Tensor> outputs,
        Map<String, Tensor> gradients) {

    public Tensor input(String input) {
        return named(inputs, "input", input);
    }

    public Tensor output(String output) {
        return named(outputs, "output", output);
    }

    public Tensor gradient(String input) {
        return named(gradients, "gradient", input);
    }

    public boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    public double number(String attribute) {
        return ((Number) attribute(attribute)).doubleValue();
    }

    public int integer(String attribute) {
        return (Integer) attribute(attribute);
    }

    public boolean flag(String attribute) {
        return (Boolean) attribute(attribute);
    }

    public String text(String attribute) {
        return (String) attribute(attribute);
    }

    /// A list of whole numbers, such as a stride.
    public int[] integers(String attribute) {
        return ((List<?>) attribute(attribute)).stream().mapToInt(entry -> (Integer) entry).toArray();
    }

    /// A list of numbers, such as the rates of each step.
    public double[] numbers(String attribute) {
        return ((List<?>) attribute(attribute)).stream().mapToDouble(entry -> ((Number) entry).doubleValue()).toArray();
    }

    /// A number, boolean, string or list as the file has it.
    public Object attribute(String attribute) {
        return named(attributes, "attribute", attribute);
    }

    @Override
    public String toString() {
        return name;
    }

    private <V> V named(Map<String, V> map, String kind, String key) {
        V value = map.get(key);
        if (value == null) {
            throw new IllegalArgumentException(
                    "case '" + name + "' has no " + kind + " " + key + ": it has " + map.keySet());
        }
        return value;
    }
}
