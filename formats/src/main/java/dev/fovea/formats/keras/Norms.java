package dev.fovea.formats.keras;

import dev.fovea.nn.Activation;
import dev.fovea.nn.Apply;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.GroupNorm;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.LayerGraph;
import dev.fovea.nn.LayerNorm;
import dev.fovea.nn.PReLU;
import dev.fovea.nn.Vertex;
import dev.fovea.nn.Weight;
import dev.fovea.op.Multiply;
import dev.fovea.op.Negate;
import dev.fovea.op.Subtract;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Normalisations along the last axis, and slopes.
record Norms(KerasLayer layer, Shape input, LayerWeights weights) {
    private static final double EPSILON = 1e-3;

    Converted convert() {
        return switch (layer.type()) {
            case "BatchNormalization" -> batch();
            case "LayerNormalization" -> eachPixel();
            case "GroupNormalization" -> group();
            default -> slopes();
        };
    }

    private double epsilon() {
        return layer.settings().number("epsilon", EPSILON);
    }

    private void requireLastAxis() {
        List<Integer> axes = layer.settings().wholes("axis");
        if (!axes.isEmpty() && !axes.equals(List.of(-1)) && !axes.equals(List.of(input.rank()))) {
            throw new IllegalArgumentException("normalises along the axes " + axes
                    + ": along the last one, of channels, it is read");
        }
    }

    private int channels() {
        return input.dim(-1);
    }

    /// γ and β; what the layer does not have is 1 and 0.
    private Map<String, Tensor> scale() {
        Map<String, Tensor> numbers = new HashMap<>();
        int index = 0;
        boolean hasGamma = layer.settings().flag("scale", true);
        numbers.put(".gamma", hasGamma ? required(index++, "gamma") : constant(1));
        numbers.put(".beta", layer.settings().flag("center", true) ? required(index, "beta") : constant(0));
        return numbers;
    }

    private Tensor constant(float value) {
        Tensor tensor = Tensor.zeros(Shape.of(channels()));
        Arrays.fill(tensor.values(), value);
        return tensor;
    }

    private Tensor required(int index, String name) {
        Tensor tensor = weights.variable(index, name);
        if (tensor == null) {
            throw new IllegalArgumentException("has no " + name + " among the weights of the file");
        }
        return tensor;
    }

    private Converted batch() {
        requireLastAxis();
        LayerSettings settings = layer.settings();
        if (settings.flag("renorm", false)) {
            throw new IllegalArgumentException("has renorm, batch renormalisation, which is not read");
        }
        int before = (settings.flag("scale", true) ? 1 : 0) + (settings.flag("center", true) ? 1 : 0);
        Map<String, Tensor> numbers = scale();
        Tensor means = required(before, "moving_mean");
        Tensor variances = required(before + 1, "moving_variance");
        if (!means.shape().equals(variances.shape()) || means.shape().rank() != 1) {
            throw new IllegalArgumentException("expected as many means as variances: got " + means.shape() + " and "
                    + variances.shape());
        }
        int count = means.values().length;
        float[] statistics = Arrays.copyOf(means.values(), 2 * count);
        System.arraycopy(variances.values(), 0, statistics, count, count);
        numbers.put(".statistics", new Tensor(Shape.of(2, count), statistics));
        BatchNorm norm = BatchNorm.of().epsilon(epsilon()).momentum(1 - settings.number("momentum", 0.99));
        return new Converted(settings.flag("trainable", true) ? norm : norm.frozen(), numbers);
    }

    private Converted eachPixel() {
        requireLastAxis();
        if (layer.settings().flag("rms_scaling", false)) {
            throw new IllegalArgumentException("has rms_scaling, which is not read");
        }
        return new Converted(LayerNorm.of().epsilon(epsilon()), scale());
    }

    private Converted group() {
        requireLastAxis();
        int groups = layer.settings().whole("groups", 32);
        return new Converted(GroupNorm.of(groups == -1 ? channels() : groups).epsilon(epsilon()), scale());
    }

    /// A slope for each channel is a layer; one for each value is made of operations: max(x, 0) − a · max(−x, 0).
    private Converted slopes() {
        Tensor alpha = required(0, "alpha");
        if (alpha.shape().size() == channels() && alpha.shape().rank() > 0 && alpha.shape().dim(-1) == channels()) {
            Tensor slopes = new Tensor(Shape.of(channels()), alpha.values());
            return new Converted(PReLU.of(), Map.of(".slopes", slopes));
        }
        LayerGraph graph = LayerGraph.of(
                Vertex.of("above", Activation.RELU, LayerGraph.INPUT),
                Vertex.of("negated", Apply.of(new Negate()), LayerGraph.INPUT),
                Vertex.of("below", Activation.RELU, "negated"),
                Vertex.of("slopes", new Weight(alpha.shape(), Initializer.zeros(), true)),
                Vertex.of("scaled", Apply.of(new Multiply()), "below", "slopes"),
                Vertex.of("difference", Apply.of(new Subtract()), "above", "scaled"));
        return new Converted(graph, Map.of("/slopes.weight", alpha));
    }
}
