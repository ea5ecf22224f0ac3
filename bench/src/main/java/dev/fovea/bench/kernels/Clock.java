package dev.fovea.bench.kernels;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/// Nanoseconds of work.
interface Clock {
    long nanos();

    /// With one thread, the time that a processor spent on it, so that other programs' turns do not count; else the
    /// time that passed.
    static Clock of(int threads) {
        ThreadMXBean beans = ManagementFactory.getThreadMXBean();
        return threads == 1 && beans.isCurrentThreadCpuTimeSupported()
                ? beans::getCurrentThreadCpuTime
                : System::nanoTime;
    }
}
