package dev.fovea.explain.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.fovea.backend.Backends;
import dev.fovea.data.Transform;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WeaknessTest {
    private static final int EPOCHS = 6;
    private static final Seed SEED = Seed.of(3);

    private static Tensor three(float... pixels) {
        return Tensor.of(Shape.of(3, 3, 1), pixels);
    }

    private static float[] disturbed(Disturbance kind, float strength) {
        return kind.apply(three(.1f, .2f, .3f, .4f, .5f, .6f, .7f, .8f, .9f), strength, SEED).values();
    }

    @Test
    void aShiftMovesWholeColumns() {
        assertThat(disturbed(Disturbance.SHIFT, 1)).containsExactly(0, .1f, .2f, 0, .4f, .5f, 0, .7f, .8f);
        assertThat(disturbed(Disturbance.SHIFT, -2)).containsExactly(.3f, 0, 0, .6f, 0, 0, .9f, 0, 0);
    }

    /// A quarter of a circle clockwise: the left column becomes the top row, from the bottom up.
    @Test
    void aTurnIsClockwise() {
        assertThat(disturbed(Disturbance.TURN, 90))
                .containsExactly(new float[] {.7f, .4f, .1f, .8f, .5f, .2f, .9f, .6f, .3f}, offset(1e-6f));
    }

    /// At 45° the right neighbour of the middle shows what lay at (√½, −√½) from it, up to the right: of the middle
    /// .0858, of the right and the upper one .2071 each, of the corner .5.
    @Test
    void aTurnMixesFourPixels() {
        double near = 1 - Math.sqrt(.5);
        double far = Math.sqrt(.5);
        double expected = near * near * .5 + near * far * (.6 + .2) + far * far * .3;

        assertThat((double) disturbed(Disturbance.TURN, 45)[5]).isCloseTo(expected, offset(1e-6));
        assertThat((double) disturbed(Disturbance.TURN, 45)[4]).isCloseTo(.5, offset(1e-6));
    }

    @Test
    void glareFadesAndEndsAtWhite() {
        assertThat(disturbed(Disturbance.GLARE, .8f))
                .containsExactly(new float[] {.9f, .8f, .7f, 1, .9f, .8f, 1, 1, .9f}, offset(1e-6f));
    }

    @Test
    void noiseHasItsDeviationAndStaysWithinTheRange() {
        Tensor grey = Tensor.zeros(Shape.of(100, 100, 1));
        Arrays.fill(grey.values(), .5f);
        double squares = 0;
        for (float value : Disturbance.NOISE.apply(grey, .1f, SEED).values()) {
            squares += Math.pow(value - .5, 2) / 10_000;
        }
        assertThat(Math.sqrt(squares)).isCloseTo(.1, offset(.003));
        for (float value : Disturbance.NOISE.apply(grey, 2, SEED).values()) {
            assertThat(value).isBetween(0f, 1f);
        }
    }

    @Test
    void strengthZeroChangesNothing() {
        for (Disturbance kind : Disturbance.values()) {
            assertThat(disturbed(kind, 0)).as(kind.name()).containsExactly(disturbed(Disturbance.SHIFT, 0));
        }
    }

    /// Of many draws a fifth is left as it is; light is added to the others.
    @Test
    void trainingDrawsOneDisturbance() {
        Transform transform = Disturbance.oneOf(
                Disturbance.GLARE.between(.2f, .4f), Disturbance.GLARE.between(.2f, .4f),
                Disturbance.GLARE.between(.2f, .4f), Disturbance.GLARE.between(.2f, .4f));
        float[] image = new float[9];
        Set<Float> corners = new HashSet<>();
        int same = 0;
        for (int i = 0; i < 1_000; i++) {
            float[] into = new float[9];
            transform.apply(image, 0, Shape.of(3, 3, 1), into, 0, SEED, 2L * i);
            same += into[0] == 0 ? 1 : 0;
            assertThat(into[0]).satisfiesAnyOf(
                    corner -> assertThat(corner).isZero(), corner -> assertThat(corner).isBetween(.2f, .4f));
            corners.add(into[0]);
        }
        assertThat(same).isBetween(140, 260);
        assertThat(corners).hasSizeGreaterThan(500);
    }

    @Test
    void disturbancesHurtAndTrainingWithThemHelps() {
        Weakness example = Weakness.of(Backends.shared(), EPOCHS);

        assertThat(example.tested()).isEqualTo(360);
        for (Weakness.Trial trial : example.trials()) {
            assertThat(trial.plain().getFirst()).isGreaterThan(.8);
            assertThat(trial.plain().getLast()).as(trial.name()).isLessThan(trial.plain().getFirst() - .2);
            assertThat(trial.plain()).hasSameSizeAs(trial.strengths());
            assertThat(trial.shown().getFirst().plain().label()).isEqualTo(trial.shown().getFirst().label());
        }
        Weakness.Trial moved = example.trials().get(0);
        Weakness.Trial turned = example.trials().get(1);
        assertThat(moved.augmented().get(2)).isGreaterThan(moved.plain().get(2) + .1);
        assertThat(turned.augmented().get(3)).isGreaterThan(turned.plain().get(3) + .1);
        assertThat(Weakness.of(Backends.shared(), EPOCHS).trials()).extracting(Weakness.Trial::augmented)
                .isEqualTo(example.trials().stream().map(Weakness.Trial::augmented).toList());
    }
}
