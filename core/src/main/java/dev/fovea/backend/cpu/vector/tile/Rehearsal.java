package dev.fovea.backend.cpu.vector.tile;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Has a kernel on vectors compiled before it is used.
///
/// Until the JVM's optimising compiler has compiled a loop, each vector in it is an object: it takes a hundred times as
/// long and leaves garbage. The compiler starts after some hundred calls, works in the background and takes up to a
/// tenth of a second for a large tile. So whoever wants a kernel asks whether its rehearsal is over, and until then
/// takes a stand-in: slower, compiled sooner, with the same bits. The rehearsal is calls with small arrays, on a thread
/// of its own, until one is as quick as only compiled ones are.
///
/// Compiled code is the JVM's, so all networks share a kernel's rehearsal.
public abstract class Rehearsal {
    /// Turns of a kernel's loop in a call.
    public static final int TURNS = 24;

    /// A compiled loop takes less for each of its operations on vectors; an object costs several times as much.
    private static final int MOST_NANOS = 12;

    /// Of a call, for the clock and the way to the loop.
    private static final int OVERHEAD_NANOS = 200;

    /// Calls before another kernel has its turn.
    private static final int BURST = 100;

    /// Calls after which a loop of [#TURNS] turns is on its way to the compiler: as soon as it was called 600 times and
    /// calls and turns come to 15,000 (Tier4MinInvocationThreshold, Tier4CompileThreshold). Many more turns would have
    /// the running loop compiled too, by itself.
    private static final int EAGER_CALLS = 800;

    /// Calls after which a kernel is taken as it is, whose real calls have it compiled then, or never.
    private static final int MOST_CALLS = 6_000;

    /// Between the calls that only ask whether the compiler is done.
    private static final long PAUSE_NANOS = 1_000_000;

    /// What the stand-ins have of the compiler at first, if the first run takes so long.
    private static final long HEAD_START_NANOS = 500_000_000;

    /// Rehearsals that are not over. Guarded by itself, like `working`.
    private static final List<Rehearsal> OPEN = new ArrayList<>();

    private static boolean working;
    private static long firstAsked;
    private static volatile boolean ranOnce;
    private static volatile boolean firstOver;

    private final boolean standsIn;
    private volatile boolean asked;
    private int calls;
    private volatile boolean over;

    /// @param standsIn whether it is a stand-in's, which begins at once
    public Rehearsal(boolean standsIn) {
        this.standsIn = standsIn;
    }

    /// Calls the kernel once, with small arrays.
    ///
    /// @return about how many operations on vectors that took
    protected abstract int call();

    /// Whether the kernel may be used. The first to ask starts the rehearsal.
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

    /// Whether the kernels of the first run of a program are compiled. Until then plain loops stand in for loops on
    /// vectors that have no rehearsal of their own, being a small part of a step: the compiler has other work.
    public static boolean isFirstOver() {
        return firstOver;
    }

    /// To be told after each run of a program. The first in a JVM has the compiler for its stand-ins, for half a second
    /// at most; then rehearsals begin.
    public static void afterRun() {
        if (!ranOnce) {
            synchronized (OPEN) {
                ranOnce = true;
                work();
            }
        }
    }

    /// Waits until all rehearsals are over.
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
            Thread.ofPlatform().daemon().name("fovea-rehearsal").start(Rehearsal::goOn);
            working = true;
        }
    }

    private static void goOn() {
        for (List<Rehearsal> open = open(); !open.isEmpty(); open = open()) {
            boolean eager = false;
            for (Rehearsal rehearsal : open) {
                if (rehearsal.standsIn || mayBegin()) {
                    rehearsal.burst();
                    eager |= !rehearsal.over && rehearsal.calls < EAGER_CALLS;
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
    private static List<Rehearsal> open() {
        synchronized (OPEN) {
            OPEN.removeIf(rehearsal -> rehearsal.over);
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
