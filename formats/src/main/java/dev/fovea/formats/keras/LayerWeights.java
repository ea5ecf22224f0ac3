package dev.fovea.formats.keras;

import dev.fovea.io.FileException;
import dev.fovea.tensor.Tensor;
import io.jhdf.api.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The weights of a layer, or of all layers of a network, in one of the two orders that Keras has written them in.
sealed interface LayerWeights {
    /// Those of a layer of this network.
    LayerWeights of(KerasLayer layer);

    /// A variable; null if there is none.
    ///
    /// @param index among the layer's variables, in the order in which Keras makes them
    /// @param names which it may have
    @Nullable Tensor variable(int index, String... names);

    /// Keras 3: a group for each layer, named by its type, in which variables are numbered.
    record Numbered(@Nullable HdfTree tree) implements LayerWeights {
        @Override
        public LayerWeights of(KerasLayer layer) {
            HdfTree layers = tree == null ? null : tree.group("layers");
            return new Numbered(layers == null ? null : layers.group(layer.place()));
        }

        @Override
        public @Nullable Tensor variable(int index, String... names) {
            HdfTree variables = tree == null ? null : tree.group("vars");
            Dataset dataset = variables == null ? null : variables.datasets().get(Integer.toString(index));
            return variables == null || dataset == null ? null : variables.tensor(names[0], dataset);
        }
    }

    /// Keras 2, and `.h5` of Keras 3: a group for each layer of the outermost network by its name, and in it variables
    /// by their paths.
    record ByName(HdfTree root) implements LayerWeights {
        @Override
        public LayerWeights of(KerasLayer layer) {
            HdfTree group = root.group(layer.name());
            Map<String, Dataset> variables = new LinkedHashMap<>();
            if (group != null) {
                group.texts("weight_names").forEach(path -> variables.put(path, dataset(group, path)));
            }
            return new Paths(root, variables);
        }

        private static Dataset dataset(HdfTree group, String path) {
            HdfTree at = group;
            String[] parts = path.split("/", -1);
            for (String part : Arrays.copyOf(parts, parts.length - 1)) {
                at = at == null ? null : at.group(part);
            }
            Dataset dataset = at == null ? null : at.datasets().get(parts[parts.length - 1]);
            if (dataset == null || Arrays.asList(parts).contains("..")) {
                throw new FileException(group.file() + ": expected the weights that weight_names lists: got no " + path
                        + "; save the model again");
            }
            return dataset;
        }

        @Override
        public @Nullable Tensor variable(int index, String... names) {
            return null;
        }
    }

    /// Variables by their paths, such as `inner/conv2d/kernel:0`.
    record Paths(HdfTree root, Map<String, Dataset> variables) implements LayerWeights {
        public Paths {
            variables = new LinkedHashMap<>(variables);
        }

        @Override
        public LayerWeights of(KerasLayer layer) {
            Map<String, Dataset> inside = new LinkedHashMap<>();
            variables.forEach((path, dataset) -> {
                List<String> parts = Arrays.asList(path.split("/", -1));
                if (parts.subList(0, parts.size() - 1).contains(layer.name())) {
                    inside.put(path, dataset);
                }
            });
            return new Paths(root, inside);
        }

        @Override
        public @Nullable Tensor variable(int index, String... names) {
            List<String> found = new ArrayList<>();
            for (String path : variables.keySet()) {
                String last = path.substring(path.lastIndexOf('/') + 1).replaceFirst(":\\d+$", "");
                if (Arrays.asList(names).contains(last)) {
                    found.add(path);
                }
            }
            if (found.size() > 1) {
                throw new IllegalArgumentException("two of its variables are named " + names[0]);
            }
            return found.isEmpty()
                    ? null
                    : root.tensor(found.getFirst(), Objects.requireNonNull(variables.get(found.getFirst())));
        }
    }
}
