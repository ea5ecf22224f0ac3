package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.backend.Layout;
import dev.fovea.backend.Store;
import dev.fovea.data.ArrayDataset;
import dev.fovea.data.Dataset;
import dev.fovea.data.Subset;
import dev.fovea.data.augment.Mixup;
import dev.fovea.data.source.Digits;
import dev.fovea.graph.Program;
import dev.fovea.io.FileException;
import dev.fovea.model.Model;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Loss;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Network;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.ParameterGroup;
import dev.fovea.optim.Sgd;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What cannot be trained, or not go on, is refused with one line.
class TrainerRefusalTest {
    private static final Dataset DIGITS = Digits.train();

    @TempDir
    Path folder;

    private static Model cnn(Dataset data) {
        return Model.of(
                Sequential.of(
                        Conv2D.of(8, 3).same().relu(), MaxPool2D.of(2), Flatten.of(), Dense.of(32).relu(),
                        Dense.of(10)),
                data, Seed.of(4));
    }

    @Test
    void refusesASecondSoftmax() {
        Model twice = Model.of(
                Sequential.of(Flatten.of(), Dense.of(10).activation(Activation.SOFTMAX)), DIGITS, Seed.of(1));
        assertThatThrownBy(() -> twice.fit(DIGITS, Fit.epochs(1)))
                .hasMessage(
                        "cross-entropy takes logits and applies softmax itself: leave the network's last softmax out");
    }

    @Test
    void refusesWhatCannotBeTrained() {
        Fit frozen = Fit.epochs(1).groups(ParameterGroup.of("*").frozen());
        assertThatThrownBy(() -> cnn(DIGITS).fit(DIGITS, frozen)).hasMessageStartingWith("no parameter is trainable: ");
        Model bare = Model.of(Sequential.of(Flatten.of()), Shape.of(1, 1, 10), Seed.of(1));
        Dataset pixels = ArrayDataset.of(Shape.of(1, 1, 10), new float[20], new int[] {0, 1}, DIGITS.labels());
        assertThatThrownBy(() -> bare.fit(pixels, Fit.epochs(1))).hasMessageStartingWith("no parameter is trainable: ");
        Dataset two = ArrayDataset.of(DIGITS.sample(), new float[128], new int[] {0, 1}, List.of("a", "b"));
        assertThatThrownBy(() -> cnn(DIGITS).fit(two, Fit.epochs(1)))
                .hasMessage("the network tells 10 classes apart and the data has 2: take the data that the network is"
                        + " for, or another last layer");
        assertThatThrownBy(() -> cnn(DIGITS).evaluate(two)).hasMessageContaining("10 classes apart and the data has 2");
        assertThatThrownBy(() -> cnn(DIGITS).fit(pixels, Fit.epochs(1)))
                .hasMessageStartingWith("preprocessing must fit");
        assertThatThrownBy(() -> cnn(DIGITS).fit(DIGITS, Fit.epochs(1).mixing(Mixup.of(1))))
                .hasMessage("mixed images have several classes each: got a loss that takes one class for each image;"
                        + " take one on label rows, such as Loss.crossEntropy().soft()");
        assertThatThrownBy(() -> Fit.epochs(0)).hasMessage("epochs must be at least 1: got 0");
        assertThatThrownBy(() -> Fit.epochs(1).batch(0)).hasMessage("batch must be at least 1: got 0");
        assertThatThrownBy(() -> Fit.epochs(1).validate(1)).hasMessageContaining("below 1: got 1.0");
        assertThatThrownBy(() -> Fit.epochs(1).steps(-1)).hasMessageContaining("got -1");
    }

    @Test
    void aLossThatIsNotANumberNamesTheFirstLayer() {
        Dataset data = Subset.first(DIGITS, 20);
        Model model = Model.of(
                Sequential.of(
                        Conv2D.of(4, 3).relu(), Dropout.of(0.1), Flatten.of(),
                        Dense.of(8).weights(Initializer.constant(3e38)).bias(Initializer.constant(3e38)), Dense.of(10)),
                data, Seed.of(1));
        assertThatThrownBy(() -> model.fit(data, Fit.epochs(1).batch(10)))
                .isInstanceOf(TrainingException.class)
                .hasMessageMatching("the loss became (NaN|-?Infinity) at step 1, first in layer dense: lower the"
                        + " learning rate or clip the gradients");
        Model fast = cnn(DIGITS);
        assertThatThrownBy(() -> fast.fit(DIGITS, Fit.epochs(5).optimizer(Sgd.of(1e20))))
                .isInstanceOf(TrainingException.class)
                .hasMessageMatching("the loss became .* at step \\d+, first in layer \\w+: .*");
    }

    /// The line's advice is good: the batch it names fits.
    @Test
    void tooLittleMemoryIsOneLineThatSaysWhatFits() {
        Network network = new Network(Shape.of(64, 64, 3), Sequential.of(
                Conv2D.of(64, 3).same().relu(), Conv2D.of(64, 3).same().relu(), Flatten.of(), Dense.of(10)));
        long heap = Runtime.getRuntime().maxMemory();
        int batch = Math.toIntExact(3 * heap / (64 * 64 * 64 * 4));
        Store store = new Store(Layout.of(network.parameters().shapes()), Layout.of(Map.of()));
        Program program = network.training(Loss.crossEntropy(), name -> true);
        Backend backend = Backends.shared();
        String message = catchThrowableOfType(
                        Backend.OutOfMemory.class, () -> backend.compile(program, store, batch))
                .getMessage();
        Matcher matcher = Pattern.compile("needs (\\d+\\.\\d) GB at batch (\\d+), heap (\\d+\\.\\d) GB:"
                        + " use a batch of (\\d+) or a heap of (\\d+) GB").matcher(message);
        assertThat(matcher.matches()).as(message).isTrue();
        assertThat(Integer.parseInt(matcher.group(2))).isEqualTo(batch);
        double needed = Double.parseDouble(matcher.group(1));
        assertThat(needed).isGreaterThan(heap / 1e9);
        assertThat(Double.parseDouble(matcher.group(5))).isGreaterThan(needed);
        int fitting = Integer.parseInt(matcher.group(4));
        assertThat(backend.compile(program, store, fitting).memory().bytes()).isBetween(heap / 4, heap);
        Network huge = new Network(Shape.of(1 << 13, 1 << 13, 1), Sequential.of(
                IntStream.range(0, 1 + (int) (heap >> 31)).mapToObj(i -> Conv2D.of(16, 1).relu())
                        .toArray(Layer[]::new)));
        Store small = new Store(Layout.of(huge.parameters().shapes()), Layout.of(Map.of()));
        assertThatThrownBy(() -> backend.compile(huge.inference(), small, 1))
                .isInstanceOf(Backend.OutOfMemory.class).hasMessageMatching(".*GB: use a heap of \\d+ GB");
    }

    @Test
    void aFolderThatCannotBeWrittenIsOneLine() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Trainer trainer = cnn(DIGITS)
                .trainer(Fit.epochs(1).steps(2), DIGITS, null, new Trainer.Saving(file.resolve("run"), 1));
        assertThatThrownBy(() -> trainer.run(List.of()))
                .isInstanceOf(FileException.class).hasMessageContaining("cannot write ");
    }
}
