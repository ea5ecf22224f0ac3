package dev.fovea.train;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fovea.data.ArrayDataset;
import dev.fovea.fuzz.Refusals;
import dev.fovea.io.FileException;
import dev.fovea.model.Model;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.LocalResponseNorm;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Residual;
import dev.fovea.nn.Sequential;
import dev.fovea.safetensors.Safetensors;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// What a checkpoint's text says of network, preprocessing, optimizer, settings and history, in a file that is whole:
/// the model is loaded and used, and the training resumed.
class CheckpointFuzz {
    private static final int CLASSES = 3;
    private static final Shape INPUT = Shape.of(6, 6, 1);
    private static final Sequential LAYERS = Sequential.of(
            Conv2D.of(3, 3).same().relu(), LocalResponseNorm.of(2, 1, 1e-4, .75), MaxPool2D.of(2),
            Residual.of(Conv2D.of(3, 1)),
            BatchNorm.of(), Flatten.of(), Dense.of(CLASSES));
    private static final Fit FIT = Fit.epochs(1).batch(4);

    private static final Saved SAVED = Saved.make();

    /// A training at rest: its text and its tensors.
    private record Saved(String json, List<Safetensors.Entry> tensors) {
        static Saved make() {
            try {
                Path folder = Files.createTempDirectory("fuzz");
                Trainer trainer = trainer();
                Path file = folder.resolve("last.safetensors");
                trainer.save(file);
                CheckpointFile checkpoint = CheckpointFile.read(file);
                List<Safetensors.Entry> tensors = new ArrayList<>();
                checkpoint.tensors().forEach((name, slice) -> tensors.add(new Safetensors.Entry(
                        name, slice.shape(), new Safetensors.Floats(slice.array(), slice.from(), slice.size()))));
                String json = CheckpointJson.write(checkpoint).toString();
                Files.delete(file);
                Files.delete(folder);
                return new Saved(json, tensors);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Trainer trainer() {
        return Model.of(LAYERS, INPUT, Seed.of(1)).trainer(FIT, images(), null, null);
    }

    /// Two grey images of each class.
    private static ArrayDataset images() {
        int[] classes = IntStream.range(0, 2 * CLASSES).map(i -> i % CLASSES).toArray();
        float[] values = new float[classes.length * (int) INPUT.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 7 / 7f;
        }
        return ArrayDataset.of(INPUT, values, classes, IntStream.range(0, CLASSES).mapToObj(Integer::toString)
                .toList());
    }

    @MethodSource("seeds")
    @FuzzTest
    void loads(byte[] text) throws IOException {
        // Written by stream: waiting for the disk would take most of the time.
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        Safetensors.write(
                whole, Map.of(CheckpointFile.KEY, new String(text, StandardCharsets.UTF_8)), SAVED.tensors());
        Refusals.check(FileException.class, whole.toByteArray(), ".safetensors", file -> {
            Model model = Model.load(file);
            model.predict(model.picture(Tensor.zeros(INPUT)));
        });
        Refusals.check(FileException.class, whole.toByteArray(), ".safetensors", file -> trainer().resume(file));
    }

    static Stream<byte[]> seeds() {
        return Stream.of(SAVED.json().getBytes(StandardCharsets.UTF_8));
    }
}
