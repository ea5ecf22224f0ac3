package dev.fovea.bench.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// Softmax and losses.
final class LossCases {
    /// `at::Reduction`: 0 gives every row's loss, 1 their mean.
    private static final long NONE = 0;

    private static final long MEAN = 1;

    private LossCases() {}

    static Golden softmax() {
        return Golden.of(
                "softmax", "Over the last axis.", overLastAxis("softmax", x -> torch.softmax(x, -1)));
    }

    static Golden logSoftmax() {
        return Golden.of(
                "log-softmax", "Over the last axis.", overLastAxis("log softmax", x -> torch.log_softmax(x, -1)));
    }

    private static List<Case> overLastAxis(String operation, UnaryOperator<Tensor> function) {
        List<Case> cases = new ArrayList<>();
        Draw draw = Draw.of(operation);
        cases.add(rows("matrix", draw.values(5, 7), function));
        cases.add(rows("ten classes", draw.uniform(-6, 6, 3, 10), function));
        cases.add(rows("one class", draw.values(3, 1), function));
        cases.add(rows("image", draw.values(2, 3, 2, 5), function));
        cases.add(rows("far apart", draw.uniform(-90, 90, 3, 7), function));
        cases.add(rows("all large", draw.uniform(1000, 1002, 2, 5), function));
        return cases;
    }

    private static Case rows(String name, Tensor x, UnaryOperator<Tensor> function) {
        return Case.of(name).input("x", x).differentiate(in -> function.apply(in.get("x")));
    }

    static Golden crossEntropy() {
        return Golden.of(
                "softmax-cross-entropy",
                "y = mean over the rows of `losses`, loss = -sum t log softmax(logits). Labels are classes or"
                        + " distributions; smoothing e makes t = (1 - e) label + e / classes.",
                List.of(
                        classes("integer labels", 0, 5, 7),
                        classes("integer labels smoothing 0.1", 0.1, 6, 10),
                        classes("integer labels one row", 0, 1, 10),
                        far(),
                        distributions("soft labels", 0, 4, 7),
                        distributions("soft labels smoothing 0.2", 0.2, 3, 5),
                        oneHot(4, 6)));
    }

    private static Case classes(String name, double smoothing, int rows, int classes) {
        Draw draw = Draw.of("cross entropy " + name);
        return entropy(name, smoothing, draw.uniform(-4, 4, rows, classes), draw.labels(classes, rows));
    }

    private static Case far() {
        Draw draw = Draw.of("cross entropy far");
        return entropy("integer labels far apart", 0, draw.uniform(-90, 90, 4, 5), draw.labels(5, 4));
    }

    private static Case distributions(String name, double smoothing, int rows, int classes) {
        Draw draw = Draw.of("cross entropy " + name);
        return entropy(name, smoothing, draw.uniform(-4, 4, rows, classes), draw.distributions(rows, classes));
    }

    private static Case oneHot(int rows, int classes) {
        Draw draw = Draw.of("cross entropy one-hot");
        double[] labels = new double[rows * classes];
        for (int row = 0; row < rows; row++) {
            labels[row * classes + row * 5 % classes] = 1;
        }
        return entropy(
                "one-hot labels", 0, draw.uniform(-4, 4, rows, classes), Torch.tensor(labels, rows, classes));
    }

    private static Case entropy(String name, double smoothing, Tensor logits, Tensor labels) {
        boolean integers = labels.ndimension() == 1;
        Tensor target = integers ? Torch.labels(labels) : labels;
        TensorOptional unweighted = new TensorOptional();
        return Case.of(name)
                .with("labels", integers ? "integer" : "distribution")
                .with("smoothing", smoothing)
                .input("logits", logits)
                .given("labels", labels)
                .output("losses", torch.cross_entropy_loss(logits, target, unweighted, NONE, -100, smoothing))
                .differentiate(
                        in -> torch.cross_entropy_loss(in.get("logits"), target, unweighted, MEAN, -100, smoothing));
    }

    static Golden meanSquaredError() {
        List<Case> cases = new ArrayList<>();
        for (long[] shape : new long[][] {{5, 7}, {4, 1}, {2, 3, 4, 2}}) {
            Draw draw = Draw.of("mse " + shape.length + shape[1]);
            cases.add(Case.of(Torch.size(shape) + " values")
                    .input("prediction", draw.values(shape))
                    .input("target", draw.values(shape))
                    .differentiate(in -> torch.mse_loss(in.get("prediction"), in.get("target"), MEAN)));
        }
        return Golden.of("mean-squared-error", "y = mean over all entries of (prediction - target)^2.", cases);
    }
}
