package dev.fovea.bench.kernels;

import dev.fovea.backend.cpu.KernelSet;
import dev.fovea.backend.cpu.kernel.Workers;
import dev.fovea.bench.peers.Quartiles;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Fovea's speed at one problem beside that of one library.
///
/// @param rival the library's fastest code
/// @param difference between their results: the largest, as a share of the largest number
record KernelComparison(
        Problem problem, int threads, Rival against, Speeds fovea, Speeds rival, Speeds peak, double difference) {
    private static final String LINE = "%-19s %-8s %-19s %15s %9s %15s%n";
    private static final double TOLERANCE = 1e-4;
    private static final int FOVEA_WARM_UP = 3;

    /// Measures one problem against each library that knows it, each with the fastest code that it offers.
    static List<KernelComparison> of(Problem problem, KernelSet set, int threads, int rounds) {
        List<Kernel> kernels = new ArrayList<>();
        try (Workers workers = new Workers(threads)) {
            Turns turns = new Turns(problem, set.probe(), workers);
            kernels.add(new FoveaKernel(problem, set.kernels(), workers));
            List<Rival> rivals = new ArrayList<>();
            for (Rival rival : Rival.values()) {
                List<Kernel> candidates = rival.kernels(problem, threads);
                if (!candidates.isEmpty()) {
                    rivals.add(rival);
                    kernels.add(turns.fastest(candidates));
                }
            }
            turns.warmUp(kernels.getFirst(), FOVEA_WARM_UP);
            double[] differences = differences(kernels);
            List<Speeds> speeds = turns.run(kernels, rounds);
            List<KernelComparison> comparisons = new ArrayList<>();
            for (int i = 0; i < rivals.size(); i++) {
                comparisons.add(new KernelComparison(
                        problem, threads, rivals.get(i), speeds.getFirst(), speeds.get(i + 1), speeds.getLast(),
                        differences[i + 1]));
            }
            return comparisons;
        } finally {
            kernels.forEach(Kernel::close);
        }
    }

    private static double[] differences(List<Kernel> kernels) {
        float[] ours = kernels.getFirst().result();
        double[] differences = new double[kernels.size()];
        for (int i = 1; i < differences.length; i++) {
            float[] theirs = kernels.get(i).result();
            double largest = 0;
            for (int at = 0; at < ours.length; at++) {
                largest = Math.max(largest, Math.abs(theirs[at]));
                differences[i] = Math.max(differences[i], Math.abs((double) ours[at] - theirs[at]));
            }
            differences[i] /= largest;
            if (!(differences[i] <= TOLERANCE)) {
                throw new IllegalStateException(kernels.get(i).name() + " computes something else, by a share of "
                        + differences[i] + ": no speeds are compared");
            }
        }
        return differences;
    }

    /// How many times faster Fovea is.
    Quartiles ratio() {
        return fovea.by(rival);
    }

    static String header() {
        return String.format(
                Locale.ROOT, LINE, "kernel", "rival", "Fovea / rival", "GFLOP/s: median", "best", "best, % of peak");
    }

    String line() {
        return String.format(Locale.ROOT, LINE, problem.id(), against.title(), ratio(), medians(), bests(), shares());
    }

    private String medians() {
        return String.format(Locale.ROOT, "%.0f / %.0f", fovea.median(), rival.median());
    }

    private String bests() {
        return String.format(Locale.ROOT, "%.0f / %.0f", fovea.best(), rival.best());
    }

    /// The best round as a share of the best round of the peak.
    private String shares() {
        return String.format(
                Locale.ROOT, "%.0f / %.0f", 100 * fovea.best() / peak.best(), 100 * rival.best() / peak.best());
    }

    /// What is compared with what.
    String explanation() {
        return String.format(
                Locale.ROOT, "%s: %s; %s; differ by %.0e", problem.id(), problem.title(), rival.name(), difference);
    }

    /// A row of BENCHMARKS.md.
    String row(String machine, String command) {
        return String.format(
                Locale.ROOT,
                "| %s, %d thread%s, %s / %s | %s; GFLOP/s %s, best %s, %s %% of peak | %s | %s | `%s` | %s |",
                problem.title(), threads, threads == 1 ? "" : "s", fovea.name(), rival.name(), ratio(), medians(),
                bests(),
                shares(), machine, Runtime.version().feature() + "." + Runtime.version().interim() + "."
                        + Runtime.version().update(), command, LocalDate.now());
    }
}
