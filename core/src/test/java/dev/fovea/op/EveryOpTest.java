package dev.fovea.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each row of [OpCases] against its plain form in double precision, on each set of kernels.
@Tag("kernels")
class EveryOpTest {
    private static final int SAMPLES = 3;
    private static final double STEP = 1e-4;
    private static final int PROBES = 24;

    static Stream<OpCase> cases() {
        return OpCases.all();
    }

    static Stream<OpCase> allSizes() {
        return Stream.concat(OpCases.all(), OpCases.large());
    }

    @ParameterizedTest
    @MethodSource("allSizes")
    void forwardIsThePlainForm(OpCase row) {
        double[] expected = row.plain().apply(row.values(SAMPLES)).values();
        for (Engine engine : Engine.all()) {
            assertNear(engine, engine.run(row, row.values(SAMPLES), SAMPLES, 1).output(), expected, row.tolerance());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientIsTheDifferenceQuotient(OpCase row) {
        List<Doubles> values = row.values(SAMPLES);
        double[] weights = Engine.weights(row.plain().apply(values).values().length);
        for (Engine engine : Engine.all()) {
            Engine.Result result = engine.run(row, values, SAMPLES, 1);
            for (int i = 0; i < values.size(); i++) {
                if (row.inputs().get(i).differentiated()) {
                    double[] gradient = result.gradients().get(i);
                    assertThat(gradient).hasSize(values.get(i).values().length);
                    checkGradient(engine, row, values, i, weights, gradient);
                }
            }
        }
    }

    private static void checkGradient(
            Engine engine, OpCase row, List<Doubles> values, int input, double[] weights, double[] gradient) {
        double greatest = Arrays.stream(gradient).map(Math::abs).max().orElse(0);
        double[] x = values.get(input).values();
        int[] order = new Seed(7).permutation(x.length);
        for (int probe = 0; probe < Math.min(PROBES, x.length); probe++) {
            int at = order[probe];
            double before = x[at];
            x[at] = before + STEP;
            double above = loss(row, values, weights);
            x[at] = before - STEP;
            double below = loss(row, values, weights);
            x[at] = before;
            assertThat(gradient[at])
                    .as("gradient of input %d at %d, %s", input, at, engine)
                    .isCloseTo((above - below) / (2 * STEP), within(20 * row.tolerance() * (1 + greatest)));
        }
    }

    private static double loss(OpCase row, List<Doubles> values, double[] weights) {
        double[] y = row.plain().apply(values).values();
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += y[i] * weights[i];
        }
        return sum;
    }

    /// Along one random direction: cheap enough for large sizes.
    @ParameterizedTest
    @MethodSource("large")
    void gradientIsTheDirectionalDifferenceQuotient(OpCase row) {
        List<Doubles> values = row.values(SAMPLES);
        double[] weights = Engine.weights(row.plain().apply(values).values().length);
        for (Engine engine : Engine.all()) {
            Engine.Result result = engine.run(row, values, SAMPLES, 2);
            for (int i = 0; i < values.size(); i++) {
                if (row.inputs().get(i).differentiated()) {
                    checkDirection(engine, row, values, i, weights, result.gradients().get(i));
                }
            }
        }
    }

    static Stream<OpCase> large() {
        return OpCases.large();
    }

    private static void checkDirection(
            Engine engine, OpCase row, List<Doubles> values, int input, double[] weights, double[] gradient) {
        double[] x = values.get(input).values();
        double[] start = x.clone();
        double along = 0;
        double length = 0;
        for (int i = 0; i < x.length; i++) {
            double direction = new Seed(13).normal(i);
            x[i] = start[i] + STEP * direction;
            along += gradient[i] * direction;
            length += gradient[i] * gradient[i];
        }
        double above = loss(row, values, weights);
        for (int i = 0; i < x.length; i++) {
            x[i] = 2 * start[i] - x[i];
        }
        double below = loss(row, values, weights);
        System.arraycopy(start, 0, x, 0, x.length);
        assertThat(along)
                .as("gradient of input %d along a direction, %s", input, engine)
                .isCloseTo((above - below) / (2 * STEP), within(1e-3 * (1 + Math.sqrt(length))));
    }

    @ParameterizedTest
    @MethodSource("allSizes")
    void aSmallBatchGivesTheSameInALargerPlan(OpCase row) {
        for (Engine engine : Engine.all()) {
            Engine.Result own = engine.run(row, row.values(2), 2, 1);
            Engine.Result larger = engine.run(row, row.values(2), 5, 1);
            assertThat(larger).as("%s", engine).isEqualTo(own);
        }
    }

    @ParameterizedTest
    @MethodSource("allSizes")
    void threadsDoNotChangeTheBits(OpCase row) {
        List<Doubles> values = row.values(SAMPLES);
        for (Engine engine : Engine.all()) {
            Engine.Result one = engine.run(row, values, SAMPLES, 1);
            assertThat(engine.run(row, values, SAMPLES, 2)).as("2 threads, %s", engine).isEqualTo(one);
            assertThat(engine.run(row, values, SAMPLES, 3)).as("3 threads, %s", engine).isEqualTo(one);
        }
    }

    @Test
    void everyPrimitiveHasARow() {
        Set<Class<?>> covered = new HashSet<>();
        OpCases.all().forEach(row -> covered.addAll(Engine.primitives(row)));
        covered.addAll(Engine.primitives(DropoutTest.graph(0.5f)));
        covered.addAll(Engine.primitives(SampleMaskTest.graph(0.5f, 0)));
        Set<String> missing = new TreeSet<>();
        for (Class<?> primitive : permitted(Primitive.class)) {
            if (!covered.contains(primitive)) {
                missing.add(primitive.getName());
            }
        }
        assertThat(missing).as("primitives without a row in OpCases").isEmpty();
    }

    private static List<Class<?>> permitted(Class<?> type) {
        if (!type.isSealed()) {
            return List.of(type);
        }
        List<Class<?>> all = new ArrayList<>();
        for (Class<?> member : type.getPermittedSubclasses()) {
            all.addAll(permitted(member));
        }
        return all;
    }

    /// Whether all elements are as near as [#forwardIsThePlainForm] asks for.
    static boolean isNear(double[] received, double[] expected, double tolerance) {
        double greatest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        return received.length == expected.length && IntStream.range(0, expected.length)
                .allMatch(i -> Math.abs(received[i] - expected[i]) <= tolerance * (1 + greatest));
    }

    private static void assertNear(Engine engine, double[] received, double[] expected, double tolerance) {
        assertThat(received).hasSize(expected.length);
        double greatest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        for (int i = 0; i < expected.length; i++) {
            assertThat(received[i]).as("element %d, %s", i, engine)
                    .isCloseTo(expected[i], within(tolerance * (1 + greatest)));
        }
    }
}
