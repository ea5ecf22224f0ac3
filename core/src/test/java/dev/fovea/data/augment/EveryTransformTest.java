package dev.fovea.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.ArrayDataset;
import dev.fovea.data.Batch;
import dev.fovea.data.Batches;
import dev.fovea.data.Loader;
import dev.fovea.data.Mixing;
import dev.fovea.data.Transform;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Fit;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for each augmentation of the registry.
class EveryTransformTest {
    private static final Shape SHAPE = Shape.of(20, 14, 3);
    private static final Seed SEED = Seed.of(6);

    static List<Augmentation<Transform>> transforms() {
        return Augmentations.transforms();
    }

    static List<Augmentation<Mixing>> mixings() {
        return Augmentations.mixings();
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void isAPureFunctionOfImageSeedAndCounter(Augmentation<Transform> augmentation) {
        Transform transform = augmentation.usually(SHAPE);
        float[] image = TransformRun.noise(SHAPE, 1);
        Set<String> seen = new HashSet<>();
        for (long i = 0; i < 20; i++) {
            long counter = i * transform.draws();
            float[] result = TransformRun.of(transform, image, SHAPE, SEED, counter);
            assertThat(TransformRun.of(transform, image, SHAPE, SEED, counter)).isEqualTo(result);
            for (float value : result) {
                assertThat(value).isBetween(-5f, 5f);
            }
            seen.add(Arrays.toString(result));
        }
        assertThat(seen).hasSizeGreaterThanOrEqualTo(transform.draws() == 0 ? 1 : 2);
        assertThat(transform.isRandom()).as("says that it is random").isEqualTo(seen.size() > 1);
    }

    /// What does the same to every image would be missing where a network is measured and used.
    @ParameterizedTest
    @MethodSource("transforms")
    void aTrainingTakesWhatIsRandomAndNothingElse(Augmentation<Transform> augmentation) {
        requireRefusedUnlessRandom(augmentation.usually(SHAPE));
    }

    @ParameterizedTest
    @MethodSource("constants")
    void aTrainingRefusesFactorsThatNeverVary(Transform constant) {
        float[] image = TransformRun.noise(SHAPE, 1);
        float[] first = TransformRun.of(constant, image, SHAPE, SEED, 0);
        assertThat(TransformRun.of(constant, image, SHAPE, SEED, 1)).isEqualTo(first).isNotEqualTo(image);
        assertThat(constant.isRandom()).isFalse();
        requireRefusedUnlessRandom(constant);
    }

    static List<Transform> constants() {
        return List.of(
                Zoom.of(2, 2), Contrast.of(.5, .5), Saturation.of(0, 0), PerImageStandardization.of(),
                CenterCrop.to(8, 8), Resize.to(8, 8), Resize.to(8, 8).area());
    }

    private static void requireRefusedUnlessRandom(Transform transform) {
        if (transform.isRandom()) {
            assertThat(Fit.epochs(1).transforms(transform).transforms()).containsExactly(transform);
        } else {
            assertThatThrownBy(() -> Fit.epochs(1).transforms(FlipLeftRight.of(), transform))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(transform + " does the same to every image")
                    .hasMessageContaining("Preprocessing")
                    .hasMessageNotContaining("\n");
        }
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void printsAsTheCallThatMakesIt(Augmentation<Transform> augmentation) {
        Transform transform = augmentation.usually(SHAPE);
        assertThat(transform.toString())
                .matches(transform.getClass().getSimpleName() + "\\.(of|to)\\(.*\\)");
        assertThat(augmentation.of(SHAPE)).isEqualTo(transform);
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void allocatesNothing(Augmentation<Transform> augmentation) {
        Transform transform = augmentation.usually(SHAPE);
        float[] image = TransformRun.noise(SHAPE, 1);
        float[] into = new float[(int) transform.shape(SHAPE).size()];
        assertAllocatesNothing(
                i -> transform.apply(image, 0, SHAPE, into, 0, SEED, (long) i * transform.draws()));
    }

    @ParameterizedTest
    @MethodSource("mixings")
    void mixesWithoutAllocating(Augmentation<Mixing> augmentation) {
        Mixing mixing = augmentation.usually(SHAPE);
        float[] images = new float[(int) SHAPE.size() * 4];
        float[] labels = new float[8];
        assertAllocatesNothing(i -> mixing.apply(images, SHAPE, labels, 2, 4, SEED, (long) i * mixing.draws()));
    }

    private static void assertAllocatesNothing(IntConsumer call) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 40; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20; i++) {
                call.accept(i);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
    }

    @ParameterizedTest
    @MethodSource("mixings")
    void labelsAreMixedAsTheImagesAre(Augmentation<Mixing> augmentation) {
        Mixing mixing = augmentation.usually(SHAPE);
        int size = 5;
        int length = (int) SHAPE.size();
        Set<Float> shares = new HashSet<>();
        for (long i = 0; i < 40; i++) {
            // Image k holds k everywhere, so that its mean says how much of its partner it got.
            float[] images = new float[(size + 1) * length];
            float[] labels = new float[(size + 1) * size];
            Arrays.fill(images, size * length, images.length, -7);
            Arrays.fill(labels, size * size, labels.length, -7);
            for (int k = 0; k < size; k++) {
                Arrays.fill(images, k * length, (k + 1) * length, k);
                labels[k * size + k] = 1;
            }
            mixing.apply(images, SHAPE, labels, size, size, SEED, i * mixing.draws());
            for (int k = 0; k < size; k++) {
                int partner = size - 1 - k;
                float own = labels[k * size + k];
                double mean = mean(images, k * length, length);
                if (k != partner) {
                    assertThat((mean - partner) / (k - partner)).isBetween(own - 1e-4, own + 1e-4);
                    assertThat(labels[k * size + partner]).isBetween(1 - own - 1e-6f, 1 - own + 1e-6f);
                    shares.add(own);
                } else {
                    assertThat(mean).isEqualTo(k);
                    assertThat(own).isEqualTo(1);
                }
            }
            assertThat(Arrays.copyOfRange(images, size * length, images.length)).containsOnly(-7);
            assertThat(Arrays.copyOfRange(labels, size * size, labels.length)).containsOnly(-7);
        }
        assertThat(shares).hasSizeGreaterThan(20);
    }

    private static double mean(float[] values, int from, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += values[from + i];
        }
        return sum / length;
    }

    /// All transforms one after the other, then all mixings.
    private static Loader chained(int workers) {
        Shape shape = Shape.of(48, 40, 3);
        float[] values = TransformRun.noise(Shape.of(29, (int) shape.size()), 2);
        int[] classes = IntStream.range(0, 29).map(i -> i % 3).toArray();
        List<Transform> chain = new ArrayList<>();
        Shape now = shape;
        for (Augmentation<Transform> augmentation : transforms()) {
            Transform transform = augmentation.usually(now);
            chain.add(transform);
            now = transform.shape(now);
        }
        assertThat(chain).hasSizeGreaterThanOrEqualTo(19);
        return Loader.of(ArrayDataset.of(shape, values, classes, List.of("a", "b", "c")), 5, Seed.of(8))
                .shuffled()
                .transforms(chain)
                .mixing(mixings().stream().map(mixing -> mixing.usually(shape)).toList())
                .epochs(3)
                .workers(workers);
    }

    private static List<String> pictures(Loader loader, long epoch, int number) {
        List<String> batches = new ArrayList<>();
        int length = (int) loader.sample().size();
        try (Batches running = loader.open(epoch, number)) {
            while (running.hasNext()) {
                Batch batch = running.next();
                int n = batch.size();
                batches.add(batch + Arrays.toString(Arrays.copyOf(batch.labels(), n))
                        + Arrays.toString(Arrays.copyOf(batch.rows(), n * 3))
                        + Arrays.toString(Arrays.copyOf(batch.images(), n * length)));
            }
        }
        return batches;
    }

    @Test
    void theSameSeedGivesTheSamePicturesForAnyNumberOfWorkers() {
        List<String> pictures = pictures(chained(0), 0, 0);
        assertThat(pictures).hasSize(18).doesNotHaveDuplicates();
        for (int workers : new int[] {1, 2, 4}) {
            assertThat(pictures(chained(workers), 0, 0)).isEqualTo(pictures);
        }
        assertThat(pictures(chained(2), 1, 3)).isEqualTo(pictures.subList(9, 18));
    }
}
