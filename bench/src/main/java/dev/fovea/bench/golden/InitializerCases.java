package dev.fovea.bench.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.FanModeType;
import org.bytedeco.pytorch.Nonlinearity;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.kFanIn;
import org.bytedeco.pytorch.kLinear;
import org.bytedeco.pytorch.kReLU;

/// What initial weights of given shapes look like: the law's numbers, and those of a large sample.
final class InitializerCases {
    private static final long[][] SHAPES = {{5, 5, 40, 60}, {3, 3, 1, 9000}, {300, 400}};

    private InitializerCases() {}

    static Golden initializers() {
        List<Case> cases = new ArrayList<>();
        cases.add(normal(0.1));
        cases.add(normal(1));
        cases.add(truncatedNormal(0.1));
        cases.add(truncatedNormal(0.04));
        for (long[] shape : SHAPES) {
            double in = fan(shape, shape.length - 2);
            double out = fan(shape, shape.length - 1);
            cases.add(uniform("glorot-uniform", shape, Math.sqrt(6 / (in + out)), torch::xavier_uniform_));
            cases.add(gauss("glorot-normal", shape, Math.sqrt(2 / (in + out)), torch::xavier_normal_));
            cases.add(uniform("he-uniform", shape, Math.sqrt(6 / in), w -> heUniform(w, relu())));
            cases.add(gauss("he-normal", shape, Math.sqrt(2 / in), w -> heNormal(w, relu())));
            cases.add(uniform("lecun-uniform", shape, Math.sqrt(3 / in), w -> heUniform(w, linear())));
            cases.add(gauss("lecun-normal", shape, Math.sqrt(1 / in), w -> heNormal(w, linear())));
        }
        return Golden.of(
                "initializers",
                "Filters are r x s x c/groups x k, dense weights inputs x units; fanIn = r s c/groups, fanOut = r s k."
                        + " bound (uniform: -bound .. bound) and std are the published formulas; `sample` is [mean,"
                        + " std, min, max] of what libtorch drew. Its normal laws are not truncated. Truncated"
                        + " normal: cut at two standard deviations, not rescaled, so std = 0.8796 of the"
                        + " parameter; drawn by libtorch's uniform_ and erfinv.",
                cases);
    }

    private static double fan(long[] shape, int channelAxis) {
        long window = shape.length == 4 ? shape[0] * shape[1] : 1;
        return window * shape[channelAxis];
    }

    private static Case normal(double std) {
        Tensor w = torch.normal_(empty(new long[] {300, 400}), 0, std);
        return sampled(Case.of("normal " + std).with("law", "normal").with("std", std), w);
    }

    /// std · √(1 − 2 · 2 φ(2) / (Φ(2) − Φ(−2))), as the normal law cut at ±2 has it.
    private static Case truncatedNormal(double std) {
        double inside = 0.9544997361036416;
        double density = Math.exp(-2) / Math.sqrt(2 * Math.PI);
        double cut = std * Math.sqrt(1 - 4 * density / inside);
        Tensor w = torch.uniform_(empty(new long[] {300, 400}), -inside, inside)
                .erfinv()
                .mul(Torch.number(std * Math.sqrt(2)));
        return sampled(
                Case.of("truncated normal " + std)
                        .with("law", "truncated-normal")
                        .with("parameter", std)
                        .with("std", cut)
                        .with("bound", 2 * std),
                w);
    }

    private static Case uniform(String law, long[] shape, double bound, UnaryOperator<Tensor> fill) {
        return sampled(
                fans(law, shape).with("bound", bound).with("std", bound / Math.sqrt(3)), fill.apply(empty(shape)));
    }

    private static Case gauss(String law, long[] shape, double std, UnaryOperator<Tensor> fill) {
        return sampled(fans(law, shape).with("std", std), fill.apply(empty(shape)));
    }

    private static Case fans(String law, long[] shape) {
        return Case.of(law + " " + Arrays.toString(shape))
                .with("law", law)
                .with("shape", Arrays.stream(shape).mapToObj(extent -> (int) extent).toList())
                .with("fanIn", (int) fan(shape, shape.length - 2))
                .with("fanOut", (int) fan(shape, shape.length - 1));
    }

    private static Case sampled(Case start, Tensor w) {
        double[] sample = {
            w.mean().item_double(), w.std().item_double(), w.min().item_double(), w.max().item_double()
        };
        if (start.attributes().get("std") instanceof Double std && Math.abs(sample[1] / std - 1) > 0.015) {
            throw new IllegalStateException(
                    start.name() + ": libtorch's sample has std " + sample[1] + ", the formula says " + std);
        }
        return start.output("sample", Torch.vector(sample));
    }

    /// A tensor in libtorch's axis order: filters OIHW, dense weights units × inputs.
    private static Tensor empty(long[] shape) {
        long[] own = shape.length == 4
                ? new long[] {shape[3], shape[2], shape[0], shape[1]}
                : new long[] {shape[1], shape[0]};
        return Torch.tensor(new double[Torch.size(shape)], own);
    }

    private static Tensor heUniform(Tensor w, Nonlinearity gain) {
        return torch.kaiming_uniform_(w, 0, new FanModeType(new kFanIn()), gain);
    }

    private static Tensor heNormal(Tensor w, Nonlinearity gain) {
        return torch.kaiming_normal_(w, 0, new FanModeType(new kFanIn()), gain);
    }

    private static Nonlinearity relu() {
        return new Nonlinearity(new kReLU());
    }

    private static Nonlinearity linear() {
        return new Nonlinearity(new kLinear());
    }
}
