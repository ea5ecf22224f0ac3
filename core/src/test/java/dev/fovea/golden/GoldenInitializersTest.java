package dev.fovea.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.fovea.nn.Initializer;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The statistics of initial weights against the laws that libtorch draws from, and against its own sample.
class GoldenInitializersTest {
    private static final int OFFSET = 3;

    static Stream<GoldenCase> cases() {
        return GoldenFile.read("initializers").cases().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void drawsFromTheLaw(GoldenCase example) {
        Shape shape = Shape.of(example.has("shape") ? example.integers("shape") : new int[] {300, 400});
        int size = Math.toIntExact(shape.size());
        float[] weights = new float[size + 2 * OFFSET];
        initializer(example).fill(shape, Seed.of(1), weights, OFFSET);
        assertThat(Arrays.copyOf(weights, OFFSET)).containsOnly(0);
        assertThat(Arrays.copyOfRange(weights, OFFSET + size, weights.length)).containsOnly(0);

        double std = example.number("std");
        double mean = values(weights, size).average().orElseThrow();
        double spread = Math.sqrt(values(weights, size).map(w -> (w - mean) * (w - mean)).sum() / size);
        // Five standard errors of a mean; a sample's deviation varies by about 0.3 %.
        assertThat(mean).isCloseTo(0, within(5 * std / Math.sqrt(size)));
        assertThat(spread).isCloseTo(std, withinPercentage(1.5));
        assertThat(spread).isCloseTo(example.output("sample").values()[1], withinPercentage(2));
        if (example.has("bound")) {
            double bound = example.number("bound");
            DoubleSummaryStatistics ends = values(weights, size).summaryStatistics();
            assertThat(ends.getMax()).isBetween(0.99 * bound, bound * (1 + 1e-6));
            assertThat(ends.getMin()).isBetween(-bound * (1 + 1e-6), -0.99 * bound);
        }
    }

    private static DoubleStream values(float[] weights, int size) {
        return IntStream.range(OFFSET, OFFSET + size).mapToDouble(i -> weights[i]);
    }

    private static Initializer initializer(GoldenCase example) {
        return switch (example.text("law")) {
            case "normal" -> Initializer.normal(example.number("std"));
            case "truncated-normal" -> Initializer.truncatedNormal(example.number("parameter"));
            case "glorot-uniform" -> Initializer.glorotUniform();
            case "glorot-normal" -> Initializer.glorotNormal();
            case "he-uniform" -> Initializer.heUniform();
            case "he-normal" -> Initializer.heNormal();
            case "lecun-uniform" -> Initializer.lecunUniform();
            case "lecun-normal" -> Initializer.lecunNormal();
            default -> throw new IllegalArgumentException(example.text("law"));
        };
    }
}
