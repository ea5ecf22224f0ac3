package dev.fovea.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every optimizer, schedule and clip of the registries.
class EveryOptimizerTest {
    private static final double RATE = 0.1;
    private static final int STEPS = 300;

    static Stream<Arguments> combinations() {
        List<Arguments> all = new ArrayList<>();
        for (Optimizers.Entry optimizer : Optimizers.all()) {
            for (Schedules.Entry schedule : Schedules.all()) {
                for (Clip clip : List.of(Clip.none(), Clip.value(0.5), Clip.norm(2))) {
                    all.add(Arguments.of(optimizer.of().apply(schedule.of().apply(RATE)), clip));
                }
            }
        }
        return all.stream();
    }

    /// Optimizers with every rule switched on.
    static Stream<Optimizer> optimizers() {
        Stream<Optimizer> defaults = Optimizers.all().stream().map(entry -> entry.of().apply(ConstantRate.of(0.05)));
        return Stream.concat(
                defaults.filter(optimizer -> !(optimizer instanceof Sgd)),
                Stream.of(Sgd.of(0.05).momentum(0.8), RmsProp.of(0.05).momentum(0.8)));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void lowersConvexLoss(Optimizer optimizer, Clip clip) {
        Quadratic problem = new Quadratic();
        double start = problem.loss();
        problem.train(optimizer, clip, STEPS);
        assertThat(problem.loss()).isLessThan(0.4 * start);
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void updatesOnlyItsRange(Optimizer optimizer) {
        float[] before = new Quadratic().parameters.clone();
        float[] after = new Quadratic().train(optimizer, Clip.none(), 5);
        for (int i = 0; i < Quadratic.SIZE; i++) {
            boolean inside = i >= Quadratic.FROM && i < Quadratic.TO;
            assertThat(after[i] != before[i]).as("element " + i).isEqualTo(inside);
        }
    }

    /// A range cut anywhere gives the same bits, so that threads may share it.
    @ParameterizedTest
    @MethodSource("optimizers")
    void cutsChangeNothing(Optimizer optimizer) {
        float[] whole = new Quadratic().train(optimizer, Clip.none(), 3);
        Quadratic problem = new Quadratic();
        float[][] slots = new float[optimizer.slots().size()][Quadratic.SIZE];
        int[] cuts = {Quadratic.FROM, 4, 11, 28, Quadratic.TO};
        for (int step = 1; step <= 3; step++) {
            problem.differentiate();
            float rate = (float) optimizer.schedule().rate(new Position(step - 1, 10, 3));
            for (int k = cuts.length - 2; k >= 0; k--) {
                optimizer.update(step, rate, optimizer.weightDecay(), problem.parameters, problem.gradients, slots,
                        cuts[k], cuts[k + 1]);
            }
        }
        assertThat(problem.parameters).containsExactly(whole);
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void everyOptionMatters(Optimizer optimizer) {
        float[] plain = new Quadratic().train(optimizer, Clip.none(), 30);
        for (RecordComponent option : Options.of(optimizer)) {
            Optimizer changed = Options.changed(optimizer, option);
            float[] other = new Quadratic().train(changed, Clip.none(), 30);
            assertThat(Arrays.equals(plain, other)).as(option.getName() + " matters in " + changed).isFalse();
        }
    }

    /// Each one-argument method that returns the same type changes the option of its name, and no other.
    @ParameterizedTest
    @MethodSource("optimizers")
    void everyWitherChangesItsOption(Optimizer optimizer) throws ReflectiveOperationException {
        List<String> withers = new ArrayList<>();
        for (Method method : optimizer.getClass().getDeclaredMethods()) {
            boolean wither = Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())
                    && method.getReturnType() == optimizer.getClass() && method.getParameterCount() == 1;
            if (wither) {
                RecordComponent option = Options.of(optimizer).stream()
                        .filter(component -> component.getName().equals(method.getName()))
                        .findFirst()
                        .orElseThrow();
                Object value = Options.other(option.getName(), option.getAccessor().invoke(optimizer));
                assertThat(method.invoke(optimizer, value)).isEqualTo(Options.changed(optimizer, option));
                withers.add(method.getName());
            }
        }
        assertThat(withers).hasSize(Options.of(optimizer).size() - (optimizer instanceof Sgd ? 1 : 0));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void savedAndLoadedIsEqual(Optimizer optimizer, Clip clip) {
        assertThat(Optimizers.read(Optimizers.write(optimizer))).isEqualTo(optimizer);
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void updateAndClipAllocateNothing(Optimizer optimizer) {
        Quadratic problem = new Quadratic();
        float[][] slots = new float[optimizer.slots().size()][Quadratic.SIZE];
        Clip clip = Clip.norm(1e-3);
        List<Group> groups = List.of(new Group("w", Quadratic.FROM, Quadratic.TO, 1, 0, true));
        problem.differentiate();
        long bytes = Options.leastAllocated(step -> {
            clip.apply(problem.gradients, groups);
            optimizer.update(step + 1, 0.01f, 0, problem.parameters, problem.gradients, slots, 0, Quadratic.SIZE);
        });
        assertThat(bytes).isZero();
    }
}
