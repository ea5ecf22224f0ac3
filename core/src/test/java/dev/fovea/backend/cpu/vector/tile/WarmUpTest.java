package dev.fovea.backend.cpu.vector.tile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernels")
class WarmUpTest {
    /// A kernel that is slow until it is compiled, which the test decides. The last of some calls waits for that, so
    /// that no pause of the test brings it to its end; a held one does not begin before others are asked for, too.
    private static final class Slow extends WarmUp {
        private static final long NANOS = 100_000;
        private static final int LAST = 400;

        final AtomicInteger calls = new AtomicInteger();
        volatile boolean compiled;
        volatile boolean held;

        Slow() {
            super(false);
        }

        @Override
        protected int call() {
            while (held) {
                Thread.onSpinWait();
            }
            boolean last = calls.incrementAndGet() == LAST;
            long end = System.nanoTime() + NANOS;
            while (!compiled && (last || System.nanoTime() < end)) {
                Thread.onSpinWait();
            }
            return 1_000;
        }
    }

    @Test
    void aKernelWarmsUpFromWhenItIsAskedForUntilItIsQuick() {
        WarmUp.await();
        Slow slow = new Slow();
        Slow other = new Slow();
        assertThat(slow.calls).hasValue(0);

        slow.held = true;
        assertThat(slow.isOver()).isFalse();
        assertThat(other.isOver()).isFalse();
        slow.held = false;
        while (other.calls.get() < 200) {
            Thread.onSpinWait();
        }
        assertThat(slow.isOver()).isFalse();
        slow.compiled = true;
        other.compiled = true;
        WarmUp.await();

        assertThat(slow.isOver()).isTrue();
        assertThat(other.isOver()).isTrue();
        assertThat(WarmUp.isFirstOver()).isTrue();
    }

    @Test
    void aWarmUpThatFailsIsOver() {
        WarmUp broken = new WarmUp(false) {
            @Override
            protected int call() {
                throw new IllegalStateException("broken");
            }
        };
        broken.isOver();
        WarmUp.await();

        assertThat(broken.isOver()).isTrue();
    }

    @Test
    void askingAgainWarmsUpNoMore() {
        Slow quick = new Slow();
        quick.compiled = true;
        quick.isOver();
        WarmUp.await();
        int calls = quick.calls.get();

        assertThat(quick.isOver()).isTrue();
        WarmUp.await();

        assertThat(quick.calls).hasValue(calls);
    }

    @Test
    void whoIsInterruptedWhileWaitingStaysInterrupted() throws InterruptedException {
        Slow slow = new Slow();
        slow.isOver();
        boolean[] interrupted = new boolean[1];
        Thread waiting = Thread.ofPlatform().start(() -> {
            WarmUp.await();
            interrupted[0] = Thread.currentThread().isInterrupted();
        });

        waiting.interrupt();
        waiting.join();

        assertThat(interrupted[0]).isTrue();
        slow.compiled = true;
        WarmUp.await();
    }
}
