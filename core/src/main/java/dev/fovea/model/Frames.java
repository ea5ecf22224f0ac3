package dev.fovea.model;

import dev.fovea.backend.Frame;
import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Frames that wait for the next prediction: as many as can be at work at once are kept, those that a crowd of threads
/// needed beyond them until the collector runs. Without locks, for many threads.
final class Frames {
    private final Supplier<Frame> fresh;
    private final AtomicReferenceArray<@Nullable Frame> kept;
    private final Queue<WeakReference<Frame>> beyond = new ConcurrentLinkedQueue<>();

    /// @param count that are kept
    Frames(int count, Supplier<Frame> fresh) {
        this.fresh = fresh;
        this.kept = new AtomicReferenceArray<>(count);
    }

    /// A frame that nobody else has until it is given back.
    Frame take() {
        for (int i = 0; i < kept.length(); i++) {
            Frame frame = kept.get(i) == null ? null : kept.getAndSet(i, null);
            if (frame != null) {
                return frame;
            }
        }
        for (WeakReference<Frame> next = beyond.poll(); next != null; next = beyond.poll()) {
            Frame frame = next.get();
            if (frame != null) {
                return frame;
            }
        }
        return fresh.get();
    }

    void giveBack(Frame frame) {
        for (int i = 0; i < kept.length(); i++) {
            if (kept.compareAndSet(i, null, frame)) {
                return;
            }
        }
        beyond.add(new WeakReference<>(frame));
    }
}
