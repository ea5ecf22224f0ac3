package dev.fovea.lab.measure;

import dev.fovea.backend.PlanStep;
import dev.fovea.backend.PlanStep.Pass;
import dev.fovea.text.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Where the time of a plan's run goes: medians of rounds.
///
/// @param runs in each round
public record Profile(List<PlanStep> steps, List<Round> rounds, int runs, StepTimer.WarmUp warmUp) {
    /// Why a share of the peak is more than 100 %.
    public static final String MORE_THAN_THE_PEAK =
            "above 100 % of peak: Winograd's algorithm, counted by the definition";

    private static final String LOSS = "loss";

    /// Medians of steps that are not interrupted add up to at least so much of the whole's.
    private static final double COMPLETE = 0.95;

    /// @param nanos of each step, the median of the round's runs
    /// @param whole nanoseconds of a run, measured from outside, likewise
    /// @param peak of the processor before or after the round, the higher one, in GFLOP/s
    public record Round(double[] nanos, double whole, double peak) {
        double sum(List<Integer> indices) {
            return indices.stream().mapToDouble(index -> nanos[index]).sum();
        }
    }

    /// What one step or several took.
    ///
    /// @param share of the whole run's time
    /// @param gflops floating-point operations a nanosecond, two for each multiply-add; NaN where there are none
    /// @param direct whether all of the multiply-adds were taken
    /// @param ofPeak as a share of the peak of the same round; NaN likewise
    public record Timing(
            String name, double millis, double share, long multiplyAdds, boolean direct, double gflops, double ofPeak,
            long bytes) {
        public double megabytes() {
            return bytes / 1e6;
        }

        public double gigabytesPerSecond() {
            return bytes / 1e6 / millis;
        }
    }

    /// What a layer took.
    ///
    /// @param millis of all its steps
    public record Layer(String name, double forward, double backward, double millis, double share) {}

    public Profile {
        steps = List.copyOf(steps);
        rounds = List.copyOf(rounds);
    }

    /// Each step in the order of the plan.
    public List<Timing> rows() {
        return IntStream.range(0, steps.size())
                .mapToObj(index -> timing(steps.get(index).name(), List.of(index)))
                .toList();
    }

    public Timing whole() {
        List<Integer> all = indices(_ -> true);
        return timing("whole", all, Round::whole);
    }

    /// What the whole run takes beyond its steps.
    public Timing between() {
        List<Integer> all = indices(_ -> true);
        return timing("between the steps", List.of(), round -> round.whole() - round.sum(all));
    }

    /// Sums by kind of operation, in the order of the plan.
    public List<Timing> kinds() {
        List<Timing> kinds = new ArrayList<>();
        grouped(step -> step.pass() == Pass.UPDATE ? step.name() : step.kind())
                .forEach((kind, indices) -> kinds.add(timing(kind, indices)));
        return kinds;
    }

    /// Sums by layer, in the order of the plan; what belongs to no layer is the loss.
    public List<Layer> layers() {
        List<Layer> layers = new ArrayList<>();
        grouped(step -> step.isLayerless() ? LOSS : step.layer()).forEach((layer, indices) -> layers.add(new Layer(
                layer, millis(of(indices, Pass.FORWARD)), millis(of(indices, Pass.BACKWARD)), millis(indices),
                timing(layer, indices).share())));
        return layers;
    }

    /// Why the figures may be wrong, one line each; none on a quiet machine.
    public List<String> doubts() {
        List<String> doubts = new ArrayList<>();
        if (!warmUp.stable()) {
            doubts.add("the times had not settled after " + Figures.seconds(warmUp.seconds())
                    + " of warm-up: close other programs, and profile again");
        }
        List<Timing> rows = rows();
        double sum = rows.stream().mapToDouble(Timing::share).sum();
        if (sum < COMPLETE) {
            doubts.add(String.format(
                    Locale.ROOT, "the steps, each a median of its own, add up to %.0f %% of the whole:"
                            + " other programs took turns with it; close them, or measure more rounds",
                    100 * sum));
        }
        if (rows.stream().anyMatch(row -> row.direct() && row.ofPeak() > 1)) {
            doubts.add("some steps reach more than the peak: it was measured while other programs ran; close them");
        }
        return doubts;
    }

    /// GFLOP/s.
    public double peak() {
        return median(Round::peak);
    }

    public double bestPeak() {
        return rounds.stream().mapToDouble(Round::peak).max().orElse(Double.NaN);
    }

    private List<Integer> indices(Function<PlanStep, Boolean> wanted) {
        return IntStream.range(0, steps.size()).filter(index -> wanted.apply(steps.get(index))).boxed().toList();
    }

    private List<Integer> of(List<Integer> indices, Pass pass) {
        return indices.stream().filter(index -> steps.get(index).pass() == pass).toList();
    }

    private Map<String, List<Integer>> grouped(Function<PlanStep, String> key) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            groups.computeIfAbsent(key.apply(steps.get(i)), _ -> new ArrayList<>()).add(i);
        }
        return groups;
    }

    private double millis(List<Integer> indices) {
        return median(round -> round.sum(indices)) / 1e6;
    }

    private Timing timing(String name, List<Integer> indices) {
        return timing(name, indices, round -> round.sum(indices));
    }

    private Timing timing(String name, List<Integer> indices, ToDoubleFunction<Round> nanos) {
        long multiplyAdds = indices.stream().mapToLong(index -> steps.get(index).multiplyAdds()).sum();
        long bytes = indices.stream().mapToLong(index -> steps.get(index).bytes()).sum();
        boolean direct = indices.stream().allMatch(index -> steps.get(index).direct());
        double median = median(nanos);
        double flops = multiplyAdds == 0 ? Double.NaN : 2d * multiplyAdds;
        return new Timing(
                name, median / 1e6, median / median(Round::whole), multiplyAdds, direct, flops / median,
                median(round -> flops / nanos.applyAsDouble(round) / round.peak()), bytes);
    }

    private double median(ToDoubleFunction<Round> figure) {
        return median(rounds.stream().mapToDouble(figure).toArray());
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
