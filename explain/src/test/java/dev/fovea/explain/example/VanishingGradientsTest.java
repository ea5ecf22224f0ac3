package dev.fovea.explain.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.fovea.backend.Backends;
import dev.fovea.data.Dataset;
import dev.fovea.data.source.Digits;
import dev.fovea.model.Model;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Sequential;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VanishingGradientsTest {
    private static final VanishingGradients EXAMPLE = VanishingGradients.of(Backends.shared(), 1);

    private static VanishingGradients.Net net(String name) {
        return EXAMPLE.nets().stream().filter(net -> net.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void sigmoidLosesTheGradientAndTheOthersKeepIt() {
        assertThat(EXAMPLE.nets()).allMatch(net -> net.gradients().size() == 12);
        assertThat(net("sigmoid").shrunk()).isGreaterThan(1e4);
        for (String kept : List.of("tanh", "ReLU, He", "sigmoid + BN", "residual")) {
            assertThat(net(kept).shrunk()).as(kept).isBetween(.1, 10.);
        }
        assertThat(net("sigmoid").score().accuracy()).isLessThan(.2);
        assertThat(net("tanh").score().accuracy()).isGreaterThan(.5);
    }

    /// Ten other layers of ReLU lie on the way of each of the first eleven layers: 2^(10 / 2) = 32.
    @Test
    void weightsThatAreSmallerByTheRootOfTwoMakeAllGradientsSmall() {
        for (int layer = 0; layer < 11; layer++) {
            double he = net("ReLU, He").gradients().get(layer);
            assertThat(he / net("ReLU, Glorot").gradients().get(layer)).isBetween(16., 64.);
        }
    }

    /// The same network in double precision: forward, softmax, and back through tanh' = 1 − tanh².
    @Test
    void theGradientsAreThoseOfBackpropagationByHand() {
        List<Layer> layers = new ArrayList<>(List.of(Flatten.of()));
        for (int i = 1; i < 12; i++) {
            layers.add(Dense.of(64).weights(Initializer.glorotUniform()).activation(Activation.TANH));
        }
        layers.add(Dense.of(10));
        Model model = new DigitsNetwork(Backends.shared())
                .fresh(new Sequential(layers));
        List<double[][]> weights = new ArrayList<>();
        model.parameters().keySet().stream().filter(name -> name.endsWith(".weights"))
                .forEach(name -> weights.add(matrix(model.read(name))));
        int pictures = EXAMPLE.measured();
        double[][][] sums = new double[12][][];
        for (int i = 0; i < 12; i++) {
            sums[i] = new double[weights.get(i).length][weights.get(i)[0].length];
        }
        for (int i = 0; i < pictures; i++) {
            backward(Digits.train(), i, weights, sums);
        }
        for (int i = 0; i < 12; i++) {
            double squares = 0;
            for (double[] row : sums[i]) {
                for (double sum : row) {
                    squares += Math.pow(sum / pictures, 2);
                }
            }
            double expected = Math.sqrt(squares / (sums[i].length * sums[i][0].length));
            assertThat(net("tanh").gradients().get(i)).as("layer %d", i + 1)
                    .isCloseTo(expected, offset(1e-4 * expected));
        }
    }

    private static double[][] matrix(Tensor tensor) {
        double[][] matrix = new double[tensor.shape().dim(0)][tensor.shape().dim(1)];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[0].length; j++) {
                matrix[i][j] = tensor.at(i, j);
            }
        }
        return matrix;
    }

    /// Adds one picture's gradients.
    private static void backward(Dataset data, int picture, List<double[][]> weights, double[][][] sums) {
        float[] pixels = new float[64];
        data.read(picture, pixels, 0);
        List<double[]> values = new ArrayList<>();
        double[] x = new double[64];
        for (int i = 0; i < 64; i++) {
            x[i] = pixels[i];
        }
        for (int layer = 0; layer < 12; layer++) {
            values.add(x);
            double[] y = new double[weights.get(layer)[0].length];
            for (int j = 0; j < y.length; j++) {
                for (int i = 0; i < x.length; i++) {
                    y[j] += x[i] * weights.get(layer)[i][j];
                }
                y[j] = layer < 11 ? Math.tanh(y[j]) : y[j];
            }
            x = y;
        }
        double total = 0;
        for (double logit : x) {
            total += Math.exp(logit);
        }
        double[] back = new double[10];
        for (int k = 0; k < 10; k++) {
            back[k] = Math.exp(x[k]) / total - (k == data.label(picture) ? 1 : 0);
        }
        for (int layer = 11; layer >= 0; layer--) {
            double[] in = values.get(layer);
            double[] next = new double[in.length];
            for (int i = 0; i < in.length; i++) {
                for (int j = 0; j < back.length; j++) {
                    sums[layer][i][j] += in[i] * back[j];
                    next[i] += weights.get(layer)[i][j] * back[j];
                }
                next[i] *= 1 - in[i] * in[i];
            }
            back = next;
        }
    }

    /// Of 4,096 weights the deviation comes out within a few percent.
    @Test
    void weightsStartAsTheRulesSay() {
        List<VanishingGradients.Start> starts = EXAMPLE.starts();

        assertThat(starts).extracting(VanishingGradients.Start::rule).containsExactly("Glorot", "He");
        assertThat(starts.get(0).wanted()).isCloseTo(Math.sqrt(2 / 128.), offset(1e-9));
        assertThat(starts.get(1).wanted()).isCloseTo(Math.sqrt(2 / 64.), offset(1e-9));
        for (VanishingGradients.Start start : starts) {
            assertThat(start.measured() / start.wanted()).isBetween(.96, 1.04).isNotEqualTo(1);
        }
    }
}
