package dev.fovea.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Executable;
import dev.fovea.backend.PlanStep;
import dev.fovea.backend.Store;
import dev.fovea.data.Preprocessing;
import dev.fovea.model.Model;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Layers;
import dev.fovea.nn.Loss;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Network;
import dev.fovea.nn.Penalised;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.Shared;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverlapsTest {
    private static final Backend.Range NOTHING = (from, to) -> {};
    private static final long MILLION = 64_000_000;

    @Test
    void aLoopLiesBesideTheFirstStepThatHasRoom() {
        Overlaps overlaps = new Overlaps(new long[] {MILLION, MILLION, 0, MILLION, MILLION});
        assertThat(overlaps.add(2, 10, 900_010, NOTHING)).isTrue();
        assertThat(overlaps.at(3)).isEqualTo(new Chunks(10, 900_010, NOTHING));
        for (int other : new int[] {0, 1, 2, 4}) {
            assertThat(overlaps.at(other)).as("step %d", other).isNull();
        }
    }

    @Test
    void aLargeLoopIsCutIntoPiecesForSeveralSteps() {
        Overlaps overlaps = new Overlaps(new long[] {2 * MILLION, 64_000, MILLION});
        assertThat(overlaps.add(0, 0, 2_500_000, NOTHING)).isTrue();
        assertThat(overlaps.at(0)).isEqualTo(new Chunks(0, 2_000_000, NOTHING));
        assertThat(overlaps.at(1)).isNull();
        assertThat(overlaps.at(2)).isEqualTo(new Chunks(2_000_000, 2_500_000, NOTHING));
    }

    @Test
    void aStepTakesOnePiece() {
        Overlaps overlaps = new Overlaps(new long[] {MILLION, MILLION});
        assertThat(overlaps.add(0, 0, 100_000, NOTHING)).isTrue();
        assertThat(overlaps.add(0, 200_000, 300_000, NOTHING)).isTrue();
        assertThat(overlaps.add(0, 400_000, 500_000, NOTHING)).isFalse();
        assertThat(overlaps.at(1)).isEqualTo(new Chunks(200_000, 300_000, NOTHING));
    }

    @Test
    void piecesEndOnWholeLines() {
        Overlaps overlaps = new Overlaps(new long[] {MILLION + 64 * 9, MILLION});
        assertThat(overlaps.add(0, 16, 1_200_000, NOTHING)).isTrue();
        assertThat(overlaps.at(0)).isEqualTo(new Chunks(16, 1_000_016, NOTHING));
        assertThat(overlaps.at(1)).isEqualTo(new Chunks(1_000_016, 1_200_000, NOTHING));
    }

    @Test
    void noElementIsUpdatedTwice() {
        Overlaps overlaps = new Overlaps(new long[] {MILLION, MILLION});
        overlaps.add(0, 0, 100_000, NOTHING);
        assertThatThrownBy(() -> overlaps.add(0, 99_999, 200_000, NOTHING))
                .hasMessage("elements from 99999 to 200000 are updated already");
    }

    /// In both networks nothing else computes between the dense layer's last reader and the filters' gradient.
    @ParameterizedTest
    @ValueSource(strings = {"penalised", "shared"})
    void aParameterIsUpdatedAfterItsLastReader(String kind) {
        Layer dense = Penalised.l2(1e-3, Dense.of(256));
        Layer twice = Shared.of("twice", Dense.of(256));
        Layer layers = Sequential.of(
                Conv2D.of(16, 5).same(), Activation.TANH, MaxPool2D.of(4), Flatten.of(),
                kind.equals("shared") ? Sequential.of(twice, twice) : dense, Dense.of(10));
        try (CpuBackend backend = new CpuBackend(KernelSet.choose().kernels(), 1)) {
            Network network = new Network(Shape.of(16, 16, 4), layers);
            List<String> labels = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
            Model model = Model.of(
                    kind, network, Preprocessing.of(network.input()), labels, Seed.of(1), backend, Layers.codec());
            Store store = model.subject().store();
            String weights = store.parameters().places().entrySet().stream()
                    .filter(entry -> entry.getValue().size() == 256 * 256)
                    .map(Map.Entry::getKey)
                    .findFirst().orElseThrow();
            Executable executable = backend.compile(network.training(Loss.crossEntropy(), name -> true), store, 80);
            CpuFrame frame = (CpuFrame) executable.frame();
            assertThat(frame.overlap(weights, NOTHING)).isTrue();
            List<PlanStep> steps = executable.steps(80);
            for (int step = 0; step < steps.size(); step++) {
                boolean filters = "conv2d.filters".equals(steps.get(step).parameter());
                assertThat(frame.overlaps().at(step) != null).as(steps.get(step).name()).isEqualTo(filters);
            }
        }
    }

    @Test
    void whatIsTooSmallOrTooLargeLiesNowhere() {
        Overlaps overlaps = new Overlaps(new long[] {MILLION, MILLION});
        assertThat(overlaps.add(0, 0, 60_000, NOTHING)).isFalse();
        assertThat(overlaps.add(0, 0, 2_000_001, NOTHING)).isFalse();
        assertThat(overlaps.add(2, 0, 100_000, NOTHING)).isFalse();
        assertThat(overlaps.at(0)).isNull();
        assertThat(overlaps.at(1)).isNull();
    }
}
