package dev.fovea.backend.cpu.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.backend.cpu.WorkRunner;
import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.cpu.scalar.ScalarKernels;
import dev.fovea.op.LocalResponseNormalization;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Any radius, among few channels and many: the sums are those of the definition, in scratch of the channels' size.
class LocalResponseWorkTest {
    private static final int ROWS = 3;
    private static final Offset<Double> CLOSE = Offset.offset(2e-5);

    private static float[] random(int count, int seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static double[] strength(LocalResponseNormalization op, float[] x, int from, int c) {
        double[] strength = new double[c];
        for (int j = 0; j < c; j++) {
            double sum = 0;
            for (int k = 0; k < c; k++) {
                sum += Math.abs(k - j) <= op.radius() ? (double) x[from + k] * x[from + k] : 0;
            }
            strength[j] = op.bias() + op.alpha() * sum;
        }
        return strength;
    }

    @ParameterizedTest
    @CsvSource({
        "5, 0", "5, 2", "5, 4", "5, 5", "5, 2147483647", "1, 2147483647", "300, 63", "300, 64", "300, 65", "300, 149",
        "300, 150", "300, 299", "300, 300", "300, 1000000000", "131, 65", "132, 65"
    })
    void sumsTheNeighbours(int c, int radius) {
        var op = new LocalResponseNormalization(radius, 1, 0.01f, 0.5f);
        Shape shape = Shape.batch(c);
        Operand x = new Operand(random(ROWS * c, 1), 0);
        Operand dy = new Operand(random(ROWS * c, 2), 0);
        Operand y = new Operand(new float[ROWS * c], 0);
        Operand dx = new Operand(new float[ROWS * c], 0);
        Loops loops = new ScalarKernels().loops();
        Work output = LocalResponseWork.output(loops, op, shape, x, y);
        Work gradient = LocalResponseWork.gradient(loops, op, shape, x, dy, dx);
        assertThat(gradient.scratchFloats()).isBetween(3L * c, 12L * c);
        WorkRunner.run(output, ROWS, ROWS, 1);
        WorkRunner.run(gradient, ROWS, ROWS, 1);
        for (int row = 0; row < ROWS; row++) {
            int at = row * c;
            double[] s = strength(op, x.array, at, c);
            for (int j = 0; j < c; j++) {
                double sum = 0;
                for (int k = 0; k < c; k++) {
                    boolean near = Math.abs(k - j) <= radius;
                    sum += near ? dy.array[at + k] * x.array[at + k] * Math.pow(s[k], -1.5) : 0;
                }
                double slope = dy.array[at + j] / Math.sqrt(s[j]) - 2 * 0.01f * 0.5 * x.array[at + j] * sum;
                assertThat((double) y.array[at + j]).isCloseTo(x.array[at + j] / Math.sqrt(s[j]), CLOSE);
                assertThat((double) dx.array[at + j]).isCloseTo(slope, CLOSE);
            }
        }
    }

    /// What is not finite reaches the channels whose window has it, and no others.
    @ParameterizedTest
    @CsvSource({"300, 2", "300, 65"})
    void whatIsNotFiniteStaysInItsWindow(int c, int radius) {
        float[] values = new float[c];
        Arrays.fill(values, 1);
        values[100] = Float.NaN;
        Operand y = new Operand(new float[c], 0);
        WorkRunner.run(LocalResponseWork.output(new ScalarKernels().loops(),
                new LocalResponseNormalization(radius, 1, 1, 1), Shape.batch(c), new Operand(values, 0), y), 1, 1, 1);
        for (int j = 0; j < c; j++) {
            assertThat(Float.isNaN(y.array[j])).as("channel " + j).isEqualTo(Math.abs(j - 100) <= radius);
        }
    }
}
