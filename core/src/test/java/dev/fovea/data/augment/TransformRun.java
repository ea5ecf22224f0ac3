package dev.fovea.data.augment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.data.Transform;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.Arrays;

/// Applies a transform to an image that lies in the middle of an array.
final class TransformRun {
    private static final int BEFORE = 5;
    private static final int AFTER = 3;

    private TransformRun() {}

    /// The result, made sure that nothing beside it was written and that the image is as it was.
    static float[] of(Transform transform, float[] image, Shape shape, Seed seed, long counter) {
        float[] from = new float[image.length + 2 * BEFORE];
        Arrays.fill(from, Float.NaN);
        System.arraycopy(image, 0, from, BEFORE, image.length);
        float[] before = from.clone();
        int size = (int) transform.shape(shape).size();
        float[] into = new float[size + 2 * AFTER];
        Arrays.fill(into, -7);
        transform.apply(from, BEFORE, shape, into, AFTER, seed, counter);
        assertThat(from).as("the image").isEqualTo(before);
        assertThat(Arrays.copyOf(into, AFTER)).as("before the result").containsOnly(-7);
        assertThat(Arrays.copyOfRange(into, AFTER + size, into.length)).as("after the result").containsOnly(-7);
        return Arrays.copyOfRange(into, AFTER, AFTER + size);
    }

    /// Values from 0 to 1.
    static float[] noise(Shape shape, long seed) {
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Seed.of(seed).uniform(i);
        }
        return values;
    }
}
