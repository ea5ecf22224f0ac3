package dev.fovea.formats.tensorboard;

import dev.fovea.backend.Layout;
import dev.fovea.backend.Store;
import dev.fovea.data.Dataset;
import dev.fovea.drawing.ColourScale;
import dev.fovea.drawing.Pixels;
import dev.fovea.drawing.Sheet;
import dev.fovea.formats.tensorboard.wire.Wire;
import dev.fovea.graph.Program;
import dev.fovea.metric.Score;
import dev.fovea.model.Model;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Callback;
import dev.fovea.train.Event;
import dev.fovea.train.Fit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Writes a training to files that TensorBoard shows while it runs:
/// ```java
/// model.fit(data, fit, TensorBoard.at(Path.of("board/run1")).model(model, fit));
/// ```
/// then `tensorboard --logdir board`. A folder holds one training. Loss, accuracy and learning rate are written at the
/// first step and at every tenth; the scores of each epoch at its last step, with histograms and filters of the model's
/// parameters. What is not due costs a step nothing.
///
/// A resumed training opens another file in the folder and takes from the files before it what it does again. With a
/// name, see [#run], it does so with its own files only.
public final class TensorBoard implements Callback {
    private static final int COLUMNS = 8;
    private static final int MOST_PICTURES = 64;
    /// Pixels that a picture is enlarged to, about.
    private static final int SIDE = 48;

    private final Path folder;
    private final Content content;
    private @Nullable EventFile file;
    private long step;

    private TensorBoard(Path folder, Content content) {
        this.folder = folder;
        this.content = content;
    }

    /// Scalars only.
    ///
    /// @param folder is made if need be
    public static TensorBoard at(Path folder) {
        return new TensorBoard(folder, Content.SCALARS);
    }

    /// Writes the scalars of a step at step 1 and at every `steps`-th.
    public TensorBoard everySteps(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("steps between scalars must be at least 1: got " + steps);
        }
        return new TensorBoard(folder, content.every(steps));
    }

    /// Gives a scalar another tag; equal beginnings up to a `/` are shown together.
    public TensorBoard tag(Scalar scalar, String tag) {
        return new TensorBoard(folder, content.tag(scalar, tag));
    }

    /// All there is to show of a model in training: its graph, its layers, its parameters, the settings.
    public TensorBoard model(Model model, Fit fit) {
        return graph(model.network().training(fit.loss(), _ -> true))
                .parameters(model.subject().store())
                .text("network", "```\n" + model.summary() + "```")
                .hyperParameters(HyperParameters.of(fit));
    }

    /// Draws a program.
    public TensorBoard graph(Program program) {
        return new TensorBoard(folder, content.graph(program));
    }

    /// A histogram of each parameter, before the first step and after each epoch, and the filters of the first
    /// convolution as pictures.
    ///
    /// @param store the live numbers of the network that is trained
    public TensorBoard parameters(Store store) {
        return new TensorBoard(folder, content.parameters(store));
    }

    /// The first 64 images of a data set in one picture.
    public TensorBoard images(String tag, Dataset dataset) {
        List<Pixels> images = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST_PICTURES, dataset.size()); i++) {
            images.add(Pixels.of(dataset.image(i)));
        }
        return new TensorBoard(folder, content.image(tag, sheet(images)));
    }

    /// A picture.
    ///
    /// @param image values from 0 to 1, height × width × 1 or 3
    public TensorBoard image(String tag, Tensor image) {
        return new TensorBoard(folder, content.image(tag, Pixels.of(image)));
    }

    /// A text, which TensorBoard reads as Markdown.
    public TensorBoard text(String tag, String markdown) {
        return new TensorBoard(folder, content.text(tag, markdown));
    }

    /// Settings by which trainings are compared: truths, numbers, texts.
    public TensorBoard hyperParameters(Map<String, ?> values) {
        return new TensorBoard(folder, content.hyperParameters(values));
    }

    /// Names the training, so that its files are known when it goes on: those of another are refused, and if nothing
    /// was saved and it starts again at the first step, its new files take the place of the old.
    ///
    /// @param run no other training's name
    public TensorBoard run(String run) {
        return new TensorBoard(folder, content.run(run));
    }

    /// Writes a program's graph and nothing else; returns the file.
    public static Path writeGraph(Path folder, Program program) {
        try (EventFile file = EventFile.in(folder)) {
            file.add(EventFile.now().setGraphDef(GraphMessages.of(program).toByteString()));
            return file.path();
        }
    }

    /// Whether a folder holds event files already.
    public static boolean isTaken(Path folder) {
        return !EventFolder.files(folder).isEmpty();
    }

    /// Whether a folder holds the event files of the training of this name.
    public static boolean holds(Path folder, String run) {
        return EventFolder.run(folder).equals(run);
    }

    @Override
    public void on(Event event) {
        switch (event) {
            case Event.Started started -> start(started);
            case Event.StepDone done -> {
                step = done.step();
                if (done.step() == 1 || done.step() % content.every() == 0) {
                    step(done);
                }
            }
            case Event.EpochDone epoch -> epoch(epoch);
            case Event.Finished _ -> end(true);
            case Event.Interrupted _ -> end(false);
            case Event.Restored _, Event.CheckpointSaved _ -> {}
        }
    }

    private void start(Event.Started started) {
        step = started.firstStep();
        String run = content.run();
        boolean own = run == null ? step > 0 : holds(folder, run);
        if (isTaken(folder) && !own) {
            throw new IllegalArgumentException(folder + " holds another training already: curves of two would be drawn"
                    + " as one; choose another folder, such as " + folder.resolve("2"));
        }
        if (step > 0) {
            EventFolder.forgetAfter(folder, step);
        } else {
            EventFolder.clear(folder);
        }
        boolean first = !isTaken(folder);
        end(false);
        EventFile opened = EventFile.in(folder);
        file = opened;
        // Tells a TensorBoard that is watching to forget later steps, too.
        opened.add(EventFile.now()
                .setStep(step + 1)
                .setSessionLog(Wire.SessionLog.newBuilder()
                        .setStatus(Wire.SessionLog.Status.START)
                        .setMsg(run == null ? "" : run)));
        if (first) {
            introduce(opened);
        }
    }

    /// What is said once.
    private void introduce(EventFile opened) {
        if (!content.hyperParameters().isEmpty()) {
            write(List.of(Summaries.sessionStart(content.hyperParameters())));
        }
        if (content.graph() != null) {
            opened.add(EventFile.now().setGraphDef(GraphMessages.of(content.graph()).toByteString()));
        }
        List<Wire.Summary.Value> values = new ArrayList<>();
        content.texts().forEach((tag, text) -> values.add(Summaries.text(tag, text)));
        content.images().forEach((tag, image) -> values.add(Summaries.image(tag, image)));
        write(values);
        parameters();
    }

    private void step(Event.StepDone done) {
        write(List.of(
                scalar(Scalar.LOSS, done.loss()),
                scalar(Scalar.ACCURACY, (double) done.correct() / done.images()),
                scalar(Scalar.RATE, done.rate())));
    }

    private void epoch(Event.EpochDone epoch) {
        List<Wire.Summary.Value> values = new ArrayList<>();
        values.add(scalar(Scalar.EPOCH_LOSS, epoch.train().loss()));
        values.add(scalar(Scalar.EPOCH_ACCURACY, epoch.train().accuracy()));
        Score validation = epoch.validation();
        if (validation != null) {
            values.add(scalar(Scalar.VALIDATION_LOSS, validation.loss()));
            values.add(scalar(Scalar.VALIDATION_ACCURACY, validation.accuracy()));
        }
        write(values);
        parameters();
    }

    private void parameters() {
        Store store = content.parameters();
        if (store != null) {
            List<Wire.Summary.Value> values = new ArrayList<>();
            store.parameters().places().forEach((name, place) -> {
                Buckets buckets = new Buckets();
                buckets.add(store.parameterValues(), place.from(), place.to());
                if (buckets.count() > 0) {
                    values.add(Summaries.histogram(name.replace('.', '/'), buckets));
                }
            });
            filters(store, values);
            write(values);
        }
    }

    private static void filters(Store store, List<Wire.Summary.Value> values) {
        for (Map.Entry<String, Layout.Place> entry : store.parameters().places().entrySet()) {
            String name = entry.getKey();
            if (entry.getValue().shape().rank() == 4) {
                // A tag is of one kind only.
                values.add(Summaries.image("images/" + name.replace('.', '/'), filters(store.read(name))));
                return;
            }
        }
    }

    /// The filters of a convolution; the strongest colour is the greatest weight, in size.
    ///
    /// @param filters height × width × input channels × filters
    private static Pixels filters(Tensor filters) {
        double limit = ColourScale.limit(filters.values());
        List<Pixels> pictures = new ArrayList<>();
        for (int k = 0; k < Math.min(MOST_PICTURES, filters.shape().dim(3)); k++) {
            pictures.add(Pixels.filter(filters, k, limit));
        }
        return sheet(pictures);
    }

    private static Pixels sheet(List<Pixels> pictures) {
        return Sheet.of("", COLUMNS, pictures.stream().map(Sheet.Tile::of).toList()).side(SIDE).pixels();
    }

    private Wire.Summary.Value scalar(Scalar scalar, double value) {
        return Summaries.scalar(content.tags().getOrDefault(scalar, scalar.tag()), value);
    }

    private void write(List<Wire.Summary.Value> values) {
        if (!values.isEmpty()) {
            Objects.requireNonNull(file, "the first event of a training is Started")
                    .add(EventFile.now().setStep(step).setSummary(Wire.Summary.newBuilder().addAllValue(values)));
        }
    }

    private void end(boolean finished) {
        EventFile open = file;
        if (open != null) {
            if (finished && !content.hyperParameters().isEmpty()) {
                write(List.of(Summaries.sessionEnd()));
            }
            open.close();
            file = null;
        }
    }

    @Override
    public String toString() {
        return "TensorBoard.at(" + folder + ")";
    }
}
