package dev.fovea.backend.cpu;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Threads that share the parts of a task. The calling thread works too. Between tasks the others spin
/// for a moment, because the next phase usually follows within microseconds, and then sleep.
///
/// A part is claimed by counting down `cursor`, which also holds the task's generation: a thread that
/// comes late cannot claim a part of a task that it has not seen. While a part is claimed the caller
/// waits, so `task` and `parts` cannot change under it.
public final class Workers implements AutoCloseable {
    private static final long SPIN_NANOS = 50_000;

    private final Thread[] threads;
    private final AtomicLong cursor = new AtomicLong();
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicInteger sleeping = new AtomicInteger();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;
    private @Nullable Task task;
    private int parts;

    /// Something in parts.
    public interface Task {
        /// @param worker from 0 to below [Workers#count]; no two threads have the same at once
        void run(int part, int worker);
    }

    /// @param count of threads, the calling one among them
    public Workers(int count) {
        if (count < 1 || count > 1024) {
            throw new IllegalArgumentException("threads must be 1 to 1024: got " + count);
        }
        threads = new Thread[count - 1];
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
        if (parts == 1 || threads.length == 0 || !busy.compareAndSet(false, true)) {
            for (int part = 0; part < parts; part++) {
                task.run(part, 0);
            }
            return;
        }
        try {
            share(task, parts);
        } finally {
            busy.set(false);
        }
    }

    private void share(Task task, int parts) {
        this.task = task;
        this.parts = parts;
        pending.set(parts);
        long generation = (cursor.get() >>> 32) + 1;
        cursor.set(generation << 32 | parts);
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

    private boolean claimAndRun(int worker) {
        long seen = cursor.get();
        int left = (int) seen;
        if (left == 0) {
            return false;
        }
        if (!cursor.compareAndSet(seen, seen - 1)) {
            return true;
        }
        Task current = task;
        try {
            if (current != null) {
                current.run(parts - left, worker);
            }
        } catch (Throwable thrown) {
            failure = thrown;
        } finally {
            pending.decrementAndGet();
        }
        return true;
    }

    private void work(int worker) {
        while (!closed) {
            if (!claimAndRun(worker)) {
                idle();
            }
        }
    }

    private void idle() {
        long until = System.nanoTime() + SPIN_NANOS;
        while (System.nanoTime() < until) {
            for (int i = 0; i < 64; i++) {
                if ((int) cursor.get() != 0 || closed) {
                    return;
                }
                Thread.onSpinWait();
            }
        }
        sleeping.incrementAndGet();
        while ((int) cursor.get() == 0 && !closed) {
            LockSupport.park(this);
        }
        sleeping.decrementAndGet();
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
    }
}
