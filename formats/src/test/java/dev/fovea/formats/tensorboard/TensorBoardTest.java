package dev.fovea.formats.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.data.Dataset;
import dev.fovea.data.Preprocessing;
import dev.fovea.data.Subset;
import dev.fovea.data.source.Digits;
import dev.fovea.formats.tensorboard.wire.Wire;
import dev.fovea.model.Model;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layers;
import dev.fovea.nn.Network;
import dev.fovea.nn.Sequential;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Callback;
import dev.fovea.train.Event;
import dev.fovea.train.Fit;
import dev.fovea.train.Trainer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Short trainings, read back record by record.
class TensorBoardTest {
    private static final Dataset DIGITS = Subset.first(Digits.train(), 160);

    private Backend backend;

    @TempDir
    private Path folder;

    private Path board;

    @BeforeEach
    void open() {
        backend = Backends.open(1);
        board = folder.resolve("board");
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void scalarsHaveTheirTagsAndSteps() {
        List<Event> seen = new ArrayList<>();
        Trainer trainer = trainer(model(), fit().steps(25));
        trainer.run(List.<Callback>of(TensorBoard.at(board).tag(Scalar.LOSS, "cost"), seen::add));
        List<Wire.Event> events = Records.in(board);
        assertThat(events.getFirst().getFileVersion()).isEqualTo("brain.Event:2");
        for (String tag : List.of("cost", "accuracy", "learning rate")) {
            assertThat(Records.steps(events, tag)).containsExactly(1L, 10L, 20L);
        }
        for (String tag : List.of("epoch/loss", "epoch/accuracy", "validation/loss", "validation/accuracy")) {
            assertThat(Records.steps(events, tag)).containsExactly(20L, 25L);
        }
        Event.StepDone tenth = seen.stream()
                .filter(event -> event instanceof Event.StepDone done && done.step() == 10)
                .map(Event.StepDone.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(value(events, "cost", 10).getSimpleValue()).isEqualTo(tenth.loss());
        assertThat(value(events, "accuracy", 10).getSimpleValue()).isEqualTo((float) tenth.correct() / tenth.images());
        assertThat(value(events, "learning rate", 10).getSimpleValue()).isEqualTo(tenth.rate());
        assertThat(events.stream().map(Wire.Event::getWallTime)).isSorted().allMatch(time -> time > 1.7e9);
    }

    @Test
    void aModelInTrainingIsShownWhole() throws Exception {
        Model model = model();
        Fit fit = fit();
        Trainer trainer = trainer(model, fit);
        TensorBoard callback = TensorBoard.at(board).model(model, fit).images("images/train", DIGITS);
        trainer.run(List.of(callback));
        List<Wire.Event> events = Records.in(board);

        List<Wire.Event> graphs = events.stream().filter(Wire.Event::hasGraphDef).toList();
        assertThat(graphs).hasSize(1);
        assertThat(Wire.GraphDef.parseFrom(graphs.getFirst().getGraphDef()).getNodeList())
                .extracting(Wire.NodeDef::getName)
                .contains("conv2d/Convolution", "dense/MatMul");

        for (String name : model.subject().store().parameters().places().keySet()) {
            String tag = name.replace('.', '/');
            assertThat(histograms(events, tag)).as(tag).containsExactly(0L, 20L, 40L);
            int elements = Math.toIntExact(model.read(name).shape().size());
            Wire.HistogramProto last = histogram(events, tag, 40);
            assertThat(last.getNum()).isEqualTo(elements);
            assertThat(last.getBucketList().stream().mapToDouble(count -> count).sum()).isEqualTo(elements);
            double sum = 0;
            for (float value : model.read(name).values()) {
                sum += value;
            }
            assertThat(last.getSum()).isCloseTo(sum, within(1e-9));
        }

        Wire.Summary.Image sheet = value(events, "images/train", 0).getImage();
        var picture = ImageIO.read(new ByteArrayInputStream(sheet.getEncodedImageString().toByteArray()));
        assertThat(picture.getWidth()).isEqualTo(sheet.getWidth()).isEqualTo(8 * (8 * 6 + 20) + 12);
        assertThat(picture.getHeight()).isEqualTo(sheet.getHeight()).isEqualTo(8 * (8 * 6 + 20) + 12);
        Tensor first = Tensor.zeros(DIGITS.sample());
        DIGITS.read(0, first.values(), 0);
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                int level = picture.getRaster().getSample(16 + 6 * x, 16 + 6 * y, 0);
                assertThat(level).isEqualTo(Math.round(255 * first.at(y, x, 0)));
            }
        }

        Wire.Summary.Image filters = value(events, "images/conv2d/filters", 20).getImage();
        assertThat(ImageIO.read(new ByteArrayInputStream(filters.getEncodedImageString().toByteArray())).getWidth())
                .isEqualTo(filters.getWidth()).isEqualTo(4 * (3 * 16 + 20) + 12);
        assertThat(Records.values(events).stream().filter(value -> value.hasHisto()).map(Wire.Summary.Value::getTag))
                .doesNotContainAnyElementsOf(Records.values(events).stream()
                        .filter(value -> !value.hasHisto()).map(Wire.Summary.Value::getTag).toList());

        Wire.Summary.Value network = value(events, "network", 0);
        assertThat(network.getMetadata().getPluginData().getPluginName()).isEqualTo("text");
        assertThat(network.getTensor().getStringVal(0).toStringUtf8()).contains("conv2d (Conv2D)", "Total parameters");

        var start = Wire.HParamsPluginData.parseFrom(
                value(events, "_hparams_/session_start_info", 0).getMetadata().getPluginData().getContent());
        assertThat(start.getSessionStartInfo().getHparamsOrThrow("batch").getNumberValue()).isEqualTo(8);
        assertThat(start.getSessionStartInfo().getHparamsOrThrow("optimizer").getStringValue()).isEqualTo("adam");
        var end = Wire.HParamsPluginData.parseFrom(
                value(events, "_hparams_/session_end_info", 40).getMetadata().getPluginData().getContent());
        assertThat(end.getSessionEndInfo().getStatus()).isEqualTo(Wire.SessionEndInfo.Status.STATUS_SUCCESS);
    }

    @Test
    void aTrainingCanBeWatchedWhileItRuns() {
        Trainer trainer = trainer(model(), fit());
        TensorBoard callback = TensorBoard.at(board);
        List<Integer> counts = new ArrayList<>();
        trainer.run(List.<Callback>of(callback, event -> {
            if (event instanceof Event.StepDone done && done.step() % 10 == 0) {
                counts.add(Records.steps(Records.in(board), "loss").size());
            }
        }));
        assertThat(counts).containsExactly(2, 3, 4, 5);
    }

    @Test
    void aResumedTrainingGoesOnWithoutRepeatingSteps() throws IOException {
        Path run = folder.resolve("run");
        Path whole = folder.resolve("whole");
        trainer(model(), fit()).run(List.of(TensorBoard.at(whole).everySteps(1)));

        // Killed at step 33: the checkpoint is of step 20, and the last record is cut off.
        Trainer killed = model().trainer(fit(), DIGITS, null, new Trainer.Saving(run, 0));
        TensorBoard first = TensorBoard.at(board).everySteps(1);
        assertThatThrownBy(() -> killed.run(List.<Callback>of(first, event -> {
                    if (event instanceof Event.StepDone done && done.step() == 33) {
                        throw new IllegalStateException("killed");
                    }
                })))
                .hasMessage("killed");
        Path file = EventFolder.files(board).getFirst();
        Files.write(file, new byte[] {7, 0, 0}, StandardOpenOption.APPEND);

        Trainer again = model().trainer(fit(), DIGITS, null, new Trainer.Saving(run, 0));
        again.resume(new Trainer.Saving(run, 0).last());
        again.run(List.of(TensorBoard.at(board).everySteps(1)));

        assertThat(EventFolder.files(board)).hasSize(2).first().isEqualTo(file);
        List<Wire.Event> events = Records.in(board);
        List<Wire.Event> uninterrupted = Records.in(whole);
        assertThat(Records.steps(events, "loss")).isEqualTo(Records.steps(uninterrupted, "loss")).hasSize(40);
        assertThat(losses(events)).isEqualTo(losses(uninterrupted));
        assertThat(Records.of(EventFolder.files(board).getLast()).get(1).getSessionLog().getStatus())
                .isEqualTo(Wire.SessionLog.Status.START);
    }

    @Test
    void anotherTrainingNeedsAnotherFolder() {
        trainer(model(), fit().steps(1)).run(List.of(TensorBoard.at(board)));
        assertThatThrownBy(() -> trainer(model(), fit().steps(1)).run(List.of(TensorBoard.at(board))))
                .hasMessageContaining("holds another training already")
                .hasMessageContaining("choose another folder");
        assertThat(EventFolder.files(board)).hasSize(1);
    }

    @Test
    void aNamedTrainingStartsAgainInItsOwnFolderOnly() {
        Model model = model();
        for (int i = 0; i < 2; i++) {
            trainer(model(), fit().steps(3)).run(
                    List.of(TensorBoard.at(board).run("a").everySteps(1).model(model, fit())));
        }
        assertThat(EventFolder.files(board)).hasSize(1);
        assertThat(Records.steps(Records.in(board), "loss")).containsExactly(1L, 2L, 3L);
        assertThat(Records.in(board).stream().filter(Wire.Event::hasGraphDef)).hasSize(1);
        assertThat(TensorBoard.holds(board, "a")).isTrue();
        assertThat(TensorBoard.holds(board, "b")).isFalse();

        Event.Started later = new Event.Started("run", "scalar", 1, 10, 1, 5000, 5000, 2);
        assertThatThrownBy(() -> TensorBoard.at(board).run("b").on(later))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds another training already");
        assertThat(Records.steps(Records.in(board), "loss")).containsExactly(1L, 2L, 3L);
        TensorBoard.at(board).run("a").on(later);
        assertThat(Records.steps(Records.in(board), "loss")).containsExactly(1L, 2L);
    }

    @Test
    void aStepThatIsNotDueAllocatesNothing() {
        TensorBoard callback = TensorBoard.at(board).everySteps(1000);
        callback.on(new Event.Started("run", "scalar", 1, 10, 1, 5000, 5000, 0));
        Event.StepDone[] steps = new Event.StepDone[999];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = new Event.StepDone(i + 2, 1, i + 2, 8, 0.5f, 4, 0.1f);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 998; i++) {
                callback.on(steps[i]);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
        assertThat(Records.steps(Records.in(board), "loss")).isEmpty();
        callback.on(steps[998]);
        assertThat(Records.steps(Records.in(board), "loss")).containsExactly(1000L);
    }

    @Test
    void whatCannotBeShownIsRefused() {
        assertThatThrownBy(() -> TensorBoard.at(board).everySteps(0)).hasMessageContaining("at least 1: got 0");
        assertThatThrownBy(() -> TensorBoard.at(board).image("x", Tensor.zeros(Shape.of(4, 4, 2))))
                .hasMessageContaining("got 4×4×2");
    }

    private static Wire.Summary.Value value(List<Wire.Event> events, String tag, long step) {
        return Records.values(events.stream().filter(event -> event.getStep() == step).toList()).stream()
                .filter(value -> value.getTag().equals(tag))
                .findFirst()
                .orElseThrow();
    }

    private static List<Long> histograms(List<Wire.Event> events, String tag) {
        return events.stream()
                .filter(event -> event.getSummary().getValueList().stream()
                        .anyMatch(value -> value.getTag().equals(tag) && value.hasHisto()))
                .map(Wire.Event::getStep)
                .toList();
    }

    private static Wire.HistogramProto histogram(List<Wire.Event> events, String tag, long step) {
        return Records.values(events.stream().filter(event -> event.getStep() == step).toList()).stream()
                .filter(value -> value.getTag().equals(tag) && value.hasHisto())
                .findFirst()
                .orElseThrow()
                .getHisto();
    }

    private static List<Float> losses(List<Wire.Event> events) {
        return Records.values(events).stream()
                .filter(value -> value.getTag().equals("loss"))
                .map(Wire.Summary.Value::getSimpleValue)
                .toList();
    }

    private Trainer trainer(Model model, Fit fit) {
        return model.trainer(fit, DIGITS, Subset.range(Digits.train(), 200, 240), null);
    }

    private static Fit fit() {
        return Fit.epochs(2).batch(8);
    }

    private Model model() {
        Sequential layers = Sequential.of(Conv2D.of(4, 3).same().relu(), Flatten.of(), Dense.of(10));
        return Model.of("digits", new Network(DIGITS.sample(), layers), Preprocessing.of(DIGITS.sample()),
                DIGITS.labels(), Seed.of(3), backend, Layers.codec());
    }
}
