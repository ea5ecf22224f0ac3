package dev.fovea.train;

import dev.fovea.backend.Layout;
import dev.fovea.backend.Store;
import dev.fovea.data.Preprocessing;
import dev.fovea.json.RecordCodec;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Network;
import dev.fovea.optim.Optimizers;
import dev.fovea.tensor.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Between a checkpoint's file and the live numbers of a training or a model.
public final class Checkpoints {
    private static final String SLOT = "optimizer.";
    private static final String INPUT = "input";
    private static final String LAYERS = "layers";
    private static final RecordCodec<Preprocessing> PREPROCESSING =
            new RecordCodec<>("preprocessing", Map.of("standardise", Preprocessing.class));

    private Checkpoints() {}

    /// A model at rest: weights and what must be known to use them.
    public static CheckpointFile model(Subject subject) {
        return file(subject, null, Map.of(), 0, Progress.START, List.of(), new LinkedHashMap<>());
    }

    /// A training at rest.
    static CheckpointFile state(
            Subject subject, Fit fit, int images, Progress progress, List<Event.EpochDone> history, float[][] slots) {
        Map<String, TensorSlice> tensors = new LinkedHashMap<>();
        List<String> names = fit.optimizer().slots();
        for (int slot = 0; slot < names.size(); slot++) {
            String prefix = SLOT + names.get(slot) + ".";
            float[] values = slots[slot];
            subject.store().parameters().places().forEach((name, place) ->
                    tensors.put(prefix + name, new TensorSlice(place.shape(), values, place.from())));
        }
        return file(
                subject, Optimizers.write(fit.optimizer()), settings(fit, images), fit.seed().value(), progress,
                history,
                tensors);
    }

    private static CheckpointFile file(
            Subject subject, @Nullable JsonNode optimizer, Map<String, String> settings, long seed, Progress progress,
            List<Event.EpochDone> history, Map<String, TensorSlice> more) {
        Store store = subject.store();
        Map<String, TensorSlice> tensors = new LinkedHashMap<>();
        store.parameters().places().forEach((name, place) ->
                tensors.put(name, new TensorSlice(place.shape(), store.parameterValues(), place.from())));
        store.states().places().forEach((name, place) ->
                tensors.put(name, new TensorSlice(place.shape(), store.stateValues(), place.from())));
        tensors.putAll(more);
        return new CheckpointFile(
                write(subject.network(), subject.codec()), PREPROCESSING.write(subject.preprocessing()),
                subject.labels(), optimizer, settings, seed, progress, history, tensors);
    }

    /// What else decides the bits of the steps to come. Epochs and steps may grow.
    private static Map<String, String> settings(Fit fit, int images) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("batch", Integer.toString(fit.batch()));
        settings.put("images", Integer.toString(images));
        settings.put("loss", name(fit.loss()));
        settings.put("clip", name(fit.clip()));
        settings.put("groups", fit.groups().toString());
        settings.put("transforms", fit.transforms().stream().map(Checkpoints::name).toList().toString());
        settings.put("mixing", fit.mixing().stream().map(Checkpoints::name).toList().toString());
        settings.put("shuffle", Boolean.toString(fit.shuffle()));
        settings.put("dropLast", Boolean.toString(fit.dropLast()));
        return settings;
    }

    /// Records print their settings; the text of other objects may differ from run to run.
    private static String name(Object part) {
        return part instanceof Record ? part.toString() : part.getClass().getSimpleName();
    }

    private static JsonNode write(Network network, RecordCodec<Layer> codec) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        var input = json.putArray(INPUT);
        for (int dim : network.input().dims()) {
            input.add(dim);
        }
        json.set(LAYERS, codec.write(network.layers()));
        return json;
    }

    /// The network of a checkpoint, whose tensors are in it.
    ///
    /// @throws CheckpointException if the file's network has layers that the codec does not know or that do not fit
    ///     each other, or if the file holds other tensors: nothing is allocated by what it claims
    public static Network network(Path file, CheckpointFile checkpoint, RecordCodec<Layer> codec) {
        try {
            JsonNode input = checkpoint.network().path(INPUT);
            int[] dims = new int[input.size()];
            for (int i = 0; i < dims.length; i++) {
                dims[i] = input.path(i).intValue();
            }
            Network network = new Network(Shape.of(dims), codec.read(checkpoint.network().path(LAYERS)));
            check(file, checkpoint, "", network.parameters().shapes());
            check(file, checkpoint, "", network.states().shapes());
            return network;
        } catch (CheckpointException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CheckpointException(file + ": the network in it cannot be built: " + e.getMessage(), e);
        }
    }

    /// The preprocessing of a checkpoint.
    public static Preprocessing preprocessing(Path file, CheckpointFile checkpoint) {
        try {
            return PREPROCESSING.read(checkpoint.preprocessing());
        } catch (RuntimeException e) {
            throw new CheckpointException(file + ": the preprocessing in it is broken: " + e.getMessage(), e);
        }
    }

    /// Copies a checkpoint's weights and states into a store of the same network.
    public static void copy(Path file, CheckpointFile checkpoint, Store store) {
        copy(file, checkpoint, store.parameters(), "", store.parameterValues());
        copy(file, checkpoint, store.states(), "", store.stateValues());
        store.changed();
    }

    private static void check(Path file, CheckpointFile checkpoint, String prefix, Map<String, Shape> shapes) {
        shapes.forEach((name, shape) -> tensor(file, checkpoint, prefix + name, shape));
    }

    private static void copy(Path file, CheckpointFile checkpoint, Layout layout, String prefix, float[] into) {
        layout.places().forEach((name, place) ->
                tensor(file, checkpoint, prefix + name, place.shape()).copy(into, place.from()));
    }

    private static TensorSlice tensor(Path file, CheckpointFile checkpoint, String name, Shape shape) {
        TensorSlice tensor = checkpoint.tensors().get(name);
        if (tensor == null || !tensor.shape().equals(shape)) {
            throw new CheckpointException(file + ": expected a tensor " + name + " of shape " + shape + ", got "
                    + (tensor == null ? "none" : tensor.shape()) + "; it is a checkpoint of another model");
        }
        return tensor;
    }

    /// Copies a training's checkpoint into a subject, its optimizer's slots and its history.
    static Progress restore(
            Path file, CheckpointFile checkpoint, Subject subject, Fit fit, int images, float[][] slots,
            List<Event.EpochDone> history) {
        JsonNode optimizer = checkpoint.optimizer();
        if (optimizer == null) {
            throw new CheckpointException(
                    file + ": expected a training's checkpoint, got a finished model; train anew");
        }
        if (!same(checkpoint.network(), write(subject.network(), subject.codec()))) {
            throw new CheckpointException(file + ": it is a checkpoint of another model: expected "
                    + subject.network().layers() + "; resume the recipe that wrote it");
        }
        if (!preprocessing(file, checkpoint).equals(subject.preprocessing())) {
            throw new CheckpointException(file + ": it was trained with preprocessing " + checkpoint.preprocessing()
                    + ", got " + PREPROCESSING.write(subject.preprocessing()) + "; resume with the same preprocessing");
        }
        if (!checkpoint.labels().equals(subject.labels())) {
            throw new CheckpointException(file + ": it was trained on the classes " + checkpoint.labels() + ", got "
                    + subject.labels() + "; resume on the same data");
        }
        if (checkpoint.seed() != fit.seed().value()) {
            throw new CheckpointException(file + ": it was trained with seed " + checkpoint.seed() + ", got seed "
                    + fit.seed().value() + "; resume with the same seed");
        }
        if (!same(optimizer, Optimizers.write(fit.optimizer()))) {
            throw new CheckpointException(file + ": it was trained with " + optimizer + ", got "
                    + Optimizers.write(fit.optimizer()) + "; resume with the same optimizer");
        }
        settings(fit, images).forEach((name, value) -> {
            String known = checkpoint.settings().getOrDefault(name, value);
            if (!known.equals(value)) {
                throw new CheckpointException(file + ": it was trained with " + name + " " + known + ", got " + value
                        + "; resume with the same " + name);
            }
        });
        List<String> names = fit.optimizer().slots();
        Map<String, Shape> parameters = subject.network().parameters().shapes();
        check(file, checkpoint, "", parameters);
        check(file, checkpoint, "", subject.network().states().shapes());
        names.forEach(name -> check(file, checkpoint, SLOT + name + ".", parameters));
        copy(file, checkpoint, subject.store());
        for (int slot = 0; slot < names.size(); slot++) {
            copy(file, checkpoint, subject.store().parameters(), SLOT + names.get(slot) + ".", slots[slot]);
        }
        history.clear();
        history.addAll(checkpoint.history());
        return checkpoint.progress();
    }

    /// Compares texts: a number that was read has another type than the one that was written.
    private static boolean same(JsonNode read, JsonNode written) {
        return read.toString().equals(written.toString());
    }
}
