package dev.fovea.formats.weights;

import dev.fovea.formats.weights.Assignment.AsTheyAre;
import dev.fovea.formats.weights.Assignment.Filters;
import dev.fovea.formats.weights.Assignment.Layout;
import dev.fovea.formats.weights.Assignment.Matrix;
import dev.fovea.io.FileException;
import dev.fovea.nn.Network;
import dev.fovea.safetensors.Dtype;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Walks the layers of a network beside the modules of a file, kind by kind: the n-th product beside the n-th product,
/// the n-th norm beside the n-th norm. Convolutions come in one order in both, and so do norms, while which of a
/// convolution and its norm is named first differs.
final class Matching {
    /// Classifiers on the side, which a file may have and a network need not.
    private static final String SIDE = "aux";

    private final List<Assignment> assignments = new ArrayList<>();
    private final List<String> unfit = new ArrayList<>();

    private Matching() {}

    /// What becomes of each variable of the network.
    ///
    /// @throws FileException without the file's name, if something of the network or the file is left over
    static List<Assignment> of(Network network, Weights weights) {
        Matching matching = new Matching();
        List<NetworkLayer> layers = NetworkLayer.of(network);
        boolean aside = layers.stream().anyMatch(NetworkLayer::isAside);
        List<TorchModule> modules = ordered(weights).stream().filter(module -> aside || !isAside(module)).toList();
        Map<TorchModule.Kind, Integer> taken = new EnumMap<>(TorchModule.Kind.class);
        Map<TorchModule.Kind, List<TorchModule>> kinds = modules.stream().collect(Collectors.groupingBy(
                TorchModule::kind, () -> new EnumMap<>(TorchModule.Kind.class), Collectors.toList()));
        for (NetworkLayer layer : layers) {
            List<TorchModule> alike = kinds.getOrDefault(layer.kind(), List.of());
            int next = taken.merge(layer.kind(), 1, Integer::sum) - 1;
            matching.layer(layer, next < alike.size() ? alike.get(next) : null);
        }
        kinds.forEach((kind, alike) -> alike.stream().skip(taken.getOrDefault(kind, 0)).forEach(module ->
                module.tensors().values().forEach(matching::leftOver)));
        matching.requireAll();
        return matching.assignments;
    }

    /// The modules of a file as a network computes them.
    ///
    /// @throws FileException if the names do not tell
    static List<TorchModule> ordered(Weights weights) {
        List<TorchModule> modules = TorchModule.of(weights.tensors().values());
        ModuleOrder order = new ModuleOrder(modules.stream().map(TorchModule::path).toList());
        modules.sort((a, b) -> order.compare(a.path(), b.path()));
        for (TorchModule.Kind kind : TorchModule.Kind.values()) {
            List<TorchModule> alike = modules.stream().filter(module -> module.kind() == kind).toList();
            for (int i = 1; i < alike.size(); i++) {
                order.requireKnown(alike.get(i - 1).path(), alike.get(i).path());
            }
        }
        return modules;
    }

    static boolean isAside(TorchModule module) {
        return module.path().getFirst().toLowerCase(Locale.ROOT).startsWith(SIDE);
    }

    private void leftOver(WeightTensor tensor) {
        unfit.add("expected no more tensors for the network, got " + tensor.name() + " of " + tensor.extents());
    }

    private void requireAll() {
        if (!unfit.isEmpty()) {
            int others = unfit.size() - 1;
            throw new FileException(unfit.getFirst() + (others == 0 ? "" : "; of the other tensors " + others
                    + (others == 1 ? " does" : " do") + " not fit either"));
        }
    }

    private void layer(NetworkLayer layer, @Nullable TorchModule module) {
        layer.variables().forEach((variable, shape) -> {
            String name = layer.name().isEmpty() ? variable : layer.name() + "." + variable;
            boolean product = layer.kind() == TorchModule.Kind.PRODUCT;
            if (product && shape.rank() == 4) {
                filters(name, shape, module);
            } else if (product && shape.rank() == 2) {
                matrix(name, shape, layer.pixels(), module);
            } else {
                others(variable, name, shape, module);
            }
        });
        if (module != null) {
            requireUsed(layer, module);
        }
    }

    private void others(String variable, String name, Shape shape, @Nullable TorchModule module) {
        switch (variable) {
            case "gamma" -> vector(name, shape, module, "weight");
            case "bias", "beta" -> vector(name, shape, module, "bias");
            case "statistics" -> statistics(name, shape, module);
            default -> scale(name, shape, module);
        }
    }

    /// A bias in the file that the layer has not.
    private void requireUsed(NetworkLayer layer, TorchModule module) {
        for (WeightTensor tensor : module.tensors().values()) {
            boolean used = assignments.stream().anyMatch(assignment -> assignment.tensors().contains(tensor.name()));
            boolean known = unfit.stream().anyMatch(line -> line.startsWith(tensor.name() + ": "));
            if (!used && !known) {
                unfit.add(tensor.name() + ": expected no such tensor for " + layer.name() + ", got one of "
                        + tensor.extents());
            }
        }
    }

    private void filters(String name, Shape shape, @Nullable TorchModule module) {
        long[] torch = {shape.dim(3), shape.dim(2), shape.dim(0), shape.dim(1)};
        boolean single = shape.dim(0) * shape.dim(1) == 1;
        long[] flat = single ? new long[] {shape.dim(3), shape.dim(2)} : torch;
        assign(name, shape, module, "weight", new Filters(), torch, flat);
    }

    /// PyTorch writes some products of flattened images as convolutions that see all of them.
    private void matrix(String name, Shape shape, int pixels, @Nullable TorchModule module) {
        long inputs = shape.dim(0);
        long outputs = shape.dim(1);
        WeightTensor weight = module == null ? null : module.tensor("weight");
        long[] flat = {outputs, inputs};
        long[] whole = flat;
        if (weight != null && weight.shape().size() == 4
                && weight.shape().get(2) * weight.shape().get(3) == pixels) {
            whole = new long[] {outputs, inputs / pixels, weight.shape().get(2), weight.shape().get(3)};
        }
        assign(name, shape, module, "weight", new Matrix(pixels), flat, whole);
    }

    private void vector(String name, Shape shape, @Nullable TorchModule module, String part) {
        assign(name, shape, module, part, new AsTheyAre(), longs(shape), longs(shape));
    }

    private void statistics(String name, Shape shape, @Nullable TorchModule module) {
        int before = unfit.size();
        long[] channels = {shape.dim(1)};
        WeightTensor means = fitting(name, module, "running_mean", channels, channels);
        WeightTensor variances = fitting(name, module, "running_var", channels, channels);
        if (means != null && variances != null && unfit.size() == before) {
            assignments.add(new Assignment(
                    name, shape, List.of(means.name(), variances.name()), new AsTheyAre()));
        }
    }

    /// A vector of PyTorch may have further extents of 1, so that it scales images.
    private void scale(String name, Shape shape, @Nullable TorchModule module) {
        if (module == null || module.tensors().size() != 1 || shape.rank() > 3) {
            unfit.add(missing(name, longs(shape)));
            return;
        }
        String part = module.tensors().keySet().iterator().next();
        long[] spread = Arrays.copyOf(longs(shape), 3);
        Arrays.fill(spread, shape.rank(), 3, 1);
        assign(name, shape, module, part, new AsTheyAre(), longs(shape), spread);
    }

    private void assign(
            String name, Shape shape, @Nullable TorchModule module, String part, Layout layout, long[] extents,
            long[] others) {
        WeightTensor tensor = fitting(name, module, part, extents, others);
        if (tensor != null) {
            assignments.add(new Assignment(name, shape, List.of(tensor.name()), layout));
        }
    }

    /// A tensor, if it has one of two shapes.
    private @Nullable WeightTensor fitting(
            String name, @Nullable TorchModule module, String part, long[] extents, long[] others) {
        WeightTensor tensor = module == null ? null : module.tensor(part);
        if (tensor == null) {
            unfit.add(module == null ? missing(name, extents) : module.name() + "." + part + ": expected a tensor of "
                    + text(extents) + " for " + name + ", got none");
            return null;
        }
        List<Long> shape = tensor.shape();
        if (!shape.equals(list(extents)) && !shape.equals(list(others))) {
            unfit.add(tensor.name() + ": expected " + text(extents) + " for " + name + ", got " + tensor.extents());
            return null;
        }
        if (!Dtype.valueOf(tensor.dtype()).isReadable()) {
            unfit.add(tensor.name() + ": expected numbers that floats can hold for " + name + ", got "
                    + tensor.dtype());
            return null;
        }
        return tensor;
    }

    private static String missing(String name, long[] extents) {
        return "expected a tensor of " + text(extents) + " for " + name + ", got none left";
    }

    private static long[] longs(Shape shape) {
        return Arrays.stream(shape.dims()).asLongStream().toArray();
    }

    private static List<Long> list(long[] extents) {
        return Arrays.stream(extents).boxed().toList();
    }

    private static String text(long[] extents) {
        return Arrays.stream(extents).mapToObj(Long::toString).collect(Collectors.joining("×"));
    }
}
