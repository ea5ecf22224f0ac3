package dev.fovea.backend.cpu.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Threads that share the parts of a task. The calling thread works too. Between tasks the others spin
/// for a moment, because the next phase usually follows within microseconds, and then sleep.
///
/// Each thread has its own range of the parts, and helps others when that is done: neighbouring parts, of one task
/// and of the next, mostly touch the same memory, which then stays in one core's cache.
///
/// A second task may run beside the first, one that waits for memory beside one that computes: every other thread
/// begins with the second, until half of it is done; what is left of it, each takes when its range of the first is
/// done. So they rarely want the memory at once, and each thread keeps its range of the first.
///
/// A part is claimed by counting down what is left of a range. That number is in one word with the task's
/// generation: a thread that comes late cannot claim a part of a task that it has not seen. While a part is
/// claimed the caller waits, so tasks and numbers of parts cannot change under it.
public final class Workers implements AutoCloseable {
    /// Ranges lie on lines of their own.
    private static final int APART = 16;

    private static final long SPIN_NANOS = 50_000;

    private final Thread[] threads;
    private final AtomicLongArray left;
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicInteger sleeping = new AtomicInteger();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile int generation;
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;
    private @Nullable Task task;
    private int parts;
    private @Nullable Task beside;
    private int besideParts;

    /// Something in parts.
    public interface Task {
        /// @param worker from 0 to below [Workers#count]; within one call of run no two threads have the same at once
        void run(int part, int worker);
    }

    /// @param count of threads, the calling one among them
    public Workers(int count) {
        if (count < 1 || count > 1024) {
            throw new IllegalArgumentException("threads must be 1 to 1024: got " + count);
        }
        threads = new Thread[count - 1];
        left = new AtomicLongArray(at(count + 1));
        for (int i = 0; i < threads.length; i++) {
            int worker = i + 1;
            threads[i] = Thread.ofPlatform().daemon().name("fovea-worker-" + worker).unstarted(() -> work(worker));
            threads[i].start();
        }
    }

    public int count() {
        return threads.length + 1;
    }

    /// Runs all parts and returns when they are done. If another caller has the threads, this one does
    /// the parts alone: the result is the same.
    public void run(Task task, int parts) {
        run(task, parts, null, 0);
    }

    /// Runs all parts of two tasks, which must not depend on each other.
    ///
    /// @param beside waits for memory more than it computes; null for none
    public void run(Task task, int parts, @Nullable Task beside, int besideParts) {
        if (parts + besideParts == 1 || threads.length == 0 || !busy.compareAndSet(false, true)) {
            runAll(task, parts);
            if (beside != null) {
                runAll(beside, besideParts);
            }
            return;
        }
        try {
            share(task, parts, beside, besideParts);
        } finally {
            busy.set(false);
        }
    }

    private static void runAll(Task task, int parts) {
        for (int part = 0; part < parts; part++) {
            task.run(part, 0);
        }
    }

    private void share(Task task, int parts, @Nullable Task beside, int besideParts) {
        this.task = task;
        this.parts = parts;
        this.beside = beside;
        this.besideParts = besideParts;
        pending.set(parts + besideParts);
        int next = generation + 1;
        for (int range = 0; range < count(); range++) {
            left.set(at(range), (long) next << 32 | (start(range + 1) - start(range)));
        }
        left.set(at(count()), (long) next << 32 | besideParts);
        generation = next;
        if (sleeping.get() > 0) {
            for (Thread thread : threads) {
                LockSupport.unpark(thread);
            }
        }
        while (claimAndRun(0)) {}
        for (int spins = 0; pending.get() > 0; spins++) {
            if (spins < 20_000) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
        this.task = null;
        this.beside = null;
        Throwable thrown = failure;
        if (thrown != null) {
            failure = null;
            throw rethrown(thrown);
        }
    }

    /// The same type as with one thread.
    private static RuntimeException rethrown(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException("a worker failed: " + thrown, thrown);
    }

    /// Where the number of a range is; the first line of the array holds its length.
    private static int at(int range) {
        return (range + 1) * APART;
    }

    /// The first part of a range.
    private int start(int range) {
        return (int) ((long) parts * range / count());
    }

    /// Claims a part of the worker's own range or of the task beside, else of a range that has one left, and runs it.
    ///
    /// How many parts lie beside is read before anything is claimed: from a task that has just begun it may be
    /// another number, which changes the order alone.
    private boolean claimAndRun(int worker) {
        int beside = count();
        boolean claimed = worker % 2 == 1 && claimAndRun(beside, besideParts / 2, worker)
                || claimAndRun(worker, 0, worker)
                || claimAndRun(beside, 0, worker);
        for (int i = 1; !claimed && i < count(); i++) {
            claimed = claimAndRun((worker + i) % count(), 0, worker);
        }
        return claimed;
    }

    /// Claims a part of a range unless only so many are left.
    private boolean claimAndRun(int range, int leave, int worker) {
        long seen = left.get(at(range));
        while ((int) seen > leave) {
            if (left.compareAndSet(at(range), seen, seen - 1)) {
                if (range < count()) {
                    run(task, start(range + 1) - (int) seen, worker);
                } else {
                    run(beside, besideParts - (int) seen, worker);
                }
                return true;
            }
            seen = left.get(at(range));
        }
        return false;
    }

    private void run(@Nullable Task claimed, int part, int worker) {
        try {
            if (claimed != null) {
                claimed.run(part, worker);
            }
        } catch (Throwable thrown) {
            failure = thrown;
        } finally {
            pending.decrementAndGet();
        }
    }

    private void work(int worker) {
        while (!closed) {
            int seen = generation;
            if (!claimAndRun(worker)) {
                idle(seen);
            }
        }
    }

    /// Waits for a task after that of generation `seen`.
    private void idle(int seen) {
        long until = System.nanoTime() + SPIN_NANOS;
        while (System.nanoTime() < until) {
            for (int i = 0; i < 64; i++) {
                if (generation != seen || closed) {
                    return;
                }
                Thread.onSpinWait();
            }
        }
        sleeping.incrementAndGet();
        while (generation == seen && !closed) {
            LockSupport.park(this);
        }
        sleeping.decrementAndGet();
    }

    /// Threads that sleep until there is a task.
    int sleeping() {
        return sleeping.get();
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
    }
}
