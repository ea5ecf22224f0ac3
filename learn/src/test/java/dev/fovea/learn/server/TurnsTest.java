package dev.fovea.learn.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Duration LONG = Duration.ofHours(1);

    /// Work that runs until the latch opens.
    static Future<String> held(Turns turns, ExecutorService threads, CountDownLatch begun, CountDownLatch end) {
        return threads.submit(() -> turns.take(() -> {
            begun.countDown();
            try {
                end.await();
                return "done";
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
    }

    /// Three meet at a barrier again and again, so three do run at once; a fourth would raise the count.
    @Test
    void asManyComputeAtOnceAsMayAndNoMore() throws Exception {
        Turns turns = new Turns(3, LONG);
        CyclicBarrier three = new CyclicBarrier(3);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> works = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                works.add(threads.submit(() -> turns.take(() -> {
                    int now = inside.incrementAndGet();
                    most.accumulateAndGet(now, Math::max);
                    try {
                        three.await();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    return inside.decrementAndGet();
                })));
            }
            for (Future<Integer> work : works) {
                work.get();
            }
        }
        assertThat(most).hasValue(3);
    }

    @Test
    void whoGetsNoTurnIsToldToComeBack() throws Exception {
        Turns turns = new Turns(2, Duration.ZERO);
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> first = held(turns, threads, begun, end);
            Future<String> second = held(turns, threads, begun, end);
            begun.await();
            assertThatThrownBy(() -> turns.take(() -> "never"))
                    .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.status()).isEqualTo(503))
                    .hasMessage("the engine computes for other requests: try again in some seconds");
            end.countDown();
            assertThat(first.get() + second.get()).isEqualTo("donedone");
        }
        assertThat(turns.take(() -> "now")).isEqualTo("now");
    }

    @Test
    void whatFailsGivesItsTurnBack() throws Exception {
        Turns turns = new Turns(1, Duration.ZERO);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> turns.take(() -> {
                throw new OutOfMemoryError("no room");
            })).isInstanceOf(OutOfMemoryError.class);
        }
        assertThat(turns.take(() -> "well")).isEqualTo("well");
    }

    @Test
    void whoIsInterruptedWhileWaitingIsRefused() throws Exception {
        Turns turns = new Turns(1, LONG);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> turns.take(() -> "never")).isInstanceOf(RefusedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(turns.take(() -> "well")).isEqualTo("well");
    }
}
