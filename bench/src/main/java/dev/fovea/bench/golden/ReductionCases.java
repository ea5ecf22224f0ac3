package dev.fovea.bench.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Sums, means, and the penalties made of them.
final class ReductionCases {
    private ReductionCases() {}

    static Golden sum() {
        return Golden.of("sum", "y = sum of x over `axes`; `keep` leaves them with extent 1.", cases("sum"));
    }

    static Golden mean() {
        return Golden.of("mean", "y = mean of x over `axes`; `keep` leaves them with extent 1.", cases("mean"));
    }

    static Golden penalty() {
        Tensor zeroed = Torch.vector(-1.5, 0, 0.25, 2);
        return Golden.of(
                "penalty",
                "L1: y = rate sum |w|, gradient 0 at 0. L2: y = rate sum w^2 (gradient 2 rate w)."
                        + " Half L2: y = rate sum w^2 / 2 (gradient rate w).",
                List.of(
                        penalty("L1", 0.01, Draw.of("L1").values(5, 7)),
                        penalty("L1", 0.5, zeroed),
                        penalty("L2", 0.01, Draw.of("L2").values(3, 3, 2, 3)),
                        penalty("half L2", 0.004, Draw.of("half L2").values(7, 5))));
    }

    private static List<Case> cases(String operation) {
        List<Case> cases = new ArrayList<>();
        long[][] axes = {{0, 1, 2, 3}, {0}, {3}, {1, 2}, {0, 1, 2}, {0, 2}};
        for (long[] over : axes) {
            for (boolean keep : new boolean[] {false, true}) {
                cases.add(reduce(operation, over, keep));
            }
        }
        return cases;
    }

    private static Case reduce(String operation, long[] axes, boolean keep) {
        String name = "axes " + Arrays.toString(axes) + (keep ? " keep" : "");
        return Case.of(name)
                .with("axes", Arrays.stream(axes).mapToObj(axis -> (int) axis).toList())
                .with("keep", keep)
                .input("x", Draw.of(operation + " " + name).values(3, 2, 5, 3))
                .differentiate(in -> {
                    ScalarTypeOptional same = new ScalarTypeOptional();
                    return operation.equals("sum")
                            ? torch.sum(in.get("x"), axes, keep, same)
                            : torch.mean(in.get("x"), axes, keep, same);
                });
    }

    private static Case penalty(String norm, double rate, Tensor w) {
        return Case.of(norm + " of " + w.numel())
                .with("norm", norm)
                .with("rate", rate)
                .input("w", w)
                .differentiate(in -> {
                    Tensor each = norm.equals("L1") ? in.get("w").abs() : in.get("w").pow(Torch.number(2));
                    double scale = norm.equals("half L2") ? rate / 2 : rate;
                    return each.sum().mul(Torch.number(scale));
                });
    }
}
