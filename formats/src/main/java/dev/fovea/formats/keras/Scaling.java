package dev.fovea.formats.keras;

import dev.fovea.data.Preprocessing;
import dev.fovea.op.Add;
import dev.fovea.op.Multiply;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = factor · x + term, for each channel: `Rescaling` and `Normalization`, and several of them as one.
record Scaling(List<Double> factors, List<Double> terms) {
    private static final double LEAST_DEVIATION = 1e-7;
    /// A factor below it takes values to about 1 that go up to 255; above it, values that go up to 1.
    private static final double OF_BYTES = 0.1;
    private static final double WHITE = 255;

    Scaling {
        factors = List.copyOf(factors);
        terms = List.copyOf(terms);
    }

    static Scaling of(KerasLayer layer, int channels, LayerWeights weights) {
        LayerSettings settings = layer.settings();
        if (layer.type().equals("Rescaling")) {
            return new Scaling(
                    spread(settings.numbers("scale"), 1, channels), spread(settings.numbers("offset"), 0, channels));
        }
        List<Integer> axes = settings.wholes("axis");
        if (axes.size() > 1) {
            throw new IllegalArgumentException("normalises along the axes " + axes + ": along the last one it is read");
        }
        List<Double> means = spread(numbers(settings, "mean", 0, weights), 0, channels);
        List<Double> variances = spread(numbers(settings, "variance", 1, weights), 1, channels);
        boolean inverse = settings.flag("invert", false);
        List<Double> factors = new ArrayList<>();
        List<Double> terms = new ArrayList<>();
        for (int i = 0; i < channels; i++) {
            double deviation = Math.max(Math.sqrt(variances.get(i)), LEAST_DEVIATION);
            factors.add(inverse ? deviation : 1 / deviation);
            terms.add(inverse ? means.get(i) : -means.get(i) / deviation);
        }
        return new Scaling(factors, terms);
    }

    private static List<Double> numbers(LayerSettings settings, String name, int index, LayerWeights weights) {
        List<Double> said = settings.numbers(name);
        if (!said.isEmpty()) {
            return said;
        }
        Tensor learned = weights.variable(index, name);
        if (learned == null) {
            throw new IllegalArgumentException("has no " + name + ": adapt it before the model is saved");
        }
        List<Double> numbers = new ArrayList<>();
        for (float value : learned.values()) {
            numbers.add((double) value);
        }
        return numbers;
    }

    /// One number stands for all channels.
    private static List<Double> spread(List<Double> numbers, double usual, int channels) {
        if (numbers.size() <= 1) {
            return Collections.nCopies(channels, numbers.isEmpty() ? usual : numbers.getFirst());
        }
        if (numbers.size() != channels) {
            throw new IllegalArgumentException("expected one number for each of " + channels + " channels: got "
                    + numbers.size());
        }
        return numbers;
    }

    /// This and then another.
    Scaling then(@Nullable Scaling next) {
        if (next == null) {
            return this;
        }
        List<Double> product = new ArrayList<>();
        List<Double> sum = new ArrayList<>();
        for (int i = 0; i < factors.size(); i++) {
            product.add(factors.get(i) * next.factors.get(i));
            sum.add(terms.get(i) * next.factors.get(i) + next.terms.get(i));
        }
        return new Scaling(product, sum);
    }

    /// The same of values from 0 to 1, where this one tells that it takes values up to 255.
    Scaling ofUnits() {
        boolean bytes = factors.stream().allMatch(factor -> Math.abs(factor) < OF_BYTES);
        return bytes
                ? new Scaling(factors.stream().map(factor -> WHITE * factor).toList(), terms)
                : this;
    }

    /// As (x − mean) / std; null where there is none, for a factor that is not above 0.
    @Nullable Preprocessing preprocessing(Shape shape) {
        float[] mean = new float[factors.size()];
        float[] std = new float[factors.size()];
        boolean plain = true;
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (-terms.get(i) / factors.get(i));
            std[i] = (float) (1 / factors.get(i));
            if (!Float.isFinite(mean[i]) || !Float.isFinite(std[i]) || std[i] <= 0) {
                return null;
            }
            plain &= mean[i] == 0 && std[i] == 1;
        }
        return plain ? Preprocessing.of(shape) : new Preprocessing(shape, mean, std);
    }

    Converted layers() {
        return Converted.steps(List.of(
                new Converted.Step("product", new Multiply(), Converted.tensor(factors)),
                new Converted.Step("sum", new Add(), Converted.tensor(terms))));
    }
}
