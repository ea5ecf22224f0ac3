package dev.fovea.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each row of [Formulas]: the optimizer gives what its paper says, and each of its settings shows in the row.
class OptimizerTest {
    /// Of a parameter's size plus 1, after any of the steps.
    private static final double TOLERANCE = 1e-6;
    /// From here on a difference is seen without doubt.
    private static final double SEEN = 20 * TOLERANCE;

    private static final String MISSING = " has no row in Formulas with all its settings away from their defaults";

    static Stream<Formulas.Row> rows() {
        return Formulas.all();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isItsFormula(Formulas.Row row) {
        assertThat(row.distance(row.optimizer())).isLessThan(TOLERANCE);
    }

    /// A setting that is off by a twentieth, or stands in the place of another, is not taken for the right one.
    @ParameterizedTest
    @MethodSource("rows")
    void theRowHoldsEachSetting(Formulas.Row row) {
        assertThat(unseen(row)).isEmpty();
    }

    @Test
    void aSettingThatTheRowDoesNotHoldIsFound() {
        Formulas.Row row = new Formulas.Row("planted", Planted.of(Formulas::rate), (w, gradients, rates) -> {
            double[] path = new double[gradients.length];
            for (int t = 0; t < path.length; t++) {
                path[t] = w -= rates[t] * gradients[t];
            }
            return path;
        });
        assertThat(row.distance(row.optimizer())).isLessThan(TOLERANCE);
        assertThat(unseen(row)).containsExactly("first in the place of second", "weightDecay off by 5 %");
    }

    @Test
    void everyOptimizerHasARow() {
        assertThat(withoutRow(Optimizers.all(), Formulas.all())).isEmpty();
    }

    @Test
    void anOptimizerWithoutARowIsFound() {
        List<Optimizers.Entry> entries = List.of(new Optimizers.Entry("planted", Planted.class, Planted::of),
                new Optimizers.Entry("adagrad", Adagrad.class, Adagrad::of));
        assertThat(withoutRow(entries, Formulas.all())).containsExactly("planted" + MISSING);
        Planted first = new Planted(Formulas::rate, 0.5, 0.75, 0.1f);
        Formulas.Row othersByDefault = new Formulas.Row("planted", first, (w, gradients, rates) -> gradients);
        assertThat(withoutRow(entries, Stream.of(othersByDefault)))
                .containsExactly("planted" + MISSING, "adagrad" + MISSING);
    }

    private static List<String> withoutRow(List<Optimizers.Entry> entries, Stream<Formulas.Row> rows) {
        List<Optimizer> tried = rows.map(Formulas.Row::optimizer).toList();
        return entries.stream()
                .filter(entry -> tried.stream().noneMatch(optimizer ->
                        Options.differThroughout(optimizer, entry.of().apply(ConstantRate.of(1)))))
                .map(entry -> entry.name() + MISSING)
                .toList();
    }

    /// What may be changed in a row's optimizer and the row would not notice.
    private static List<String> unseen(Formulas.Row row) {
        List<String> unseen = new ArrayList<>();
        List<RecordComponent> settings = Options.of(row.optimizer());
        List<Object> values = Options.values(row.optimizer());
        for (int i = 0; i < values.size(); i++) {
            if (!(values.get(i) instanceof Schedule) && !notices(row, with(values, i, nudged(values.get(i))))) {
                unseen.add(settings.get(i).getName() + " off by 5 %");
            }
            for (int j = i + 1; j < values.size(); j++) {
                if (values.get(i) instanceof Number && values.get(j) instanceof Number
                        && !notices(row, exchanged(values, i, j))) {
                    unseen.add(settings.get(i).getName() + " in the place of " + settings.get(j).getName());
                }
            }
        }
        return unseen;
    }

    /// Whether the row tells these settings from its own, or the optimizer does not take them.
    private static boolean notices(Formulas.Row row, List<Object> values) {
        try {
            return row.distance(Options.made(row.optimizer(), values)) > SEEN;
        } catch (IllegalArgumentException refused) {
            return true;
        }
    }

    private static Object nudged(Object value) {
        return switch (value) {
            case Boolean flag -> !flag;
            case Number number -> like(number, number.doubleValue() == 0 ? 0.05 : 1.05 * number.doubleValue());
            default -> throw new IllegalStateException("no value beside " + value);
        };
    }

    private static List<Object> exchanged(List<Object> values, int i, int j) {
        Number a = (Number) values.get(i);
        Number b = (Number) values.get(j);
        return with(with(values, i, like(a, b.doubleValue())), j, like(b, a.doubleValue()));
    }

    private static Number like(Number type, double value) {
        return switch (type) {
            case Float single -> Float.valueOf((float) value);
            case Integer whole -> Integer.valueOf((int) Math.ceil(value));
            default -> Double.valueOf(value);
        };
    }

    private static List<Object> with(List<Object> values, int index, Object value) {
        List<Object> changed = new ArrayList<>(values);
        changed.set(index, value);
        return changed;
    }

    /// Its second setting is as good as its first, and it forgets the decay.
    record Planted(Schedule schedule, double first, double second, float weightDecay) implements Optimizer {
        static Planted of(Schedule schedule) {
            return new Planted(schedule, 0.25, 0.75, 0);
        }

        @Override
        public List<String> slots() {
            return List.of();
        }

        @Override
        public void update(
                long step, float rate, float decay, float[] parameters, float[] gradients, float[][] slots, int from,
                int to) {
            for (int i = from; i < to; i++) {
                parameters[i] -= rate * (float) (first + second) * gradients[i];
            }
        }
    }

    @Test
    void sgdWithoutMomentumKeepsNoSlot() {
        assertThat(Sgd.of(0.1).slots()).isEmpty();
        assertThat(Sgd.of(0.1).momentum(0.9).slots()).containsExactly("momentum");
    }

    @Test
    void refusesOptionsOutOfRange() {
        assertThatThrownBy(() -> Sgd.of(0.1).momentum(1))
                .hasMessage("Sgd: momentum must be from 0 to below 1: got 1.0");
        assertThatThrownBy(() -> Sgd.of(0.1).nesterov())
                .hasMessage("Sgd: nesterov needs a momentum above 0: got 0; set momentum before nesterov");
        assertThatThrownBy(() -> Adam.of(0)).hasMessage("Constant: rate must be above 0: got 0.0");
        assertThatThrownBy(() -> Adam.of(0.1).beta2(Double.NaN))
                .hasMessage("Adam: beta2 must be from 0 to below 1: got NaN");
        assertThatThrownBy(() -> RmsProp.of(0.1).epsilon(0)).hasMessage("RmsProp: epsilon must be above 0: got 0.0");
        assertThatThrownBy(() -> Adagrad.of(0.1).weightDecay(-1))
                .hasMessage("Adagrad: weightDecay must be 0 or above: got -1.0");
    }
}
