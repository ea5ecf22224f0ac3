package dev.fovea.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// A running [Loader]: a ring of batches that workers fill ahead of the one consumer.
///
/// Batch number t lies in slot t mod depth. A worker may fill it once the consumer has left the batch
/// that was there before. After the start nothing is allocated.
public final class Batches implements Iterator<Batch>, AutoCloseable {
    /// About 20 µs: as long as a thread takes to wake up.
    private static final int SPINS = 300;

    private final Loader loader;
    private final EpochOrder order;
    private final Slot[] slots;
    private final List<Thread> threads = new ArrayList<>();
    private final @Nullable Filler ownFiller;
    private final long end;
    private final Object lock = new Object();

    /// The batch that the consumer takes next; written by the consumer alone.
    private long next;

    private long waitingNanos;

    /// Batches below this one may be overwritten.
    private volatile long left;

    /// The next batch to fill; guarded by the lock.
    private long claimed;

    private volatile int idleWorkers;
    private volatile boolean consumerWaits;
    private volatile boolean closed;

    private static final class Slot {
        final Batch batch;
        long ticket = -1;
        volatile long filled = -1;

        @Nullable
        Throwable failure;

        Slot(Batch batch) {
            this.batch = batch;
        }
    }

    Batches(Loader loader, long first) {
        this.loader = loader;
        next = first;
        left = first;
        claimed = first;
        int perEpoch = loader.batchesPerEpoch();
        end = loader.epochs() > Long.MAX_VALUE / perEpoch ? Long.MAX_VALUE : loader.epochs() * perEpoch;
        order = new EpochOrder(loader);
        slots = new Slot[loader.workers() == 0 ? 1 : loader.depth()];
        int sample = Math.toIntExact(loader.sample().size());
        int classes = loader.mixing().isEmpty() ? 0 : loader.dataset().labels().size();
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Slot(new Batch(loader.batchSize(), sample, classes));
        }
        ownFiller = loader.workers() == 0 ? new Filler(loader, () -> closed) : null;
        for (int i = 0; i < loader.workers(); i++) {
            Filler filler = new Filler(loader, () -> closed);
            threads.add(Thread.ofPlatform().daemon().name("fovea-loader-" + i).unstarted(() -> work(filler)));
        }
        threads.forEach(Thread::start);
    }

    /// Whether there is another batch; only a loader with a number of epochs ever ends.
    @Override
    public boolean hasNext() {
        return next < end;
    }

    /// The next batch. The one before is overwritten from now on.
    ///
    /// @throws DataException if an image cannot be loaded
    @Override
    public Batch next() {
        if (closed) {
            throw closed();
        }
        if (!hasNext()) {
            throw new NoSuchElementException("the loader gave all batches of " + loader.epochs() + " epochs");
        }
        Slot slot = slots[(int) (next % slots.length)];
        if (ownFiller != null) {
            long start = System.nanoTime();
            order.fill(slot.batch, next);
            fill(ownFiller, slot);
            waitingNanos += System.nanoTime() - start;
        } else {
            leave();
            if (slot.filled != next) {
                await(slot);
            }
        }
        if (slot.failure != null) {
            throw failed(slot.failure);
        }
        next++;
        return slot.batch;
    }

    /// How long the consumer has waited for batches so far, in nanoseconds.
    public long waitingNanos() {
        return waitingNanos;
    }

    /// Ends the workers, at the latest when each has finished its image.
    @Override
    public void close() {
        closed = true;
        synchronized (lock) {
            lock.notifyAll();
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// The threads that fill batches.
    long[] workerIds() {
        return threads.stream().mapToLong(Thread::threadId).toArray();
    }

    long workersAlive() {
        return threads.stream().filter(Thread::isAlive).count();
    }

    /// Gives the batch before the next one back. Workers that found the ring full sleep on until half of
    /// it is free, so that one wake-up serves several batches.
    private void leave() {
        left = next;
        if (idleWorkers > 0) {
            synchronized (lock) {
                if (halfFree()) {
                    lock.notifyAll();
                }
            }
        }
    }

    private void await(Slot slot) {
        long start = System.nanoTime();
        for (int i = 0; i < SPINS && slot.filled != next; i++) {
            Thread.onSpinWait();
        }
        if (slot.filled != next) {
            sleep(slot);
        }
        waitingNanos += System.nanoTime() - start;
    }

    private void sleep(Slot slot) {
        synchronized (lock) {
            consumerWaits = true;
            try {
                while (slot.filled != next && !closed) {
                    lock.wait();
                }
                if (slot.filled != next) {
                    throw closed();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DataException("interrupted while waiting for a batch", e);
            } finally {
                consumerWaits = false;
            }
        }
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("the loader is closed");
    }

    private static RuntimeException failed(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return new DataException(String.valueOf(failure.getMessage()), failure);
    }

    private void work(Filler filler) {
        for (Slot slot = claim(); slot != null; slot = claim()) {
            fill(filler, slot);
            slot.filled = slot.ticket;
            if (consumerWaits) {
                synchronized (lock) {
                    lock.notifyAll();
                }
            }
        }
    }

    private void fill(Filler filler, Slot slot) {
        try {
            filler.fill(slot.batch);
        } catch (Throwable failure) {
            slot.failure = failure;
        }
    }

    /// The next slot to fill, with its batch's indices; null at the end.
    private @Nullable Slot claim() {
        synchronized (lock) {
            if (claimed >= left + slots.length) {
                awaitRoom();
            }
            if (closed || claimed >= end) {
                return null;
            }
            Slot slot = slots[(int) (claimed % slots.length)];
            slot.ticket = claimed;
            order.fill(slot.batch, claimed);
            claimed++;
            return slot;
        }
    }

    private void awaitRoom() {
        idleWorkers++;
        try {
            while (!closed && claimed < end && !halfFree()) {
                lock.wait();
            }
        } catch (InterruptedException _) {
            closed = true;
            lock.notifyAll();
        } finally {
            idleWorkers--;
        }
    }

    private boolean halfFree() {
        return left + slots.length - claimed >= slots.length / 2;
    }
}
