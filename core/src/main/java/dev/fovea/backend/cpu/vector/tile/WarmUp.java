package dev.fovea.backend.cpu.vector.tile;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Warms a vector kernel up: has the JVM compile it before anybody computes with it.
///
/// Until the JVM's optimising compiler has compiled a loop, each vector in it is an object, which takes a hundred times
/// as long and leaves garbage. The compiler starts after some hundred calls, works in the background and takes up to a
/// tenth of a second for a large tile. So whoever wants a kernel asks whether its warm-up is over, and until then
/// takes a stand-in: slower, compiled sooner, with the same bits. A warm-up calls the kernel with small arrays, on a
/// thread of its own, until a call is as quick as only compiled ones are.
///
/// All networks share the warm-up of a kernel, because compiled code belongs to the JVM.
public abstract class WarmUp {
    /// Turns of a kernel's loop in a call.
    public static final int TURNS = 24;

    /// A call that takes longer than this for each of its operations on vectors is not compiled: a compiled loop takes
    /// less, and objects take several times as much.
    private static final int MOST_NANOS = 12;

    /// What a call may take besides, for reading the clock and getting to the loop.
    private static final int OVERHEAD_NANOS = 200;

    /// After this many calls another kernel has its turn.
    private static final int BURST = 100;

    /// Calls after which a loop of [#TURNS] turns is on its way to the compiler: as soon as it was called 600 times and
    /// calls and turns come to 15,000 (Tier4MinInvocationThreshold, Tier4CompileThreshold). Many more turns would have
    /// the running loop compiled too, by itself.
    private static final int EAGER_CALLS = 800;

    /// After this many calls the warm-up gives up and the kernel is used as it is, because real calls may still bring
    /// the compiler to it.
    private static final int MOST_CALLS = 6_000;

    /// Pause between the later calls, which only find out whether the compiler is done.
    private static final long PAUSE_NANOS = 1_000_000;

    /// How long the stand-ins have the compiler to themselves at first, unless the first run ends sooner.
    private static final long HEAD_START_NANOS = 500_000_000;

    /// Warm-ups that are not over. Guarded by itself, like `working`.
    private static final List<WarmUp> OPEN = new ArrayList<>();

    private static boolean working;
    private static long firstAsked;
    private static volatile boolean ranOnce;
    private static volatile boolean firstOver;

    private final boolean standsIn;
    private volatile boolean asked;
    private int calls;
    private volatile boolean over;

    /// @param standsIn true for the kernel of a stand-in, whose warm-up begins at once
    public WarmUp(boolean standsIn) {
        this.standsIn = standsIn;
    }

    /// Calls the kernel once, with small arrays.
    ///
    /// @return about how many operations on vectors that took
    protected abstract int call();

    /// Whether the kernel may be used. The first to ask starts the warm-up.
    public final boolean isOver() {
        if (!asked) {
            ask();
        }
        return over;
    }

    private void ask() {
        synchronized (OPEN) {
            if (!asked) {
                asked = true;
                if (firstAsked == 0 && !standsIn) {
                    firstAsked = System.nanoTime();
                }
                OPEN.add(this);
                work();
            }
        }
    }

    /// Whether the kernels of the first run of a program are compiled. Until then plain loops stand in for the vector
    /// loops that have no warm-up of their own: they are a small part of a step, and the compiler has other work.
    public static boolean isFirstOver() {
        return firstOver;
    }

    /// To be called after each run of a program. During the first run in a JVM, or its first half second, only
    /// stand-ins warm up, because the run waits for them; then all others do.
    public static void afterRun() {
        if (!ranOnce) {
            synchronized (OPEN) {
                ranOnce = true;
                work();
            }
        }
    }

    /// Waits until all warm-ups are over.
    public static void await() {
        afterRun();
        synchronized (OPEN) {
            while (working) {
                try {
                    OPEN.wait();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private static void work() {
        if (!working) {
            Thread.ofPlatform().daemon().name("fovea-warm-up").start(WarmUp::goOn);
            working = true;
        }
    }

    private static void goOn() {
        for (List<WarmUp> open = open(); !open.isEmpty(); open = open()) {
            boolean eager = false;
            for (WarmUp warmUp : open) {
                if (warmUp.standsIn || mayBegin()) {
                    warmUp.burst();
                    eager |= !warmUp.over && warmUp.calls < EAGER_CALLS;
                }
            }
            if (!eager) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static boolean mayBegin() {
        return ranOnce || System.nanoTime() - firstAsked > HEAD_START_NANOS;
    }

    /// Those to go on with; with none the thread ends.
    private static List<WarmUp> open() {
        synchronized (OPEN) {
            OPEN.removeIf(warmUp -> warmUp.over);
            if (OPEN.isEmpty()) {
                working = false;
                firstOver = ranOnce;
                OPEN.notifyAll();
            }
            return List.copyOf(OPEN);
        }
    }

    private void burst() {
        int end = calls + (calls < EAGER_CALLS ? BURST : 1);
        boolean quick = false;
        try {
            for (; calls < end && !quick; calls++) {
                quick = isQuick();
            }
        } catch (RuntimeException | Error failed) {
            // Whoever uses the kernel meets the same, where it can be told.
            calls = MOST_CALLS;
        }
        over = quick || calls >= MOST_CALLS;
    }

    private boolean isQuick() {
        long start = System.nanoTime();
        int operations = call();
        return System.nanoTime() - start < OVERHEAD_NANOS + (long) MOST_NANOS * operations;
    }
}
