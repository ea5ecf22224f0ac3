package dev.fovea.backend;

import dev.fovea.graph.Program;

/// Something that runs programs. Chosen once at the start, named in every log, never changed in mid-run.
public interface Backend extends AutoCloseable {
    /// Names the backend and its kernels, as in `cpu, vector 512`.
    String name();

    /// What the user can do to make it faster, in one line; empty if nothing.
    String cure();

    /// The threads that share the work of a step.
    int threads();

    /// Makes a program ready to run for batches of up to `capacity` samples.
    ///
    /// @throws OutOfMemory if its memory plan does not fit
    Executable compile(Program program, Store store, int capacity);

    /// Binds a loop over the elements `from` … `to − 1`, such as an optimizer's update, that the backend's
    /// threads share each time it is run. What a range computes must not depend on where the ranges are
    /// cut. Running it allocates nothing.
    Runnable share(int from, int to, Range body);

    /// Ends the backend's threads.
    @Override
    void close();

    /// A loop over the elements `from` … `to − 1`.
    interface Range {
        void run(int from, int to);
    }

    /// A plan needs more memory than there is.
    final class OutOfMemory extends RuntimeException {
        private static final long serialVersionUID = 1;

        public OutOfMemory(String message) {
            super(message);
        }
    }
}
