package dev.fovea.explain.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.fovea.backend.Backends;
import org.junit.jupiter.api.Test;

class NeuronTest {
    private static final Neuron NEURON = Neuron.of(Backends.shared());

    /// By hand: .5·.8 − 1·.2 + 2·.5 = 1.2, and 1.2 − .4 = .8.
    @Test
    void threeInputsByHand() {
        Neuron.Case first = NEURON.cases().getFirst();

        assertThat(first.products().values()).containsExactly(new float[] {.4f, -.2f, 1}, offset(1e-6f));
        assertThat(first.sum()).isCloseTo(1.2f, offset(1e-6f));
        assertThat(first.before()).isCloseTo(.8f, offset(1e-6f));
        assertThat(first.relu()).isEqualTo(first.before());
        assertThat((double) first.sigmoid()).isCloseTo(1 / (1 + Math.exp(-.8)), offset(1e-6));
        assertThat((double) first.tanh()).isCloseTo(Math.tanh(.8), offset(1e-6));
    }

    /// −1·.8 + 1·.2 + .5·.5 = −.35, and −.35 − .4 = −.75, which ReLU does not let through.
    @Test
    void belowZeroReluIsSilentAndTheOthersAreNot() {
        Neuron.Case second = NEURON.cases().get(1);

        assertThat(second.sum()).isCloseTo(-.35f, offset(1e-6f));
        assertThat(second.before()).isCloseTo(-.75f, offset(1e-6f));
        assertThat(second.relu()).isZero();
        assertThat((double) second.sigmoid()).isCloseTo(1 / (1 + Math.exp(.75)), offset(1e-6));
        assertThat((double) second.tanh()).isCloseTo(Math.tanh(-.75), offset(1e-6));
    }

    @Test
    void theBiasIsWhatIsLeftWhenNothingComesIn() {
        Neuron.Case nothing = NEURON.cases().getLast();

        assertThat(nothing.sum()).isZero();
        assertThat(nothing.before()).isEqualTo(nothing.bias());
    }

    /// Nine of nine pixels agree at the arm, seven at the crossing: 9 − 6 and 7 − 2 − 6.
    @Test
    void aPatchThatLooksLikeTheWeights() {
        assertThat(NEURON.patches()).extracting(Neuron.Case::sum).containsExactly(9f, 5f);
        assertThat(NEURON.patches()).extracting(Neuron.Case::before).containsExactly(3f, -1f);
        assertThat(NEURON.patches()).extracting(Neuron.Case::relu).containsExactly(3f, 0f);
    }

    @Test
    void thePageWritesTheSumOut() {
        assertThat(NEURON.page().toString()).contains(
                ".40 − .20 + 1.00 = 1.20", "1.20 − .40 = .80 = z", "−.35 − .40 = −.75 = z", "bias 5 − 6 = −1");
    }
}
