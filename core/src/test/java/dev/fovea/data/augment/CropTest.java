package dev.fovea.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CropTest {
    private static final Shape SHAPE = Shape.of(4, 6, 2);

    /// Element (y, x, c) of the test image is its place plus 1; 0 outside.
    private static float at(int y, int x, int c) {
        return y < 0 || y >= 4 || x < 0 || x >= 6 ? 0 : (y * 6 + x) * 2 + c + 1;
    }

    private static float[] part(int top, int left, int height, int width) {
        float[] part = new float[height * width * 2];
        for (int i = 0; i < part.length; i++) {
            part[i] = at(top + i / 2 / width, left + i / 2 % width, i % 2);
        }
        return part;
    }

    @ParameterizedTest
    @CsvSource({"2,3,0", "1,1,0", "4,6,0", "4,2,1", "7,2,2", "10,12,3"})
    void partsComeFromEveryPlaceEquallyOften(int height, int width, int padding) {
        Map<String, Integer> parts = new HashMap<>();
        for (int top = -padding; top <= 4 + padding - height; top++) {
            for (int left = -padding; left <= 6 + padding - width; left++) {
                parts.put(Arrays.toString(part(top, left, height, width)), 0);
            }
        }
        RandomCrop crop = RandomCrop.to(height, width).padding(padding);
        int runs = parts.size() * 40;
        for (int i = 0; i < runs; i++) {
            float[] part = TransformRun.of(crop, part(0, 0, 4, 6), SHAPE, Seed.of(1), 2L * i);
            assertThat(parts).containsKey(Arrays.toString(part));
            parts.merge(Arrays.toString(part), 1, Integer::sum);
        }
        assertThat(parts.values()).allSatisfy(count -> assertThat(count).isGreaterThan(10));
    }

    @Test
    void shapesAreThoseOfTheParts() {
        assertThat(RandomCrop.to(2, 3).shape(SHAPE)).isEqualTo(Shape.of(2, 3, 2));
        assertThat(RandomCrop.to(6, 8).padding(1).shape(SHAPE)).isEqualTo(Shape.of(6, 8, 2));
        assertThatThrownBy(() -> RandomCrop.to(5, 3).shape(SHAPE))
                .hasMessage("RandomCrop.to(5, 3) needs images of at least 5×3: got 4×6×2");
        assertThatThrownBy(() -> RandomCrop.to(7, 3).padding(1).shape(SHAPE))
                .hasMessage("RandomCrop.to(7, 3).padding(1) needs images of at least 5×1: got 4×6×2");
        assertThatThrownBy(() -> RandomCrop.to(0, 3))
                .hasMessage("a crop needs at least 1 row and 1 column: got 0×3");
        assertThatThrownBy(() -> RandomCrop.to(3, 3).padding(-1)).hasMessage("padding must be at least 0: got -1");
        assertThatThrownBy(() -> RandomCrop.to(3, 3).padding(1 << 30))
                .hasMessage("padding must be at most 1048576: got 1073741824");
        assertThatThrownBy(() -> RandomCrop.of(Integer.MAX_VALUE)).hasMessageContaining("at most 1048576");
        assertThatThrownBy(() -> RandomCrop.to(9, 3).padding(2).shape(SHAPE))
                .hasMessage("RandomCrop.to(9, 3).padding(2) needs images of at least 5×1: got 4×6×2");
    }
}
