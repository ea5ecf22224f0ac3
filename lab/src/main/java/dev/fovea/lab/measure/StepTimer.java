package dev.fovea.lab.measure;

import dev.fovea.backend.cpu.kernel.PeakProbe;
import dev.fovea.train.Profiler;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Times the steps of a plan in rounds. Before and after each round the peak is measured, on as many threads.
public final class StepTimer {
    /// A warm-up ends when a window of so many nanoseconds brought no news.
    private static final long WINDOW = 500_000_000;

    /// Runs of a window, at least.
    private static final int WINDOW_RUNS = 2;

    /// Milliseconds of compilation in a window that are no news.
    private static final long QUIET = 5;

    /// The best run of a window is news when it takes less than this share of the best before.
    private static final double FASTER = 0.95;

    private static final long LONGEST_WARM_UP = 20_000_000_000L;
    private static final int LEAST_ROUNDS = 5;
    private static final long ROUNDS_NANOS = 5_000_000_000L;

    /// A round lasts so long, or one run.
    private static final long ROUND_NANOS = 10_000_000;

    private final Profiler profiler;
    private final PeakProbe probe;
    private final int threads;
    private final long[] nanos;
    private double lastPeak;

    public StepTimer(Profiler profiler, PeakProbe probe, int threads) {
        this.profiler = profiler;
        this.probe = probe;
        this.threads = threads;
        this.nanos = new long[profiler.steps().size()];
    }

    /// What ran before anything was measured.
    ///
    /// @param best nanoseconds of the fastest run
    /// @param stable whether the last window was as the one before, without compilation
    public record WarmUp(int runs, double seconds, double best, boolean stable) {}

    /// Warms up and measures.
    ///
    /// @param rounds null for as many as fit into some seconds
    public Profile run(@Nullable Integer rounds) {
        WarmUp warmUp = warmUp();
        int runs = (int) Math.max(1, Math.ceil(ROUND_NANOS / warmUp.best()));
        List<Profile.Round> measured = new ArrayList<>();
        long start = System.nanoTime();
        while (rounds != null
                ? measured.size() < rounds
                : measured.size() < LEAST_ROUNDS || System.nanoTime() - start < ROUNDS_NANOS) {
            measured.add(round(runs));
        }
        return new Profile(profiler.steps(), measured, runs, warmUp);
    }

    private WarmUp warmUp() {
        long start = System.nanoTime();
        double best = Double.POSITIVE_INFINITY;
        int runs = 0;
        while (true) {
            long compiled = compilation();
            long window = System.nanoTime();
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < WINDOW_RUNS || System.nanoTime() - window < WINDOW; i++) {
                least = Math.min(least, profiler.run(nanos));
                runs++;
            }
            lastPeak = probe.gflops(threads);
            boolean stable = compilation() - compiled <= QUIET && least >= FASTER * best;
            best = Math.min(best, least);
            long passed = System.nanoTime() - start;
            if (stable || passed > LONGEST_WARM_UP) {
                return new WarmUp(runs, passed / 1e9, best, stable);
            }
        }
    }

    /// Milliseconds that the virtual machine has compiled so far.
    private static long compilation() {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        boolean counted = compiler != null && compiler.isCompilationTimeMonitoringSupported();
        return counted ? compiler.getTotalCompilationTime() : 0;
    }

    /// Medians of the round's runs. Where they are short, one before them is not counted: the threads slept while the
    /// peak was measured.
    private Profile.Round round(int runs) {
        if (runs > 1) {
            profiler.run(nanos);
        }
        double[][] steps = new double[nanos.length][runs];
        double[] wholes = new double[runs];
        for (int run = 0; run < runs; run++) {
            wholes[run] = profiler.run(nanos);
            for (int i = 0; i < nanos.length; i++) {
                steps[i][run] = nanos[i];
            }
        }
        double before = lastPeak;
        lastPeak = probe.gflops(threads);
        double[] medians = Arrays.stream(steps).mapToDouble(Profile::median).toArray();
        return new Profile.Round(medians, Profile.median(wholes), Math.max(before, lastPeak));
    }
}
