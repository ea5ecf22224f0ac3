package dev.fovea.app;

import dev.fovea.backend.cpu.PeakProbe;
import java.util.concurrent.atomic.AtomicInteger;

/// Measures what the processor can do at most, on as many threads as a benchmark uses: in its rounds, so that a busy
/// neighbour slows both.
final class PeakTimer {
    private static final int STEPS = 1 << 16;
    private static final int PARTS = 16;

    private final PeakProbe probe;
    private final int threads;
    private volatile float sink;

    PeakTimer(PeakProbe probe, int threads) {
        this.probe = probe;
        this.threads = threads;
    }

    /// GFLOP/s of the probe on all threads.
    double gflops() {
        AtomicInteger parts = new AtomicInteger(PARTS * threads);
        Runnable work = () -> {
            while (parts.getAndDecrement() > 0) {
                sink = probe.run(STEPS);
            }
        };
        long from = System.nanoTime();
        Thread[] others = new Thread[threads - 1];
        for (int i = 0; i < others.length; i++) {
            others[i] = Thread.ofPlatform().start(work);
        }
        work.run();
        for (Thread other : others) {
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted while measuring", e);
            }
        }
        return (double) probe.flops(STEPS) * PARTS * threads / (System.nanoTime() - from);
    }
}
