package dev.fovea.formats.weights;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The tensors of a file that belong to one module of PyTorch: those whose names differ in the last part alone.
///
/// @param tensors by that last part
record TorchModule(List<String> path, Map<String, WeightTensor> tensors) {
    private static final Set<String> PARTS = Set.of("weight", "bias", "running_mean", "running_var");

    /// Counts steps of a training, which no reader needs.
    private static final String COUNT = "num_batches_tracked";

    /// What a module does with its input.
    enum Kind {
        /// A convolution, or a product with a matrix.
        PRODUCT,
        /// Batch norm, or another that scales and shifts channels.
        NORM,
        /// Numbers of its own, which scale.
        SCALE
    }

    Kind kind() {
        WeightTensor weight = tensors.get("weight");
        if (weight == null && !tensors.containsKey("running_mean")) {
            return Kind.SCALE;
        }
        return weight != null && weight.shape().size() > 1 ? Kind.PRODUCT : Kind.NORM;
    }

    String name() {
        return String.join(".", path);
    }

    @Nullable WeightTensor tensor(String part) {
        return tensors.get(part);
    }

    /// The modules of a file, in the file's order.
    static List<TorchModule> of(Collection<WeightTensor> tensors) {
        Map<String, TorchModule> modules = new LinkedHashMap<>();
        for (WeightTensor tensor : tensors) {
            int dot = tensor.name().lastIndexOf('.');
            String part = tensor.name().substring(dot + 1);
            if (!part.equals(COUNT)) {
                String path = PARTS.contains(part) ? tensor.name().substring(0, Math.max(0, dot)) : tensor.name();
                modules.computeIfAbsent(path, _ -> new TorchModule(List.of(path.split("\\.")), new LinkedHashMap<>()))
                        .tensors().put(part, tensor);
            }
        }
        return new ArrayList<>(modules.values());
    }
}
