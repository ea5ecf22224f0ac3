package dev.fovea.lab.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.Dataset;
import dev.fovea.data.Joined;
import dev.fovea.data.Subset;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.data.source.Digits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupportVectorMachineTest {
    private static float[][] pixels(Dataset images) {
        float[][] pixels = new float[images.size()][64];
        for (int i = 0; i < images.size(); i++) {
            images.read(i, pixels[i], 0);
        }
        return pixels;
    }

    /// scikit-learn: `SVC(gamma='scale', C=1).fit(X[:n] / 16, y[:n])` on `load_digits()`, which are the same digits.
    @ParameterizedTest
    @CsvSource({"1437, 339, 646", "100, 297, 91"})
    void isThatOfScikitLearn(int count, int correct, int vectors) {
        TrainTestSplit digits = Digits.load();
        Dataset all = new Joined(digits.train(), digits.test());
        Dataset train = Subset.first(all, count);
        Dataset test = Subset.range(all, 1437, 1797);
        int[] classes = new int[count];
        for (int i = 0; i < count; i++) {
            classes[i] = train.label(i);
        }
        assertThat(SupportVectorMachine.of(pixels(train), classes).supportVectors()).isEqualTo(vectors);
        assertThat(ClassicalMethod.SVM.accuracy(train, test)).isEqualTo(correct / 360.0);
    }

    /// Two points a side of a line: the middle decides, and both are remembered.
    @Test
    void theMiddleBetweenTwoSamplesDecides() {
        SupportVectorMachine machine = SupportVectorMachine.of(new float[][] {{0, 0}, {2, 0}}, new int[] {7, 3});
        assertThat(machine.supportVectors()).isEqualTo(2);
        assertThat(machine.predict(new float[] {.9f, 5})).isEqualTo(7);
        assertThat(machine.predict(new float[] {1.1f, -5})).isEqualTo(3);
    }

    @Test
    void samplesHaveAClassEach() {
        assertThatThrownBy(() -> SupportVectorMachine.of(new float[0][], new int[0]))
                .hasMessageContaining("got 0 samples and 0 classes");
        assertThatThrownBy(() -> SupportVectorMachine.of(new float[][] {{1}}, new int[] {1, 2}))
                .hasMessageContaining("got 1 samples and 2 classes");
    }
}
