package dev.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Arrays, views and splits.
class DatasetTest {
    private static final Shape SAMPLE = Shape.of(1, 1, 1);
    private static final List<String> NAMES = List.of("even", "odd");

    /// Image i is the number i.
    private static Dataset numbers(int count) {
        float[] values = new float[count];
        int[] classes = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = i;
            classes[i] = i % 2;
        }
        return ArrayDataset.of(SAMPLE, values, classes, NAMES);
    }

    private static List<Integer> values(Dataset dataset) {
        List<Integer> values = new ArrayList<>();
        float[] image = new float[1];
        for (int i = 0; i < dataset.size(); i++) {
            dataset.read(i, image, 0);
            values.add((int) image[0]);
            assertThat(dataset.label(i)).isEqualTo((int) image[0] % 2);
        }
        return values;
    }

    @Test
    void aTensorOfImagesIsADataset() {
        Tensor images = Tensor.of(Shape.of(2, 1, 2, 1), 1, 2, 3, 4);
        Dataset dataset = ArrayDataset.of(images, new int[] {1, 0}, NAMES);
        assertThat(dataset.sample()).isEqualTo(Shape.of(1, 2, 1));
        float[] image = new float[3];
        dataset.read(1, image, 1);
        assertThat(image).containsExactly(0, 3, 4);
        assertThat(dataset).hasToString("2 images of 1×2×1");
    }

    @Test
    void arraysThatDoNotFitAreErrors() {
        assertThatThrownBy(() -> ArrayDataset.of(SAMPLE, new float[0], new int[0], NAMES))
                .isInstanceOf(DataException.class)
                .hasMessage("a data set needs at least 1 image: got 0");
        assertThatThrownBy(() -> ArrayDataset.of(SAMPLE, new float[3], new int[2], NAMES))
                .hasMessage("expected 2 values for 2 images of 1×1×1, got 3");
        assertThatThrownBy(() -> ArrayDataset.of(SAMPLE, new float[2], new int[] {0, 2}, NAMES))
                .hasMessage("label 2 of image 1 is out of range: expected 0 to 1");
        assertThatThrownBy(() -> ArrayDataset.of(Tensor.zeros(Shape.of(3, 2)), new int[2], NAMES))
                .hasMessage("expected a tensor of 2 images, one for each label, got 3×2");
        assertThatThrownBy(() -> ArrayDataset.of(Shape.batch(2), new float[2], new int[1], NAMES))
                .hasMessage("expected the shape of one image, without the batch axis: got N×2");
    }

    @Test
    void subsetsAreViews() {
        assertThat(values(Subset.of(numbers(9), 7, 1, 1))).containsExactly(7, 1, 1);
        assertThat(values(Subset.range(numbers(9), 6, 9))).containsExactly(6, 7, 8);
        assertThat(values(Subset.first(numbers(9), 2))).containsExactly(0, 1);
        assertThat(Subset.first(numbers(9), 2)).hasToString("2 of 9 images of 1×1×1");
        assertThatThrownBy(() -> Subset.first(numbers(9), 10))
                .isInstanceOf(DataException.class)
                .hasMessage("no image 9: the data set has 9");
        assertThatThrownBy(() -> Subset.of(numbers(9))).hasMessage("a data set needs at least 1 image: got 0 of 9");
    }

    @Test
    void splitsShareNoImage() {
        Holdout split = Holdout.of(numbers(50), .1, Seed.of(4));
        assertThat(split.validation().size()).isEqualTo(5);
        assertThat(values(split.train())).isSorted().doesNotContainAnyElementsOf(values(split.validation()));
        List<Integer> both = new ArrayList<>(values(split.train()));
        both.addAll(values(split.validation()));
        assertThat(both)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 50).boxed().toList());
        assertThat(values(Holdout.of(numbers(50), .1, Seed.of(4)).validation())).isEqualTo(values(split.validation()));
        assertThat(values(Holdout.of(numbers(50), .1, Seed.of(5)).validation()))
                .isNotEqualTo(values(split.validation()));
    }

    /// Each label is asked for a fixed number of times, however many classes there are.
    @Test
    void manyClassesAreSplitInOnePass() {
        AtomicLong asked = new AtomicLong();
        int classes = 3_000;
        int size = 4 * classes;
        List<String> labels = IntStream.range(0, classes).mapToObj(k -> "class " + k).toList();
        int[] label = IntStream.range(0, size).map(i -> i * 7 % classes).toArray();
        Dataset many = new Counted(ArrayDataset.of(Shape.of(1, 1, 1), new float[size], label, labels), asked);
        Holdout split = Holdout.stratified(many, .25, Seed.of(1));
        assertThat(split.validation().size()).isEqualTo(classes);
        assertThat(asked.get()).isLessThanOrEqualTo(4L * size);
        int[] held = new int[classes];
        for (int i = 0; i < classes; i++) {
            held[split.validation().label(i)]++;
        }
        assertThat(held).containsOnly(1);
    }

    private record Counted(Dataset other, AtomicLong asked) implements OfAnother {
        @Override
        public int label(int index) {
            asked.incrementAndGet();
            return other.label(index);
        }
    }

    @Test
    void everyPartOfASplitHasAnImage() {
        assertThat(Holdout.of(numbers(3), .01, Seed.of(1)).validation().size()).isEqualTo(1);
        assertThat(Holdout.of(numbers(3), .99, Seed.of(1)).train().size()).isEqualTo(1);
        assertThatThrownBy(() -> Holdout.of(numbers(1), .5, Seed.of(1)))
                .isInstanceOf(DataException.class)
                .hasMessage("a data set needs at least 1 image: got 0 of 1");
        assertThatThrownBy(() -> Holdout.of(numbers(3), Double.NaN, Seed.of(1)))
                .hasMessage("the validation part must be above 0 and below 1: got NaN");
    }

    @Test
    void theFirstImagesTrain() {
        Holdout split = Holdout.first(numbers(5), 3);
        assertThat(values(split.train())).containsExactly(0, 1, 2);
        assertThat(values(split.validation())).containsExactly(3, 4);
    }

    @Test
    void publishedPartsHaveOneShape() {
        Dataset other = ArrayDataset.of(Shape.of(2), new float[2], new int[1], NAMES);
        assertThatThrownBy(() -> new TrainTestSplit(numbers(2), other))
                .isInstanceOf(DataException.class)
                .hasMessage("training and test images must have one shape: got 1×1×1 and 2");
    }

    @Test
    void neighboursVote() {
        // 3 is nearest to 3, 2 and 4: one odd, two even.
        assertThat(NearestNeighbours.of(numbers(9), 3).predict(new float[] {3})).isZero();
        assertThat(NearestNeighbours.of(numbers(9), 1).predict(new float[] {3})).isEqualTo(1);
        // Equal votes: the lowest class.
        assertThat(NearestNeighbours.of(numbers(9), 2).predict(new float[] {3.2f}))
                .isZero();
        assertThat(NearestNeighbours.of(numbers(9), 1).accuracy(numbers(9))).isEqualTo(1);
        assertThatThrownBy(() -> NearestNeighbours.of(numbers(9), 10))
                .hasMessage("k must be from 1 to 9, the images there are: got 10");
    }

    @Test
    void stratifiedSplitsHoldOutAShareOfEachClass() {
        float[] values = new float[23];
        int[] classes = new int[23];
        for (int i = 0; i < 23; i++) {
            values[i] = i;
            // 12 of class a, 8 of b, 2 of c, 1 of d.
            classes[i] = i < 12 ? 0 : i < 20 ? 1 : i < 22 ? 2 : 3;
        }
        Dataset data = ArrayDataset.of(SAMPLE, values, classes, List.of("a", "b", "c", "d"));
        Holdout split = Holdout.stratified(data, .25, Seed.of(1));
        assertThat(counts(split.validation())).containsExactly(3, 2, 1, 0);
        assertThat(counts(split.train())).containsExactly(9, 6, 1, 1);
        float[] image = new float[1];
        boolean[] seen = new boolean[23];
        for (Dataset part : List.of(split.train(), split.validation())) {
            int before = -1;
            for (int i = 0; i < part.size(); i++) {
                part.read(i, image, 0);
                assertThat((int) image[0]).isGreaterThan(before);
                before = (int) image[0];
                assertThat(seen[before]).isFalse();
                seen[before] = true;
            }
        }
        assertThat(first(Holdout.stratified(data, .25, Seed.of(1)))).isEqualTo(first(split));
        assertThat(IntStream.range(2, 6).mapToObj(seed -> first(Holdout.stratified(data, .25, Seed.of(seed)))))
                .anyMatch(other -> !other.equals(first(split)));
        Dataset singles = Subset.of(data, 0, 12, 20);
        assertThatThrownBy(() -> Holdout.stratified(singles, .2, Seed.of(1)))
                .hasMessage("no class has 2 images, of which one could be held out: got 3 images of 4 classes");
        assertThatThrownBy(() -> Holdout.stratified(data, 1, Seed.of(1))).hasMessageContaining("below 1: got 1.0");
    }

    /// Classes of two images give as many away as the share says, and not half.
    @Test
    void classesOfTwoImagesGiveTheShareAndNotHalf() {
        int[] classes = IntStream.range(0, 130).map(i -> Math.min(i / 2, 60)).toArray();
        List<String> names = IntStream.rangeClosed(0, 60).mapToObj(Integer::toString).toList();
        Dataset pairs = ArrayDataset.of(SAMPLE, new float[130], classes, names);
        for (double share : new double[] {.01, .1, .2, .5, .9}) {
            int[] held = counts(Holdout.stratified(pairs, share, Seed.of(3)).validation());
            int given = (int) Math.min(60, Math.round(120 * share));
            assertThat(Arrays.stream(held).limit(60).sum()).as("share %s", share).isEqualTo(given);
            assertThat(Arrays.stream(held).limit(60).max().orElse(0)).isLessThanOrEqualTo(1);
            assertThat(held[60]).isEqualTo(Math.clamp(Math.round(10 * share), 1, 9));
        }
        Dataset one = Subset.range(pairs, 0, 2);
        assertThat(Holdout.stratified(one, .1, Seed.of(1)).validation().size()).isEqualTo(1);
    }

    private static int[] counts(Dataset dataset) {
        int[] counts = new int[dataset.labels().size()];
        for (int i = 0; i < dataset.size(); i++) {
            counts[dataset.label(i)]++;
        }
        return counts;
    }

    private static List<Float> first(Holdout split) {
        List<Float> values = new ArrayList<>();
        float[] image = new float[1];
        for (int i = 0; i < split.validation().size(); i++) {
            split.validation().read(i, image, 0);
            values.add(image[0]);
        }
        return values;
    }
}
