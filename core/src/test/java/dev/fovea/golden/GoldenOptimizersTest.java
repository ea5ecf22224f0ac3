package dev.fovea.golden;

import static dev.fovea.golden.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.optim.Adagrad;
import dev.fovea.optim.Adam;
import dev.fovea.optim.AdamW;
import dev.fovea.optim.Clip;
import dev.fovea.optim.Cosine;
import dev.fovea.optim.Exponential;
import dev.fovea.optim.Group;
import dev.fovea.optim.OneCycle;
import dev.fovea.optim.Optimizer;
import dev.fovea.optim.Position;
import dev.fovea.optim.RmsProp;
import dev.fovea.optim.Schedule;
import dev.fovea.optim.Sgd;
import dev.fovea.optim.StepDecay;
import dev.fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Optimizers, clipping and schedules against libtorch.
class GoldenOptimizersTest {
    /// Options of libtorch that Fovea does not offer.
    private static final Set<String> NOT_OFFERED = Set.of(
            "rmsprop centered", "rmsprop centered momentum", "adagrad initial and epsilon", "adagrad rate decay");

    static Stream<Arguments> trajectories() {
        return Stream.of("sgd", "adam", "adamw", "rmsprop", "adagrad").flatMap(GoldenOptimizersTest::trajectories);
    }

    private static Stream<Arguments> trajectories(String rule) {
        return GoldenFile.read(rule).cases().stream()
                .filter(example -> !NOT_OFFERED.contains(rule + " " + example.name()))
                .map(example -> Arguments.of(rule, example));
    }

    @Test
    void whatIsNotOfferedExists() {
        for (String name : NOT_OFFERED) {
            int space = name.indexOf(' ');
            assertThat(GoldenFile.read(name.substring(0, space)).example(name.substring(space + 1))).isNotNull();
        }
    }

    /// The parameters lie between strangers, which must stay as they are.
    @ParameterizedTest
    @MethodSource("trajectories")
    void followsTheTrajectory(String rule, GoldenCase example) {
        Optimizer optimizer = optimizer(rule, example);
        Tensor first = example.input("parameters");
        int size = first.values().length;
        int from = 3;
        float[] parameters = new float[size + 5];
        Arrays.fill(parameters, 9);
        System.arraycopy(first.values(), 0, parameters, from, size);
        float[] gradients = new float[parameters.length];
        Arrays.fill(gradients, 9);
        float[][] slots = new float[optimizer.slots().size()][parameters.length];
        double[] rates = example.numbers("rates");
        float[] expected = example.output("trajectory").values();
        for (int step = 1; step <= rates.length; step++) {
            int row = (step - 1) * size;
            System.arraycopy(example.input("gradients").values(), row, gradients, from, size);
            float rate = (float) rates[step - 1];
            optimizer.update(step, rate, optimizer.weightDecay(), parameters, gradients, slots, from, from + size);
            assertClose("step " + step, Arrays.copyOfRange(parameters, from, from + size),
                    Arrays.copyOfRange(expected, row, row + size), Closeness.TOLERANCE);
        }
        assertThat(parameters).startsWith(9, 9, 9).endsWith(9, 9);
    }

    private static Optimizer optimizer(String rule, GoldenCase example) {
        double decay = example.number("decay");
        return switch (rule) {
            case "sgd" -> {
                Sgd sgd = Sgd.of(1).momentum(example.number("momentum")).weightDecay(decay);
                yield example.flag("nesterov") ? sgd.nesterov() : sgd;
            }
            case "adam" -> Adam.of(1).beta1(example.number("b1")).beta2(example.number("b2"))
                    .epsilon(example.number("epsilon")).weightDecay(decay);
            case "adamw" -> AdamW.of(1).beta1(example.number("b1")).beta2(example.number("b2"))
                    .epsilon(example.number("epsilon")).weightDecay(decay);
            case "rmsprop" -> RmsProp.of(1).rho(example.number("rho")).epsilon(example.number("epsilon"))
                    .momentum(example.number("momentum")).weightDecay(decay);
            case "adagrad" -> Adagrad.of(1).epsilon(example.number("epsilon")).weightDecay(decay);
            default -> throw new IllegalArgumentException(rule);
        };
    }

    static Stream<GoldenCase> clippings() {
        return GoldenFile.read("gradient-clipping").cases().stream();
    }

    @ParameterizedTest
    @MethodSource("clippings")
    void clips(GoldenCase example) {
        int a = example.input("a").values().length;
        int b = example.input("b").values().length;
        float[] gradients = new float[a + b];
        System.arraycopy(example.input("a").values(), 0, gradients, 0, a);
        System.arraycopy(example.input("b").values(), 0, gradients, a, b);
        List<Group> groups = List.of(new Group("a", 0, a, 1, 0, true), new Group("b", a, a + b, 1, 0, true));
        double limit = example.number("limit");
        if (example.text("by").equals("norm")) {
            assertThat(Clip.length(gradients, groups)).isCloseTo(example.output("norm").values()[0], within(1e-6));
            Clip.norm(limit).apply(gradients, groups);
        } else {
            Clip.value(limit).apply(gradients, groups);
        }
        assertClose("a", Arrays.copyOf(gradients, a), example.output("a").values(), 1e-6);
        assertClose("b", Arrays.copyOfRange(gradients, a, a + b), example.output("b").values(), 1e-6);
    }

    static Stream<GoldenCase> schedules() {
        return GoldenFile.read("schedules").cases().stream();
    }

    /// The files count in steps: an epoch is one step here.
    @ParameterizedTest
    @MethodSource("schedules")
    void followsTheSchedule(GoldenCase example) {
        Schedule schedule = schedule(example);
        float[] expected = example.output("rates").values();
        int total = example.has("steps") ? example.integer("steps") : expected.length;
        float[] rates = new float[expected.length];
        for (int t = 0; t < rates.length; t++) {
            rates[t] = (float) schedule.rate(new Position(t, 1, total));
            assertThat(rates[t]).as("step " + t).isCloseTo(expected[t], within(1e-6f * expected[t] + 1e-12f));
        }
    }

    private static Schedule schedule(GoldenCase example) {
        return switch (example.text("schedule")) {
            case "step" -> new StepDecay(example.number("rate"), example.integer("every"), example.number("factor"));
            case "exponential" -> new Exponential(example.number("rate"), example.number("factor"));
            case "cosine" -> new Cosine(example.number("rate"), example.number("low"));
            case "one-cycle" -> new OneCycle(
                    example.number("peak"), example.number("warm"), example.number("div"), example.number("finalDiv"));
            default -> throw new IllegalArgumentException(example.text("schedule"));
        };
    }
}
