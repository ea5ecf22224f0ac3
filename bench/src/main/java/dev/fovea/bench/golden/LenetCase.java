package dev.fovea.bench.golden;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// Ten steps of a small LeNet with Adam, from given weights on given batches.
final class LenetCase {
    private static final int STEPS = 10;
    private static final int BATCH = 8;
    private static final int SIDE = 12;
    private static final double RATE = 0.01;

    private LenetCase() {}

    static Golden lenetAdam() {
        // Three of the ten classes: the loss falls within ten steps.
        Tensor labels = Draw.of("lenet labels").labels(3, STEPS, BATCH);
        Tensor images = images(Torch.values(labels));
        Map<String, Tensor> weights = weights();
        Run single = Run.of(weights, images, labels, ScalarType.Float);
        Run twice = Run.of(weights, images, labels, ScalarType.Double);
        Case steps = Case.of("ten steps")
                .with("rate", RATE)
                .with("b1", 0.9)
                .with("b2", 0.999)
                .with("epsilon", 1e-8)
                .given("images", images)
                .given("labels", labels);
        for (var weight : weights.entrySet()) {
            steps = steps.given(weight.getKey(), weight.getValue())
                    .gradient(weight.getKey(), single.gradients().get(weight.getKey()));
        }
        steps = steps.output("logits", single.logits())
                .output("losses", Torch.vector(single.losses()))
                .output("losses64", Torch.vector(twice.losses()))
                .output("sums", Torch.tensor(single.sums(), weights.size(), 2));
        return Golden.of(
                        "lenet-adam",
                        "Step i on batch i: conv1 3x3 SAME, ReLU, max pool 2x2, conv2 3x3 SAME, ReLU, max pool 2x2,"
                                + " flatten (h,w,c), dense1, ReLU, dense2, mean softmax cross-entropy, Adam."
                                + " logits and gradients: of step 1. sums: [sum, sum of absolute values] of each"
                                + " weight after step 10, in the order of the inputs.",
                        List.of(steps))
                .from(Torch.SOURCE + ", float32; losses64 in float64");
    }

    private static Map<String, Tensor> weights() {
        Draw draw = Draw.of("lenet weights");
        Map<String, Tensor> weights = new LinkedHashMap<>();
        weights.put("conv1.filters", draw.uniform(-0.8, 0.8, 3, 3, 1, 4));
        weights.put("conv1.bias", draw.uniform(-0.1, 0.1, 4));
        weights.put("conv2.filters", draw.uniform(-0.4, 0.4, 3, 3, 4, 8));
        weights.put("conv2.bias", draw.uniform(-0.1, 0.1, 8));
        weights.put("dense1.weights", draw.uniform(-0.28, 0.28, 72, 16));
        weights.put("dense1.bias", draw.uniform(-0.1, 0.1, 16));
        weights.put("dense2.weights", draw.uniform(-0.5, 0.5, 16, 10));
        weights.put("dense2.bias", draw.uniform(-0.1, 0.1, 10));
        return weights;
    }

    /// A pattern of waves for each class plus noise, from 0 to 1 with two decimals.
    private static Tensor images(double[] labels) {
        SplittableRandom random = new SplittableRandom(12);
        double[] pixels = new double[STEPS * BATCH * SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            int row = i / SIDE % SIDE;
            int column = i % SIDE;
            double label = labels[i / (SIDE * SIDE)];
            double wave = Math.sin(0.5 * (1 + label) * row) * Math.cos(0.4 * (3 - label) * column);
            double bright = Math.clamp(0.5 + 0.45 * wave + random.nextDouble(-0.1, 0.1), 0, 1);
            pixels[i] = (float) (Math.round(bright * 100) / 100.0);
        }
        return Torch.tensor(pixels, STEPS, BATCH, SIDE, SIDE, 1);
    }

    /// @param sums of each weight at the end: the sum and the sum of absolute values
    private record Run(double[] losses, Tensor logits, Tensors gradients, double[] sums) {
        static Run of(Map<String, Tensor> start, Tensor images, Tensor labels, ScalarType precision) {
            Map<String, Tensor> weights = new LinkedHashMap<>();
            start.forEach((name, w) -> weights.put(name, w.clone().to(precision).set_requires_grad(true)));
            AdamOptions options = new AdamOptions(RATE);
            Torch.betas(options.betas(), 0.9, 0.999);
            options.eps().put(1e-8);
            Adam adam = new Adam(new TensorVector(weights.values().toArray(new Tensor[0])), options);
            double[] losses = new double[STEPS];
            Map<String, Tensor> gradients = new LinkedHashMap<>();
            Tensor firstLogits = new Tensor();
            for (int step = 0; step < STEPS; step++) {
                adam.zero_grad();
                Tensor logits = logits(torch.select(images, 0, step).to(precision), new Tensors(weights));
                Tensor loss = torch.cross_entropy_loss(logits, Torch.labels(torch.select(labels, 0, step)));
                loss.backward();
                losses[step] = loss.item().toDouble();
                if (step == 0) {
                    firstLogits = logits.detach().clone();
                    weights.forEach((name, w) -> gradients.put(name, w.grad().clone()));
                }
                adam.step();
            }
            return new Run(losses, firstLogits, new Tensors(gradients), sums(weights));
        }

        private static Tensor logits(Tensor images, Tensors weights) {
            Tensor x = block(Torch.channelsFirst(images), weights, "conv1");
            x = Torch.channelsLast(block(x, weights, "conv2")).reshape(BATCH, -1);
            return dense(torch.relu(dense(x, weights, "dense1")), weights, "dense2");
        }

        private static Tensor block(Tensor x, Tensors weights, String name) {
            long[] one = Torch.pair(1, 1);
            Tensor filters = Torch.outputsFirst(weights.get(name + ".filters"));
            Tensor y = torch.conv2d(x, filters, Torch.some(weights.get(name + ".bias")), one, one, one, 1);
            return torch.max_pool2d(torch.relu(y), 2, 2);
        }

        private static Tensor dense(Tensor x, Tensors weights, String name) {
            return torch.linear(x, weights.get(name + ".weights").transpose(0, 1), weights.get(name + ".bias"));
        }

        private static double[] sums(Map<String, Tensor> weights) {
            return weights.values().stream()
                    .flatMapToDouble(w -> {
                        Tensor wide = w.detach().to(ScalarType.Double);
                        return DoubleStream.of(
                                wide.sum().item_double(), wide.abs().sum().item_double());
                    })
                    .toArray();
        }
    }
}
