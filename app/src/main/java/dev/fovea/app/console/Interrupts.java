package dev.fovea.app.console;

import java.util.concurrent.CountDownLatch;

/// Ctrl-C, while something runs that has to end in order.
public interface Interrupts {
    /// Calls `stop`, from another thread, when the user interrupts. The process then lives on until the
    /// registration is closed.
    Registration on(Runnable stop);

    /// What [#on] began.
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /// The interrupts of this process; the second ends it at once.
    static Interrupts ofProcess() {
        return stop -> {
            CountDownLatch done = new CountDownLatch(1);
            Thread hook = new Thread(() -> {
                SecondSignal.endsAtOnce();
                stop.run();
                awaitQuietly(done);
            });
            Runtime.getRuntime().addShutdownHook(hook);
            return () -> {
                try {
                    Runtime.getRuntime().removeShutdownHook(hook);
                } catch (IllegalStateException ending) {
                    // The hook is running: it waits for the count below.
                }
                done.countDown();
            };
        };
    }

    private static void awaitQuietly(CountDownLatch done) {
        try {
            done.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
