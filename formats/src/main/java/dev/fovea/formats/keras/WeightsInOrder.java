package dev.fovea.formats.keras;

import dev.fovea.io.FileException;
import dev.fovea.model.Model;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import io.jhdf.api.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The weights of a file that describes no network: for each kind of layer, those of its layers in order.
record WeightsInOrder(Map<Kind, List<List<Tensor>>> layers) {
    /// What the shapes of weights tell of a layer.
    enum Kind {
        CONVOLUTION,
        DEPTHWISE_CONVOLUTION,
        DENSE,
        BATCH_NORMALISATION,
        OTHER_NORMALISATION
    }

    static WeightsInOrder of(HdfTree root) {
        Map<Kind, List<List<Tensor>>> layers = new LinkedHashMap<>();
        HdfTree top = root.group("layers");
        if (top == null) {
            throw new FileException(root.file() + ": expected a group of layers, as model.save_weights of Keras 3"
                    + " writes it: got " + root.groups().keySet());
        }
        collect(top, layers);
        return new WeightsInOrder(layers);
    }

    /// By type and number: `conv2d`, `conv2d_1`, …, `conv2d_10`.
    private static void collect(HdfTree group, Map<Kind, List<List<Tensor>>> into) {
        List<String> names = new ArrayList<>(group.groups().keySet());
        names.sort(Comparator.comparing(WeightsInOrder::type).thenComparing(WeightsInOrder::number));
        for (String name : names) {
            HdfTree layer = group.group(name);
            if (layer == null) {
                continue;
            }
            HdfTree inner = layer.group("layers");
            if (inner != null) {
                collect(inner, into);
            }
            HdfTree variables = layer.group("vars");
            if (variables != null && variables.datasets().containsKey("0")) {
                List<Tensor> tensors = new ArrayList<>();
                for (int i = 0; i < variables.datasets().size(); i++) {
                    Dataset dataset = variables.datasets().get(Integer.toString(i));
                    if (dataset != null) {
                        tensors.add(variables.tensor(name, dataset));
                    }
                }
                Kind kind = kind(type(name), tensors);
                if (kind == null) {
                    throw new FileException(group.file() + ": the weights of " + name + " belong to a layer of no known"
                            + " kind: read the whole model from a .keras file");
                }
                into.computeIfAbsent(kind, _ -> new ArrayList<>()).add(tensors);
            }
        }
    }

    private static String type(String name) {
        return name.replaceFirst("_\\d+$", "");
    }

    private static int number(String name) {
        String digits = name.substring(type(name).length()).replace("_", "");
        return digits.isEmpty() || digits.length() > 8 ? 0 : Integer.parseInt(digits);
    }

    private static @Nullable Kind kind(String type, List<Tensor> tensors) {
        return switch (type) {
            case "conv2d" -> Kind.CONVOLUTION;
            case "depthwise_conv2d" -> Kind.DEPTHWISE_CONVOLUTION;
            case "dense" -> Kind.DENSE;
            case "batch_normalization" -> tensors.size() == 4 ? Kind.BATCH_NORMALISATION : null;
            case "layer_normalization", "group_normalization" -> tensors.size() == 2 ? Kind.OTHER_NORMALISATION : null;
            default -> null;
        };
    }

    /// Writes all, or nothing if they do not fit.
    void write(String file, Model model) {
        Map<Kind, List<String>> own = new LinkedHashMap<>();
        model.parameters().forEach((name, shape) -> {
            Kind kind = kind(model, name, shape);
            if (kind != null) {
                own.computeIfAbsent(kind, _ -> new ArrayList<>()).add(name.substring(0, name.lastIndexOf('.')));
            }
        });
        Map<String, Tensor> numbers = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            List<List<Tensor>> given = layers.getOrDefault(kind, List.of());
            List<String> names = own.getOrDefault(kind, List.of());
            if (given.size() != names.size()) {
                throw new FileException(file + ": expected as many layers as the model has, kind by kind: got "
                        + given.size() + " of " + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                        + " for " + names.size());
            }
            for (int i = 0; i < names.size(); i++) {
                numbers.putAll(named(kind, names.get(i), given.get(i)));
            }
        }
        Map<String, Shape> shapes = new LinkedHashMap<>(model.parameters());
        shapes.putAll(model.states());
        numbers.forEach((name, tensor) -> {
            if (!Objects.equals(tensor.shape(), shapes.get(name))) {
                throw new FileException(file + ": expected " + name + " of shape " + shapes.get(name) + ": got "
                        + tensor.shape());
            }
        });
        shapes.keySet().forEach(name -> {
            if (!numbers.containsKey(name)) {
                throw new FileException(file + ": expected " + name + " of shape " + shapes.get(name) + ": got none");
            }
        });
        numbers.forEach(model::write);
    }

    private static @Nullable Kind kind(Model model, String name, Shape shape) {
        String layer = name.substring(0, name.lastIndexOf('.'));
        return switch (name.substring(layer.length() + 1)) {
            case "filters" -> shape.rank() == 4 && shape.dim(2) == 1 && shape.dim(3) > 1
                    && !isFirst(model, name) ? Kind.DEPTHWISE_CONVOLUTION : Kind.CONVOLUTION;
            case "weights" -> Kind.DENSE;
            case "gamma" -> model.states().containsKey(layer + ".statistics")
                    ? Kind.BATCH_NORMALISATION
                    : Kind.OTHER_NORMALISATION;
            default -> null;
        };
    }

    /// Grey images have one channel, and their first filters are no depthwise ones.
    private static boolean isFirst(Model model, String name) {
        return model.network().input().dim(-1) == 1
                && model.parameters().keySet().iterator().next().equals(name);
    }

    private static Map<String, Tensor> named(Kind kind, String layer, List<Tensor> tensors) {
        Map<String, Tensor> numbers = new LinkedHashMap<>();
        List<String> names = switch (kind) {
            case CONVOLUTION, DEPTHWISE_CONVOLUTION -> List.of("filters", "bias");
            case DENSE -> List.of("weights", "bias");
            case BATCH_NORMALISATION, OTHER_NORMALISATION -> List.of("gamma", "beta");
        };
        for (int i = 0; i < Math.min(2, tensors.size()); i++) {
            numbers.put(layer + "." + names.get(i), tensors.get(i));
        }
        if (kind == Kind.DEPTHWISE_CONVOLUTION) {
            numbers.put(layer + ".filters", depthwise(tensors.getFirst()));
        }
        if (kind == Kind.BATCH_NORMALISATION) {
            float[] means = tensors.get(2).values();
            float[] both = Arrays.copyOf(means, means.length + tensors.get(3).values().length);
            System.arraycopy(tensors.get(3).values(), 0, both, means.length, both.length - means.length);
            numbers.put(layer + ".statistics", new Tensor(Shape.of(2, both.length / 2), both));
        }
        return numbers;
    }

    private static Tensor depthwise(Tensor kernel) {
        Shape shape = kernel.shape();
        return shape.rank() == 4
                ? new Tensor(Shape.of(shape.dim(0), shape.dim(1), 1, shape.dim(2) * shape.dim(3)), kernel.values())
                : kernel;
    }
}
