package dev.fovea.learn.server;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Lets few requests compute at the same time. The others wait in a row, and are told to come back if it takes long.
final class Turns {
    private final Semaphore free;
    private final Duration patience;

    /// @param most that compute at the same time
    /// @param patience how long a request waits for its turn
    Turns(int most, Duration patience) {
        this.free = new Semaphore(most, true);
        this.patience = patience;
    }

    /// What the work comes to, when it is its turn.
    ///
    /// @throws RefusedException if the others take too long
    <T> T take(Supplier<T> work) throws RefusedException {
        if (!isMyTurn()) {
            throw new RefusedException(
                    LearnServer.BUSY, "the engine computes for other requests: try again in some seconds");
        }
        try {
            return work.get();
        } finally {
            free.release();
        }
    }

    private boolean isMyTurn() {
        try {
            return free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
