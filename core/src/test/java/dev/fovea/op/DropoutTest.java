package dev.fovea.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.Seed;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What can be said of a random operation: each element is 0 or x / (1 − rate), the share is right, and
/// the gradient has the same mask.
class DropoutTest {
    private static final int SIZE = 20_000;

    static OpCase graph(float rate) {
        return OpCase.of("dropout " + rate, in -> new DropoutMask(rate, 3).on(in.get(0)), in -> in.get(0),
                OpCase.batch(SIZE).of(OpCase.Values.NONZERO));
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 0.1f, 0.5f, 0.9f})
    void dropsItsShareAndScalesTheRest(float rate) {
        OpCase row = graph(rate);
        Doubles x = row.inputs().getFirst().draw(new Seed(3), 2);
        double[] weights = Engine.weights(2 * SIZE);
        for (Engine engine : Engine.all()) {
            Engine.Result result = engine.run(row, List.of(x), 3, 2);
            double[] y = result.output();
            for (int i = 0; i < y.length; i++) {
                double scale = y[i] == 0 ? 0 : 1 / (1 - rate);
                assertThat(y[i]).isCloseTo(x.values()[i] * scale, within(1e-5));
                assertThat(result.gradients().getFirst()[i]).isCloseTo(weights[i] * scale, within(1e-5));
            }
            double dropped = Arrays.stream(y).filter(v -> v == 0).count() / (double) y.length;
            assertThat(dropped).isCloseTo(rate, within(5 * Math.sqrt(0.25 / y.length)));
        }
    }
}
