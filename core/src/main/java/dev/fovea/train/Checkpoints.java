package dev.fovea.train;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Layout;
import dev.fovea.backend.Store;
import dev.fovea.data.ClassNames;
import dev.fovea.data.Preprocessing;
import dev.fovea.io.FileException;
import dev.fovea.json.CanonicalText;
import dev.fovea.json.Defaults;
import dev.fovea.json.Json;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.json.RecordCodec;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Network;
import dev.fovea.optim.Optimizer;
import dev.fovea.safetensors.TensorSlice;
import dev.fovea.tensor.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Carries numbers between a checkpoint's file and a live training or model.
public final class Checkpoints {
    private static final String SLOT = "optimizer.";
    private static final String INPUT = "input";
    private static final String LAYERS = "layers";
    private static final String IMAGES = "images";

    /// The kernels of the steps before: others round otherwise.
    static final String KERNELS = "kernels";

    /// The components of a [Fit] that are settings since files have any. Later ones are settings where they are not
    /// usual.
    private static final List<String> SETTINGS =
            List.of("batch", "loss", "clip", "groups", "transforms", "mixing", "shuffle", "dropLast");

    /// Components of a [Fit] that are compared elsewhere, or may change.
    private static final Set<String> ELSEWHERE = Stream.concat(
                    SETTINGS.stream(), Stream.of("epochs", "steps", "optimizer", "seed", "validation"))
            .collect(Collectors.toSet());

    private static final RecordCodec<Preprocessing> PREPROCESSING = RecordCodec.of("preprocessing", Preprocessing.class)
            .with("standardise", Defaults.of(Preprocessing.of(Shape.of(1)), "image", "shape"));

    private Checkpoints() {}

    static RecordCodec<Preprocessing> preprocessings() {
        return PREPROCESSING;
    }

    /// A model at rest: weights and what must be known to use them.
    public static CheckpointFile model(Subject subject) {
        return file(subject, null, Map.of(), 0, Progress.START, List.of(), new LinkedHashMap<>());
    }

    /// Refuses what could not be saved, before it is trained.
    ///
    /// @throws IllegalArgumentException if the codecs do not know a layer, the optimizer or its schedule
    static void requireSavable(Subject subject, Fit fit) {
        try {
            write(subject.network(), subject.codecs().layers());
            subject.codecs().optimizers().write(fit.optimizer());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("checkpoints of this training could not be saved: " + e.getMessage(), e);
        }
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
                subject, subject.codecs().optimizers().write(fit.optimizer()),
                withKernels(settings(fit, images), subject), fit.seed().value(), progress, history, tensors);
    }

    private static CheckpointFile file(
            Subject subject, @Nullable Json optimizer, Map<String, String> settings, long seed, Progress progress,
            List<Event.EpochDone> history, Map<String, TensorSlice> more) {
        Store store = subject.store();
        Map<String, TensorSlice> tensors = new LinkedHashMap<>();
        store.parameters().places().forEach((name, place) ->
                tensors.put(name, new TensorSlice(place.shape(), store.parameterValues(), place.from())));
        store.states().places().forEach((name, place) ->
                tensors.put(name, new TensorSlice(place.shape(), store.stateValues(), place.from())));
        tensors.putAll(more);
        return new CheckpointFile(
                write(subject.network(), subject.codecs().layers()), PREPROCESSING.write(subject.preprocessing()),
                subject.labels(), optimizer, settings, seed, progress, history, tensors);
    }

    /// What else decides the bits of the steps to come. Epochs and steps may grow.
    private static Map<String, String> settings(Fit fit, int images) {
        Map<String, String> settings = new LinkedHashMap<>();
        CanonicalText words = TrainingText.words();
        settings.put(IMAGES, Integer.toString(images));
        for (String name : SETTINGS) {
            settings.put(name, words.of(fit, name));
        }
        settings.putAll(words.others(fit, ELSEWHERE));
        return settings;
    }

    private static Map<String, String> withKernels(Map<String, String> settings, Subject subject) {
        settings.put(KERNELS, subject.backend().name());
        return settings;
    }

    private static JsonObject write(Network network, RecordCodec<Layer> codec) {
        return JsonObject.builder()
                .put(INPUT, JsonArray.of(network.input().dims()))
                .put(LAYERS, codec.write(network.layers()))
                .build();
    }

    /// The model of a checkpoint.
    ///
    /// @throws FileException if its parts cannot be read, or do not fit each other or the tensors
    public static Subject subject(String file, CheckpointFile checkpoint, String name, Backend backend, Codecs codecs) {
        Network network = network(file, checkpoint, codecs.layers());
        Preprocessing preprocessing = preprocessing(file, checkpoint);
        try {
            Subject.requireFitting(network, preprocessing, checkpoint.labels());
        } catch (RuntimeException e) {
            throw new FileException(file + ": its parts do not belong together: " + reason(e), e);
        }
        Store store = new Store(Layout.of(network.parameters().shapes()), Layout.of(network.states().shapes()));
        copy(file, checkpoint, store);
        return new Subject(name, network, codecs, store, backend, preprocessing, checkpoint.labels());
    }

    /// The network of a checkpoint, whose tensors are in it.
    ///
    /// @throws FileException if the file's network has layers that the codec does not know or that do not fit
    ///     each other, or if the file holds other tensors: nothing is allocated by what it claims
    public static Network network(String file, CheckpointFile checkpoint, RecordCodec<Layer> codec) {
        try {
            Network network = read(checkpoint.network(), codec);
            check(file, checkpoint, "", network.parameters().shapes());
            check(file, checkpoint, "", network.states().shapes());
            return network;
        } catch (FileException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new FileException(file + ": the network in it cannot be built: " + reason(e), e);
        }
    }

    private static Network read(JsonObject json, RecordCodec<Layer> codec) {
        if (!(json.get(INPUT) instanceof JsonArray input && json.get(LAYERS) instanceof Json layers)
                || json.fields().size() != 2) {
            throw new IllegalArgumentException(
                    "expected " + INPUT + " and " + LAYERS + ": got " + json.fields().keySet());
        }
        int[] dims = input.elements().stream()
                .mapToInt(dim -> dim instanceof JsonNumber number ? number.intValue() : 0)
                .toArray();
        return new Network(Shape.of(dims), codec.read(layers));
    }

    /// What a failure says, on one line.
    static String reason(RuntimeException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message.replaceAll("\\s+", " ");
    }

    /// The preprocessing of a checkpoint.
    public static Preprocessing preprocessing(String file, CheckpointFile checkpoint) {
        try {
            return PREPROCESSING.read(checkpoint.preprocessing());
        } catch (RuntimeException e) {
            throw new FileException(file + ": the preprocessing in it is broken: " + reason(e), e);
        }
    }

    private static Optimizer optimizer(String file, Json optimizer, RecordCodec<Optimizer> codec) {
        try {
            return codec.read(optimizer);
        } catch (RuntimeException e) {
            throw new FileException(file + ": the optimizer in it is broken: " + reason(e), e);
        }
    }

    /// Copies a checkpoint's weights and states into a store of the same network.
    public static void copy(String file, CheckpointFile checkpoint, Store store) {
        copy(file, checkpoint, store.parameters(), "", store.parameterValues());
        copy(file, checkpoint, store.states(), "", store.stateValues());
        store.changed();
    }

    private static void check(String file, CheckpointFile checkpoint, String prefix, Map<String, Shape> shapes) {
        shapes.forEach((name, shape) -> tensor(file, checkpoint, prefix + name, shape));
    }

    private static void copy(String file, CheckpointFile checkpoint, Layout layout, String prefix, float[] into) {
        layout.places().forEach((name, place) ->
                tensor(file, checkpoint, prefix + name, place.shape()).copy(into, place.from()));
    }

    private static TensorSlice tensor(String file, CheckpointFile checkpoint, String name, Shape shape) {
        TensorSlice tensor = checkpoint.tensors().get(name);
        if (tensor == null || !tensor.shape().equals(shape)) {
            throw new FileException(file + ": expected a tensor " + name + " of shape " + shape + ", got "
                    + (tensor == null ? "none" : tensor.shape()) + "; it is a checkpoint of another model");
        }
        return tensor;
    }

    /// Fails unless a checkpoint is of this training.
    ///
    /// @param images of the training
    /// @param anyKernels whether other kernels may have trained it
    static void requireResumable(
            String file, CheckpointFile checkpoint, Subject subject, Fit fit, int images, boolean anyKernels) {
        Json optimizer = checkpoint.optimizer();
        if (optimizer == null) {
            throw new FileException(
                    file + ": expected a training's checkpoint, got a finished model; train anew");
        }
        JsonObject network = write(subject.network(), subject.codecs().layers());
        if (!write(network(file, checkpoint, subject.codecs().layers()), subject.codecs().layers()).equals(network)) {
            throw new FileException(file + ": it is a checkpoint of another model: expected "
                    + subject.network().layers() + "; resume the recipe that wrote it");
        }
        if (!preprocessing(file, checkpoint).equals(subject.preprocessing())) {
            throw new FileException(file + ": it was trained with preprocessing " + checkpoint.preprocessing()
                    + ", got " + PREPROCESSING.write(subject.preprocessing()) + "; resume with the same preprocessing");
        }
        if (!ClassNames.same(checkpoint.labels(), subject.labels())) {
            throw new FileException(file + ": it was trained on the classes " + checkpoint.labels() + ", got "
                    + subject.labels() + "; resume on the same data");
        }
        if (checkpoint.seed() != fit.seed().value()) {
            throw new FileException(file + ": it was trained with seed " + checkpoint.seed() + ", got seed "
                    + fit.seed().value() + "; resume with the same seed");
        }
        RecordCodec<Optimizer> optimizers = subject.codecs().optimizers();
        JsonObject rule = optimizers.write(fit.optimizer());
        if (!optimizers.write(optimizer(file, optimizer, optimizers)).equals(rule)) {
            throw new FileException(file + ": it was trained with " + optimizer + ", got " + rule
                    + "; resume with the same optimizer");
        }
        Map<String, String> known = new LinkedHashMap<>(checkpoint.settings());
        String kernels = known.remove(KERNELS);
        compare(file, known, settings(fit, images));
        if (kernels != null && !kernels.equals(subject.backend().name()) && !anyKernels) {
            throw new FileException(file + ": it was trained with " + kernels + " kernels, got "
                    + subject.backend().name() + ", which round otherwise; resume with the same kernels"
                    + " (-Dfovea.kernels), or with any by resumeOnAnyKernels");
        }
    }

    /// Copies what a training needs to go on: the network's numbers and the optimizer's.
    static void restore(String file, CheckpointFile checkpoint, Subject subject, Fit fit, float[][] slots) {
        List<String> names = fit.optimizer().slots();
        Map<String, Shape> parameters = subject.network().parameters().shapes();
        check(file, checkpoint, "", parameters);
        check(file, checkpoint, "", subject.network().states().shapes());
        names.forEach(name -> check(file, checkpoint, SLOT + name + ".", parameters));
        copy(file, checkpoint, subject.store());
        for (int slot = 0; slot < names.size(); slot++) {
            copy(file, checkpoint, subject.store().parameters(), SLOT + names.get(slot) + ".", slots[slot]);
        }
    }

    /// Files of the first days have none, and what came later is written where it is not usual.
    private static void compare(String file, Map<String, String> known, Map<String, String> wanted) {
        for (String name : known.keySet()) {
            if (!wanted.containsKey(name)) {
                throw new FileException(file + ": it was trained with " + name + " " + known.get(name)
                        + ", got none; resume with the same " + name + ", or with the newer Fovea that wrote it");
            }
        }
        wanted.forEach((name, value) -> {
            boolean old = SETTINGS.contains(name) || name.equals(IMAGES);
            String before = known.getOrDefault(name, old || known.isEmpty() ? value : "its default");
            if (!before.equals(value)) {
                throw new FileException(file + ": it was trained with " + name + " " + before + ", got " + value
                        + "; resume with the same " + name);
            }
        });
    }
}
