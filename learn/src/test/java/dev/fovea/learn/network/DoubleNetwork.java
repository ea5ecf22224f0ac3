package dev.fovea.learn.network;

import dev.fovea.data.Dataset;
import dev.fovea.model.Model;
import dev.fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/// The small network once more, in double precision and with plain loops, so that its slopes are known by differences.
final class DoubleNetwork {
    private static final int SIDE = 8;

    private final Model model;
    private final Dataset images;
    private final Map<String, double[]> weights = new LinkedHashMap<>();

    DoubleNetwork(Model model, Dataset images) {
        this.model = model;
        this.images = images;
        model.parameters().keySet().forEach(name -> {
            Tensor tensor = model.read(name);
            double[] values = new double[tensor.values().length];
            for (int i = 0; i < values.length; i++) {
                values[i] = tensor.values()[i];
            }
            weights.put(name, values);
        });
    }

    private double[] of(String name) {
        return weights.getOrDefault(name, new double[0]);
    }

    /// Mean cross-entropy of the first pictures, where one weight is what it is plus something.
    double loss(int pictures, String variable, int index, double more) {
        double before = of(variable)[index];
        of(variable)[index] = before + more;
        double sum = 0;
        for (int i = 0; i < pictures; i++) {
            sum += crossEntropy(logits(model.input(images.image(i))), images.label(i));
        }
        of(variable)[index] = before;
        return sum / pictures;
    }

    double slope(int pictures, String variable, int index) {
        double step = 1e-5;
        return (loss(pictures, variable, index, step) - loss(pictures, variable, index, -step)) / (2 * step);
    }

    private static double crossEntropy(double[] logits, int label) {
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit);
        }
        return Math.log(sum) - logits[label];
    }

    private double[] logits(float[] image) {
        double[] x = new double[image.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = image[i];
        }
        x = pooled(convolved(x, SIDE, 1, 8, of("conv2d.filters"), of("conv2d.bias")), SIDE, 8);
        x = pooled(convolved(x, SIDE / 2, 8, 12, of("conv2d_1.filters"), of("conv2d_1.bias")), SIDE / 2, 12);
        double[] logits = of("dense.bias").clone();
        for (int i = 0; i < x.length; i++) {
            for (int k = 0; k < logits.length; k++) {
                logits[k] += x[i] * of("dense.weights")[i * logits.length + k];
            }
        }
        return logits;
    }

    /// 3 × 3 with a border of zeros, then ReLU.
    private static double[] convolved(double[] x, int side, int channels, int count, double[] filters, double[] bias) {
        double[] y = new double[side * side * count];
        for (int place = 0; place < side * side; place++) {
            for (int k = 0; k < count; k++) {
                double sum = bias[k];
                for (int i = 0; i < 9; i++) {
                    int row = place / side + i / 3 - 1;
                    int column = place % side + i % 3 - 1;
                    for (int c = 0; c < channels && row >= 0 && row < side && column >= 0 && column < side; c++) {
                        sum += x[(row * side + column) * channels + c] * filters[(i * channels + c) * count + k];
                    }
                }
                y[place * count + k] = Math.max(0, sum);
            }
        }
        return y;
    }

    /// The greatest of each 2 × 2.
    private static double[] pooled(double[] x, int side, int channels) {
        int half = side / 2;
        double[] y = new double[half * half * channels];
        for (int i = 0; i < y.length; i++) {
            int c = i % channels;
            int row = i / channels / half * 2;
            int column = i / channels % half * 2;
            int first = (row * side + column) * channels + c;
            int below = first + side * channels;
            y[i] = Math.max(Math.max(x[first], x[first + channels]), Math.max(x[below], x[below + channels]));
        }
        return y;
    }
}
