package dev.fovea.bench.golden;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.StepLR;
import org.bytedeco.pytorch.TensorVector;

/// Learning rates over time. libtorch has the step schedule alone; the others are PyTorch's published formulas.
final class ScheduleCases {
    private ScheduleCases() {}

    static Golden schedules() {
        return Golden.of(
                        "schedules",
                        "`rates`[t]: the rate of the step after t steps. step: rate factor^floor(t/every)."
                                + " exponential: rate factor^t. cosine: low + (rate - low) (1 + cos(pi t/steps)) / 2."
                                + " one-cycle: cosine from peak/div up to peak at t = warm steps - 1, then down to"
                                + " peak/div/finalDiv at t = steps - 1.",
                        List.of(
                                step(0.1, 3, 0.1, 12),
                                step(0.05, 4, 0.5, 13),
                                formula("exponential", 10, t -> 0.1 * Math.pow(0.9, t))
                                        .with("rate", 0.1)
                                        .with("factor", 0.9),
                                cosine(0.1, 0, 20),
                                cosine(0.1, 0.01, 7),
                                oneCycle(0.1, 20, 0.3),
                                oneCycle(0.4, 50, 0.2)))
                .from(Torch.SOURCE + " for step (StepLR of its C++ front end); all others from the formula in `notes`"
                        + " in double, as its C++ front end has no such schedule");
    }

    private static Case step(double rate, int every, double factor, int steps) {
        SGD optimizer = new SGD(new TensorVector(Torch.vector(1).set_requires_grad(true)), new SGDOptions(rate));
        StepLR schedule = new StepLR(optimizer, every, factor);
        // Python's constructor takes this first step, which changes nothing but the count; C++'s leaves it out.
        schedule.step();
        double[] rates = new double[steps];
        for (int t = 0; t < steps; t++) {
            rates[t] = optimizer.param_groups().get(0).options().get_lr();
            schedule.step();
        }
        return Case.of("step every " + every)
                .with("schedule", "step")
                .with("rate", rate)
                .with("every", every)
                .with("factor", factor)
                .output("rates", Torch.vector(rates));
    }

    private static Case cosine(double rate, double low, int steps) {
        return formula("cosine", steps + 1, t -> low + (rate - low) * (1 + Math.cos(Math.PI * t / steps)) / 2)
                .with("rate", rate)
                .with("low", low)
                .with("steps", steps);
    }

    private static Case oneCycle(double peak, int steps, double warm) {
        double div = 25;
        double finalDiv = 1e4;
        double top = warm * steps - 1;
        double last = steps - 1;
        double start = peak / div;
        return formula("one-cycle", steps, t -> t <= top
                        ? between(start, peak, t / top)
                        : between(peak, start / finalDiv, (t - top) / (last - top)))
                .with("peak", peak)
                .with("steps", steps)
                .with("warm", warm)
                .with("div", div)
                .with("finalDiv", finalDiv);
    }

    private static double between(double from, double to, double share) {
        return to + (from - to) * (1 + Math.cos(Math.PI * share)) / 2;
    }

    private static Case formula(String schedule, int steps, IntToDoubleFunction rate) {
        return Case.of(schedule + " " + steps)
                .with("schedule", schedule)
                .output("rates", Torch.vector(IntStream.range(0, steps).mapToDouble(rate).toArray()));
    }
}
