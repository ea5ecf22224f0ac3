package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import org.junit.jupiter.api.Test;

class InitializerTest {
    private static final int SIZE = 300_000;
    private static final Seed SEED = Seed.of(8);

    private static float[] filled(Initializer initializer) {
        float[] values = new float[SIZE];
        initializer.fill(Shape.of(SIZE), SEED, values, 0);
        return values;
    }

    @Test
    void normalValuesAreTheDefinitionsToTheBit() {
        for (double std : new double[] {1, .1, 3e-3}) {
            float[] expected = new float[SIZE];
            for (int i = 0; i < SIZE; i++) {
                expected[i] = (float) ((float) std * SEED.normal(i));
            }
            assertThat(filled(Initializer.normal(std))).isEqualTo(expected);
        }
    }

    @Test
    void truncatedValuesAreTheDefinitionsToTheBit() {
        float std = .1f;
        float[] expected = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            int attempt = 0;
            while (Math.abs(SEED.normal(i * 64L + attempt)) > 2) {
                attempt++;
            }
            expected[i] = (float) (std * SEED.normal(i * 64L + attempt));
        }
        assertThat(filled(Initializer.truncatedNormal(std))).isEqualTo(expected);
    }

    @Test
    void aRoughNumberGivesTheSameFloatAsFarAsItMayBeOff() {
        for (int i = 0; i < SIZE; i++) {
            double exact = SEED.normal(i);
            assertThat(Math.abs(SEED.roughNormal(i) - exact)).isLessThanOrEqualTo(1e-15 * Math.abs(exact));
            for (double off : new double[] {-.9, 0, .9}) {
                double rough = exact * (1 + off * Seed.ROUGH);
                assertThat(SEED.normal(i, rough, .25f, .1f)).isEqualTo((float) (.25f + .1f * exact));
            }
        }
    }
}
