package dev.fovea;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.Allocations.Spent;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AllocationsTest {
    private static final int BYTES = 1000;

    /// Allocates until it is closed, faster than any timer.
    private static final class Busy implements AutoCloseable {
        final AtomicLong rounds = new AtomicLong();
        private volatile boolean closed;
        private volatile byte[] last = {};
        private final Thread thread;

        Busy(String name) {
            thread = Thread.ofPlatform().daemon().name(name).start(() -> {
                do {
                    last = new byte[BYTES];
                    rounds.incrementAndGet();
                } while (!closed);
            });
        }

        void awaitAnother() {
            long before = rounds.get();
            while (rounds.get() < before + 2) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void close() {
            closed = true;
            while (thread.isAlive()) {
                Thread.onSpinWait();
            }
            assertThat(last).hasSize(BYTES);
        }
    }

    @Test
    void whatOthersAllocateIsToldAndNotCounted() {
        try (Busy flusher = new Busy("stream-flusher")) {
            Spent least = Allocations.least(400, 10, _ -> flusher.awaitAnother());

            assertThat(least.bytes()).as("%s", least).isZero();
            assertThat(least.toString()).contains(Thread.currentThread().getName() + " 0")
                    .containsPattern("not counted: .*stream-flusher #\\d+ [1-9]");
        }
    }

    @Test
    void whatAThreadOfFoveaAllocatesIsCountedAndNamed() {
        try (Busy worker = new Busy("fovea-worker-7")) {
            Spent least = Allocations.least(3, 10, _ -> worker.awaitAnother());

            assertThat(least.bytes()).isGreaterThanOrEqualTo(10 * BYTES);
            assertThat(least.toString()).containsPattern("by thread: .*fovea-worker-7 #\\d+ [1-9].*; not counted: ");
        }
    }

    @Test
    void whatTheCallerAllocatesIsCounted() {
        byte[][] last = new byte[1][];
        Spent least = Allocations.least(3, 10, _ -> last[0] = new byte[BYTES]);

        assertThat(least.bytes()).isBetween(10L * BYTES, 20L * BYTES);
        assertThat(last[0]).hasSize(BYTES);
    }

    @Test
    void aRoundInWhichAThreadEndsSaysNothing() {
        Busy worker = new Busy("fovea-worker-8");
        Allocations allocations = Allocations.begin();
        worker.close();
        Spent spent = allocations.end();

        assertThat(spent.complete()).isFalse();
        assertThat(spent.bytes()).isEqualTo(Long.MAX_VALUE);
        assertThat(Spent.UNKNOWN.or(spent)).isSameAs(Spent.UNKNOWN);
    }
}
