package dev.fovea.explain.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.fovea.backend.Backends;
import dev.fovea.tensor.Seed;
import java.util.List;
import org.junit.jupiter.api.Test;

class NormalisationTest {
    private static final Normalisation EXAMPLE = Normalisation.of(Backends.shared());

    /// By hand: channel 1 is 2 / √(1 + 4 + 4) = 2 / 3, channel 4 is 8 / √(1 + 4 + 64 + 4).
    @Test
    void neighboursDampEachOther() {
        Normalisation.Response response = EXAMPLE.responses().getFirst();

        assertThat(response.sums().values()).containsExactly(8, 12, 72, 72, 72, 12, 8);
        assertThat((double) response.after().values()[0]).isCloseTo(2 / 3., offset(1e-6));
        assertThat((double) response.after().values()[1]).isCloseTo(2 / Math.sqrt(13), offset(1e-6));
        assertThat((double) response.after().values()[2]).isCloseTo(2 / Math.sqrt(73), offset(1e-6));
        assertThat((double) response.after().values()[3]).isCloseTo(8 / Math.sqrt(73), offset(1e-6));
    }

    /// The paper's formula in double precision: (k + α Σ a²)^β with n = 5.
    @Test
    void thePapersConstants() {
        Normalisation.Response response = EXAMPLE.responses().getLast();
        float[] a = response.before().values();
        for (int i = 0; i < a.length; i++) {
            double sum = 0;
            for (int j = Math.max(0, i - 2); j <= Math.min(a.length - 1, i + 2); j++) {
                sum += (double) a[j] * a[j];
            }
            double divisor = Math.pow(2 + 1e-4 * sum, .75);
            assertThat((double) response.sums().values()[i]).isEqualTo(sum);
            assertThat((double) response.divisors().values()[i]).isCloseTo(divisor, offset(1e-4));
            assertThat((double) response.after().values()[i]).isCloseTo(a[i] / divisor, offset(1e-4));
        }
    }

    /// 2, 4, 4, 4, 5, 5, 7, 9 have the mean 5 and the variance 4.
    @Test
    void theBatchByHand() {
        Normalisation.Columns batch = EXAMPLE.batch();

        assertThat(batch.mean()).isEqualTo(5);
        assertThat(batch.variance()).isEqualTo(4);
        assertThat(batch.centred().values()).containsExactly(-3, -1, -1, -1, 0, 0, 2, 4);
        assertThat(batch.squares().values()).containsExactly(9, 1, 1, 1, 0, 0, 4, 16);
        assertThat(batch.normalised().values())
                .containsExactly(new float[] {-1.5f, -.5f, -.5f, -.5f, 0, 0, 1, 2}, offset(1e-5f));
        assertThat(batch.y().values()).containsExactly(new float[] {7, 9, 9, 9, 10, 10, 12, 14}, offset(1e-5f));
    }

    /// m · mean + (1 − m) · kept, and the mean of the means, in double precision.
    @Test
    void theRunningMeanForgetsAndThePlainMeanDoesNot() {
        List<Normalisation.Running> running = EXAMPLE.running();
        double kept = 0;
        double sum = 0;
        for (Normalisation.Running one : running) {
            double mean = 0;
            for (int i = 0; i < 8; i++) {
                mean += (5 + 2 * Seed.of(1).normal(8L * one.batch() + i)) / 8;
            }
            kept = .9 * kept + .1 * mean;
            sum += mean;
            assertThat((double) one.mean()).isCloseTo(mean, offset(1e-5));
            assertThat((double) one.kept()).as("batch %d", one.batch()).isCloseTo(kept, offset(1e-5));
            assertThat((double) one.plain()).isCloseTo(sum / one.batch(), offset(1e-5));
        }
        assertThat(running).hasSize(60);
        assertThat(running.getLast().kept()).isBetween(4.5f, 5.5f);
    }

    /// As the papers of ResNet and GoogLeNet have them; AlexNet with its pooling first, as CaffeNet has it.
    @Test
    void whereNormalisationStandsIsReadFromTheNetworks() {
        assertThat(EXAMPLE.places()).containsExactly(
                new NormPlace("AlexNet, 2012", "convolution → ReLU → max pooling → local response norm"),
                new NormPlace("GoogLeNet, 2014", "convolution → ReLU → max pooling → local response norm"),
                new NormPlace("VGG-16 with batch norm", "convolution → batch norm → ReLU"),
                new NormPlace("ResNet-18, 2015", "convolution → batch norm → ReLU → max pooling"));
    }
}
