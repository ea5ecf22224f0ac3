package dev.fovea.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The build runs the tests with each set of kernels, and says which it expects: none can be skipped silently.
@Tag("kernels")
class ExpectedKernelsTest {
    @Test
    void runWhatTheBuildExpects() {
        String expected = System.getProperty("fovea.expect.kernels", "nothing");
        String name = KernelSet.choose().kernels().name();

        switch (expected) {
            case "vector" -> assertThat(name).matches("vector (128|256|512) winograd");
            case "vector-avx2" -> assertThat(name).isEqualTo("vector 256 winograd");
            case "scalar" -> assertThat(name).isEqualTo("scalar");
            default -> throw new AssertionError(
                    "Expected -Dfovea.expect.kernels to be vector, vector-avx2 or scalar, as Maven sets it, received "
                            + expected);
        }
    }
}
