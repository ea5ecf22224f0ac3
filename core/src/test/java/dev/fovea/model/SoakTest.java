package dev.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.data.ArrayDataset;
import dev.fovea.data.Preprocessing;
import dev.fovea.data.augment.FlipLeftRight;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layers;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Network;
import dev.fovea.nn.Sequential;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Fit;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The life of a model, over and over: what it leaves behind does not grow. Run by `mvn -Psoak verify`.
@Tag("soak")
class SoakTest {
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("fovea.soak.seconds", 300));
    private static final int SAMPLES = 12;
    private static final Shape INPUT = Shape.of(8, 8, 1);
    private static final int CLASSES = 4;

    /// More than two samples of an even heap differ by.
    private static final long SLACK = 2 << 20;

    @TempDir
    Path folder;

    /// What a process holds on to.
    private record Held(long heap, int threads, long files) {
        static Held now() {
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            boolean counts = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean;
            return new Held(heap, threads, counts ? open() : 0);
        }

        private static long open() {
            return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                    .getOpenFileDescriptorCount();
        }
    }

    @Test
    void nothingGrows() {
        List<Held> held = new ArrayList<>();
        long cycles = 0;
        long start = System.nanoTime();
        for (int sample = 1; sample <= SAMPLES; sample++) {
            while (System.nanoTime() - start < LENGTH.toNanos() * sample / SAMPLES) {
                cycle(Seed.of(++cycles));
            }
            held.add(Held.now());
        }
        System.out.println("cycles " + cycles + ", " + held);
        // Classes are loaded and kernels compiled in the first third.
        Held early = held.get(SAMPLES / 3);
        assertThat(held.subList(SAMPLES / 3, SAMPLES)).as("%d cycles", cycles).allSatisfy(later -> {
            assertThat(later.heap()).isLessThan(early.heap() + SLACK);
            assertThat(later.threads()).isLessThanOrEqualTo(early.threads() + 2);
            assertThat(later.files()).isLessThanOrEqualTo(early.files() + 2);
        });
    }

    private void cycle(Seed seed) {
        Sequential layers = Sequential.of(
                Conv2D.of(8, 3).same().relu(), BatchNorm.of(), MaxPool2D.of(2), Flatten.of(), Dropout.of(.2),
                Dense.of(CLASSES));
        ArrayDataset images = images();
        Path file = folder.resolve("model.safetensors");
        try (Backend backend = Backends.open(2)) {
            Model model = Model.of(
                    "soak", new Network(INPUT, layers), Preprocessing.of(INPUT), images.labels(), seed, backend,
                    Layers.codec());
            model.fit(images, Fit.epochs(1).batch(8).transforms(new FlipLeftRight()));
            Tensor picture = Tensor.zeros(INPUT);
            images.read(0, picture.values(), 0);
            Prediction before = model.predict(picture);
            assertThat(model.evaluate(images).score().count()).isEqualTo(images.size());
            model.save(file);
            assertThat(Model.load(file, backend, Layers.codec()).predict(picture)).isEqualTo(before);
        }
    }

    private static ArrayDataset images() {
        int[] classes = IntStream.range(0, 8 * CLASSES).map(i -> i % CLASSES).toArray();
        float[] values = new float[classes.length * (int) INPUT.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 13 / 13f;
        }
        return ArrayDataset.of(
                INPUT, values, classes, IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList());
    }
}
