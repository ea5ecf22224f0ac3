package dev.fovea.backend.cpu;

import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/// Drives a work as an executable does: packing, then phase after phase, parts shared by threads.
/// Its memory is full of NaN at the start, and guarded: a kernel that reads what it never wrote
/// gives NaN, one that writes past its memory fails.
public final class WorkRunner {
    private static final float GUARD = 12345.5f;
    private static final int MARGIN = 37;

    private WorkRunner() {}

    public static void run(Work work, int n, int capacity, int threads) {
        Operand packed = guarded(work.packedFloats());
        Operand shared = guarded(work.sharedFloats(capacity));
        List<Operand> scratch = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            scratch.add(guarded(work.scratchFloats()));
        }
        share(work.packParts(), threads, (part, _) -> work.pack(part, packed));
        for (int phase = 0; phase < work.phases(); phase++) {
            int current = phase;
            share(work.parts(phase, n), threads,
                    (part, thread) -> work.run(current, part, n, packed, shared, scratch.get(thread)));
        }
        check(packed, work.packedFloats(), "packed");
        check(shared, work.sharedFloats(capacity), "shared");
        scratch.forEach(memory -> check(memory, work.scratchFloats(), "scratch"));
    }

    @FunctionalInterface
    private interface Part {
        public void run(int part, int thread);
    }

    /// Parts are taken from the last to the first, so that no work relies on their order.
    private static void share(int parts, int threads, Part body) {
        AtomicInteger left = new AtomicInteger(parts);
        IntConsumer loop = thread -> {
            for (int part = left.decrementAndGet(); part >= 0; part = left.decrementAndGet()) {
                body.run(part, thread);
            }
        };
        List<Throwable> failures = new ArrayList<>();
        List<Thread> others = new ArrayList<>();
        for (int thread = 1; thread < threads; thread++) {
            int number = thread;
            Thread other = new Thread(() -> loop.accept(number));
            other.setUncaughtExceptionHandler((_, failure) -> {
                synchronized (failures) {
                    failures.add(failure);
                }
            });
            other.start();
            others.add(other);
        }
        loop.accept(0);
        for (Thread other : others) {
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("a part failed", failures.getFirst());
        }
    }

    private static Operand guarded(long floats) {
        float[] memory = new float[Math.toIntExact(MARGIN + floats + MARGIN)];
        Arrays.fill(memory, Float.NaN);
        Arrays.fill(memory, 0, MARGIN, GUARD);
        Arrays.fill(memory, memory.length - MARGIN, memory.length, GUARD);
        return new Operand(memory, MARGIN);
    }

    private static void check(Operand memory, long floats, String name) {
        for (int i = 0; i < MARGIN; i++) {
            if (memory.array[i] != GUARD || memory.array[(int) (MARGIN + floats + i)] != GUARD) {
                throw new AssertionError("a float outside of the " + name + " memory was written");
            }
        }
    }
}
