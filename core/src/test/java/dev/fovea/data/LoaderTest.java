package dev.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.augment.CutMix;
import dev.fovea.data.augment.Mixup;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoaderTest {
    private static final Shape SAMPLE = Shape.of(2, 3, 1);

    /// Image i holds i + p / 10 at element p.
    private static ArrayDataset images(int count) {
        float[] values = new float[count * 6];
        int[] classes = new int[count];
        for (int i = 0; i < count; i++) {
            classes[i] = i % 10;
            for (int p = 0; p < 6; p++) {
                values[i * 6 + p] = i + p / 10f;
            }
        }
        return ArrayDataset.of(SAMPLE, values, classes, names(10));
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "class " + i).toList();
    }

    /// What a batch holds, as text.
    private static String content(Batch batch) {
        int size = batch.size();
        return batch + " " + Arrays.toString(Arrays.copyOf(batch.indices(), size)) + " "
                + Arrays.toString(Arrays.copyOf(batch.labels(), size)) + " "
                + Arrays.toString(Arrays.copyOf(batch.images(), size * 6));
    }

    private static List<String> all(Loader loader, long epoch, int number) {
        List<String> batches = new ArrayList<>();
        try (Batches running = loader.open(epoch, number)) {
            running.forEachRemaining(batch -> batches.add(content(batch)));
        }
        return batches;
    }

    /// Adds a random number to each element.
    private record Noise() implements Transform {
        @Override
        public Shape shape(Shape in) {
            return in;
        }

        @Override
        public int draws() {
            return 6;
        }

        @Override
        public void apply(float[] image, int from, Shape in, float[] into, int offset, Seed seed, long counter) {
            for (int i = 0; i < 6; i++) {
                into[offset + i] = image[from + i] + (float) seed.uniform(counter + i);
            }
        }
    }

    @Test
    void batchesComeInOrderAndTheLastIsSmaller() {
        Loader loader = Loader.of(images(7), 3, Seed.of(1)).epochs(1);
        try (Batches batches = loader.open()) {
            Batch batch = batches.next();
            assertThat(batch.size()).isEqualTo(3);
            assertThat(batch.indices()).containsExactly(0, 1, 2);
            assertThat(batch.labels()).containsExactly(0, 1, 2);
            assertThat(Arrays.copyOf(batch.images(), 8)).containsExactly(0, .1f, .2f, .3f, .4f, .5f, 1, 1.1f);
            batches.next();
            batch = batches.next();
            assertThat(batch.size()).isEqualTo(1);
            assertThat(batch.indices()[0]).isEqualTo(6);
            assertThat(batch.images()[1]).isEqualTo(6.1f);
            assertThat(batches.hasNext()).isFalse();
            assertThatThrownBy(batches::next)
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessage("the loader gave all batches of 1 epochs");
        }
        assertThat(loader.batchesPerEpoch()).isEqualTo(3);
        assertThat(loader.droppingLast().batchesPerEpoch()).isEqualTo(2);
        assertThat(all(loader.droppingLast(), 0, 0)).hasSize(2);
    }

    @Test
    void everyEpochHasEveryImageOnceInAnOrderOfItsOwn() {
        List<List<Integer>> epochs = new ArrayList<>();
        try (Batches batches = Loader.of(images(50), 10, Seed.of(3)).shuffled().open()) {
            for (int epoch = 0; epoch < 3; epoch++) {
                List<Integer> seen = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    Arrays.stream(batches.next().indices()).forEach(seen::add);
                }
                assertThat(seen).doesNotHaveDuplicates().hasSize(50);
                epochs.add(seen);
            }
        }
        assertThat(epochs).doesNotHaveDuplicates();
        assertThat(epochs.getFirst())
                .isNotEqualTo(IntStream.range(0, 50).boxed().toList());
    }

    @ParameterizedTest
    @CsvSource({"1,2", "1,4", "2,2", "2,5", "3,8"})
    void contentDoesNotDependOnWorkersOrDepth(int workers, int depth) {
        Loader loader = Loader.of(images(23), 4, Seed.of(9))
                .shuffled()
                .transforms(List.of(new Noise(), new Noise()))
                .preprocessing(new Preprocessing(SAMPLE, new float[] {3}, new float[] {2}))
                .epochs(5);
        List<String> expected = all(loader.workers(0), 0, 0);
        assertThat(expected).hasSize(30).doesNotHaveDuplicates();
        assertThat(all(loader.workers(workers).depth(depth), 0, 0)).isEqualTo(expected);
    }

    /// Moves weight to class 1, and writes its counter into each image.
    private record Shifted() implements Mixing {
        @Override
        public int draws() {
            return 1;
        }

        @Override
        public void apply(
                float[] images, Shape sample, float[] labels, int classes, int size, Seed seed, long counter) {
            for (int i = 0; i < size; i++) {
                images[(int) (i * sample.size())] = counter;
                for (int k = 0; k < classes; k++) {
                    labels[i * classes + k] *= k % 2 == 0 ? .25f : .75f;
                }
                labels[i * classes + 1] += .5f;
            }
        }
    }

    @Test
    void mixedBatchesHaveLabelRowsAndTheHeaviestClass() {
        Loader loader = Loader.of(images(5), 2, Seed.of(1)).epochs(2).mixing(List.of(new Shifted()));
        try (Batches batches = loader.open(1, 1)) {
            Batch batch = batches.next();
            assertThat(batch.indices()).containsExactly(2, 3);
            assertThat(Arrays.copyOf(batch.rows(), 10)).containsExactly(0, .5f, .25f, 0, 0, 0, 0, 0, 0, 0);
            assertThat(Arrays.copyOfRange(batch.rows(), 10, 20)).containsExactly(0, .5f, 0, .75f, 0, 0, 0, 0, 0, 0);
            assertThat(batch.labels()).containsExactly(1, 3);
            // Three batches an epoch: this is the fifth.
            assertThat(batch.images()[0]).isEqualTo(4);
        }
        try (Batches batches = loader.mixing(List.of()).open()) {
            assertThat(batches.next().rows()).isEmpty();
        }
    }

    /// Reads beyond its images.
    private record Broken() implements Mixing {
        @Override
        public int draws() {
            return 1;
        }

        @Override
        public void apply(
                float[] images, Shape sample, float[] labels, int classes, int size, Seed seed, long counter) {
            images[images.length]++;
        }
    }

    @Test
    void mixingsThatDoNotFitAreNamed() {
        ArrayDataset flat = ArrayDataset.of(Shape.of(4), new float[8], new int[2], names(1));
        Loader plain = Loader.of(flat, 2, Seed.of(1));
        assertThatThrownBy(() -> plain.mixing(List.of(CutMix.of(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("CutMix.of(1.0) needs images of height × width × channels: got 4");
        assertThat(plain.mixing(List.of(Mixup.of(1))).mixing()).hasSize(1);
        try (Batches batches = plain.mixing(List.of(new Broken())).open(0, 0)) {
            assertThatThrownBy(batches::next)
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith("batch 0 of epoch 0 cannot be mixed by Broken[]: ");
        }
    }

    @ParameterizedTest
    @CsvSource({"0,0,0", "0,5,5", "1,0,6", "2,3,15", "2,6,18"})
    void startsAnywhere(long epoch, int number, int skipped) {
        Loader loader = Loader.of(images(23), 4, Seed.of(9))
                .shuffled()
                .transforms(List.of(new Noise()))
                .epochs(4);
        List<String> whole = all(loader, 0, 0);
        assertThat(all(loader, epoch, number)).isEqualTo(whole.subList(skipped, whole.size()));
    }

    @Test
    void seedsGiveDifferentOrders() {
        Loader loader = Loader.of(images(23), 23, Seed.of(1)).shuffled().epochs(1);
        Loader other = Loader.of(images(23), 23, Seed.of(2)).shuffled().epochs(1);
        assertThat(all(loader, 0, 0)).isNotEqualTo(all(other, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void nothingIsAllocatedAfterTheStart(int workers) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Loader loader = Loader.of(images(500), 8, Seed.of(1))
                .shuffled()
                .transforms(List.of(new Noise()))
                .preprocessing(new Preprocessing(SAMPLE, new float[] {3}, new float[] {2}))
                .workers(workers);
        try (Batches batches = loader.open()) {
            long[] ids = new long[workers + 1];
            ids[workers] = Thread.currentThread().threadId();
            System.arraycopy(batches.workerIds(), 0, ids, 0, workers);
            long[] before = new long[ids.length];
            long[] after = new long[ids.length];
            // A thread's first waits and the compiler's changes allocate once; a batch that allocates shows in
            // every round.
            long least = Long.MAX_VALUE;
            for (int round = 0; round < 20; round++) {
                allocated(threads, ids, before);
                for (int i = 0; i < 1000; i++) {
                    batches.next();
                }
                allocated(threads, ids, after);
                least = Math.min(
                        least,
                        Arrays.stream(after).sum() - Arrays.stream(before).sum());
            }
            assertThat(least).isZero();
        }
    }

    private static void allocated(com.sun.management.ThreadMXBean threads, long[] ids, long[] into) {
        for (int i = 0; i < ids.length; i++) {
            into[i] = threads.getThreadAllocatedBytes(ids[i]);
        }
    }

    /// Fails at image 5.
    private record Failing(Dataset other, RuntimeException failure) implements OfAnother {
        @Override
        public void read(int index, float[] into, int offset) {
            if (index == 5) {
                throw failure;
            }
            other.read(index, into, offset);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aFailureReachesTheConsumerAtItsBatch(int workers) {
        var failing = new Failing(images(12), new DataException("five.png: not an image"));
        try (Batches batches =
                Loader.of(failing, 2, Seed.of(1)).workers(workers).open()) {
            batches.next();
            batches.next();
            for (int again = 0; again < 2; again++) {
                assertThatThrownBy(batches::next)
                        .isInstanceOf(DataException.class)
                        .hasMessage("five.png: not an image")
                        .hasCause(failing.failure);
            }
        }
    }

    @Test
    void anUnexpectedFailureNamesTheImage() {
        var failing = new Failing(images(12), new ArithmeticException("no\nluck"));
        try (Batches batches = Loader.of(failing, 12, Seed.of(1)).open()) {
            assertThatThrownBy(batches::next)
                    .isInstanceOf(DataException.class)
                    .hasMessage("image 5 of the data set cannot be loaded: java.lang.ArithmeticException: no luck");
        }
    }

    @Test
    void closeEndsTheWorkers() {
        Batches batches = Loader.of(images(12), 2, Seed.of(1)).workers(2).open();
        batches.next();
        batches.close();
        assertThat(batches.workersAlive()).isZero();
        assertThatThrownBy(batches::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the loader is closed");
    }

    /// Takes until the clock goes on.
    private record Lingering() implements Transform {
        @Override
        public Shape shape(Shape in) {
            return in;
        }

        @Override
        public int draws() {
            return 0;
        }

        @Override
        public void apply(float[] image, int from, Shape in, float[] into, int offset, Seed seed, long counter) {
            long start = System.nanoTime();
            while (System.nanoTime() == start) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void waitingIsMeasured() {
        Loader loader = Loader.of(images(12), 2, Seed.of(1)).transforms(List.of(new Lingering())).workers(0);
        try (Batches batches = loader.open()) {
            assertThat(batches.waitingNanos()).isZero();
            batches.next();
            long first = batches.waitingNanos();
            batches.next();
            assertThat(batches.waitingNanos()).isGreaterThan(first).isPositive();
        }
    }

    @Test
    void optionsAreChecked() {
        Loader loader = Loader.of(images(5), 2, Seed.of(1));
        assertThatThrownBy(() -> Loader.of(images(5), 0, Seed.of(1)))
                .hasMessage("batch size must be at least 1: got 0");
        assertThatThrownBy(() -> loader.epochs(0)).hasMessage("epochs must be at least 1: got 0");
        assertThatThrownBy(() -> loader.workers(-1)).hasMessage("workers must be at least 0: got -1");
        assertThatThrownBy(() -> loader.depth(1)).hasMessage("depth must be at least 2: got 1");
        assertThatThrownBy(() -> Loader.of(images(5), 6, Seed.of(1)).droppingLast())
                .hasMessage("no batch is full: got batch size 6 and 5 images; "
                        + "lower the batch size or keep the last batch");
        assertThatThrownBy(() -> Loader.of(images(5), 1_000_000_000, Seed.of(1)))
                .hasMessage("a batch of 1000000000 images of 2×3×1 needs 6000000000 floats, more than an array holds: "
                        + "lower the batch size");
        assertThatThrownBy(() -> loader.open(0, 4)).hasMessage("no batch 4 of epoch 0: an epoch has 3");
        assertThatThrownBy(() -> loader.preprocessing(Preprocessing.of(Shape.of(4, 4, 1))))
                .hasMessage("preprocessing must fit the images: got images of 2×3×1 and "
                        + "Preprocessing(4×4×1, mean [], std [])");
    }
}
