package dev.fovea;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/// Counts what the calling thread and Fovea's own threads allocate, which are known by their names
/// ([ArchitectureTest] holds that each has one). Threads of a test runner or an agent allocate by the clock: they are
/// told, not counted.
public final class Allocations {
    /// What the name of each thread that Fovea starts begins with.
    public static final String OWN = "fovea-";

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final ThreadInfo[] othersBefore = others();
    private final Map<Long, Long> before = new HashMap<>();
    private final long callerBefore;

    private Allocations() {
        for (ThreadInfo other : othersBefore) {
            before.put(other.getThreadId(), THREADS.getThreadAllocatedBytes(other.getThreadId()));
        }
        callerBefore = THREADS.getCurrentThreadAllocatedBytes();
    }

    /// Begins to count.
    public static Allocations begin() {
        return new Allocations();
    }

    /// What was allocated since the beginning. Call it on the same thread.
    public Spent end() {
        long caller = THREADS.getCurrentThreadAllocatedBytes() - callerBefore;
        Map<String, Long> counted = new LinkedHashMap<>();
        Map<String, Long> told = new LinkedHashMap<>();
        counted.put(Thread.currentThread().getName(), caller);
        for (ThreadInfo other : others()) {
            Long then = before.remove(other.getThreadId());
            long bytes = THREADS.getThreadAllocatedBytes(other.getThreadId()) - Objects.requireNonNullElse(then, 0L);
            (other.getThreadName().startsWith(OWN) ? counted : told)
                    .put(other.getThreadName() + " #" + other.getThreadId(), bytes);
        }
        // A thread that ended takes what it allocated along.
        boolean ended = Arrays.stream(othersBefore)
                .anyMatch(other -> other.getThreadName().startsWith(OWN) && before.containsKey(other.getThreadId()));
        return new Spent(counted, told, !ended);
    }

    private static ThreadInfo[] others() {
        long current = Thread.currentThread().threadId();
        return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(info -> info != null && info.getThreadId() != current)
                .toArray(ThreadInfo[]::new);
    }

    /// The least that so many calls allocated, of at most `rounds` rounds, which end at the first that allocated
    /// nothing: until the JVM has loaded and compiled what is called, it may allocate itself.
    ///
    /// @param call told how many calls there were before it
    public static Spent least(int rounds, int calls, LongConsumer call) {
        Spent least = Spent.UNKNOWN;
        long done = 0;
        for (int round = 0; round < rounds && least.bytes() > 0; round++) {
            Allocations allocations = begin();
            for (int i = 0; i < calls; i++) {
                call.accept(done++);
            }
            least = least.or(allocations.end());
        }
        return least;
    }

    /// @param counted bytes of the caller and of Fovea's threads, by name
    /// @param told bytes of other threads
    /// @param complete whether none of Fovea's threads ended meanwhile
    public record Spent(Map<String, Long> counted, Map<String, Long> told, boolean complete) {
        /// Nothing was counted yet.
        public static final Spent UNKNOWN = new Spent(Map.of(), Map.of(), false);

        /// Of the threads that are counted; the greatest number where one ended.
        public long bytes() {
            return complete ? counted.values().stream().mapToLong(Long::longValue).sum() : Long.MAX_VALUE;
        }

        public Spent or(Spent other) {
            return other.bytes() < bytes() ? other : this;
        }

        @Override
        public String toString() {
            return complete ? "bytes by thread: " + lines(counted) + "; not counted: " + lines(told)
                    : "in no round did all of Fovea's threads go on";
        }

        private static String lines(Map<String, Long> bytes) {
            return bytes.entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue())
                    .collect(Collectors.joining(", "));
        }
    }
}
