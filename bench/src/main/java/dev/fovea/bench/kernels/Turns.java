package dev.fovea.bench.kernels;

import dev.fovea.backend.cpu.kernel.PeakProbe;
import dev.fovea.backend.cpu.kernel.Workers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Kernels that take turns at one problem. A turn starts with runs that do not count, in which the other library's
/// threads go to sleep and memory comes into the caches as it does in a network.
final class Turns {
    private static final long SETTLING_NANOS = 8_000_000;
    private static final long COUNTED_NANOS = 25_000_000;
    private static final long WARM_UP_NANOS = 400_000_000;
    private static final int TRIALS = 5;
    private static final int PROBE_WARM_UP = 5;

    private final Problem problem;
    private final PeakProbe probe;
    private final Workers workers;
    private final Clock clock;

    /// @param workers that run the probe of the peak
    Turns(Problem problem, PeakProbe probe, Workers workers) {
        this.problem = problem;
        this.probe = probe;
        this.workers = workers;
        clock = Clock.of(workers.count());
    }

    /// The fastest in its best of some turns, warmed up; the others are closed.
    Kernel fastest(List<Kernel> candidates) {
        candidates.forEach(kernel -> warmUp(kernel, 1));
        if (candidates.size() == 1) {
            return candidates.getFirst();
        }
        double[] best = new double[candidates.size()];
        for (int trial = 0; trial < TRIALS; trial++) {
            for (int i = 0; i < best.length; i++) {
                best[i] = Math.max(best[i], speed(candidates.get(i)));
            }
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < best.length; i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingDouble(i -> -best[i]));
        order.stream().skip(1).forEach(i -> candidates.get(i).close());
        return candidates.get(order.getFirst());
    }

    /// Runs a kernel until compilers have done with it.
    void warmUp(Kernel kernel, int times) {
        long until = clock.nanos() + times * WARM_UP_NANOS;
        do {
            kernel.run();
        } while (clock.nanos() < until);
    }

    /// Speeds of the kernels, in their order, and then of the peak.
    List<Speeds> run(List<Kernel> kernels, int rounds) {
        for (int i = 0; i < PROBE_WARM_UP; i++) {
            probe.gflops(workers);
        }
        double[][] speeds = new double[kernels.size() + 1][rounds];
        for (int round = 0; round < rounds; round++) {
            speeds[kernels.size()][round] = probe.gflops(workers, clock::nanos);
            for (int i = 0; i < kernels.size(); i++) {
                // Another one begins each round.
                int turn = (round + i) % kernels.size();
                speeds[turn][round] = speed(kernels.get(turn));
            }
        }
        List<Speeds> result = new ArrayList<>();
        for (int i = 0; i < kernels.size(); i++) {
            result.add(new Speeds(kernels.get(i).name(), speeds[i]));
        }
        result.add(new Speeds("peak", speeds[kernels.size()]));
        return result;
    }

    private double speed(Kernel kernel) {
        long settled = clock.nanos() + SETTLING_NANOS;
        do {
            kernel.run();
        } while (clock.nanos() < settled);
        long start = clock.nanos();
        long now = start;
        int runs = 0;
        while (now - start < COUNTED_NANOS) {
            kernel.run();
            runs++;
            now = clock.nanos();
        }
        return problem.gflop() * runs * 1e9 / (now - start);
    }
}
