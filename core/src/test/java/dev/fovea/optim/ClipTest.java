package dev.fovea.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.Seed;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClipTest {
    private static Group group(int from, int to, boolean trainable) {
        return new Group("g" + from, from, to, 1, 0, trainable);
    }

    @Test
    void valueBoundsTrainableGradients() {
        float[] gradients = {-3, 0.5f, 3, 9, 9};
        Clip.value(1).apply(gradients, List.of(group(0, 3, true), group(3, 4, false)));
        assertThat(gradients).containsExactly(-1, 0.5f, 1, 9, 9);
    }

    @Test
    void normScalesAllGroupsByOneFactor() {
        float[] gradients = {3, 0, 100, 4};
        Clip.norm(1).apply(gradients, List.of(group(0, 2, true), group(2, 3, false), group(3, 4, true)));
        assertThat(gradients).containsExactly(new float[] {0.6f, 0, 100, 0.8f}, within(1e-6f));
    }

    @Test
    void normBelowTheLimitChangesNothing() {
        float[] gradients = {3, 4};
        Clip.norm(5.1).apply(gradients, List.of(group(0, 2, true)));
        assertThat(gradients).containsExactly(3, 4);
        Clip.none().apply(gradients, List.of(group(0, 2, true)));
        assertThat(gradients).containsExactly(3, 4);
    }

    @Test
    void normOfManyChunksIsExactInDouble() {
        int size = 3 * Clip.CHUNK + 21;
        float[] gradients = new float[size];
        double exact = 0;
        for (int i = 0; i < size; i++) {
            gradients[i] = (float) Seed.of(5).normal(i);
            exact += i >= 5 ? (double) gradients[i] * gradients[i] : 0;
        }
        double length = Clip.length(gradients, List.of(group(5, 9000, true), group(9000, size, true)));
        assertThat(length).isCloseTo(Math.sqrt(exact), within(1e-9));
    }

    @Test
    void refusesLimitsThatAreNotAboveZero() {
        assertThatThrownBy(() -> Clip.norm(0)).hasMessage("Clip.norm: limit must be above 0: got 0.0");
        assertThatThrownBy(() -> Clip.value(-1)).hasMessage("Clip.value: limit must be above 0: got -1.0");
    }
}
