package dev.fovea.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.Seed;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Each sample is 0 as a whole or x / (1 − rate), and so is its gradient.
class SampleMaskTest {
    private static final int SIZE = 3;
    private static final int SAMPLES = 4000;

    static OpCase graph(float rate, int stream) {
        return OpCase.of("samples " + rate, in -> new SampleMask(rate, stream).on(in.get(0)), in -> in.get(0),
                OpCase.batch(SIZE).of(OpCase.Values.NONZERO));
    }

    @Test
    void dropsWholeSamplesAndScalesTheRest() {
        for (float rate : new float[] {0, 0.2f, 0.5f, 0.9f}) {
            OpCase row = graph(rate, 3);
            Doubles x = row.inputs().getFirst().draw(new Seed(3), SAMPLES);
            double[] weights = Engine.weights(SAMPLES * SIZE);
            for (Engine engine : Engine.all()) {
                Engine.Result result = engine.run(row, List.of(x), SAMPLES, 2);
                double[] y = result.output();
                int dropped = 0;
                for (int sample = 0; sample < SAMPLES; sample++) {
                    double scale = y[sample * SIZE] == 0 ? 0 : 1 / (1 - rate);
                    dropped += scale == 0 ? 1 : 0;
                    for (int i = sample * SIZE; i < (sample + 1) * SIZE; i++) {
                        assertThat(y[i]).isCloseTo(x.values()[i] * scale, within(1e-5));
                        assertThat(result.gradients().getFirst()[i]).isCloseTo(weights[i] * scale, within(1e-5));
                    }
                }
                assertThat(dropped / (double) SAMPLES)
                        .isCloseTo(rate, within(5 * Math.sqrt(rate * (1 - rate) / SAMPLES)));
            }
        }
    }

    @Test
    void streamsDiffer() {
        Doubles x = graph(0.5f, 0).inputs().getFirst().draw(new Seed(3), SAMPLES);
        Set<String> masks = new HashSet<>();
        for (int stream = 0; stream < 4; stream++) {
            masks.add(Arrays.toString(
                    Engine.all().getFirst().run(graph(0.5f, stream), List.of(x), SAMPLES, 1).output()));
        }
        assertThat(masks).hasSize(4);
    }
}
