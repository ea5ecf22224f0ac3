package dev.fovea.formats.keras;

import dev.fovea.nn.Apply;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerGraph;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.Vertex;
import dev.fovea.nn.Weight;
import dev.fovea.op.Operation;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A layer of Fovea, and its numbers by what their names end with: `.filters`, or `/depthwise.filters` in a part.
record Converted(Layer layer, Map<String, Tensor> numbers) {
    Converted {
        numbers = Map.copyOf(numbers);
    }

    static Converted of(Layer layer) {
        return new Converted(layer, Map.of());
    }

    /// One after the other, each part under a name.
    Converted then(String own, String name, Layer next) {
        Map<String, Tensor> named = new HashMap<>();
        numbers.forEach((suffix, tensor) -> named.put("/" + own + suffix, tensor));
        return new Converted(Sequential.of(layer.named(own), next.named(name)), named);
    }

    /// Steps that each take what comes before and numbers, which training leaves as they are.
    static Converted steps(List<Step> steps) {
        List<Vertex> vertices = new ArrayList<>();
        Map<String, Tensor> numbers = new HashMap<>();
        String last = LayerGraph.INPUT;
        for (Step step : steps) {
            String table = step.name() + "-numbers";
            vertices.add(Vertex.of(table, new Weight(
                    step.numbers().shape(), Initializer.zeros(), false)));
            vertices.add(Vertex.of(step.name(), Apply.of(step.operation()), last, table));
            numbers.put("/" + table + ".weight", step.numbers());
            last = step.name();
        }
        return new Converted(new LayerGraph(vertices, last), numbers);
    }

    /// @param operation of what comes before and the numbers, which broadcast to it
    record Step(String name, Operation operation, Tensor numbers) {}

    static Tensor tensor(List<Double> numbers) {
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i).floatValue();
        }
        return new Tensor(Shape.of(values.length), values);
    }
}
