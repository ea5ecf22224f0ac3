package dev.fovea.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {
    private static final int STEPS_PER_EPOCH = 10;
    private static final int STEPS = 400;

    private static double at(Schedule schedule, int step) {
        return schedule.rate(new Position(step, STEPS_PER_EPOCH, STEPS));
    }

    private static double[] rates(Schedule schedule) {
        return IntStream.range(0, STEPS).mapToDouble(step -> at(schedule, step)).toArray();
    }

    static Stream<Schedule> schedules() {
        Stream<Schedule> registered = Schedules.all().stream().map(entry -> entry.of().apply(0.1));
        return Stream.concat(registered.filter(schedule -> !(schedule instanceof Piecewise)),
                Stream.of(Piecewise.of(0.1).then(8, 0.01).then(30, 0.001)));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void everyOptionMatters(Schedule schedule) {
        for (RecordComponent option : Options.of(schedule)) {
            Schedule changed = Options.changed(schedule, option);
            assertThat(rates(changed)).as(option.getName()).isNotEqualTo(rates(schedule));
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void ratesStayBetweenZeroAndTheHighest(Schedule schedule) {
        assertThat(DoubleStream.of(rates(schedule))).allMatch(rate -> rate > 0 && rate <= 0.1 + 1e-8);
        assertThat(at(schedule, STEPS + 5)).as("past the end").isBetween(0.0, 0.1 + 1e-8);
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void savedAndLoadedIsEqual(Schedule schedule) {
        assertThat(Schedules.read(Schedules.write(schedule))).isEqualTo(schedule);
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void allocatesAtMostACosine(Schedule schedule) {
        Position[] positions = IntStream.range(0, 200).mapToObj(step -> new Position(step * 2, 10, 400))
                .toArray(Position[]::new);
        double[] sum = {0};
        assertThat(Options.leastAllocated(step -> sum[0] += schedule.rate(positions[step])))
                .as("StrictMath.cos takes up to 64 bytes a call")
                .isLessThanOrEqualTo(schedule instanceof Cosine || schedule instanceof OneCycle ? 200 * 64 : 0);
        assertThat(sum[0]).isPositive();
    }

    /// @param formula from the steps done, of 400, 10 of them an epoch
    record Row(Schedule schedule, IntToDoubleFunction formula) {
        @Override
        public String toString() {
            return schedule.toString();
        }
    }

    /// With settings away from their defaults.
    static Stream<Row> formulas() {
        return Stream.of(
                new Row(ConstantRate.of(0.3), step -> 0.3f),
                new Row(StepDecay.of(0.3).every(7).factor(0.6), step -> 0.3 * Math.pow(0.6, step / 70)),
                new Row(Exponential.of(0.3).factor(0.8), step -> 0.3 * Math.pow(0.8, step / 10.0)),
                new Row(Piecewise.of(0.3).then(8, 0.02).then(30, 0.05),
                        step -> step < 80 ? 0.3 : step < 300 ? 0.02 : 0.05),
                new Row(Milestones.of(0.3).factor(0.4).at(0.2, 0.45, 0.9),
                        step -> 0.3 * (step < 80 ? 1 : step < 180 ? 0.4 : step < 360 ? 0.16 : 0.064)),
                new Row(Cosine.of(0.3).last(0.1), step -> 0.2 + 0.1 * Math.cos(Math.PI * step / 400)),
                new Row(OneCycle.of(0.3).rise(0.4).start(12).end(5), step -> step < 159
                        ? wave(0.3 / 12, 0.3, step / 159.0)
                        : wave(0.3, 0.3 / 12 / 5, (step - 159) / 240.0)),
                new Row(Warmup.of(2.5, Cosine.of(0.3)),
                        step -> wave(0.3, 0, step / 400.0) * Math.min(1, (step + 1) / 25.0)));
    }

    /// From `first` at 0 to `last` at 1 along half a wave.
    private static double wave(double first, double last, double x) {
        return (first + last) / 2 + (first - last) / 2 * Math.cos(Math.PI * x);
    }

    @ParameterizedTest
    @MethodSource("formulas")
    void isItsFormula(Row row) {
        for (int step = 0; step < STEPS; step++) {
            double expected = row.formula().applyAsDouble(step);
            assertThat(at(row.schedule(), step)).as("step %d", step).isCloseTo(expected, within(1e-12));
        }
    }

    @Test
    void everyScheduleHasAFormula() {
        List<Schedule> tried = formulas().map(Row::schedule).toList();
        List<String> missing = Schedules.all().stream()
                .filter(entry -> tried.stream().noneMatch(schedule ->
                        Options.differThroughout(schedule, entry.of().apply(1))))
                .map(entry -> entry.name() + " has no row in formulas() with all its settings away from their defaults")
                .toList();
        assertThat(missing).isEmpty();
    }

    @Test
    void stepFallsAtWholeEpochs() {
        StepDecay step = StepDecay.of(0.1).every(3).factor(0.5);
        assertThat(at(step, 29)).isEqualTo(0.1);
        assertThat(at(step, 30)).isEqualTo(0.05);
        assertThat(at(step, 95)).isEqualTo(0.0125);
    }

    @Test
    void exponentialFallsWithinEpochs() {
        Exponential exponential = Exponential.of(0.1).factor(0.25);
        assertThat(at(exponential, 5)).isCloseTo(0.05, within(1e-12));
        assertThat(at(exponential, 10)).isCloseTo(0.025, within(1e-12));
    }

    @Test
    void piecewiseChangesWhenEpochsAreDone() {
        Piecewise piecewise = Piecewise.of(1e-3).then(20, 1e-4).then(40, 1e-5);
        assertThat(at(piecewise, 199)).isEqualTo(1e-3);
        assertThat(at(piecewise, 200)).isEqualTo(1e-4);
        assertThat(at(piecewise, 399)).isEqualTo(1e-4);
        assertThat(at(piecewise, 400)).isEqualTo(1e-5);
    }

    @Test
    void cosineIsHalfWayInTheMiddle() {
        Cosine cosine = Cosine.of(0.1).last(0.02);
        assertThat(at(cosine, 0)).isEqualTo(0.1);
        assertThat(at(cosine, 100)).isCloseTo(0.06 + 0.04 * Math.sqrt(0.5), within(1e-12));
        assertThat(at(cosine, 200)).isCloseTo(0.06, within(1e-12));
        assertThat(at(cosine, 400)).isCloseTo(0.02, within(1e-12));
    }

    /// For 10 steps with a rise of 0.4, PyTorch's turn lies at step 3 and its close at step 9.
    @Test
    void oneCycleRisesAndFalls() {
        OneCycle cycle = OneCycle.of(1).rise(0.4).start(10).end(100);
        double[] up = {0.1, 0.1 + 0.9 * 0.25, 0.1 + 0.9 * 0.75};
        double[] down = {1, 0.001 + 0.999 * (1 + Math.cos(Math.PI / 6)) / 2, 0.001 + 0.999 * 0.75, 0.001 + 0.999 * 0.5};
        for (int step = 0; step < 7; step++) {
            double expected = step < 3 ? up[step] : down[step - 3];
            assertThat(cycle.rate(new Position(step, 5, 10))).as("step " + step).isCloseTo(expected, within(1e-12));
        }
        assertThat(cycle.rate(new Position(9, 5, 10))).isCloseTo(0.001, within(1e-12));
        assertThat(cycle.rate(new Position(0, 1, 1))).isPositive().isFinite();
    }

    @Test
    void warmupRisesStraightThenFollows() {
        Warmup warmup = Warmup.of(0.5, ConstantRate.of(0.5));
        double[] expected = {0.1, 0.2, 0.3, 0.4, 0.5, 0.5};
        for (int step = 0; step < expected.length; step++) {
            assertThat(at(warmup, step)).isCloseTo(expected[step], within(1e-12));
        }
        assertThat(at(Warmup.of(2, StepDecay.of(0.1).every(5)), 60)).isCloseTo(0.01, within(1e-12));
    }

    @Test
    void refusesOptionsOutOfRange() {
        assertThatThrownBy(() -> StepDecay.of(0.1).every(0)).hasMessage("Step: every must be above 0: got 0.0");
        assertThatThrownBy(() -> Exponential.of(0.1).factor(1.5))
                .hasMessage("Exponential: factor must be above 0 and at most 1: got 1.5");
        assertThatThrownBy(() -> Cosine.of(0.1).last(0.2))
                .hasMessage("Cosine: last must not be above the rate 0.1: got 0.2");
        assertThatThrownBy(() -> OneCycle.of(0.1).rise(1)).hasMessageContaining("rise must be from 0 to below 1");
        assertThatThrownBy(() -> Piecewise.of(0.1).then(3, 0.1).then(3, 0.1))
                .hasMessage("Piecewise: epochs must rise from 1: got [3, 3]");
        assertThatThrownBy(() -> new Piecewise(List.of(), List.of())).hasMessageContaining("one rate more than epochs");
        assertThatThrownBy(() -> new Position(0, 0, 1)).hasMessageContaining("stepsPerEpoch");
    }
}
