package dev.fovea.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.tensor.Tensor;

/// Compares with a tolerance relative to the scale of what is expected: its greatest absolute value.
final class Closeness {
    static final double TOLERANCE = 1e-5;

    private Closeness() {}

    static void assertClose(String what, Tensor actual, Tensor expected) {
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        assertClose(what, actual.values(), expected.values(), TOLERANCE);
    }

    static void assertClose(String what, float[] actual, float[] expected, double tolerance) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        double scale = 0;
        for (float value : expected) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs((double) actual[i] - expected[i]);
            // Written so that NaN fails.
            if (!(error <= tolerance * scale)) {
                throw new AssertionError(what + ": element " + i + " of " + expected.length + " is " + actual[i]
                        + ", libtorch has " + expected[i] + " (tolerance " + tolerance * scale + ")");
            }
        }
    }
}
