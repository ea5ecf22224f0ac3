package dev.fovea.backend.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
    @Test
    void eachPartRunsOnceInManyTinyTasks() {
        try (Workers workers = new Workers(3)) {
            AtomicIntegerArray runs = new AtomicIntegerArray(17);
            for (int task = 0; task < 20_000; task++) {
                workers.run((part, worker) -> runs.incrementAndGet(part), 1 + task % 17);
            }
            int before = 0;
            for (int part = 16; part >= 0; part--) {
                before += 20_000 / 17 + (part < 20_000 % 17 ? 1 : 0);
                assertThat(runs.get(part)).as("part %d", part).isEqualTo(before);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void eachPartOfTwoTasksRunsOnce(int threads) {
        try (Workers workers = new Workers(threads)) {
            for (int task = 0; task < 5_000; task++) {
                AtomicIntegerArray runs = new AtomicIntegerArray(task % 17);
                AtomicIntegerArray beside = new AtomicIntegerArray(task % 23);
                workers.run(
                        (part, worker) -> runs.incrementAndGet(part), runs.length(),
                        (part, worker) -> beside.incrementAndGet(part), beside.length());
                assertThat(runs).hasToString(ones(runs.length()));
                assertThat(beside).hasToString(ones(beside.length()));
            }
        }
    }

    private static String ones(int count) {
        return Collections.nCopies(count, 1).toString();
    }

    @Test
    void aFailureOfTheTaskBesideReachesTheCaller() {
        try (Workers workers = new Workers(2)) {
            assertThatThrownBy(() -> workers.run((part, worker) -> {}, 10, (part, worker) -> {
                throw new IllegalArgumentException("beside");
            }, 10)).hasMessage("beside");
            AtomicInteger done = new AtomicInteger();
            workers.run((part, worker) -> done.incrementAndGet(), 20);
            assertThat(done).hasValue(20);
        }
    }

    @Test
    void theCallerSeesWhatThePartsWrote() {
        try (Workers workers = new Workers(2)) {
            int[] cells = new int[64];
            for (int task = 1; task < 5000; task++) {
                int value = task;
                workers.run((part, worker) -> cells[part] = value, cells.length);
                for (int cell : cells) {
                    assertThat(cell).isEqualTo(task);
                }
            }
        }
    }

    @Test
    void noTwoThreadsHaveTheSameNumberAtOnce() {
        try (Workers workers = new Workers(3)) {
            AtomicIntegerArray inside = new AtomicIntegerArray(3);
            AtomicInteger clashes = new AtomicInteger();
            for (int task = 0; task < 300; task++) {
                workers.run((part, worker) -> {
                    if (inside.incrementAndGet(worker) != 1) {
                        clashes.incrementAndGet();
                    }
                    Thread.onSpinWait();
                    inside.decrementAndGet(worker);
                }, 50);
            }
            assertThat(clashes).hasValue(0);
        }
    }

    @Test
    void aFailureReachesTheCallerAndTheThreadsGoOn() {
        try (Workers workers = new Workers(2)) {
            for (int failing = 0; failing < 20; failing++) {
                int bad = failing;
                assertThatThrownBy(() -> workers.run((part, worker) -> {
                    if (part == bad) {
                        throw new IllegalArgumentException("part " + part);
                    }
                }, 20)).hasStackTraceContaining("part " + bad);
                AtomicInteger done = new AtomicInteger();
                workers.run((part, worker) -> done.incrementAndGet(), 20);
                assertThat(done).hasValue(20);
            }
        }
    }

    @Test
    void aFailureOfTheOnlyThreadReachesTheCaller() {
        try (Workers workers = new Workers(1)) {
            assertThatThrownBy(() -> workers.run((part, worker) -> {
                throw new IllegalArgumentException("alone");
            }, 3)).hasStackTraceContaining("alone");
        }
    }

    @Test
    void callersMayComeAtOnce() throws InterruptedException {
        try (Workers workers = new Workers(2)) {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            List<Thread> callers = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                callers.add(Thread.ofPlatform().start(() -> {
                    try {
                        for (int task = 0; task < 2000; task++) {
                            AtomicInteger sum = new AtomicInteger();
                            workers.run((part, worker) -> sum.addAndGet(part), 10);
                            assertThat(sum).hasValue(45);
                        }
                    } catch (Throwable thrown) {
                        failure.set(thrown);
                    }
                }));
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(failure.get()).isNull();
        }
    }

    @Test
    void threadsThatSleptWakeUp() {
        try (Workers workers = new Workers(2)) {
            for (int task = 0; task < 5; task++) {
                AtomicInteger done = new AtomicInteger();
                workers.run((part, worker) -> done.incrementAndGet(), 8);
                assertThat(done).hasValue(8);
                while (workers.sleeping() == 0) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    @Test
    void theNumberOfThreadsIsChecked() {
        assertThatThrownBy(() -> new Workers(0)).hasMessage("threads must be 1 to 1024: got 0");
        assertThatThrownBy(() -> new Workers(1025)).hasMessage("threads must be 1 to 1024: got 1025");
    }
}
