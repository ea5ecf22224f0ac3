package dev.fovea.backend.cpu;

import dev.fovea.backend.Backend;
import dev.fovea.tensor.Shape;
import java.util.Locale;
import java.util.function.LongSupplier;

/// What a plan may take: checked before anything is allocated by it.
final class Heap {
    /// The share of the heap that a plan may take, because data, pictures and the JVM need the rest.
    private static final double SHARE = 0.9;

    /// The share of the heap that a plan of the advised size takes, which leaves some room.
    private static final double ADVISED = 0.7;

    private final int capacity;
    private final long bytes = Runtime.getRuntime().maxMemory();
    private String name = "";
    private long most;

    Heap(int capacity) {
        this.capacity = capacity;
    }

    /// Notes what a layer takes, because the message names the one that takes most.
    void note(String layer, long floats) {
        if (floats > most) {
            most = floats;
            name = layer;
        }
    }

    int capacity() {
        return capacity;
    }

    /// @throws Backend.OutOfMemory if an array cannot hold so many floats
    void checkArray(String what, long floats) {
        if (floats > Shape.MOST) {
            check(floats);
            String needs = String.format(
                    Locale.ROOT, "%s takes %,d values at batch %d, more than the 2³¹ − 77 of an array", what, floats,
                    capacity);
            throw new Backend.OutOfMemory(needs, capacity == 1 ? 0 : fitting(floats, Shape.MOST), 0);
        }
    }

    /// @param all floats, counted only if the largest alone does not fit
    void checkMost(LongSupplier all) {
        if (isTooMuch(most)) {
            check(all.getAsLong());
        }
    }

    boolean isTooMuch(long floats) {
        return floats > bytes * SHARE / Float.BYTES;
    }

    /// @throws Backend.OutOfMemory if so many floats do not fit
    void check(long floats) {
        if (isTooMuch(floats)) {
            double needed = (double) Float.BYTES * floats;
            String needs = String.format(
                    Locale.ROOT, "needs %s at batch %d%s, heap %s", gigabytes(needed), capacity, where(floats),
                    gigabytes(bytes));
            throw new Backend.OutOfMemory(needs, smaller(floats), (long) (needed * 1.3 / 1e9) + 1);
        }
    }

    /// A batch that fits; 0 of a single sample.
    private long smaller(long floats) {
        long advised = fitting(floats, (long) (bytes * ADVISED / Float.BYTES));
        return capacity == 1 ? 0 : Math.min(advised, capacity / 2);
    }

    /// The layer that takes at least a quarter, where a smaller batch is no cure.
    private String where(long floats) {
        return capacity > 1 || most < floats / 4
                ? ""
                : " (most of it in " + name + ": " + gigabytes(Float.BYTES * (double) most) + ")";
    }

    private static String gigabytes(double bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }

    private long fitting(long floats, long room) {
        return Math.max(1, room / Math.max(1, floats / capacity));
    }
}
