package dev.fovea.backend.cpu;

import dev.fovea.backend.cpu.kernel.Kernels;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.cpu.kernel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/// How fast the heavy kernels are, as a share of what the machine can do. In each round the peak and
/// every kernel are measured one after the other, on one thread and on all, so that a busy neighbour
/// slows both; packing counts.
public final class KernelBenchmark {
    private static final int WARM_UP = 6;
    private static final long LEAST_NANOS = 6_000_000;

    private final KernelSet set;
    private final List<Timed> timed = new ArrayList<>();
    private final int[] threadCounts;

    /// @param best of all rounds
    /// @param median of all rounds
    public record Figure(double best, double median) {
        static Figure of(double[] rounds) {
            double[] sorted = rounds.clone();
            Arrays.sort(sorted);
            return new Figure(sorted[sorted.length - 1], sorted[sorted.length / 2]);
        }
    }

    /// The speed of one kernel.
    ///
    /// @param direct whether it takes every multiply-add that is counted, so that its share of the peak is at most 1
    /// @param gflops floating-point operations a nanosecond
    /// @param ofPeak as a share of the peak on as many threads: the best of the best, the median of the rounds'
    public record Speed(String name, int threads, boolean direct, Figure gflops, Figure ofPeak) {}

    /// @param oneThread peak in GFLOP/s
    /// @param allThreads peak in GFLOP/s
    public record Report(Figure oneThread, Figure allThreads, List<Speed> kernels) {}

    private static final class Timed {
        private final KernelCase of;
        private final Work work;
        private final Operand packed;
        private final Operand shared;
        private int phase;

        Timed(KernelCase of, Kernels kernels) {
            this.of = of;
            work = of.binding().apply(kernels);
            packed = Operand.allocate(work.packedFloats());
            shared = Operand.allocate(work.sharedFloats(of.samples()));
        }

        void run(Workers workers, Operand[] scratch) {
            workers.run((part, _) -> work.pack(part, packed), work.packParts());
            for (phase = 0; phase < work.phases(); phase++) {
                workers.run((part, worker) -> work.run(phase, part, of.samples(), packed, shared, scratch[worker]),
                        work.parts(phase, of.samples()));
            }
        }
    }

    /// @param threads all of them; 1 measures one thread only
    public KernelBenchmark(KernelSet set, List<KernelCase> cases, int threads) {
        this.set = set;
        cases.forEach(of -> timed.add(new Timed(of, set.kernels())));
        threadCounts = threads == 1 ? new int[] {1} : new int[] {1, threads};
    }

    /// Runs `rounds` rounds after some to warm up.
    ///
    /// @param progress told after each round how many are done
    public Report run(int rounds, IntConsumer progress) {
        double[][] peaks = new double[threadCounts.length][rounds];
        double[][][] speeds = new double[threadCounts.length][timed.size()][rounds];
        for (int round = -WARM_UP; round < rounds; round++) {
            if (round == 1 - WARM_UP) {
                set.kernels().awaitWarmUp();
            }
            for (int t = 0; t < threadCounts.length; t++) {
                try (Workers workers = new Workers(threadCounts[t])) {
                    Operand[] scratch = scratch(threadCounts[t]);
                    double peak = set.probe().gflops(workers);
                    for (int i = 0; i < timed.size(); i++) {
                        double speed = speed(timed.get(i), workers, scratch);
                        if (round >= 0) {
                            speeds[t][i][round] = speed;
                        }
                    }
                    if (round >= 0) {
                        peaks[t][round] = Math.max(peak, set.probe().gflops(workers));
                    }
                }
            }
            progress.accept(Math.max(0, round + 1));
        }
        return report(peaks, speeds);
    }

    private Operand[] scratch(int threads) {
        long floats = 0;
        for (Timed kernel : timed) {
            floats = Math.max(floats, kernel.work.scratchFloats());
        }
        Operand[] scratch = new Operand[threads];
        for (int i = 0; i < threads; i++) {
            scratch[i] = Operand.allocate(floats);
        }
        return scratch;
    }

    private Report report(double[][] peaks, double[][][] speeds) {
        List<Speed> kernels = new ArrayList<>();
        for (int i = 0; i < timed.size(); i++) {
            for (int t = 0; t < threadCounts.length; t++) {
                double[] shares = new double[peaks[t].length];
                for (int round = 0; round < shares.length; round++) {
                    shares[round] = speeds[t][i][round] / peaks[t][round];
                }
                Figure gflops = Figure.of(speeds[t][i]);
                double best = gflops.best / highest(peaks, t);
                kernels.add(new Speed(
                        timed.get(i).of.name(), threadCounts[t], timed.get(i).work.isDirect(), gflops,
                        new Figure(best, Figure.of(shares).median)));
            }
        }
        return new Report(Figure.of(peaks[0]), Figure.of(peaks[peaks.length - 1]), kernels);
    }

    /// The highest peak of all rounds on so many threads. They can do at least what fewer do, even where other work had
    /// a core whenever the peak was measured.
    static double highest(double[][] peaks, int threads) {
        double highest = 0;
        for (int t = 0; t <= threads; t++) {
            highest = Math.max(highest, Figure.of(peaks[t]).best);
        }
        return highest;
    }

    /// GFLOP/s over some milliseconds: the time before the first run is not counted, in which memory
    /// comes into the caches as it does in a network.
    private double speed(Timed kernel, Workers workers, Operand[] scratch) {
        kernel.run(workers, scratch);
        long start = System.nanoTime();
        long now = start;
        int runs = 0;
        while (now - start < LEAST_NANOS) {
            kernel.run(workers, scratch);
            runs++;
            now = System.nanoTime();
        }
        return 2d * kernel.of.multiplyAdds() * runs / (now - start);
    }
}
