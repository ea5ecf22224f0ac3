package dev.fovea.bench.peers;

import java.util.function.Supplier;

/// Adds up what the comparison itself takes, so that it is no engine's time.
final class Stopwatch {
    private long nanos;

    <T> T time(Supplier<T> work) {
        long start = System.nanoTime();
        T made = work.get();
        nanos += System.nanoTime() - start;
        return made;
    }

    void time(Runnable work) {
        long start = System.nanoTime();
        work.run();
        nanos += System.nanoTime() - start;
    }

    long nanos() {
        return nanos;
    }
}
