package dev.fovea.backend.cpu.kernel;

import java.util.function.LongSupplier;

/// Measures what a core can do at most: multiply-adds on registers alone, in at least 24 chains that do
/// not wait for one another.
public interface PeakProbe {
    /// Steps of a part: some tenths of a millisecond.
    int STEPS = 1 << 16;

    /// Parts for each worker: enough that one whose core is taken away leaves some to others.
    int PARTS = 16;

    /// Floating-point operations of [#run].
    long flops(int steps);

    /// Runs `steps` steps; the result only keeps the work alive.
    float run(int steps);

    /// GFLOP/s of all workers together.
    default double gflops(Workers workers) {
        return gflops(workers, System::nanoTime);
    }

    /// GFLOP/s of all workers together, by a clock of nanoseconds.
    default double gflops(Workers workers, LongSupplier nanos) {
        return gflops(workers, nanos, PARTS);
    }

    /// GFLOP/s of all workers together, by a clock of nanoseconds, over so many parts for each.
    default double gflops(Workers workers, LongSupplier nanos, int each) {
        int parts = workers.count() * each;
        float[] kept = new float[1];
        long start = nanos.getAsLong();
        workers.run((_, _) -> kept[0] = run(STEPS), parts);
        return (double) flops(STEPS) * parts / (nanos.getAsLong() - start);
    }

    /// GFLOP/s on so many threads, which end with the measurement.
    default double gflops(int threads) {
        try (Workers workers = new Workers(threads)) {
            return gflops(workers);
        }
    }
}
