package dev.fovea.model;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.backend.Executable;
import dev.fovea.backend.Frame;
import dev.fovea.backend.Layout;
import dev.fovea.backend.Store;
import dev.fovea.data.ArrayDataset;
import dev.fovea.data.DataException;
import dev.fovea.data.Dataset;
import dev.fovea.data.FiniteImages;
import dev.fovea.data.Images;
import dev.fovea.data.Preprocessing;
import dev.fovea.json.RecordCodec;
import dev.fovea.nn.Head;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Loss;
import dev.fovea.nn.Network;
import dev.fovea.nn.OutputKind;
import dev.fovea.nn.Summary;
import dev.fovea.optim.ParameterGroup;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Callback;
import dev.fovea.train.CheckpointFile;
import dev.fovea.train.Checkpoints;
import dev.fovea.train.Codecs;
import dev.fovea.train.Evaluator;
import dev.fovea.train.FiniteNumbers;
import dev.fovea.train.FiniteOutputs;
import dev.fovea.train.Fit;
import dev.fovea.train.Progress;
import dev.fovea.train.Subject;
import dev.fovea.train.Trainer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/// A network with numbers: what users hold. [#predict] may be called by many threads at once; all else by one.
public final class Model {
    private static final int EVALUATION_BATCH = 128;
    private static final int PREDICTION_BATCH = 32;

    private final Subject subject;
    private final Frames frames;
    private final Frames batchFrames;
    private final OutputKind kind;
    private volatile @Nullable Executable single;
    private volatile @Nullable Executable batched;

    /// Kept until the model is trained, which needs the memory.
    private @Nullable Evaluation evaluation;

    /// Epochs begun and steps done by [#fit].
    private Progress fitted = Progress.START;

    private record Evaluation(Loss loss, int batch, Evaluator evaluator) {}

    private Model(Subject subject) {
        this.subject = subject;
        this.frames = new Frames(subject.backend().threads(), () -> single().frame());
        this.batchFrames = new Frames(1, () -> batched().frame());
        this.kind = subject.network().outputs();
    }

    /// A model with fresh parameters whose classes are called `0`, `1`, …
    ///
    /// @param input the shape of one image, height × width × channels
    public static Model of(Layer layers, Shape input, Seed seed) {
        Network network = new Network(input, layers);
        List<String> labels = IntStream.range(0, Math.toIntExact(network.output().size()))
                .mapToObj(Integer::toString)
                .toList();
        return of("model", network, Preprocessing.of(input), labels, seed, Backends.shared(), Codecs.registered());
    }

    /// A model with fresh parameters for the images and classes of a data set.
    public static Model of(Layer layers, Dataset data, Seed seed) {
        Network network = new Network(data.sample(), layers);
        return of(
                "model", network, Preprocessing.of(data), data.labels(), seed, Backends.shared(), Codecs.registered());
    }

    /// A model with fresh parameters, with everything said.
    ///
    /// @param codec writes the layers into files; must know layers of your own
    public static Model of(
            String name, Network network, Preprocessing preprocessing, List<String> labels, Seed seed, Backend backend,
            RecordCodec<Layer> codec) {
        return of(name, network, preprocessing, labels, seed, backend, Codecs.of(codec));
    }

    /// A model with fresh parameters, with everything said.
    ///
    /// @param codecs write it and its training into files; must know layers, optimizers and schedules of your own
    public static Model of(
            String name, Network network, Preprocessing preprocessing, List<String> labels, Seed seed, Backend backend,
            Codecs codecs) {
        Network.Variables parameters = network.parameters();
        Network.Variables states = network.states();
        Store store = new Store(Layout.of(parameters.shapes()), Layout.of(states.shapes()));
        fill(parameters, store.parameters(), store.parameterValues(), seed);
        fill(states, store.states(), store.stateValues(), seed);
        store.changed();
        return new Model(new Subject(name, network, codecs, store, backend, preprocessing, labels));
    }

    /// A model whose parameters and states are known, with everything said.
    ///
    /// @param codecs write it and its training into files; must know layers, optimizers and schedules of your own
    /// @param values gives each parameter and state by its name, in the network's shape
    public static Model of(
            String name, Network network, Preprocessing preprocessing, List<String> labels, Backend backend,
            Codecs codecs, Function<String, Tensor> values) {
        Store store = new Store(
                Layout.of(network.parameters().shapes()), Layout.of(network.states().shapes()));
        Model model = new Model(new Subject(name, network, codecs, store, backend, preprocessing, labels));
        model.variables().keySet().forEach(variable -> model.write(variable, values.apply(variable)));
        return model;
    }

    private static void fill(Network.Variables variables, Layout layout, float[] values, Seed seed) {
        layout.places().entrySet().parallelStream()
                .forEach(entry -> variables.fill(seed, entry.getKey(), values, entry.getValue().from()));
    }

    /// A saved model, on the shared backend. Loading never runs code.
    public static Model load(Path file) {
        return load(file, Backends.shared(), Codecs.registered());
    }

    /// A saved model.
    ///
    /// @param codec reads the layers; must know layers of your own
    public static Model load(Path file, Backend backend, RecordCodec<Layer> codec) {
        return load(file, backend, Codecs.of(codec));
    }

    /// A saved model.
    ///
    /// @param codecs must know layers, and for a training that goes on also optimizers and schedules, of your own
    public static Model load(Path file, Backend backend, Codecs codecs) {
        Path fileName = file.getFileName();
        String name = fileName == null ? "model" : fileName.toString().replaceFirst("\\.safetensors$", "");
        return new Model(Checkpoints.subject(file.toString(), CheckpointFile.read(file), name, backend, codecs));
    }

    /// A saved model from a stream, such as a resource of a jar, on the shared backend. The stream is read to its end
    /// and not closed; what it gives lies in memory meanwhile and must be less than a quarter of the heap.
    ///
    /// @param name what messages call it, and the model's name
    /// @throws dev.fovea.io.FileException if it cannot be read, or is no checkpoint of Fovea
    public static Model load(InputStream stream, String name) {
        return load(stream, name, Backends.shared(), Codecs.registered());
    }

    /// See [#load(InputStream, String)].
    public static Model load(InputStream stream, String name, Backend backend, Codecs codecs) {
        return new Model(Checkpoints.subject(name, CheckpointFile.read(stream, name), name, backend, codecs));
    }

    /// Writes the model, without optimizer state, as one safetensors file.
    ///
    /// @throws dev.fovea.train.NotFiniteException if it holds NaN or ∞; the file from before is unchanged
    public void save(Path file) {
        FiniteNumbers.require(subject.store());
        Checkpoints.model(subject).write(file);
    }

    /// Writes the same bytes into a stream, which is not closed.
    ///
    /// @throws dev.fovea.train.NotFiniteException if it holds NaN or ∞; nothing is written
    public void save(OutputStream stream) {
        FiniteNumbers.require(subject.store());
        Checkpoints.model(subject).write(stream);
    }

    public Subject subject() {
        return subject;
    }

    public Network network() {
        return subject.network();
    }

    public List<String> labels() {
        return subject.labels();
    }

    /// The shape that a picture is brought to: the network's input, or more where the network sees the centre only.
    public Shape picture() {
        return subject.preprocessing().image();
    }

    /// The picture of a file as [#predict] takes it, brought to its shape as those were that trained the model.
    ///
    /// @throws dev.fovea.data.DataException one line, if there is no such file or it is not an image
    public Tensor picture(Path file) {
        return subject.preprocessing().read(file);
    }

    /// The picture of a file's bytes, as if they were read from the file.
    ///
    /// @param name what messages call it
    /// @throws dev.fovea.data.DataException one line, if it is not an image
    public Tensor picture(byte[] file, String name) {
        Preprocessing preprocessing = subject.preprocessing();
        return Images.decode(file, name, preprocessing.image(), preprocessing.fitting());
    }

    /// A picture in memory, as if it were read from a PNG file that holds it.
    ///
    /// @throws dev.fovea.data.DataException one line, if it has a form that PNG does not have
    public Tensor picture(BufferedImage picture) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(picture, "png", file)) {
                throw new DataException("the picture has a form that PNG does not have: got " + picture.getColorModel()
                        + "; draw it into one of BufferedImage.TYPE_INT_RGB");
            }
        } catch (IOException e) {
            throw new DataException("the picture cannot be read: " + e.getMessage(), e);
        }
        return picture(file.toByteArray(), "the picture");
    }

    /// A picture of any size as [#predict] takes it.
    ///
    /// @param picture values from 0 to 1, height × width × 1 or 3
    public Tensor picture(Tensor picture) {
        return subject.preprocessing().fit(picture);
    }

    /// The table of the layers.
    public Summary summary() {
        return subject.network().summary(subject.name());
    }

    /// The shapes of the parameters, which training changes, by name, in the order of the layers.
    public Map<String, Shape> parameters() {
        return shapes(subject.store().parameters());
    }

    /// The shapes of what layers remember beside their parameters, such as batch norm's running averages, by name.
    public Map<String, Shape> states() {
        return shapes(subject.store().states());
    }

    private static Map<String, Shape> shapes(Layout layout) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        layout.places().forEach((name, place) -> shapes.put(name, place.shape()));
        return Collections.unmodifiableMap(shapes);
    }

    /// A copy of a parameter or state, by name.
    ///
    /// @throws IllegalArgumentException if there is none of that name
    public Tensor read(String name) {
        return subject.store().read(name);
    }

    /// Replaces a parameter or state, by name.
    ///
    /// @throws IllegalArgumentException if there is none of that name, or it has another shape
    public void write(String name, Tensor tensor) {
        subject.store().write(name, tensor);
    }

    /// Takes over what another model has learned: the parameters and states whose names match a pattern, in which `*`
    /// stands for any letters. `model.takeFrom(old, "conv2d*", "batch_norm*")` takes all layers but a new head, which
    /// a fit with `ParameterGroup.of("conv2d*").frozen()` then trains alone.
    ///
    /// @return the names of what was taken
    /// @throws IllegalArgumentException if a pattern matches nothing here, or what matches is not in the other model in
    ///     the same shape; nothing is changed
    public List<String> takeFrom(Model other, String... patterns) {
        Map<String, Shape> own = variables();
        Map<String, Shape> given = other.variables();
        Map<String, Tensor> taken = new LinkedHashMap<>();
        for (String pattern : patterns) {
            ParameterGroup group = ParameterGroup.of(pattern);
            List<String> names = own.keySet().stream().filter(group::matches).toList();
            if (names.isEmpty()) {
                throw new IllegalArgumentException("nothing of the model is named " + pattern + ": there are "
                        + String.join(", ", own.keySet()));
            }
            for (String name : names) {
                requireAlike(name, own.get(name), given.get(name));
                taken.put(name, other.read(name));
            }
        }
        taken.forEach(this::write);
        return List.copyOf(taken.keySet());
    }

    /// What this model has learned under a new head for other classes: the last Dense layer, or convolution of 1×1,
    /// starts anew with an output for each, and all else is copied ([Head]).
    ///
    /// [#fitHead] trains the head alone on features that are computed once; then [#fit] trains all, with small rates.
    ///
    /// @param labels the classes' names, by which data sets are matched
    /// @throws IllegalArgumentException if the network has no head
    public Model withHead(List<String> labels, Seed seed) {
        Head head = Head.of(network(), labels.size());
        Model model = of(
                subject.name(), new Network(network().input(), head.whole()), subject.preprocessing(), labels, seed,
                subject.backend(), subject.codecs());
        Map<String, Shape> alike = model.variables();
        alike.keySet().removeIf(name -> name.startsWith(head.name() + "."));
        alike.keySet().forEach(name -> model.write(name, read(name)));
        return model;
    }

    /// Trains the head alone, as long as `fit` says, on features of the data set that are computed once: the values
    /// that the body gives for each image, in memory. It takes seconds where a training of all takes hours.
    ///
    /// @param fit without transforms: an image is seen once, as prediction sees it
    /// @return what the training of the head came to
    /// @throws IllegalArgumentException if the network has no head, `fit` has transforms, or the features take more
    ///     than an array holds
    public Trainer.Result fitHead(Dataset data, Fit fit, Callback... callbacks) {
        if (!fit.transforms().isEmpty()) {
            throw new IllegalArgumentException("features are computed once, so a head is fitted without transforms:"
                    + " got " + fit.transforms().size() + "; give them to the fit of the whole network");
        }
        Head head = Head.of(network());
        Dataset features = features(head.body(), subject.measured(data));
        Model part = of(
                subject.name(), new Network(features.sample(), head.layers()), Preprocessing.of(features), labels(),
                fit.seed(), subject.backend(), subject.codecs());
        part.variables().keySet().forEach(name -> part.write(name, read(name)));
        Trainer.Result result = part.fit(features, fit, callbacks);
        part.variables().keySet().forEach(name -> write(name, part.read(name)));
        return result;
    }

    /// What the body gives for each image, in the order of the data set.
    private Dataset features(Layer body, Dataset data) {
        Network network = new Network(network().input(), body);
        int floats = Math.toIntExact(network.output().size());
        if ((long) floats * data.size() > Shape.MOST) {
            throw new IllegalArgumentException("features of " + data.size() + " images, " + floats
                    + " numbers each, are more than an array holds: fit fewer images, or all layers with fit");
        }
        float[] features = new float[floats * data.size()];
        int[] classes = new int[data.size()];
        Executable executable = subject.backend().compile(
                network.inference(), subject.store(), Math.min(PREDICTION_BATCH, data.size()));
        Frame frame = executable.frame();
        int sample = Math.toIntExact(network.input().size());
        float[] images = new float[executable.capacity() * sample];
        float[] outputs = new float[executable.capacity() * floats];
        for (int from = 0; from < data.size(); from += executable.capacity()) {
            int n = Math.min(executable.capacity(), data.size() - from);
            for (int i = 0; i < n; i++) {
                classes[from + i] = data.label(from + i);
                float[] image = input(data.image(from + i), data.name(from + i));
                System.arraycopy(image, 0, images, i * sample, sample);
            }
            frame.bind(Network.IMAGES, images, 0);
            frame.run(n, 0);
            frame.read(Network.OUTPUT, outputs, 0);
            System.arraycopy(outputs, 0, features, from * floats, n * floats);
        }
        return ArrayDataset.of(network.output(), features, classes, data.labels());
    }

    /// What a layer gives for an image, by the layer's name in the summary: features for other methods, or to look at.
    ///
    /// @param image as [#predict] takes it
    /// @throws IllegalArgumentException if no layer of that name has an output of its own
    public Tensor features(Tensor image, String layer) {
        Frame frame = subject.backend().compile(network().features(layer), subject.store(), 1).frame();
        frame.bind(Network.IMAGES, input(image), 0);
        frame.run(1, 0);
        return frame.read(Network.OUTPUT);
    }

    private Map<String, Shape> variables() {
        Map<String, Shape> variables = new LinkedHashMap<>(parameters());
        variables.putAll(states());
        return variables;
    }

    private static void requireAlike(String name, @Nullable Shape own, @Nullable Shape given) {
        if (!Objects.equals(own, given)) {
            throw new IllegalArgumentException("expected " + name + " of shape " + own + " in the other model, which"
                    + " has " + (given == null ? "none of that name" : "one of shape " + given)
                    + ": name only what both have alike");
        }
    }

    /// Trains on a data set whose classes are those of the model by their names, in any order.
    ///
    /// A model remembers how many epochs and steps it was fitted, so that the next fit goes on with its random numbers:
    /// in a loop, order, transforms and dropout do not repeat, and the images that are held out stay the same ones. The
    /// optimizer starts anew each time, as does the schedule; one fit of many epochs does not.
    ///
    /// @throws IllegalArgumentException one line that names a class that only one of the two has
    public Trainer.Result fit(Dataset data, Fit fit, Callback... callbacks) {
        Trainer trainer = trainer(fit, data, null, null);
        trainer.continuing(fitted);
        try {
            return trainer.run(List.of(callbacks));
        } finally {
            Progress done = trainer.progress();
            fitted = Progress.at(
                    fitted.epoch() + done.epoch() + (done.batch() > 0 ? 1 : 0), fitted.step() + done.step());
        }
    }

    /// A training to be run, saved and resumed. Its random numbers are those of its seed, whatever was fitted before.
    ///
    /// @param validation watched after each epoch; null for none, or for the share of `train` that `fit` holds out
    public Trainer trainer(
            Fit fit, Dataset train, @Nullable Dataset validation, Trainer.@Nullable Saving saving) {
        evaluation = null;
        return new Trainer(subject, fit, train, validation, saving);
    }

    /// Loss, accuracy and top-5 accuracy on a data set, with cross-entropy as the loss. Its classes are those of the
    /// model by their names, in any order, all or some.
    ///
    /// @throws IllegalArgumentException one line that names a class that the model does not know
    public Evaluator.Result evaluate(Dataset data) {
        return evaluate(data, Loss.crossEntropy());
    }

    public Evaluator.Result evaluate(Dataset data, Loss loss) {
        Dataset measured = subject.measured(data);
        return evaluator(loss, Math.min(EVALUATION_BATCH, data.size())).evaluate(measured);
    }

    /// The one that was used last, where it is alike.
    private Evaluator evaluator(Loss loss, int batch) {
        Evaluation known = evaluation;
        if (known == null || known.batch() != batch || !known.loss().equals(loss)) {
            evaluation = null;
            known = new Evaluation(loss, batch, new Evaluator(
                    subject.backend(), subject.network(), subject.store(), loss, subject.preprocessing(), batch));
            evaluation = known;
        }
        return known.evaluator();
    }

    /// What the network says of one image. Logits become probabilities by softmax; what are probabilities already, see
    /// [Network#outputs], stay as they are.
    ///
    /// @param image values from 0 to 1 of the shape of [#picture]; `model.picture(file)` makes one of any picture
    public Prediction predict(Tensor image) {
        Frame frame = frames.take();
        try {
            return predict(frame, List.of(image), _ -> "the image").getFirst();
        } finally {
            frames.giveBack(frame);
        }
    }

    /// What the network says of each image, in order, computed for up to 32 at a time, or for as many as the heap
    /// holds: the memory does not grow with the list. A prediction may differ in its last bits from that of the image
    /// alone.
    ///
    /// @param images each as [#predict(Tensor)] takes it; messages call them `image 0`, `image 1`, …
    public List<Prediction> predict(List<Tensor> images) {
        return predict(images.size(), images::get, i -> "image " + i);
    }

    /// What the network says of each image of a data set, in its order; its labels are not looked at.
    ///
    /// @throws dev.fovea.data.DataException one line that names an image that cannot be read
    public List<Prediction> predict(Dataset data) {
        return predict(data.size(), data::image, data::name);
    }

    private List<Prediction> predict(int count, IntFunction<Tensor> images, IntFunction<String> names) {
        List<Prediction> predictions = new ArrayList<>(count);
        boolean alone = count == 1;
        int batch = alone ? 1 : batched().capacity();
        Frames free = alone ? frames : batchFrames;
        Frame frame = free.take();
        try {
            for (int from = 0; from < count; from += batch) {
                int first = from;
                List<Tensor> some = IntStream.range(from, Math.min(from + batch, count)).mapToObj(images).toList();
                predictions.addAll(predict(frame, some, i -> names.apply(first + i)));
            }
        } finally {
            free.giveBack(frame);
        }
        return predictions;
    }

    private List<Prediction> predict(Frame frame, List<Tensor> images, IntFunction<String> names) {
        int sample = Math.toIntExact(subject.network().input().size());
        int classes = subject.labels().size();
        int n = images.size();
        float[] values = new float[n * sample];
        for (int i = 0; i < n; i++) {
            System.arraycopy(input(images.get(i), names.apply(i)), 0, values, i * sample, sample);
        }
        float[] outputs = new float[n * classes];
        frame.bind(Network.IMAGES, values, 0);
        frame.run(n, 0);
        frame.read(Network.OUTPUT, outputs, 0);
        new FiniteOutputs(frame, subject.store(), sample, classes).require(outputs, n, values, names);
        return IntStream.range(0, n)
                .mapToObj(i -> Prediction.of(
                        subject.labels(), Arrays.copyOfRange(outputs, i * classes, (i + 1) * classes), kind))
                .toList();
    }

    /// An image as the network sees it: cut out and normalised.
    ///
    /// @param image as [#predict] takes it
    /// @throws dev.fovea.data.DataException if it holds NaN or ∞
    public float[] input(Tensor image) {
        return input(image, "the image");
    }

    private float[] input(Tensor image, String name) {
        Preprocessing preprocessing = subject.preprocessing();
        float[] values = new float[Math.toIntExact(preprocessing.shape().size())];
        if (image.shape().equals(preprocessing.shape())) {
            System.arraycopy(image.values(), 0, values, 0, values.length);
        } else if (image.shape().equals(picture())) {
            preprocessing.cut(image.values(), 0, values, 0);
        } else {
            throw new IllegalArgumentException("the model expects an image of " + picture() + ": got " + image.shape()
                    + "; fit it with model.picture(image)");
        }
        FiniteImages.require(name, image.shape(), image.values(), 0);
        preprocessing.apply(values, 0);
        return values;
    }

    private synchronized Executable single() {
        Executable known = single;
        if (known == null) {
            known = compiled(1);
            single = known;
        }
        return known;
    }

    /// For as many images at a time as the heap holds, up to 32.
    private synchronized Executable batched() {
        Executable known = batched;
        for (int batch = PREDICTION_BATCH; known == null; batch /= 2) {
            try {
                known = batch == 1 ? single() : compiled(batch);
            } catch (Backend.OutOfMemory e) {
                if (batch == 1) {
                    throw e;
                }
            }
        }
        batched = known;
        return known;
    }

    private Executable compiled(int batch) {
        return subject.backend().compile(subject.network().inference(), subject.store(), batch);
    }

    @Override
    public String toString() {
        return subject.name() + ": " + subject.network().layers();
    }
}
