package dev.fovea.bench.golden;

import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.LocalResponseNormOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Batch, layer, group and local response normalisation.
final class NormalizationCases {
    private NormalizationCases() {}

    static Golden batchNorm() {
        return Golden.of(
                "batch-norm",
                "y = gamma (x - mean) / sqrt(variance + epsilon) + beta for each channel (last axis). Training:"
                        + " statistics of the batch, batchVariance divides by m; newRunning = (1 - momentum) running"
                        + " + momentum batch, and the running variance takes the batch's variance divided by m - 1.",
                List.of(
                        training("image", 1e-5, 0.1, 3, 3, 2, 5),
                        training("image epsilon 1e-3 momentum 0.01", 1e-3, 0.01, 2, 5, 3, 3),
                        training("dense", 1e-5, 0.1, 7, 5),
                        training("one channel", 1e-5, 0.3, 4, 2, 3, 1),
                        // A small epsilon would cancel nearly all of this gradient, in any float arithmetic.
                        training("two values", 0.5, 0.1, 2, 1, 1, 3),
                        inference("inference image", 1e-5, 2, 3, 4, 5),
                        inference("inference dense", 1e-3, 4, 7)));
    }

    static Golden layerNorm() {
        return Golden.of(
                "layer-norm",
                "y = gamma (x - mean) / sqrt(variance + epsilon) + beta, of mean and variance (divided by the count)"
                        + " over the last axis.",
                List.of(
                        layerNorm("image", 1e-5, 2, 3, 2, 5),
                        layerNorm("image epsilon 1e-3", 1e-3, 1, 2, 2, 16),
                        layerNorm("dense", 1e-5, 3, 33)));
    }

    static Golden groupNorm() {
        return Golden.of(
                "group-norm",
                "As layer-norm, but over all pixels and a group of channels; as many groups as channels are instance"
                        + " normalisation, one is layer normalisation of the image.",
                List.of(
                        groupNorm("2 groups", 2, 1e-5, 2, 3, 2, 6),
                        groupNorm("3 groups epsilon 1e-3", 3, 1e-3, 1, 4, 5, 6),
                        groupNorm("instance", 5, 1e-5, 2, 3, 4, 5),
                        groupNorm("whole image", 1, 1e-5, 2, 3, 4, 5),
                        groupNorm("dense", 4, 1e-5, 3, 12)));
    }

    private static Case layerNorm(String name, double epsilon, long... shape) {
        return common(name, Draw.of("layer norm " + name), epsilon, shape)
                .differentiate(in -> torch.layer_norm(
                        in.get("x"), new long[] {shape[shape.length - 1]}, Torch.some(in.get("gamma")),
                        Torch.some(in.get("beta")), epsilon, false));
    }

    private static Case groupNorm(String name, int groups, double epsilon, long... shape) {
        return common(name, Draw.of("group norm " + name), epsilon, shape)
                .with("groups", groups)
                .differentiate(in -> channelsLast(torch.group_norm(
                        channelsSecond(in.get("x")), groups, Torch.some(in.get("gamma")), Torch.some(in.get("beta")),
                        epsilon, false)));
    }

    static Golden localResponse() {
        return Golden.of(
                "local-response-norm",
                "y = x / (k + alpha / size * S)^beta, S = sum of x^2 over the channels c - size/2 .. c + (size-1)/2"
                        + " (whole-number divisions) that exist. `coefficient` is alpha / size, what multiplies S.",
                List.of(
                        lrn("size 5", 5, 1e-4, 0.75, 2, 1, 3, 2, 11),
                        lrn("size 5 strong", 5, 1.5, 0.75, 1, 2, 2, 3, 9),
                        lrn("size 9", 9, 0.001, 0.75, 1, 1, 2, 2, 13),
                        lrn("size 3 beta 0.5", 3, 0.9, 0.5, 2, 1, 3, 3, 5),
                        lrn("size 4", 4, 2, 0.6, 1, 1, 2, 3, 7),
                        lrn("size 7 above the channels", 7, 1, 0.75, 1, 1, 2, 2, 3)));
    }

    private static Case training(String name, double epsilon, double momentum, long... shape) {
        long channels = shape[shape.length - 1];
        Draw draw = Draw.of("batch norm " + name);
        Tensor mean = draw.values(channels);
        Tensor variance = draw.uniform(0.5, 2, channels);
        Tensor newMean = mean.clone();
        Tensor newVariance = variance.clone();
        Case done = common(name, draw, epsilon, shape)
                .with("momentum", momentum)
                .with("training", true)
                .given("runningMean", mean)
                .given("runningVariance", variance)
                .differentiate(in -> channelsLast(torch.batch_norm(
                        channelsSecond(in.get("x")), Torch.some(in.get("gamma")), Torch.some(in.get("beta")),
                        Torch.some(newMean), Torch.some(newVariance), true, momentum, epsilon, false)));
        Tensor x = new Tensors(done.inputs()).get("x").detach();
        long[] axes = LongStream.range(0, shape.length - 1).toArray();
        return done.output("batchMean", x.mean(axes))
                .output("batchVariance", torch.var(x, axes, false, false))
                .output("newRunningMean", newMean)
                .output("newRunningVariance", newVariance);
    }

    private static Case inference(String name, double epsilon, long... shape) {
        long channels = shape[shape.length - 1];
        Draw draw = Draw.of("batch norm " + name);
        return common(name, draw, epsilon, shape)
                .with("training", false)
                .given("runningMean", draw.values(channels))
                .given("runningVariance", draw.uniform(0.5, 2, channels))
                .differentiate(in -> channelsLast(torch.batch_norm(
                        channelsSecond(in.get("x")), Torch.some(in.get("gamma")), Torch.some(in.get("beta")),
                        Torch.some(in.get("runningMean")), Torch.some(in.get("runningVariance")), false, 0.1,
                        epsilon, false)));
    }

    private static Case common(String name, Draw draw, double epsilon, long... shape) {
        long channels = shape[shape.length - 1];
        return Case.of(name)
                .with("epsilon", epsilon)
                .input("x", draw.values(shape))
                .input("gamma", draw.uniform(0.5, 2, channels))
                .input("beta", draw.values(channels));
    }

    private static Tensor channelsSecond(Tensor x) {
        return x.ndimension() == 4 ? Torch.channelsFirst(x) : x;
    }

    private static Tensor channelsLast(Tensor x) {
        return x.ndimension() == 4 ? Torch.channelsLast(x) : x;
    }

    private static Case lrn(String name, long size, double alpha, double beta, double k, long... shape) {
        LocalResponseNormOptions options = new LocalResponseNormOptions(size);
        options.alpha().put(alpha);
        options.beta().put(beta);
        options.k().put(k);
        return Case.of(name)
                .with("size", (int) size)
                .with("alpha", alpha)
                .with("coefficient", alpha / size)
                .with("beta", beta)
                .with("k", k)
                .input("x", Draw.of("lrn " + name).values(shape))
                .differentiate(in ->
                        Torch.channelsLast(torch.local_response_norm(Torch.channelsFirst(in.get("x")), options)));
    }
}
