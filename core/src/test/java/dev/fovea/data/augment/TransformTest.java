package dev.fovea.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.Transform;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransformTest {
    private static final Shape SHAPE = Shape.of(3, 4, 2);
    private static final int SIZE = 24;

    /// The result at a counter, from an image that starts at element 5, written at element 3.
    private static float[] result(Transform transform, long counter) {
        float[] image = new float[SIZE + 10];
        for (int i = 0; i < SIZE; i++) {
            image[5 + i] = i + 1;
        }
        float[] into = new float[SIZE + 6];
        Arrays.fill(into, -7);
        transform.apply(image, 5, SHAPE, into, 3, Seed.of(1), counter);
        assertThat(Arrays.copyOf(into, 3)).containsOnly(-7);
        assertThat(Arrays.copyOfRange(into, 3 + SIZE, into.length)).containsOnly(-7);
        return Arrays.copyOfRange(into, 3, 3 + SIZE);
    }

    /// Element (y, x, c) of the test image; 0 outside.
    private static float at(int y, int x, int c) {
        return y < 0 || y >= 3 || x < 0 || x >= 4 ? 0 : (y * 4 + x) * 2 + c + 1;
    }

    @Test
    void halfOfTheImagesAreMirrored() {
        int mirrored = 0;
        for (int i = 0; i < 1000; i++) {
            float[] result = result(FlipLeftRight.of(), i);
            boolean flipped = result[0] == at(0, 3, 0);
            mirrored += flipped ? 1 : 0;
            for (int p = 0; p < SIZE; p++) {
                int x = p / 2 % 4;
                assertThat(result[p]).isEqualTo(at(p / 8, flipped ? 3 - x : x, p % 2));
            }
        }
        assertThat(mirrored).isBetween(440, 560);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void cropsComeFromEveryPlaceEquallyOften(int padding) {
        int places = (2 * padding + 1) * (2 * padding + 1);
        Map<String, Integer> crops = new HashMap<>();
        for (int down = -padding; down <= padding; down++) {
            for (int right = -padding; right <= padding; right++) {
                crops.put(Arrays.toString(cropped(down, right)), 0);
            }
        }
        int runs = places * 40;
        for (int i = 0; i < runs; i++) {
            String result = Arrays.toString(result(RandomCrop.of(padding), 2L * i));
            assertThat(crops).containsKey(result);
            crops.merge(result, 1, Integer::sum);
        }
        // Crops that hold nothing but padding are one and the same.
        assertThat(crops.values()).allSatisfy(count -> assertThat(count).isGreaterThan(10));
    }

    private static float[] cropped(int down, int right) {
        float[] crop = new float[SIZE];
        for (int p = 0; p < SIZE; p++) {
            crop[p] = at(p / 8 + down, p / 2 % 4 + right, p % 2);
        }
        return crop;
    }

    @Test
    void theSameCounterGivesTheSameImage() {
        assertThat(result(RandomCrop.of(4), 17)).isEqualTo(result(RandomCrop.of(4), 17));
        assertThat(RandomCrop.of(4).draws()).isEqualTo(2);
        assertThat(FlipLeftRight.of().draws()).isEqualTo(1);
    }

    @Test
    void shapesAreKeptAndChecked() {
        assertThat(RandomCrop.of(4).shape(SHAPE)).isEqualTo(SHAPE);
        assertThat(FlipLeftRight.of().shape(SHAPE)).isEqualTo(SHAPE);
        assertThatThrownBy(() -> FlipLeftRight.of().shape(Shape.of(4)))
                .hasMessage("FlipLeftRight.of() needs images of height × width × channels: got 4");
        assertThatThrownBy(() -> RandomCrop.of(4).shape(Shape.of(4)))
                .hasMessage("RandomCrop.of(4) needs images of height × width × channels: got 4");
        assertThatThrownBy(() -> RandomCrop.of(0)).hasMessage("padding must be at least 1: got 0");
    }
}
